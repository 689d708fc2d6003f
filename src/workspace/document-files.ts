import { readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { globSync } from 'tinyglobby';
import type { WorkspaceDocument } from '../policy/documents.ts';
import { type Diagnostic, diagnostic } from '../source/diagnostic.ts';
import type { SourceDocument } from '../source/document.ts';
import { failure, type Outcome } from '../source/outcome.ts';
import { readYaml } from '../source/yaml.ts';

/** The files that the workspace's patterns find, each once, sorted; `no-documents` for a pattern that finds none. */
export function documentFiles(
  workspace: WorkspaceDocument,
  root: string,
): { readonly files: readonly string[]; readonly diagnostics: Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const found = new Set<string>();
  for (const pattern of workspace.files) {
    const files = globSync(pattern.value, {
      cwd: root,
      dot: false,
      onlyFiles: true,
      expandDirectories: false,
    });
    if (files.length === 0) {
      const message = `No file matches ${JSON.stringify(pattern.value)}.`;
      diagnostics.push(diagnostic('no-documents', message, pattern.origin));
    }
    for (const file of files) found.add(fromHere(join(root, file)));
  }
  return { files: [...found].sort(), diagnostics };
}

/** The path as a user would type it from the current folder. */
export function fromHere(path: string): string {
  return relative('.', resolve(path)) || path;
}

export function readDocuments(file: string): Outcome<readonly SourceDocument[]> {
  try {
    return readYaml(readFileSync(file), file);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return failure(diagnostic('file-unreadable', `Cannot read ${file}: ${reason}`, null));
  }
}
