import type { Imported } from '../../import/import.ts';
import { compareText } from '../../source/text-order.ts';
import { counted } from '../phrases.ts';
import { type FileDiff, fileDiff } from './unified-diff.ts';

/** What an import came to: one organization each, and files that stand beside them all. */
export interface ImportResult {
  readonly organizations: readonly Imported[];
  /** bylaw.yaml of a new workspace; null where there is one. */
  readonly workspace: { readonly file: string; readonly after: string } | null;
  /** False for `--diff`: nothing was written. */
  readonly wrote: boolean;
}

export interface FileRow {
  readonly file: string;
  readonly status: 'created' | 'changed';
  readonly diff: FileDiff;
}

/** Every file once, a file of several organizations with what they all change in it. */
export function fileRows({ organizations, workspace }: ImportResult): readonly FileRow[] {
  const files = new Map<string, { before: string | null; after: string }>();
  if (workspace !== null) files.set(workspace.file, { before: null, after: workspace.after });
  for (const { files: made } of organizations) {
    for (const { file, before, after } of made) {
      const first = files.get(file);
      files.set(file, { before: first === undefined ? before : first.before, after });
    }
  }
  return [...files]
    .sort(([a], [b]) => compareText(a, b))
    .map(([file, { before, after }]) => ({
      file,
      status: before === null ? 'created' : 'changed',
      diff: fileDiff(before, after),
    }));
}

/** `acme: 3 files written`, `acme: nothing to write, …`. */
export function importVerdict(imported: Imported, wrote: boolean): string {
  const { files, unchanged, left } = imported;
  const done =
    files.length === 0
      ? 'nothing to write'
      : `${counted(files.length, 'file')} ${wrote ? 'written' : 'would be written'}`;
  const rest =
    files.length === 0 ? `, ${counted(unchanged, 'file')} ${unchanged === 1 ? 'is' : 'are'} as live` : '';
  const without = left.length === 0 ? '' : `, ${counted(left.length, 'thing')} left out`;
  return `${done}${rest}${without}`;
}
