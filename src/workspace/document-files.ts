import { join, relative, resolve } from 'node:path';
import { DISK, type FileTree } from '../file/file-tree.ts';
import { firstLine, readWholeFile } from '../file/read-file.ts';
import type { WorkspaceDocument, Written } from '../policy/document-types.ts';
import { type Diagnostic, diagnostic } from '../source/diagnostic.ts';
import type { Origin } from '../source/origin.ts';
import { failure, type Outcome } from '../source/outcome.ts';
import type { SourceDocument } from '../source/source-document.ts';
import { readYaml } from '../source/yaml.ts';
import { expandBraces, literalPrefix } from './brace-expansion.ts';
import { findFiles } from './find-files.ts';

export interface DocumentFiles {
  readonly files: readonly string[];
  readonly diagnostics: Diagnostic[];
}

/**
 * The files that the workspace's patterns find, each once, sorted. Fails with `no-documents` for what a pattern names and
 * is not there, or a pattern that finds nothing, and `file-unreadable` for a folder in which it could not look: whatever
 * stands there would count as not written.
 */
export function documentFiles(
  workspace: WorkspaceDocument,
  root: string,
  tree: FileTree = DISK,
): DocumentFiles {
  const diagnostics: Diagnostic[] = [];
  const found = new Set<string>();
  for (const pattern of workspace.files) {
    const { files, unreadable } = findFiles(pattern.value, root, false, tree);
    for (const { path, reason } of unreadable) {
      const message = `Cannot read the folder ${tree.named(relativeToCwd(path))}: ${reason}`;
      diagnostics.push(diagnostic('file-unreadable', message, pattern.origin));
    }
    if (unreadable.length === 0) diagnostics.push(...missing(pattern, root, files.length, tree));
    for (const file of files) found.add(relativeToCwd(join(root, file)));
  }
  return { files: [...found].sort(), diagnostics };
}

/** What is named as it is has to be there, also where other alternatives of the pattern find something. */
function missing(
  { value, origin }: Written<string>,
  root: string,
  found: number,
  tree: FileTree,
): readonly Diagnostic[] {
  const named = new Set(expandBraces(value).map(literalPrefix));
  const gone = [...named].filter((path) => path !== '' && !tree.isTaken(join(root, path)));
  const whole = JSON.stringify(value);
  if (found === 0) return [diagnostic('no-documents', `No file matches ${whole}.`, origin)];
  return gone.map((path) =>
    diagnostic('no-documents', `There is no ${JSON.stringify(path)}, which ${whole} names.`, origin),
  );
}

/** The path as a user would type it from the current folder. */
export function relativeToCwd(path: string): string {
  return relative('.', resolve(path)) || path;
}

/**
 * The documents of one file. `place`: where somebody names it, where that is no pattern. Codes: those of reading a file
 * and of YAML, and `no-documents` for one that holds none: a file that lost its text is not one that says nothing.
 */
export function readDocuments(file: string, place?: Origin | null): Outcome<readonly SourceDocument[]> {
  const bytes = readWholeFile(file, place === undefined ? {} : { place });
  return bytes.ok ? documentsIn(bytes.value, file) : bytes;
}

export function documentsIn(bytes: Uint8Array, file: string): Outcome<readonly SourceDocument[]> {
  const read = readYaml(bytes, file);
  if (!read.ok || read.value.length > 0) return read;
  const message =
    bytes.length === 0 ? `${file} is empty.` : `${file} holds no document, only comments or blanks.`;
  const hint = 'Write the document again, or remove the file.';
  return failure([...read.diagnostics, diagnostic('no-documents', message, firstLine(file), { hint })]);
}
