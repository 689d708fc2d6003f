import { createHash } from 'node:crypto';
import { relative } from 'node:path';
import { DISK, type FileTree } from '../file/file-tree.ts';
import type { ReadOptions } from '../file/read-file.ts';
import { isOfKind } from '../policy/document-kind.ts';
import type { IsOurs } from '../policy/shard.ts';
import { type Diagnostic, diagnostic } from '../source/diagnostic.ts';
import type { Origin } from '../source/origin.ts';
import { type Outcome, success } from '../source/outcome.ts';
import type { SourceDocument } from '../source/source-document.ts';
import { documentsIn } from './document-files.ts';
import { organizationInHead } from './document-head.ts';

/** One file that a workspace was made from, relative to its folder, and the hash of just what was read. */
export interface InputFile {
  readonly file: string;
  /** SHA-256, hexadecimal. */
  readonly sha256: string;
  /** Every document in it is of an organization. What is not of one may say something of all of them. */
  readonly isOfOrganizations: boolean;
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
  readonly tree: FileTree;
  readonly #inputs = new Map<string, InputFile>();
  /** Read as far as their head, which names an organization of another shard. */
  readonly #elsewhere = new Map<string, InputFile>();
  readonly #marks = new Map<string, string>();
  readonly #documents = new Map<string, readonly SourceDocument[]>();
  /** Bytes of all files so far. */
  #size = 0;

  constructor(root: string, tree: FileTree = DISK) {
    this.#root = root;
    this.tree = tree;
  }

  /** Codes: those of `readDocuments`. */
  documents(file: string, place?: Origin | null): Outcome<readonly SourceDocument[]> {
    const bytes = this.#bytes(file, place === undefined ? {} : { place });
    return bytes.ok ? this.#parsed(file, bytes.value) : bytes;
  }

  /**
   * The same where only some organizations are asked about: a file whose head names another is not parsed. Whoever has that
   * organization judges the file; one whose head leaves a doubt is parsed by everybody.
   */
  documentsOf(file: string, isOurs: IsOurs): Outcome<readonly SourceDocument[]> {
    const bytes = this.#bytes(file, {});
    if (!bytes.ok) return bytes;
    const named = organizationInHead(bytes.value);
    if (named === null || isOurs(named)) return this.#parsed(file, bytes.value);
    this.#elsewhere.set(file, hashed(inputFile(relative(this.#root, file), bytes.value, true)));
    return success([]);
  }

  #bytes(file: string, options: ReadOptions): Outcome<Buffer> {
    this.#marks.set(file, this.tree.markOf(file));
    return this.tree.read(file, options);
  }

  #parsed(file: string, bytes: Buffer): Outcome<readonly SourceDocument[]> {
    this.#size += bytes.length;
    const documents = documentsIn(bytes, this.tree.named(file));
    const isOfOrganizations = documents.ok && documents.value.every((one) => isOfKind(one, 'Organization'));
    const input = inputFile(relative(this.#root, file), bytes, isOfOrganizations);
    // So much of it is not kept only to be hashed, perhaps.
    this.#inputs.set(file, this.#size > HASHED_LATER ? hashed(input) : input);
    if (documents.ok) this.#documents.set(file, documents.value);
    return documents;
  }

  /** By file, all that was in it; without those that were let go. */
  get byFile(): ReadonlyMap<string, readonly SourceDocument[]> {
    return this.#documents;
  }

  /**
   * What was in a file that a pattern finds, once it is read. Nobody asks again about organizations alone, and those of a
   * large company are as much as all that is made of them.
   */
  letGo(file: string): void {
    if (this.#inputs.get(file)?.isOfOrganizations === true) this.#documents.delete(file);
  }

  /** One text for all files and what is in them, those of other shards too: the same for all who read the same. */
  get revision(): string {
    const hash = createHash('sha256');
    const all = [...this.#inputs.values(), ...this.#elsewhere.values()];
    for (const line of all.map(({ file, sha256 }) => JSON.stringify([file, sha256])).sort())
      hash.update(line);
    return hash.digest('hex');
  }

  get inputs(): readonly InputFile[] {
    return [...this.#inputs.values()];
  }

  /** What is another now. `listed` and `again`: what the patterns found before and after. Code: `file-changed`. */
  moved(listed: readonly string[], again: readonly string[]): readonly Diagnostic[] {
    const before = new Set(listed);
    const after = new Set(again);
    const changed = [...this.#marks]
      .filter(([file, mark]) => this.tree.markOf(file) !== mark)
      .map(([file]) => file);
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
function inputFile(file: string, bytes: Uint8Array, isOfOrganizations: boolean): InputFile {
  return {
    file,
    isOfOrganizations,
    get sha256() {
      return createHash('sha256').update(bytes).digest('hex');
    },
  };
}

/** Without the bytes that it was worked out of. */
function hashed({ file, sha256, isOfOrganizations }: InputFile): InputFile {
  return { file, sha256, isOfOrganizations };
}
