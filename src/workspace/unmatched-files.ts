import { dirname, join, relative } from 'node:path';
import { convertPathToPattern } from 'tinyglobby';
import type { FileTree } from '../file/file-tree.ts';
import { DOCUMENT_KINDS, isFoundByPattern } from '../policy/document-kind.ts';
import type { WorkspaceDocument } from '../policy/document-types.ts';
import { type Diagnostic, diagnostic } from '../source/diagnostic.ts';
import { LineIndex } from '../source/line-index.ts';
import { fileOrigin } from '../source/origin.ts';
import { expandBraces, literalPrefix } from './brace-expansion.ts';
import { relativeToCwd } from './document-files.ts';
import { findFiles } from './find-files.ts';

/** What begins like a document of those that a workspace's patterns are there to find. */
const DOCUMENT = new RegExp(
  `^kind:[ \\t]+["']?(${DOCUMENT_KINDS.filter(isFoundByPattern).join('|')})\\b`,
  'm',
);
const OURS = /^apiVersion:[ \t]+["']?bylaw\//m;

/**
 * Documents that lie where documents are read, and that no pattern finds: `b.yml` or `team/c.yaml` beside
 * `access/*.yaml`. Nobody writes one that is not meant, and who is written there is not. Code: `file-not-read`.
 */
export function unmatchedFiles(
  workspace: WorkspaceDocument,
  root: string,
  files: readonly string[],
  tree: FileTree,
): readonly Diagnostic[] {
  const read = new Set(files);
  const others = [...beside(workspace, root, files, tree)].filter((file) => !read.has(file)).sort();
  tree.expect(others);
  return others.flatMap((file) => {
    const bytes = tree.read(file);
    if (!bytes.ok) return [];
    const text = bytes.value.toString('utf8');
    const found = DOCUMENT.exec(text);
    if (found === null || !OURS.test(text)) return [];
    const place = fileOrigin(
      new LineIndex(text, tree.named(file)).span(found.index, found.index + found[0].length),
    );
    const message = `${file} holds a document, and no pattern in ${workspace.file} finds it: it is not read.`;
    return [diagnostic('file-not-read', message, place)];
  });
}

/** YAML files in the folders of those that were found, and below the folders that the patterns name. */
function beside(
  workspace: WorkspaceDocument,
  root: string,
  files: readonly string[],
  tree: FileTree,
): ReadonlySet<string> {
  const folders = new Set(files.map((file) => relative(root, dirname(file))));
  const patterns = [...folders].map((folder) => join(asPattern(folder), '*.{yaml,yml}'));
  for (const { value } of workspace.files) {
    for (const named of new Set(expandBraces(value).map(literalPrefix))) {
      // Below the whole workspace there may be anything.
      if (named !== '' && !/\.ya?ml$/i.test(named)) patterns.push(join(named, '**/*.{yaml,yml}'));
    }
  }
  return new Set(
    patterns.flatMap((pattern) =>
      findFiles(pattern, root, true, tree).files.map((file) => relativeToCwd(join(root, file))),
    ),
  );
}

/** The library is loaded for what could mean something in a pattern. */
function asPattern(folder: string): string {
  return /^[\w./-]*$/.test(folder) ? folder : convertPathToPattern(folder);
}
