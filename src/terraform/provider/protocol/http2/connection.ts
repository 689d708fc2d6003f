/**
 * The server's end of one HTTP/2 connection, RFC 9113, as far as unary gRPC uses it. Node's own does much more than
 * that: loading it costs a third of what starting Node costs, and each call takes it more than twice the time.
 */
import type { Socket } from 'node:net';
import {
  FAULT,
  FLAG,
  FRAME,
  type Frame,
  FrameReader,
  frameHead,
  LARGEST_FRAME,
  ProtocolFault,
  SETTING,
  unpadded,
} from './frames.ts';
import { HeaderFault, HeaderReader } from './hpack.ts';

/** What a request's body is handed to, as it comes in. */
export interface Body {
  data(chunk: Buffer): void;
  end(): void;
}

/** Where a request is answered; once, and in vain where the client has gone or taken it back. */
export interface Reply {
  /** Header blocks, as `writeHeaders` makes them; without `body` the first is all there is. */
  send(headers: Buffer, body?: Uint8Array, trailers?: Buffer): void;
}

export interface Requests {
  /** Null: its body is of no interest. */
  begin(path: string, reply: Reply): Body | null;
  closed(): void;
}

/** How much may be on its way to us, in all and for each request. */
const WINDOW = 16 * 1024 * 1024;
/** What either end has until it hears otherwise. */
const DEFAULT_WINDOW = 65_535;
const LARGEST_WINDOW = 2 ** 31 - 1;
const LARGEST_HEADERS = 64 * 1024;
/** Copying so much is cheaper than writing it in pieces. */
const SMALL = 64 * 1024;
const NOTHING = new Uint8Array();

interface Stream {
  readonly id: number;
  body: Body | null;
  /** The client has said all. */
  ended: boolean;
  received: number;
  /** What we may still send of bodies. */
  window: number;
  /** The body on its way out. */
  sending: { readonly bytes: Uint8Array; at: number; readonly trailers: Buffer } | null;
}

export class Connection {
  readonly #socket: Socket;
  readonly #requests: Requests;
  readonly #frames = new FrameReader();
  readonly #headers = new HeaderReader();
  readonly #streams = new Map<number, Stream>();
  /** Streams that wait for a window, oldest first. */
  readonly #waiting = new Set<Stream>();
  #block: { readonly stream: number; readonly end: boolean; readonly parts: Buffer[]; size: number } | null =
    null;
  #lastStream = 0;
  #received = 0;
  #window = DEFAULT_WINDOW;
  #initialWindow = DEFAULT_WINDOW;
  #largestFrame = LARGEST_FRAME;
  #out: Uint8Array[] = [];
  #outSize = 0;

