import { posix, relative, resolve, sep } from 'node:path';
import type { FileTree, TreeEntry } from '../../file/file-tree.ts';
import { type ReadOptions, unreadable, withinLimit } from '../../file/read-file.ts';
import { known } from '../../source/known.ts';
import { MAX_FILE_BYTES } from '../../source/limits.ts';
import { failure, type Outcome } from '../../source/outcome.ts';
import type { Git } from './git.ts';
import { blobsOf, entriesOf, type GitEntry } from './git-objects.ts';

/** Where the files of a revision are, and where they would lie on the disk. */
export interface RevisionPlace {
  readonly git: Git;
  readonly commit: string;
  /** What diagnostics call the revision. */
  readonly label: string;
  /** A folder of the disk, absolute. */
  readonly folder: string;
  /** The same folder in the repository: empty, or with a `/` at its end. */
  readonly prefix: string;
}

type Listing = ReadonlyMap<string, GitEntry>;

/** What a path leads to. `real`: without links. */
interface FoundEntry {
  readonly kind: 'file' | 'folder' | 'submodule';
  readonly real: string;
  readonly object: string;
}

const MOST_LINKS = 40;
const LFS_POINTER = 'version https://git-lfs.github.com/spec/v1';

/** The files of a commit, as they were committed: line ends and all. Nothing is checked out. */
export class RevisionFiles implements FileTree {
  readonly #place: RevisionPlace;
  readonly #listings = new Map<string, Listing>();
  readonly #blobs = new Map<string, Buffer | number>();
  #isListed = false;

  constructor(place: RevisionPlace) {
    this.#place = place;
  }

  named(file: string): string {
    return `${this.#place.label}:${file.split(sep).join('/')}`;
  }

  read(file: string, options: ReadOptions = {}): Outcome<Buffer> {
    const { limit = MAX_FILE_BYTES } = options;
    try {
      const found = this.#find(file);
      if (found === null) throw new Error('the revision has no such file');
      if (found.kind !== 'file') throw new Error(found.kind === 'folder' ? 'it is a folder' : SUBMODULE);
      const bytes = this.#blob(found.object, limit);
      if (bytes.toString('latin1', 0, LFS_POINTER.length) === LFS_POINTER)
        throw new Error('it is a pointer of Git LFS, and what it points to is not in the repository');
      return withinLimit(this.named(file), bytes, options);
    } catch (error) {
      return failure(unreadable(this.named(file), messageOf(error), options));
    }
  }

  isTaken(path: string): boolean {
    try {
      return this.#entry(path) !== null;
    } catch {
      return true;
    }
  }

