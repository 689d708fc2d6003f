/**
 * The server's end of one HTTP/2 connection, RFC 9113, as far as unary gRPC uses it. Node's own does much more than
 * that: loading it costs a third of what starting Node costs, and each call takes it more than twice the time.
 */
import type { Socket } from 'node:net';
import { FrameWriter } from './frame-writer.ts';
import {
  FAULT,
  FLAG,
  FRAME,
  type Frame,
  FrameReader,
  LARGEST_FRAME,
  ProtocolFault,
  SETTING,
  unpadded,
} from './frames.ts';
import { HeaderBlocks, type HeadersOf } from './header-blocks.ts';
import { HeaderFault } from './hpack.ts';

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
  readonly #headers = new HeaderBlocks();
  readonly #out: FrameWriter;
  readonly #streams = new Map<number, Stream>();
  /** Streams that wait for a window, oldest first. */
  readonly #waiting = new Set<Stream>();
  #lastStream = 0;
  #received = 0;
  #window = DEFAULT_WINDOW;
  #initialWindow = DEFAULT_WINDOW;
  #largestFrame = LARGEST_FRAME;

  constructor(socket: Socket, requests: Requests) {
    this.#socket = socket;
    this.#requests = requests;
    this.#out = new FrameWriter(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => {
      this.#streams.clear();
      this.#waiting.clear();
      requests.closed();
    });
    const setting = Buffer.alloc(6);
    setting.writeUInt16BE(SETTING.initialWindow, 0);
    setting.writeUInt32BE(WINDOW, 2);
    this.#out.write(FRAME.settings, 0, 0, setting);
    this.#out.allow(0, WINDOW - DEFAULT_WINDOW);
    socket.on('data', (chunk: Buffer) => this.#take(chunk));
  }

  #take(chunk: Buffer): void {
    // After a fault the rest is not listened to.
    if (!this.#socket.writable) return;
    try {
      for (const frame of this.#frames.read(chunk)) this.#handle(frame);
    } catch (error) {
      const known = error instanceof ProtocolFault || error instanceof HeaderFault;
      if (!known) throw error;
      this.#out.leave(this.#lastStream, error instanceof ProtocolFault ? error.code : FAULT.compression);
    }
  }

  #handle(frame: Frame): void {
    const { type, flags, stream: id, payload } = frame;
    this.#headers.pass(frame);
    switch (type) {
      case FRAME.data:
        this.#data(frame);
        break;
      case FRAME.headers:
      case FRAME.continuation: {
        if (id % 2 === 0) throw new ProtocolFault(FAULT.protocol, `headers on stream ${id}`);
        const headers = this.#headers.add(frame);
        if (headers !== null) this.#begin(headers);
        break;
      }
      case FRAME.reset:
        expectSize(payload, 4);
        this.#forget(id);
        break;
      case FRAME.settings:
        this.#settings(flags, payload);
        break;
      case FRAME.ping:
        expectSize(payload, 8);
        if (!(flags & FLAG.ack)) this.#out.write(FRAME.ping, FLAG.ack, 0, payload);
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

  #begin({ stream: id, headers, end }: HeadersOf): void {
    if (id <= this.#lastStream) {
      // Trailers, of which clients have none that we ask for.
      const known = this.#streams.get(id);
      if (known !== undefined && end) this.#ended(known);
      return;
    }
    this.#lastStream = id;
    const stream: Stream = {
      id,
      body: null,
      ended: false,
      received: 0,
      window: this.#initialWindow,
      sending: null,
    };
    this.#streams.set(id, stream);
    const path = headers.find(([name]) => name === ':path')?.[1] ?? '';
    stream.body = this.#requests.begin(path, { send: (...all) => this.#send(stream, ...all) });
    if (end) this.#ended(stream);
  }

  #data(frame: Frame): void {
    const { flags, stream: id, payload } = frame;
    if (id === 0 || id > this.#lastStream) throw new ProtocolFault(FAULT.protocol, `data on stream ${id}`);
    this.#received += payload.length;
    if (this.#received >= WINDOW / 2) {
      this.#out.allow(0, this.#received);
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
      this.#out.allow(id, stream.received);
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
    this.#out.write(FRAME.settings, FLAG.ack, 0);
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

  #send(stream: Stream, headers: Buffer, bytes?: Uint8Array, trailers?: Buffer): void {
    if (this.#streams.get(stream.id) !== stream || stream.sending !== null) return;
    const alone = bytes === undefined || trailers === undefined;
    this.#out.write(
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
      this.#out.write(FRAME.data, 0, stream.id, sending.bytes.subarray(sending.at, sending.at + size));
      sending.at += size;
      this.#window -= size;
      stream.window -= size;
    }
    this.#out.write(FRAME.headers, FLAG.endHeaders | FLAG.endStream, stream.id, sending.trailers);
    this.#done(stream);
  }

  #done(stream: Stream): void {
    // Whatever the client still meant to say: it need not.
    if (!stream.ended) this.#out.reset(stream.id, FAULT.none);
    this.#forget(stream.id);
  }

  #forget(id: number): void {
    const stream = this.#streams.get(id);
    if (stream === undefined) return;
    this.#streams.delete(id);
    this.#waiting.delete(stream);
  }
}

function expectSize(payload: Buffer, size: number): void {
  if (payload.length !== size)
    throw new ProtocolFault(FAULT.frameSize, `${payload.length} instead of ${size}`);
}
