import type { FileTree } from '../file/file-tree.ts';
import { collector, heapHeld, heapNow } from '../process/heap.ts';
import type { Diagnostic } from '../source/diagnostic.ts';
import { known } from '../source/known.ts';
import { MAX_FILE_BYTES } from '../source/limits.ts';
import { megabytes, memoryTooSmall } from '../source/memory-need.ts';

/** Fewer bytes of documents are not watched: whatever Node is given is enough for them. */
const WATCHED = 1_000_000;
/** Up to this part of the memory nobody looks closer: a collection takes a while. */
const AT_EASE = 0.25;
/** Beyond this part of it a scan would not come to its end. */
const ALMOST_ALL = 0.8;
/** What is needed besides, whatever is read. */
const BESIDES = 10_000_000;
/** What a byte of a file that is full of short entries takes while it is scanned, and in the end. */
const [SCANNED, BYTE_IN_THE_END] = [8, 35] as const;
/** How many times as much as documents that are read and merged all that is made of them takes in the end (decision 92). */
const IN_THE_END = 2.1;

/**
 * Whether there is room for the documents. Node ends a process that has none left in the midst of it, without a word of
 * what it would have needed; so that is worked out from what the first of them took, before it comes to that.
 */
export class DocumentRoom {
  readonly #sizes: ReadonlyMap<string, number>;
  /** Bytes of all documents to be read; 0 where some of them may be left out. */
  readonly #total: number;
  readonly #start: number;
  #read = 0;
  /** What may be used before it is looked at again. */
  #ease = 0;

  constructor(files: readonly string[], areAllRead: boolean, tree: FileTree) {
    this.#sizes = new Map(files.map((file) => [file, sizeOf(file, tree)]));
    const total = [...this.#sizes.values()].reduce((sum, size) => sum + size, 0);
    this.#total = areAllRead ? total : 0;
    if (total < WATCHED) {
      this.#start = Number.POSITIVE_INFINITY;
      return;
    }
    const { used, limit } = heapNow();
    this.#start = used;
    if (total * BYTE_IN_THE_END > limit * AT_EASE) collector();
  }

  /** Before a file is read. Code: `memory-too-small`. */
  beforeFile(file: string): Diagnostic | null {
    if (this.#start === Number.POSITIVE_INFINITY) return null;
    const size = known(this.#sizes.get(file), 'the size of a file that was listed');
    const found = this.#look(size * SCANNED, ({ held, limit }) => {
      const perByte = this.#perByte(held);
      const inTheEnd = Math.max(this.#read + size, this.#total) * perByte * IN_THE_END;
      const tight = held + size * SCANNED > limit * ALMOST_ALL ? size * BYTE_IN_THE_END : 0;
      return this.#start + Math.max(inTheEnd, tight);
    });
    this.#read += size;
    return found;
  }

  /** When all are read and merged. Code: `memory-too-small`. */
  afterReading(): Diagnostic | null {
    if (this.#start === Number.POSITIVE_INFINITY) return null;
    return this.#look(0, ({ held }) => this.#start + Math.max(0, held - this.#start) * IN_THE_END);
  }

  /** What a byte of documents took so far. While few are read, what is made once for all would count as theirs. */
  #perByte(held: number): number {
    if (this.#read === 0) return 0;
    const measured = Math.max(0, held - this.#start) / this.#read;
    return this.#read < WATCHED ? Math.min(measured, BYTE_IN_THE_END / IN_THE_END) : measured;
  }

  #look(
    more: number,
    needed: (heap: { readonly held: number; readonly limit: number }) => number,
  ): Diagnostic | null {
    const { used, limit } = heapNow();
    if (used + more < Math.max(limit * AT_EASE, this.#ease)) return null;
    const { used: held } = heapHeld();
    this.#ease = held + (limit - held) / 4;
    const need = BESIDES + needed({ held, limit });
    if (need <= limit) return null;
    const bytes = this.#total === 0 ? this.#read : this.#total;
    return memoryTooSmall(`To work with ${megabytes(bytes)} of documents`, need, limit, null);
  }
}

function sizeOf(file: string, tree: FileTree): number {
  try {
    const size = tree.sizeOf(file);
    // One that is too large is not read.
    return size > MAX_FILE_BYTES ? 0 : size;
  } catch {
    // Who reads it says what is the matter.
    return 0;
  }
}
