import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { relative } from 'node:path';
import { readWholeFile } from '../file/read-file.ts';
import { type Diagnostic, diagnostic } from '../source/diagnostic.ts';
import type { Origin } from '../source/origin.ts';
import type { Outcome } from '../source/outcome.ts';
import type { SourceDocument } from '../source/source-document.ts';
import { documentsIn } from './document-files.ts';

/** One file that a workspace was made from, relative to its folder, and the hash of just what was read. */
export interface InputFile {
  readonly file: string;
  /** SHA-256, hexadecimal. */
  readonly sha256: string;
}

/** Bytes of files of which the hash is worked out when it is asked for. */
const HASHED_LATER = 1_000_000;

/**
 * The files of one workspace while they are read. Somebody may be at them meanwhile: a checkout takes files away and
 * writes them anew, one after the other, and what is read in between says less than what was there before and than what
 * comes. So the list and the files are looked at once more when all is read.
 */
export class ConsistentRead {
  readonly #root: string;
  readonly #inputs = new Map<string, InputFile>();
  readonly #marks = new Map<string, string>();
  #documents = new Map<string, readonly SourceDocument[]>();
  /** Bytes of all files so far. */
  #size = 0;

  constructor(root: string) {
    this.#root = root;
  }

  /** Codes: those of `readDocuments`. */
  documents(file: string, place?: Origin | null): Outcome<readonly SourceDocument[]> {
    this.#marks.set(file, markOf(file));
    const bytes = readWholeFile(file, place === undefined ? {} : { place });
    if (!bytes.ok) return bytes;
    this.#size += bytes.value.length;
    const input = inputFile(relative(this.#root, file), bytes.value);
    // So much of it is not kept only to be hashed, perhaps.
    this.#inputs.set(file, this.#size > HASHED_LATER ? { file: input.file, sha256: input.sha256 } : input);
    const documents = documentsIn(bytes.value, file);
    if (documents.ok) this.#documents.set(file, documents.value);
    return documents;
  }

  /** By file, all that was in it. Handed over once: of a large company they are as much as all that is made of them. */
  handOver(): ReadonlyMap<string, readonly SourceDocument[]> {
    const documents = this.#documents;
    this.#documents = new Map();
    return documents;
  }

  get inputs(): readonly InputFile[] {
    return [...this.#inputs.values()];
  }

  /** What is another now. `listed` and `again`: what the patterns found before and after. Code: `file-changed`. */
  moved(listed: readonly string[], again: readonly string[]): readonly Diagnostic[] {
    const before = new Set(listed);
    const after = new Set(again);
    const changed = [...this.#marks].filter(([file, mark]) => markOf(file) !== mark).map(([file]) => file);
    const moved = new Set([
      ...again.filter((file) => !before.has(file)),
      ...listed.filter((file) => !after.has(file)),
      ...changed,
    ]);
    return [...moved].sort().map((file) => {
      const message = `${file} was changed while the documents were read.`;
      return diagnostic('file-changed', message, null);
    });
  }
}

/** Only a plan file tells hashes, and Node loads a good deal for one: it is made when it is asked for. */
function inputFile(file: string, bytes: Uint8Array): InputFile {
  return {
    file,
    get sha256() {
      return createHash('sha256').update(bytes).digest('hex');
    },
  };
}

/** Another text for a file that was written to or exchanged; the empty one while it cannot be looked at. */
function markOf(file: string): string {
  try {
    const { dev, ino, size, mtimeNs } = statSync(file, { bigint: true });
    return [dev, ino, size, mtimeNs].join(' ');
  } catch {
    return '';
  }
}
