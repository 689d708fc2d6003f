import { shardText } from '../../policy/shard.ts';
import { type Diagnostic, diagnostic, hasErrors } from '../../source/diagnostic.ts';
import { quote } from '../../source/quote.ts';
import type { ShardReport } from './shard-report.ts';
import type { ShardedCommand } from './sharded-command.ts';

type Result = ShardReport['result'];

/**
 * What a command can say beside a status that calls for nobody, or only for a look. An error is never outvoted, so
 * whatever stands beside 1 does no harm.
 */
const RESULTS: {
  readonly [C in ShardedCommand]: { readonly 0: readonly Result[]; readonly 2: readonly Result[] };
} = {
  check: { 0: ['ok'], 2: ['failed'] },
  // Expectations can fail where nothing changes.
  plan: { 0: ['no-changes'], 2: ['no-changes', 'changes', 'error'] },
  apply: { 0: ['no-changes', 'ok'], 2: ['no-changes', 'ok', 'error'] },
  // Acknowledged drift is told, and calls for nobody.
  drift: { 0: ['no-drift', 'drift'], 2: ['drift'] },
};

/** What one report says of itself in two ways: it was changed by hand, or cut. Code: report-invalid. */
export function contradictionsIn(report: ShardReport): readonly Diagnostic[] {
  const { file } = report;
  return [...ofResult(report), ...ofOrganizations(report)].map((what) =>
    diagnostic('report-invalid', `${quote(file)} contradicts itself: ${what}.`, null, {
      hint: 'Run the command for that shard again, and merge the report as it was printed.',
    }),
  );
}

function* ofResult({ command, result, shard, diagnostics }: ShardReport): Iterable<string> {
  const { status } = shard;
  if (status !== 1 && !RESULTS[command][status].includes(result))
    yield `the status of the ${command} is ${status}, and its result is ${result}`;
  if (hasErrors(diagnostics) && result !== 'error')
    yield `there are errors among its diagnostics, and its result is ${result}`;
}

function* ofOrganizations({ command, shard, organizations }: ShardReport): Iterable<string> {
  const [held, told] = [shard.organizations, organizations.length];
  // Of one that failed, some may have come to nothing.
  if (held === null ? told > 0 || shard.status !== 1 : shard.status === 1 ? told > held : told !== held)
    yield `shard ${shardText(shard)} has ${held === null ? 'an unknown number of' : held} organizations, and it tells of ${told}`;
  const open = organizations.filter(({ isOpen }) => isOpen);
  const [first] = open;
  // What is deferred in a plan, or left by an apply, may settle by itself.
  if (first !== undefined && shard.status === 0 && (command === 'check' || command === 'drift'))
    yield `the status is 0, and somebody has to look at ${quote(first.organization)}`;
}
