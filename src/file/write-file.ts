import { randomUUID } from 'node:crypto';
import {
  accessSync,
  closeSync,
  constants,
  fsyncSync,
  linkSync,
  lstatSync,
  openSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { type Diagnostic, diagnostic } from '../source/diagnostic.ts';
import { failure, type Outcome, success } from '../source/outcome.ts';
import { quote } from '../source/quote.ts';

/** A file that stands whole beside its place, on the disk, and is not there yet. */
export interface StagedFile {
  /** Puts it there, in place of what is there. */
  replace(): void;
  /** Puts it there where nothing is; throws where something is. */
  appear(): void;
  /** Takes it away, if it is not in its place. */
  discard(): void;
}

export type Content = string | Uint8Array | Iterable<string>;

/**
 * Everything that Bylaw writes goes this way, so that a place holds the whole of the new or the whole of the old, also
 * where the disk is full, a quota is reached or the machine stops. Throws what the system says, and leaves nothing then.
 */
export function stageFile(target: string, content: Content, mode = 0o666): StagedFile {
  // Hidden, and of no kind that the patterns of a workspace find.
  const temporary = join(dirname(target), `.bylaw-${randomUUID()}.tmp`);
  const handle = openSync(temporary, 'wx', mode);
  const discard = (): void => rmSync(temporary, { force: true });
  try {
    try {
      const pieces = typeof content === 'string' || content instanceof Uint8Array ? [content] : content;
      for (const piece of pieces) writeAll(handle, piece);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    discard();
    throw error;
  }
  const placed = (place: () => void): void => {
    try {
      place();
    } finally {
      discard();
    }
  };
  return {
    replace: () => placed(() => renameSync(temporary, target)),
    appear: () => placed(() => linkSync(temporary, target)),
    discard,
  };
}

/**
 * One write may take a part and say so; what is left is written until all is, or the system says why not. `later` is
 * handed what a pipe has no room for that was told not to wait.
 */
export function writeAll(
  handle: number,
  content: string | Uint8Array,
  later: ((rest: Uint8Array) => void) | null = null,
): void {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(handle, bytes, at);
    } catch (error) {
      if (later === null || (error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
      later(bytes.subarray(at));
      return;
    }
  }
}

export interface WriteOptions {
  /** Of the file that is made; left out: what the file that is there has, or the usual. */
  readonly mode?: number;
  /** Files that are read for what is written. */
  readonly sources?: readonly string[];
}

/**
 * A result in a file that the user named. A name of something else than a plain file is refused, and so is one of what
 * Bylaw reads: a slip in a command line must not cost the documents. Fails with `file-unwritable`.
 */
export function writeResult(file: string, content: Content, options: WriteOptions = {}): Outcome<null> {
  try {
    const there = thereAt(file);
    const fault = there === null ? null : inTheWay(file, there, options.sources ?? []);
    if (fault !== null) return failure(unwritable(file, fault));
    if (there !== null) accessSync(file, constants.W_OK);
    const mode = options.mode ?? (there === null ? 0o666 : there.mode & 0o777);
    stageFile(file, content, mode).replace();
    return success(null);
  } catch (error) {
    return failure(unwritable(file, error instanceof Error ? error.message : String(error)));
  }
}

function thereAt(file: string): Stats | null {
  try {
    return lstatSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function inTheWay(file: string, there: Stats, sources: readonly string[]): string | null {
  if (there.isSymbolicLink()) return 'it is a link, and links are not followed';
  if (there.isDirectory()) return 'it is a folder';
  if (!there.isFile()) return 'it is not a regular file';
  const read = sources.some((source) => isSame(source, there));
  return read || /\.ya?ml$/i.test(file) ? 'it exists already, and Bylaw did not write it' : null;
}

function isSame(source: string, { dev, ino }: Stats): boolean {
  try {
    const other = statSync(source);
    return other.dev === dev && other.ino === ino;
  } catch {
    return false;
  }
}

function unwritable(file: string, reason: string): Diagnostic {
  return diagnostic('file-unwritable', `Cannot write ${quote(file)}: ${reason}`, null);
}