  entries(folder: string): readonly TreeEntry[] {
    const found = this.#existing(folder);
    if (found.kind === 'submodule') throw new Error(SUBMODULE);
    if (found.kind === 'file') throw new Error('it is no folder');
    return [...this.#listing(found.real)].map(([name, { kind }]) => ({
      name,
      kind: kind === 'submodule' ? 'folder' : kind,
    }));
  }

  isFolder(path: string): boolean {
    return this.#existing(path).kind !== 'file';
  }

  realPath(path: string): string {
    const { folder, prefix } = this.#place;
    // What is around the repository is no part of the revision, and leads nowhere in it.
    if (this.#inTree(path) === null) return resolve(path);
    return resolve(folder, posix.relative(`/${prefix}`, `/${this.#existing(path).real}`));
  }

  sizeOf(file: string): number {
    const held = this.#blobs.get(this.#existing(file).object);
    return typeof held === 'number' ? held : known(held, 'a file that was fetched').length;
  }

  /** A commit does not change. */
  markOf(): string {
    return this.#place.commit;
  }

  expect(files: readonly string[]): void {
    try {
      const objects = new Set(
        files.flatMap((file) => {
          const found = this.#find(file);
          return found?.kind === 'file' && !this.#blobs.has(found.object) ? [found.object] : [];
        }),
      );
      if (objects.size > 0) this.#fetch([...objects], MAX_FILE_BYTES);
    } catch {
      // Whoever reads one of them is told why that cannot be.
    }
  }

  #fetch(objects: readonly string[], limit: number): void {
    for (const [object, held] of blobsOf(this.#place.git, objects, limit)) this.#blobs.set(object, held);
  }

  #blob(object: string, limit: number): Buffer {
    if (!this.#blobs.has(object)) this.#fetch([object], limit);
    const held = this.#blobs.get(object);
    if (held === undefined) throw new Error('git does not have it in this clone');
    // One byte more says that it is too large, without any of it.
    return typeof held === 'number' ? Buffer.alloc(limit + 1) : held;
  }

  #existing(path: string): FoundEntry {
    const found = this.#find(path);
    if (found === null) throw new Error('the revision has no such file or folder');
    return found;
  }

  /** What a path leads to, by whichever links; null where nothing is. Throws where links lead nowhere. */
  #find(path: string): FoundEntry | null {
    const inTree = this.#inTree(path);
    return inTree === null ? null : this.#follow(inTree, 0);
  }

  #follow(path: string, links: number): FoundEntry | null {
    let found: FoundEntry = { kind: 'folder', real: '', object: '' };
    const parts = path === '' ? [] : path.split('/');
    for (const [at, part] of parts.entries()) {
      if (found.kind !== 'folder') {
        if (found.kind === 'submodule') throw new Error(SUBMODULE);
        return null;
      }
      const entry = this.#listing(found.real).get(part);
      if (entry === undefined) return null;
      if (entry.kind === 'link') {
        const to = this.#blob(entry.object, MAX_FILE_BYTES).toString('utf8');
        const told = `it is a link to ${to}`;
        if (links === MOST_LINKS) throw new Error(`${told}, which leads back to itself`);
        const target = posix.join(found.real, to, ...parts.slice(at + 1));
        if (posix.isAbsolute(to) || target === '..' || target.startsWith('../'))
          throw new Error(`${told}, which is not in the repository`);
        const led = this.#follow(withoutEnd(target), links + 1);
        if (led === null) throw new Error(`${told}, and nothing is there`);
        return led;
      }
      found = { kind: entry.kind, real: entry.path, object: entry.object };
    }
    return found;
  }

  /** What stands at a path itself, be it a link. */
  #entry(path: string): GitEntry | true | null {
    const inTree = this.#inTree(path);
    if (inTree === null) return null;
    if (inTree === '') return true;
    const above = this.#follow(withoutEnd(posix.dirname(inTree)), 0);
    if (above?.kind !== 'folder') return null;
    return this.#listing(above.real).get(posix.basename(inTree)) ?? null;
  }

  /** By name. What is below the folder of the workspace is listed at once. */
  #listing(folder: string): Listing {
    const { git, commit, prefix } = this.#place;
    const isBelow = `${folder}/`.startsWith(prefix);
    if (isBelow && !this.#isListed) {
      this.#isListed = true;
      this.#note(withoutEnd(prefix), entriesOf(git, commit, withoutEnd(prefix), true));
    }
    if (!this.#listings.has(folder)) {
      const listed = isBelow ? [] : entriesOf(git, commit, folder, false);
      this.#note(folder, listed);
    }
    return known(this.#listings.get(folder), 'a folder that was listed');
  }

  #note(folder: string, entries: readonly GitEntry[]): void {
    const byFolder = new Map<string, Map<string, GitEntry>>([[folder, new Map()]]);
    for (const entry of entries) {
      const above = withoutEnd(posix.dirname(entry.path));
      const siblings = byFolder.get(above) ?? new Map<string, GitEntry>();
      byFolder.set(above, siblings.set(posix.basename(entry.path), entry));
    }
    for (const [path, listing] of byFolder) this.#listings.set(path, listing);
  }

  /** From the top of the repository; null for what is outside of it. */
  #inTree(path: string): string | null {
    const { folder, prefix } = this.#place;
    const from = relative(folder, resolve(path)).split(sep).join('/');
    const inTree = posix.join(prefix, from);
    return inTree === '..' || inTree.startsWith('../') || posix.isAbsolute(inTree)
      ? null
      : withoutEnd(inTree);
  }
}

const SUBMODULE = 'it is a submodule, whose files are in another repository';

/** `a/b` for `a/b/`, and nothing for the top. */
function withoutEnd(path: string): string {
  return path === '.' || path === './' ? '' : path.replace(/\/$/, '');
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