  constructor(socket: Socket, requests: Requests) {
    this.#socket = socket;
    this.#requests = requests;
    socket.on('error', () => socket.destroy());
    socket.once('close', () => {
      this.#streams.clear();
      this.#waiting.clear();
      requests.closed();
    });
    const setting = Buffer.alloc(6);
    setting.writeUInt16BE(SETTING.initialWindow, 0);
    setting.writeUInt32BE(WINDOW, 2);
    this.#write(FRAME.settings, 0, 0, setting);
    this.#allow(0, WINDOW - DEFAULT_WINDOW);
    socket.on('data', (chunk: Buffer) => this.#take(chunk));
  }

  destroy(): void {
    this.#socket.destroy();
  }

  #take(chunk: Buffer): void {
    // After a fault the rest is not listened to.
    if (!this.#socket.writable) return;
    try {
      for (const frame of this.#frames.read(chunk)) this.#handle(frame);
    } catch (error) {
      if (error instanceof ProtocolFault) this.#fail(error.code);
      else if (error instanceof HeaderFault) this.#fail(FAULT.compression);
      else throw error;
    }
  }

  /** Says why, and goes. */
  #fail(code: number): void {
    const why = Buffer.alloc(8);
    why.writeUInt32BE(this.#lastStream, 0);
    why.writeUInt32BE(code, 4);
    this.#write(FRAME.goAway, 0, 0, why);
    this.#flush();
    this.#socket.destroySoon();
  }

  #handle(frame: Frame): void {
    const { type, flags, stream: id, payload } = frame;
    if (this.#block !== null && (type !== FRAME.continuation || id !== this.#block.stream))
      throw new ProtocolFault(FAULT.protocol, 'headers were interrupted');
    switch (type) {
      case FRAME.data:
        this.#data(frame);
        break;
      case FRAME.headers:
        if (id % 2 === 0) throw new ProtocolFault(FAULT.protocol, `headers on stream ${id}`);
        this.#block = { stream: id, end: (flags & FLAG.endStream) !== 0, parts: [], size: 0 };
        this.#more(unpadded(frame), flags);
        break;
      case FRAME.continuation:
        this.#more(payload, flags);
        break;
      case FRAME.reset:
        expectSize(payload, 4);
        this.#forget(id);
        break;
      case FRAME.settings:
        this.#settings(flags, payload);
        break;
      case FRAME.ping:
        expectSize(payload, 8);
        if (!(flags & FLAG.ack)) this.#write(FRAME.ping, FLAG.ack, 0, payload);
        break;
      case FRAME.window:
        expectSize(payload, 4);
        this.#widen(id, payload.readUInt32BE(0) & LARGEST_WINDOW);
        break;
      case FRAME.push:
        throw new ProtocolFault(FAULT.protocol, 'clients push nothing');
      default:
      // Priorities, a farewell, and what later versions may bring.
    }
  }

  #more(part: Buffer, flags: number): void {
    const block = this.#block;
    if (block === null) throw new ProtocolFault(FAULT.protocol, 'a continuation of nothing');
    block.parts.push(part);
    block.size += part.length;
    if (block.size > LARGEST_HEADERS) throw new ProtocolFault(FAULT.calm, 'too many headers');
    if (!(flags & FLAG.endHeaders)) return;
    this.#block = null;
    const [only, ...others] = block.parts;
    const headers = this.#headers.read(
      only !== undefined && others.length === 0 ? only : Buffer.concat(block.parts),
    );
    if (block.stream <= this.#lastStream) {
      // Trailers, of which clients have none that we ask for.
      const known = this.#streams.get(block.stream);
      if (known !== undefined && block.end) this.#ended(known);
      return;
    }
    this.#lastStream = block.stream;
    const stream: Stream = {
      id: block.stream,
      body: null,
      ended: false,
      received: 0,
      window: this.#initialWindow,
      sending: null,
    };
    this.#streams.set(stream.id, stream);
    const path = headers.find(([name]) => name === ':path')?.[1] ?? '';
    stream.body = this.#requests.begin(path, { send: (...all) => this.#send(stream, ...all) });
    if (block.end) this.#ended(stream);
  }

  #data(frame: Frame): void {
    const { flags, stream: id, payload } = frame;
    if (id === 0 || id > this.#lastStream) throw new ProtocolFault(FAULT.protocol, `data on stream ${id}`);
    this.#received += payload.length;
    if (this.#received >= WINDOW / 2) {
      this.#allow(0, this.#received);
      this.#received = 0;
    }
    const stream = this.#streams.get(id);
    if (stream === undefined || stream.ended) return;
    const content = unpadded(frame);
    if (content.length > 0) stream.body?.data(content);
    if (flags & FLAG.endStream) {
      this.#ended(stream);
      return;
    }
    stream.received += payload.length;
    if (stream.received >= WINDOW / 2) {
      this.#allow(id, stream.received);
      stream.received = 0;
    }
  }

