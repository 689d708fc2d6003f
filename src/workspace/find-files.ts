import type { Dirent, readdirSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { globSync } from 'tinyglobby';
import { DISK, type FileTree, type TreeEntry } from '../file/file-tree.ts';
import { reasonOf } from '../file/read-file.ts';
import { type PlainPattern, plainPattern } from './plain-pattern.ts';

export interface FoundFiles {
  /** Relative to the folder. Also what cannot be read as a file, as a folder called `x.yaml`: whoever reads it is told. */
  readonly files: readonly string[];
  /** Folders in which the pattern might find something, and that could not be looked into. */
  readonly unreadable: readonly UnreadableEntry[];
}

export interface UnreadableEntry {
  readonly path: string;
  readonly reason: string;
}

/**
 * What a pattern finds below a folder. The library keeps quiet about whatever it cannot look at, a link that leads
 * nowhere or a folder that it may not open, as if nothing were there. So it sees the disk through `readFolder` below,
 * which shows it no links, lets a broken one be found as the file that it may be, and remembers what stayed shut.
 */
export function findFiles(
  pattern: string,
  root: string,
  ignoreCase = false,
  tree: FileTree = DISK,
): FoundFiles {
  const top = resolve(root);
  const shut = new Map<string, string>();
  const links = new Set<string>();
  const readFolder = (path: string): readonly DirectoryEntry[] => {
    const here = resolve(path);
    try {
      if (links.has(here) && leadsBack(here, tree)) throw new Error('it is a link to a folder that holds it');
      return tree.entries(here).flatMap((entry) => {
        if (entry.kind === 'link') links.add(join(here, entry.name));
        return asSeen(here, entry, tree);
      });
    } catch (error) {
      // Where a pattern begins need not be there: it finds nothing then, which is told as that.
      if (tree.isTaken(here)) shut.set(here, reasonOf(here, error));
      return [];
    }
  };
  const plain = plainPattern(pattern, ignoreCase);
  const files =
    plain === null
      ? globSync(pattern, {
          cwd: top,
          dot: false,
          onlyFiles: true,
          expandDirectories: false,
          caseSensitiveMatch: !ignoreCase,
          fs: { readdirSync: readFolder as unknown as typeof readdirSync },
        })
      : plainFiles(plain, top, readFolder);
  // What was found as a file is told of as one.
  const found = new Set(files.map((file) => join(top, file)));
  const unreadable = [...shut].flatMap(([path, reason]) => (found.has(path) ? [] : [{ path, reason }]));
  return { files, unreadable };
}

/** Where the library begins, in the folder of just that name, whether or not case is minded below it. */
function plainFiles(
  { folders, below, name }: PlainPattern,
  top: string,
  readFolder: (path: string) => readonly DirectoryEntry[],
): readonly string[] {
  const files: string[] = [];
  const look = (path: string, depth: number, hidden: boolean): void => {
    for (const entry of readFolder(join(top, path))) {
      const inHidden = hidden || entry.name.startsWith('.');
      if (entry.isFile() && !inHidden && name.test(entry.name)) files.push(join(path, entry.name));
      // Further down the library looks into hidden folders, finds nothing in them, and minds if it may not.
      if (entry.isDirectory() && below && !(depth === 0 && inHidden)) {
        look(join(path, entry.name), depth + 1, inHidden);
      }
    }
  };
  look(folders, 0, false);
  return files;
}

/** As much of an entry as the library asks for. */
type DirectoryEntry = Pick<Dirent, 'name' | 'isFile' | 'isDirectory' | 'isSymbolicLink'>;

const asFile = (name: string): DirectoryEntry => seen(name, true);
const asFolder = (name: string): DirectoryEntry => seen(name, false);

function seen(name: string, file: boolean): DirectoryEntry {
  return { name, isFile: () => file, isDirectory: () => !file, isSymbolicLink: () => false };
}

/** What is called like a document is taken for one. */
const DOCUMENT = /\.ya?ml$/i;

/** An entry as what it leads to or, where that cannot be known, as all that it may be. */
function asSeen(folder: string, { name, kind }: TreeEntry, tree: FileTree): readonly DirectoryEntry[] {
  const below = kind === 'link' ? leadsToFolder(join(folder, name), tree) : kind === 'folder';
  if (below === false) return [asFile(name)];
  return below === null || DOCUMENT.test(name) ? [asFile(name), asFolder(name)] : [asFolder(name)];
}

/** Null for a link that cannot be followed. */
function leadsToFolder(path: string, tree: FileTree): boolean | null {
  try {
    return tree.isFolder(path);
  } catch {
    return null;
  }
}

/** Whether a link leads to a folder that it was reached through, so that there is no end below it. */
function leadsBack(link: string, tree: FileTree): boolean {
  const real = tree.realPath(link);
  for (let above = dirname(link); ; above = dirname(above)) {
    const reached = tree.realPath(above);
    if (reached === real || reached.startsWith(`${real}${sep}`)) return true;
    if (above === dirname(above)) return false;
  }
}
