import type { LiveReader } from '../../connector/connector.ts';
import { collector, heapHeld, heapNow } from '../../process/heap.ts';
import type { Snapshot } from '../../resource/resource.ts';
import type { Diagnostic } from '../../source/diagnostic.ts';
import { memoryTooSmall } from '../../source/memory-need.ts';
import { failure, type Outcome } from '../../source/outcome.ts';

/** Up to this part of the memory nobody looks closer. */
const AT_EASE = 0.6;
/** What is held while the lists come in may be this part of it: more is made of them when all are there. */
const READING = 0.75;
/** How many times as much as documents and live things together a plan of them takes. */
const PLANNED = 1.4;

/**
 * Whether there is room for what a platform tells. How much that is nobody knows before, so it is looked at with each
 * request, and a read that would end the process is stopped: then nothing was read, and that is said.
 */
export class LiveRoom {
  /** Ends requests that are under way. */
  readonly stop: AbortSignal;
  readonly #shortage = new AbortController();
  #found: Diagnostic | null = null;
  /** What may be used before it is looked at again. */
  #ease = 0;

  constructor(stop: AbortSignal | undefined) {
    const { used, limit } = heapNow();
    if (used > limit / 4) collector();
    this.stop = stop === undefined ? this.#shortage.signal : AbortSignal.any([stop, this.#shortage.signal]);
  }

  /** With each request. */
  look(): void {
    const found = this.#look((held) => held / READING);
    if (found === null) return;
    this.#found = found;
    this.#shortage.abort();
  }

  /** The reader, whose read fails where there is no room. Code: `memory-too-small`. */
  over(reader: LiveReader): LiveReader {
    const read = reader.read.bind(reader);
    reader.read = async (): Promise<Outcome<Snapshot>> => {
      const snapshot = await read();
      const found = this.#found ?? (snapshot.ok ? this.#look((held) => held * PLANNED) : null);
      return found === null ? snapshot : failure([found]);
    };
    return reader;
  }

  #look(needed: (held: number) => number): Diagnostic | null {
    const { used, limit } = heapNow();
    if (this.#found !== null || used < Math.max(limit * AT_EASE, this.#ease)) return null;
    const { used: held } = heapHeld();
    this.#ease = held + (limit - held) / 4;
    const need = needed(held);
    if (need <= limit) return null;
    return memoryTooSmall('To work with the documents and what is live', need, limit, null);
  }
}
