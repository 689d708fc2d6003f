import { isSameSaved, savedDifferences } from '../../plan/saved-difference.ts';
import { planFilesJson, planFilesMarkdown, planFilesText } from '../../report/diff/plan-files-diff.ts';
import { diagnostic } from '../../source/diagnostic.ts';
import type { CommandContext } from '../command.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { failCommand, showResult } from '../output.ts';
import { isPlanFile, readPlanFile } from './plan-file.ts';

/** What the later of two plan files does that the earlier one does not, and the other way round. It needs no documents. */
export async function diffPlanFiles(
  context: CommandContext<'markdown' | 'json' | 'sarif'>,
  files: readonly string[],
): Promise<ExitCode> {
  const [before, after] = files;
  const isPair = before !== undefined && after !== undefined && files.length === 2 && files.every(isPlanFile);
  if (!isPair || context.args.text('base') !== null) {
    const message = 'Plan files are compared two at a time, and with nothing else.';
    const hint = 'Usage: bylaw diff EARLIER LATER';
    return failCommand(context, 'diff', [diagnostic('usage', message, null, { hint })]);
  }
  const [old, now] = [readPlanFile(before), readPlanFile(after)];
  const diagnostics = [...old.diagnostics, ...now.diagnostics];
  if (!old.ok || !now.ok) return failCommand(context, 'diff', diagnostics);
  const differences = savedDifferences(old.value.organizations, now.value.organizations);
  const plans = { before, after };
  await showResult(context, {
    text: (style) => planFilesText(differences, plans, style),
    markdown: () => planFilesMarkdown(differences, plans),
    json: () => planFilesJson(differences, plans),
    sarif: () => [],
  });
  return differences.every(isSameSaved) ? EXIT.clean : EXIT.changes;
}
