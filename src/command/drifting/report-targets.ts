import { writeResult } from '../../file/write-file.ts';
import type { Format } from '../../report/format.ts';
import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import { quote } from '../../source/quote.ts';
import type { CommandContext } from '../command.ts';
import { resultContent } from '../output.ts';
import { formatOfFile } from '../report-file.ts';
import type { ReportedShard } from '../reported-shard.ts';

export type DriftFormat = Exclude<Format, 'csv'>;
export const DRIFT_FORMATS = ['text', 'markdown', 'json', 'sarif', 'junit', 'html'] as const;

export interface ReportTarget {
  readonly file: string;
  readonly format: DriftFormat;
}

/**
 * The files to write, each in one format: what `--format` says, or what its name ends with. Two that contradict each other
 * are two formats at once. Fails with usage.
 */
export function reportTargets({
  args,
  format,
}: CommandContext<DriftFormat>): Outcome<readonly ReportTarget[]> {
  const isNamed = args.texts('format').length > 0 || args.flag('json') || args.flag('markdown');
  const targets: ReportTarget[] = [];
  for (const file of args.texts('report')) {
    const said = formatOfFile(file, DRIFT_FORMATS);
    if (isNamed) {
      if (said.ok && said.value !== format) {
        const message = `One format at a time: ${quote(format)} is asked for, and ${quote(file)} says ${quote(said.value)}.`;
        const hint = 'Leave --format out: the ending of each name says its format.';
        return failure(diagnostic('usage', message, null, { hint }));
      }
      targets.push({ file, format });
    } else if (!said.ok) return said;
    else targets.push({ file, format: said.value });
  }
  const twice = targets.find(({ file }, at) => targets.findIndex((one) => one.file === file) !== at);
  if (twice === undefined) return success(targets);
  return failure(diagnostic('usage', `--report names ${quote(twice.file)} twice.`, null));
}

type DriftPrinters = Parameters<typeof resultContent<DriftFormat>>[1];

/** Each file whole, or what kept it from being written. Code: `file-unwritable`. */
export function writeReports(
  targets: readonly ReportTarget[],
  print: DriftPrinters,
  part: ReportedShard | null,
  sources: readonly string[],
): readonly Diagnostic[] {
  return targets.flatMap(
    ({ file, format }) => writeResult(file, resultContent(format, print, part), { sources }).diagnostics,
  );
}
