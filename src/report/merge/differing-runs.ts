import { apiUrlFault, comparableUrl } from '../../source/api-url.ts';
import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';
import { escapeText, quote } from '../../source/quote.ts';
import type { ShardBaseJson } from '../json/shard-json.ts';
import type { ShardReport } from './shard-report.ts';

/** What the reports of one run share, and these do not: each with the first two that differ. Code: report-invalid. */
export function differingRuns(reports: readonly ShardReport[]): readonly Diagnostic[] {
  return [
    ...differing(reports, 'command', (one) => one.command),
    ...differing(reports, 'version of Bylaw', ({ shard }) => shard.bylaw),
    ...differing(reports, 'number of shards', ({ shard }) => String(shard.count)),
    ...differing(reports, 'revision of the workspace', ({ shard }) => shard.revision),
    // Jobs begin at different moments: what counts is what they were asked for.
    ...differing(reports, 'instant', ({ shard }) => (shard.at === null ? 'that of the run' : shard.at)),
    ...differing(reports, 'commit', ({ shard }) => shard.commit),
    ...differing(reports, 'engine', ({ engine }) => engine && JSON.stringify(engine)),
    ...differing(reports, 'checked side', ({ shard }) =>
      shard.live ? 'what is live (--live)' : 'the documents',
    ),
    ...differing(
      reports,
      'address of what is live',
      ({ shard: { url } }) => (url === null ? 'that of the workspace' : url),
      (url) => (apiUrlFault(url) === null ? comparableUrl(url) : url),
    ),
    ...differing(
      reports,
      'base',
      ({ shard: { base } }) => (base === null ? 'none' : baseText(base)),
      (_, { shard }) => (shard.base === null ? 'none' : 'asked for'),
    ),
    ...differing(
      reports,
      'base',
      ({ shard: { base } }) => (base === null || stateOf(base) === null ? null : baseText(base)),
      // One commit is one base, by whatever name it was asked for.
      (text, { shard: { base } }) => (base === null ? text : stateOf(base)),
    ),
  ];
}

/** What is not known to one contradicts nobody. Two are the same whose keys are. */
function differing(
  reports: readonly ShardReport[],
  what: string,
  of: (report: ShardReport) => string | null,
  keyOf: (text: string, report: ShardReport) => string | null = (text) => text,
): readonly Diagnostic[] {
  const told = reports.flatMap((report) => {
    const text = of(report);
    return text === null ? [] : [{ file: report.file, text, key: keyOf(text, report) }];
  });
  const [first] = told;
  const other = told.find(({ key }) => key !== first?.key);
  if (first === undefined || other === undefined) return [];
  const message = `The reports do not belong together: the ${what} of ${quote(first.file)} is ${escapeText(first.text)}, and of ${quote(other.file)} it is ${escapeText(other.text)}.`;
  return [diagnostic('report-invalid', message, null)];
}

/** Null where it was not found out. */
function stateOf({ commit, revision }: ShardBaseJson): string | null {
  return commit === null ? revision : commit;
}

/** `origin/main (commit 1f2e…)` */
function baseText({ asked, commit, revision }: ShardBaseJson): string {
  if (commit !== null) return `${asked} (commit ${commit})`;
  return revision === null ? asked : `${asked} (files ${revision})`;
}
