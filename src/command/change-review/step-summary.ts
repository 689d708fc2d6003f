import { appendFileSync, statSync } from 'node:fs';

/** GitHub takes 1 MiB of a step, and shows nothing at all of one that comes near it. */
const MOST_BYTES = 1000 * 1024;
/** What is not worth being written. */
const LEAST_BYTES = 2000;

/** Appends to what is there. Whether it was written: not where there is no room, nor where the file is none. */
export function writeStepSummary(file: string, text: (limit: number) => string): boolean {
  try {
    const room = MOST_BYTES - sizeOf(file);
    if (room < LEAST_BYTES) return false;
    appendFileSync(file, fitting(text, room));
    return true;
  } catch {
    return false;
  }
}

/** The limit of a text is in characters, and of a file in bytes: a character takes four at most. */
function fitting(text: (limit: number) => string, room: number): string {
  const all = `${text(room)}\n`;
  return Buffer.byteLength(all) <= room ? all : `${text(Math.floor(room / 4))}\n`;
}

function sizeOf(file: string): number {
  try {
    return statSync(file).size;
  } catch {
    return 0;
  }
}
