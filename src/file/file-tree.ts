import { type Dirent, readdirSync, realpathSync, statSync } from 'node:fs';
import type { Outcome } from '../source/outcome.ts';
import { isTaken, type ReadOptions, readWholeFile } from './read-file.ts';

export interface TreeEntry {
  readonly name: string;
  readonly kind: 'file' | 'folder' | 'link';
}

/**
 * Files that a workspace is read from: those of this disk, or those of a revision, which lie there at the paths that they
 * would have on the disk. Whoever reads knows no difference.
 */
export interface FileTree {
  /** The file as diagnostics call it. */
  named(file: string): string;
  /** As `readWholeFile`. */
  read(file: string, options?: ReadOptions): Outcome<Buffer>;
  /** A name is taken, be it by a link that leads nowhere. */
  isTaken(path: string): boolean;
  /** What is in a folder, links as links. Throws an error that says why it cannot be looked into. */
  entries(folder: string): readonly TreeEntry[];
  /** Whether a path is, or leads to, a folder. Throws where there is nothing. */
  isFolder(path: string): boolean;
  /** The path without links. Throws where there is nothing. */
  realPath(path: string): string;
  /** In bytes. Throws where there is nothing. */
  sizeOf(file: string): number;
  /** Another text for a file that was written to or exchanged; the empty one while it cannot be looked at. */
  markOf(file: string): string;
  /** That these will be read: who fetches them from afar fetches them together. */
  expect(files: readonly string[]): void;
}

/** The files of this machine, as they are now. */
export const DISK: FileTree = {
  named: (file) => file,
  read: readWholeFile,
  isTaken,
  entries: (folder) => readdirSync(folder, { withFileTypes: true }).map(entryOf),
  isFolder: (path) => statSync(path).isDirectory(),
  realPath: (path) => realpathSync(path),
  sizeOf: (file) => statSync(file).size,
  markOf(file) {
    try {
      const { dev, ino, size, mtimeNs } = statSync(file, { bigint: true });
      return [dev, ino, size, mtimeNs].join(' ');
    } catch {
      return '';
    }
  },
  expect: () => {},
};

function entryOf(entry: Dirent): TreeEntry {
  const kind = entry.isSymbolicLink() ? 'link' : entry.isDirectory() ? 'folder' : 'file';
  return { name: entry.name, kind };
}
