import { shardText } from '../../policy/shard.ts';
import { type Diagnostic, diagnostic, sortDiagnostics } from '../../source/diagnostic.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import { escapeText, quote } from '../../source/quote.ts';
import { compareText } from '../../source/text-order.ts';
import { contradictionsIn } from './contradictions-in-report.ts';
import { differingRuns } from './differing-runs.ts';
import type { ReportedOrganization, ShardReport } from './shard-report.ts';
import type { ShardedCommand } from './sharded-command.ts';

/** The reports of all shards as one. */
export interface MergedReport {
  readonly command: ShardedCommand;
  readonly count: number;
  /** Numbers of shards of which there is no report. */
  readonly missing: readonly number[];
  /** Of the whole: 1 before 2 before 0. */
  readonly status: 0 | 1 | 2;
  readonly result: ShardReport['result'];
  readonly bylaw: string;
  readonly revision: string | null;
  readonly commit: string | null;
  readonly engine: ShardReport['engine'];
  readonly failedExpectations: number;
  readonly diagnostics: readonly Diagnostic[];
  readonly organizations: readonly ReportedOrganization[];
}

/** Which shard an organization is in. */
export type ShardNumberOf = (organization: string, count: number) => number;

/**
 * Puts the reports of the shards of one run together. What they have to share they share, or nothing is told of the whole;
 * one that is missing is an error of the whole, beside what the others found. Codes: report-invalid where two contradict each
 * other or are of one shard, shard-missing.
 */
export function mergeShards(
  reports: readonly ShardReport[],
  shardNumberOf: ShardNumberOf,
): Outcome<MergedReport> {
  const [first] = reports;
  if (first === undefined) return failure(diagnostic('usage', 'No report is named to merge.', null));
  const faults = [
    ...differingRuns(reports),
    ...reports.flatMap(contradictionsIn),
    ...repeated(reports),
    ...misplaced(reports, shardNumberOf),
  ];
  if (faults.length > 0) return failure(faults);
  const { count } = first.shard;
  const missing = Array.from({ length: count }, (_, at) => at + 1).filter(
    (number) => !reports.some(({ shard }) => shard.number === number),
  );
  const absent = missing.map((number) => missingShard(number, count));
  return success({
    command: first.command,
    count,
    missing,
    status: missing.length > 0 ? 1 : worstStatus(reports),
    result: missing.length > 0 ? 'error' : worstResult(reports),
    bylaw: first.shard.bylaw,
    revision: knownIn(reports, ({ shard }) => shard.revision),
    commit: knownIn(reports, ({ shard }) => shard.commit),
    engine: reports.find(({ engine }) => engine !== null)?.engine ?? null,
    failedExpectations: reports.reduce((sum, one) => sum + one.failedExpectations, 0),
    diagnostics: sortDiagnostics([...absent, ...reports.flatMap(({ diagnostics }) => diagnostics)]),
    organizations: reports
      .flatMap(({ organizations }) => organizations)
      .sort((a, b) => compareText(a.organization, b.organization)),
  });
}

function missingShard(number: number, count: number): Diagnostic {
  const shard = shardText({ number, count });
  return diagnostic(
    'shard-missing',
    `There is no report of shard ${shard}: nothing is known of its organizations.`,
    null,
    { hint: `Run the command with --shard ${shard} --json, and merge its report too.` },
  );
}

function repeated(reports: readonly ShardReport[]): readonly Diagnostic[] {
  return reports.flatMap(({ shard, file }, at) => {
    // Of another count a shard of the same number is another one: that the counts differ is told.
    const before = reports
      .slice(0, at)
      .find((one) => one.shard.number === shard.number && one.shard.count === shard.count);
    if (before === undefined) return [];
    const message = `${quote(before.file)} and ${quote(file)} are both of shard ${shardText(shard)}.`;
    return [diagnostic('report-invalid', message, null)];
  });
}

/** An organization is told of by its own shard, once. */
function misplaced(reports: readonly ShardReport[], shardNumberOf: ShardNumberOf): readonly Diagnostic[] {
  return reports.flatMap(({ shard, file, organizations }) => {
    const names = organizations.map(({ organization }) => organization);
    const wrong = names.filter(
      (name, at) => shardNumberOf(name, shard.count) !== shard.number || names.indexOf(name) !== at,
    );
    return wrong.map((name) =>
      diagnostic(
        'report-invalid',
        `${quote(file)} tells of ${escapeText(name)}, which is not in shard ${shardText(shard)}, or twice.`,
        null,
      ),
    );
  });
}

function knownIn(reports: readonly ShardReport[], of: (report: ShardReport) => string | null): string | null {
  return reports.map(of).find((one) => one !== null) ?? null;
}

function worstStatus(reports: readonly ShardReport[]): 0 | 1 | 2 {
  const all = new Set(reports.map(({ shard }) => shard.status));
  return all.has(1) ? 1 : all.has(2) ? 2 : 0;
}

/** The gravest first. */
const GRAVITY: readonly ShardReport['result'][] = [
  'error',
  'failed',
  'changes',
  'drift',
  'ok',
  'no-changes',
  'no-drift',
];

function worstResult(reports: readonly ShardReport[]): ShardReport['result'] {
  const all = new Set(reports.map(({ result }) => result));
  // One that ended with 1 and says otherwise is not to be outvoted.
  if (reports.some(({ shard }) => shard.status === 1)) return 'error';
  const worst = GRAVITY.find((result) => all.has(result));
  if (worst === undefined) throw new Error('a report has a result');
  return worst;
}
