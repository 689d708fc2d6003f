import { type Diagnostic, diagnostic } from './diagnostic.ts';
import type { Origin } from './origin.ts';

const MEGABYTE = 1_000_000;
/** What is given is counted in these, and in steps of so many. */
const GIVEN = 1_048_576;
const STEP = 256;

/** `what`: a sentence's beginning. The figures are bytes. Code: `memory-too-small`. */
export function memoryTooSmall(
  what: string,
  needed: number,
  limit: number,
  origin: Origin | null,
): Diagnostic {
  const message = `${what} takes about ${megabytes(needed)} of memory, and Node gives this process ${megabytes(limit)}.`;
  // A bit more than was estimated: it is an estimate.
  const enough = Math.ceil((needed * 1.25) / GIVEN / STEP) * STEP;
  return diagnostic('memory-too-small', message, origin, {
    hint: `Set NODE_OPTIONS=--max-old-space-size=${enough}, or let several processes do a part each, with --shard.`,
  });
}

export function megabytes(bytes: number): string {
  return `${bytes < 10 * MEGABYTE ? (bytes / MEGABYTE).toFixed(1) : Math.round(bytes / MEGABYTE)} MB`;
}
