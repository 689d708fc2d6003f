import type { Socket } from 'node:net';
import { FRAME, frameHead } from './frames.ts';

/** Copying so much is cheaper than writing it in pieces. */
const SMALL = 64 * 1024;
const NOTHING = new Uint8Array();

/** Writes frames. What is written in one turn goes out at once, small frames as one piece. */
export class FrameWriter {
  readonly #socket: Socket;
  #out: Uint8Array[] = [];
  #size = 0;

  constructor(socket: Socket) {
    this.#socket = socket;
  }

  write(type: number, flags: number, stream: number, payload: Uint8Array = NOTHING): void {
    if (this.#out.length === 0) process.nextTick(() => this.#flush());
    const head = frameHead(type, flags, stream, payload.length);
    if (payload.length > 0) this.#out.push(head, payload);
    else this.#out.push(head);
    this.#size += head.length + payload.length;
  }

  /** Lets the other end send so many bytes more, on one stream or, with 0, on all. */
  allow(stream: number, bytes: number): void {
    this.write(FRAME.window, 0, stream, u32(bytes));
  }

  reset(stream: number, code: number): void {
    this.write(FRAME.reset, 0, stream, u32(code));
  }

  /** Says why, and goes. */
  leave(lastStream: number, code: number): void {
    this.write(FRAME.goAway, 0, 0, Buffer.concat([u32(lastStream), u32(code)]));
    this.#flush();
    this.#socket.destroySoon();
  }

  #flush(): void {
    const [out, size] = [this.#out, this.#size];
    this.#out = [];
    this.#size = 0;
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

function u32(number: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(number, 0);
  return bytes;
}
