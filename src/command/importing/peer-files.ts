import { readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { readWholeFile, reasonOf } from '../../file/read-file.ts';
import type { PeerFile, PeerFormat, PeerSource } from '../../import/peer/peer-source.ts';
import { decodeText } from '../../source/decode-text.ts';
import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import { quote } from '../../source/quote.ts';
import { relativeToCwd } from '../../workspace/document-files.ts';

/** No format has files deeper than this below the folder that is named. */
const DEEPEST = 3;

/**
 * The files of another program below a folder, or the one that is named. Fails with `file-unreadable`: what cannot be
 * read is not nothing. Also `usage` and `no-documents`, and what decoding finds.
 */
export function peerSource(
  format: PeerFormat,
  path: string,
  organizations: readonly string[],
): Outcome<PeerSource> {
  const shown = relativeToCwd(path);
  const isFolder = folderOrFile(path);
  if (!isFolder.ok) return isFolder;
  if (format.takes !== 'either' && isFolder.value !== (format.takes === 'folder')) {
    const message = `${format.title} is read from a ${format.takes}, and ${shown} is a ${isFolder.value ? 'folder' : 'file'}.`;
    return failure(diagnostic('usage', message, null, { hint: `Name the ${format.takes}.` }));
  }
  const folder = basename(isFolder.value ? resolve(path) : dirname(resolve(path)));
  if (!isFolder.value) {
    const file = textOf(shown, basename(path));
    return file.ok ? success({ files: [file.value], organizations, folder }) : file;
  }
  const faults: Diagnostic[] = [];
  const files: PeerFile[] = [];
  for (const below of pathsBelow(path, '', 1, faults).sort()) {
    if (!format.owns(below)) continue;
    const file = textOf(relativeToCwd(join(path, below)), below);
    if (file.ok) files.push(file.value);
    else faults.push(...file.diagnostics);
  }
  if (faults.length > 0) return failure(faults);
  if (files.length === 0) {
    const message = `${shown} holds no file of ${format.title}.`;
    return failure(diagnostic('no-documents', message, null, { hint: `See docs/import/${format.name}.md.` }));
  }
  return success({ files, organizations, folder });
}

function folderOrFile(path: string): Outcome<boolean> {
  try {
    return success(statSync(path).isDirectory());
  } catch (error) {
    const message = `Cannot read ${quote(relativeToCwd(path))}: ${reasonOf(path, error)}`;
    return failure(diagnostic('file-unreadable', message, null));
  }
}

/** Files by their place below the folder, whatever their names begin with. */
function pathsBelow(folder: string, below: string, depth: number, faults: Diagnostic[]): string[] {
  try {
    return readdirSync(join(folder, below), { withFileTypes: true }).flatMap((entry): string[] => {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      if (isFolder(join(folder, path), entry)) {
        const skipped = entry.name === '.git' || entry.name === 'node_modules' || depth === DEEPEST;
        return skipped ? [] : pathsBelow(folder, path, depth + 1, faults);
      }
      return [path];
    });
  } catch (error) {
    const where = relativeToCwd(join(folder, below));
    faults.push(
      diagnostic('file-unreadable', `Cannot read the folder ${where}: ${reasonOf(where, error)}`, null),
    );
    return [];
  }
}

/** A link is what it leads to; one that leads nowhere is told when it is read. */
function isFolder(path: string, entry: { isDirectory(): boolean; isSymbolicLink(): boolean }): boolean {
  if (!entry.isSymbolicLink()) return entry.isDirectory();
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

function textOf(file: string, path: string): Outcome<PeerFile> {
  const bytes = readWholeFile(file);
  if (!bytes.ok) return bytes;
  const text = decodeText(bytes.value, file);
  return text.ok ? success({ file, path, text: text.value }) : text;
}
