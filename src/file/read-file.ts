import { closeSync, constants, fstatSync, lstatSync, openSync, readlinkSync, readSync } from 'node:fs';
import { type Diagnostic, diagnostic } from '../source/diagnostic.ts';
import { MAX_FILE_BYTES } from '../source/limits.ts';
import type { Origin } from '../source/origin.ts';
import { failure, type Outcome, success } from '../source/outcome.ts';

export interface ReadOptions {
  /** More is not read: a file that never ends is told after so many bytes. */
  readonly limit?: number;
  /** Where somebody wants the file; left out: the file itself. */
  readonly place?: Origin | null;
}

/** Of a state of terraform's: that of fifty thousand people takes a tenth of it. */
export const MAX_STATE_BYTES = 256 * 1024 * 1024;

/** How often a file is begun again that somebody writes to while it is read. */
const TRIES = 3;
const PIECE = 1 << 16;

/**
 * Everything that Bylaw reads comes in here: a plain file, whole, of a bounded size. A pipe would be waited for, a device
 * may never end, and half a file reads like a document that says less. Codes: `file-unreadable`, `file-too-large`.
 */
export function readWholeFile(file: string, options: ReadOptions = {}): Outcome<Buffer> {
  const { limit = MAX_FILE_BYTES } = options;
  try {
    for (let tries = 0; tries < TRIES; tries += 1) {
      const read = readOnce(file, limit);
      if (read === 'moving') continue;
      return 'fault' in read
        ? failure(unreadable(file, read.fault, options))
        : withinLimit(file, read, options);
    }
    return failure(unreadable(file, 'it keeps changing', options));
  } catch (error) {
    return failure(unreadable(file, reasonOf(file, error), options));
  }
}

function readOnce(file: string, limit: number): Buffer | { readonly fault: string } | 'moving' {
  // A pipe that nobody writes to would otherwise be waited for here.
  const handle = openSync(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const before = fstatSync(handle, { bigint: true });
    if (!before.isFile())
      return { fault: before.isDirectory() ? 'it is a folder' : 'it is not a regular file' };
    if (before.size > limit) return Buffer.alloc(limit + 1);
    const bytes = upTo(handle, Number(before.size), limit);
    const after = fstatSync(handle, { bigint: true });
    return before.size === after.size && before.mtimeNs === after.mtimeNs ? bytes : 'moving';
  } finally {
    closeSync(handle);
  }
}

/** One byte more than the limit at most. The size is where to begin: some file systems say 0 of what holds a text. */
function upTo(handle: number, size: number, limit: number): Buffer {
  const pieces: Buffer[] = [];
  let length = 0;
  for (let room = size + 1; length <= limit; room = PIECE) {
    const piece = Buffer.allocUnsafe(Math.min(room, limit + 1 - length));
    const count = readSync(handle, piece);
    if (count === 0) break;
    pieces.push(piece.subarray(0, count));
    length += count;
  }
  const [first] = pieces;
  return pieces.length === 1 && first !== undefined ? first : Buffer.concat(pieces);
}

/** Code: `file-too-large`. */
export function withinLimit(
  file: string,
  bytes: Buffer,
  { limit = MAX_FILE_BYTES, place }: ReadOptions,
): Outcome<Buffer> {
  if (bytes.length <= limit) return success(bytes);
  const message = `The file is larger than ${limit / (1024 * 1024)} MiB.`;
  const hint = limit === MAX_FILE_BYTES ? null : 'Check that it is the file you mean.';
  return failure(
    diagnostic('file-too-large', place === null ? `${file}: ${message}` : message, place ?? firstLine(file), {
      hint,
    }),
  );
}

/** Code: `file-unreadable`. */
export function unreadable(file: string, reason: string, { place }: ReadOptions): Diagnostic {
  return diagnostic(
    'file-unreadable',
    `Cannot read ${file}: ${reason}`,
    place === undefined ? firstLine(file) : place,
  );
}

/** Why, in words where the system's own leave out what matters: that a link is in the way. */
export function reasonOf(file: string, error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOENT' || code === 'ELOOP') {
    const to = linkAt(file);
    if (to !== null && code === 'ENOENT') return `it is a link to ${to}, and nothing is there`;
    if (to !== null) return `it is a link to ${to}, which leads back to itself`;
  }
  return error instanceof Error ? error.message : String(error);
}

/** Where a link points, as it is written; null for what is none, or is not there. */
function linkAt(file: string): string | null {
  try {
    return lstatSync(file).isSymbolicLink() ? readlinkSync(file) : null;
  } catch {
    return null;
  }
}

/** A name is taken, be it by a link that leads nowhere. */
export function isTaken(path: string): boolean {
  try {
    lstatSync(path);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code !== 'ENOENT' && code !== 'ENOTDIR';
  }
}

/** The beginning of a file, for what is wrong with all of it. */
export function firstLine(file: string): Origin {
  return { from: 'file', file, line: 1, column: 1, endLine: 1, endColumn: 1 };
}