  #ended(stream: Stream): void {
    if (stream.ended) return;
    stream.ended = true;
    stream.body?.end();
  }

  #settings(flags: number, payload: Buffer): void {
    if (flags & FLAG.ack) return;
    if (payload.length % 6 !== 0) throw new ProtocolFault(FAULT.frameSize, 'half a setting');
    for (let at = 0; at < payload.length; at += 6) {
      const [name, value] = [payload.readUInt16BE(at), payload.readUInt32BE(at + 2)];
      if (name === SETTING.largestFrame) this.#largestFrame = Math.max(LARGEST_FRAME, value);
      if (name !== SETTING.initialWindow) continue;
      if (value > LARGEST_WINDOW) throw new ProtocolFault(FAULT.flowControl, 'too large a window');
      for (const stream of this.#streams.values()) stream.window += value - this.#initialWindow;
      this.#initialWindow = value;
    }
    this.#write(FRAME.settings, FLAG.ack, 0);
    this.#goOn();
  }

  #widen(id: number, by: number): void {
    if (id === 0) this.#window += by;
    else {
      const stream = this.#streams.get(id);
      if (stream === undefined) return;
      stream.window += by;
      if (stream.window > LARGEST_WINDOW) throw new ProtocolFault(FAULT.flowControl, 'too wide a window');
    }
    if (this.#window > LARGEST_WINDOW) throw new ProtocolFault(FAULT.flowControl, 'too wide a window');
    this.#goOn();
  }

  /** Lets the other end send so many bytes more. */
  #allow(stream: number, bytes: number): void {
    const increment = Buffer.alloc(4);
    increment.writeUInt32BE(bytes, 0);
    this.#write(FRAME.window, 0, stream, increment);
  }

  #send(stream: Stream, headers: Buffer, bytes?: Uint8Array, trailers?: Buffer): void {
    if (this.#streams.get(stream.id) !== stream || stream.sending !== null) return;
    const alone = bytes === undefined || trailers === undefined;
    this.#write(
      FRAME.headers,
      alone ? FLAG.endHeaders | FLAG.endStream : FLAG.endHeaders,
      stream.id,
      headers,
    );
    if (alone) {
      this.#done(stream);
    } else {
      stream.sending = { bytes, at: 0, trailers };
      this.#sendOn(stream);
    }
  }

  #goOn(): void {
    for (const stream of this.#waiting) this.#sendOn(stream);
  }

  /** As much of a body as windows have room for. */
  #sendOn(stream: Stream): void {
    const { sending } = stream;
    if (sending === null) return;
    while (sending.at < sending.bytes.length) {
      const size = Math.min(
        this.#largestFrame,
        this.#window,
        stream.window,
        sending.bytes.length - sending.at,
      );
      if (size <= 0) {
        this.#waiting.add(stream);
        return;
      }
      this.#write(FRAME.data, 0, stream.id, sending.bytes.subarray(sending.at, sending.at + size));
      sending.at += size;
      this.#window -= size;
      stream.window -= size;
    }
    this.#write(FRAME.headers, FLAG.endHeaders | FLAG.endStream, stream.id, sending.trailers);
    this.#done(stream);
  }

  #done(stream: Stream): void {
    // Whatever the client still meant to say: it need not.
    if (!stream.ended) this.#write(FRAME.reset, 0, stream.id, Buffer.alloc(4));
    this.#forget(stream.id);
  }

  #forget(id: number): void {
    const stream = this.#streams.get(id);
    if (stream === undefined) return;
    this.#streams.delete(id);
    this.#waiting.delete(stream);
  }

  /** What is written in one turn goes out at once, small frames as one piece. */
  #write(type: number, flags: number, stream: number, payload: Uint8Array = NOTHING): void {
    if (this.#out.length === 0) process.nextTick(() => this.#flush());
    const head = frameHead(type, flags, stream, payload.length);
    if (payload.length > 0) this.#out.push(head, payload);
    else this.#out.push(head);
    this.#outSize += head.length + payload.length;
  }

  #flush(): void {
    const [out, size] = [this.#out, this.#outSize];
    this.#out = [];
    this.#outSize = 0;
    if (out.length === 0 || !this.#socket.writable) return;
    if (size <= SMALL) {
      this.#socket.write(Buffer.concat(out, size));
      return;
    }
    this.#socket.cork();
    for (const bytes of out) this.#socket.write(bytes);
    this.#socket.uncork();
  }
}

function expectSize(payload: Buffer, size: number): void {
  if (payload.length !== size)
    throw new ProtocolFault(FAULT.frameSize, `${payload.length} instead of ${size}`);
}
