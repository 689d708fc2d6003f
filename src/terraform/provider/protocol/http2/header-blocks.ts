import { FAULT, FLAG, FRAME, type Frame, ProtocolFault, unpadded } from './frames.ts';
import { type Header, HeaderReader } from './hpack.ts';

const LARGEST = 64 * 1024;

export interface HeadersOf {
  readonly stream: number;
  readonly headers: readonly Header[];
  /** Nothing comes after them. */
  readonly end: boolean;
}

/** Headers out of frames: one, or one and its continuations, between which nothing else may come. */
export class HeaderBlocks {
  readonly #reader = new HeaderReader();
  #open: { readonly stream: number; readonly end: boolean; readonly parts: Buffer[] } | null = null;

  /** Every frame has to pass. */
  pass({ type, stream }: Frame): void {
    if (this.#open !== null && (type !== FRAME.continuation || stream !== this.#open.stream))
      throw new ProtocolFault(FAULT.protocol, 'headers were interrupted');
  }

  /** Null while there is more to come. */
  add(frame: Frame): HeadersOf | null {
    const { type, flags, stream } = frame;
    if (type === FRAME.headers)
      this.#open = { stream, end: (flags & FLAG.endStream) !== 0, parts: [unpadded(frame)] };
    else if (this.#open === null) throw new ProtocolFault(FAULT.protocol, 'a continuation of nothing');
    else this.#open.parts.push(frame.payload);
    const { parts, end } = this.#open;
    if (parts.reduce((sum, { length }) => sum + length, 0) > LARGEST)
      throw new ProtocolFault(FAULT.calm, 'too many headers');
    if (!(flags & FLAG.endHeaders)) return null;
    this.#open = null;
    const [only] = parts;
    const block = parts.length === 1 && only !== undefined ? only : Buffer.concat(parts);
    return { stream, end, headers: this.#reader.read(block) };
  }
}
