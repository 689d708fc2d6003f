import { join } from 'node:path';
import type { FileTree } from '../file/file-tree.ts';
import { type DocumentKind, documentKind, isFoundByPattern } from '../policy/document-kind.ts';
import type { WorkspaceDocument } from '../policy/document-types.ts';
import { type Diagnostic, diagnostic } from '../source/diagnostic.ts';
import { keyOrigin, type SourceDocument, valueOrigin } from '../source/source-document.ts';
import { relativeToCwd } from './document-files.ts';

/**
 * Documents that are in a file which is read, and that no reader takes: a Platform or a Workspace that a pattern finds and
 * that is not named as one, and what follows the first document of a file that is named. Whoever wrote it relies on it.
 * Code: `file-not-read`.
 */
export function unreadDocuments(
  workspace: WorkspaceDocument,
  root: string,
  files: readonly string[],
  byFile: ReadonlyMap<string, readonly SourceDocument[]>,
  tree: FileTree,
): readonly Diagnostic[] {
  const found = new Set(files);
  const named = new Set([
    workspace.file,
    relativeToCwd(workspace.file),
    ...[...workspace.platforms, ...workspace.connectors].map(({ value }) =>
      tree.named(relativeToCwd(join(root, value))),
    ),
  ]);
  return [...byFile].flatMap(([file, documents]) => {
    const first = named.has(tree.named(relativeToCwd(file))) ? documents[0] : undefined;
    return documents
      .filter((document) => document !== first && !isTaken(document, found.has(file)))
      .map((document) => notRead(document, first !== undefined));
  });
}

/** One of a kind that nobody knows is reported where the documents that the patterns find are read. */
function isTaken(document: SourceDocument, isFound: boolean): boolean {
  const kind = documentKind(document);
  return isFound && (!kind.ok || isFoundByPattern(kind.value));
}

const NOT_NAMED: Readonly<Record<DocumentKind, string>> = {
  Organization: 'no pattern finds its file',
  Expectations: 'no pattern finds its file',
  Guardrails: 'no pattern finds its file',
  Rules: 'no pattern finds its file',
  People: 'no pattern finds its file',
  Platform: 'its file is not named under platforms',
  Connector: 'its file is not named under connectors',
  Workspace: 'its file is not the workspace file',
};

const NAMED_UNDER: Readonly<Partial<Record<DocumentKind, string>>> = {
  Platform: 'platforms',
  Connector: 'connectors',
};

function notRead(document: SourceDocument, follows: boolean): Diagnostic {
  const kind = documentKind(document);
  const place = kind.ok ? valueOrigin(document, ['kind']) : keyOrigin(document, []);
  const what = kind.ok ? `The document of kind ${kind.value}` : 'The document';
  const why = follows || !kind.ok ? `only the first document of ${document.file} is` : NOT_NAMED[kind.value];
  const key = kind.ok && !follows ? NAMED_UNDER[kind.value] : undefined;
  const hint =
    key !== undefined
      ? `Name the file under ${key} in the workspace file.`
      : 'Put it into a file of its own that the workspace reads, or remove it.';
  return diagnostic('file-not-read', `${what} is not read: ${why}.`, place, { hint });
}
