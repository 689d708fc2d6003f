import type { RevisedFile } from '../../missing/edit/proposed-edits.ts';
import type { Diagnostic } from '../../source/diagnostic.ts';
import { fileDiff } from '../import/unified-diff.ts';
import { diagnosticsList } from '../json/diagnostic-list.ts';
import { type ReportEnvelope, reportEnvelope } from '../json/report-envelope.ts';

/** A small edit of the documents. */
export interface PatchReport extends ReportEnvelope<'decide' | 'extend', 'changes' | 'no-changes'> {
  /** Whether the files were written. */
  readonly wrote: boolean;
  /** For `git apply`. */
  readonly patch: string;
  readonly files: readonly { readonly file: string; readonly added: number; readonly removed: number }[];
}

export function patchJson(
  command: 'decide' | 'extend',
  files: readonly RevisedFile[],
  patch: string,
  wrote: boolean,
  diagnostics: readonly Diagnostic[],
): PatchReport {
  return {
    ...reportEnvelope(command, files.length === 0 ? 'no-changes' : 'changes', diagnosticsList(diagnostics)),
    wrote,
    patch,
    files: files.map(({ file, before, after }) => {
      const { added, removed } = fileDiff(before, after);
      return { file, added, removed };
    }),
  };
}
