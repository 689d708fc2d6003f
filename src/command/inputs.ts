import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { documentFiles } from '../workspace/document-files.ts';
import type { Workspace } from '../workspace/workspace.ts';

/** One file a plan was made from, relative to the workspace's folder, and the hash of its content. */
export interface Input {
  readonly file: string;
  /** SHA-256, hexadecimal; empty for a file that could not be read. */
  readonly sha256: string;
}

/** The workspace file, the platform files of the user's own and all documents. */
export function inputsOf({ document, root }: Workspace): readonly Input[] {
  const files = [
    basename(document.file),
    ...document.platforms.map(({ value }) => value),
    ...documentFiles(document, root).files.map((file) => relative(root, file)),
  ];
  return [...new Set(files)].map((file) => ({ file, sha256: hashOf(join(root, file)) }));
}

function hashOf(path: string): string {
  try {
    return createHash('sha256').update(readFileSync(path)).digest('hex');
  } catch {
    return '';
  }
}

/** What is different now, a phrase each; empty when nothing is. */
export function inputsMoved(before: readonly Input[], now: readonly Input[]): readonly string[] {
  const was = new Map(before.map(({ file, sha256 }) => [file, sha256]));
  const is = new Map(now.map(({ file, sha256 }) => [file, sha256]));
  const moved: string[] = [];
  for (const [file, sha256] of is) {
    if (!was.has(file)) moved.push(`${file} is new`);
    else if (was.get(file) !== sha256) moved.push(`${file} changed`);
  }
  for (const file of was.keys()) if (!is.has(file)) moved.push(`${file} is gone`);
  return moved.sort();
}
