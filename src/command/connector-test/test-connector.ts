import { type ConnectorTested, isShown } from '../../report/connector/connector-check.ts';
import { writesCheck } from '../../report/connector/tested-writes.ts';
import { known } from '../../source/known.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import type { DescribedTarget } from './described-target.ts';
import { effectiveCheck, pagesCheck, readCheck, twiceCheck } from './reading-checks.ts';
import { tooLarge } from './writing/throw-away.ts';
import { type TrialHooks, tryWrites } from './writing/try-writes.ts';

/**
 * Everything that can be shown without changing anything, and the writes where hooks are given. Fails as the first reading
 * does; what only a later one finds is a check that failed.
 */
export async function testConnector(
  target: DescribedTarget,
  hooks: TrialHooks | null,
): Promise<Outcome<Omit<ConnectorTested, 'badge'>>> {
  const { api, connector, connection } = target;
  const { platform, organization } = connection;
  const largest = connector.openReader(connection);
  const first = await largest.read();
  if (!first.ok) return first;
  const large = hooks === null ? null : tooLarge(first.value);
  if (large !== null) return failure(large);
  const { version } = known(largest.seen(), 'what was read');
  const again = await largest.read();
  const settings = { ...connection.settings, 'page-size': 1 };
  const smallest = connector.openReader({ ...connection, settings });
  const byOnes = await smallest.read();
  const effective = effectiveCheck(await largest.effective(), first.value, platform);
  const checks = [
    readCheck(first.value),
    twiceCheck(first.value, again),
    pagesCheck(smallest, first.value, byOnes),
    effective.check,
  ];
  const sent = largest.requests() + smallest.requests();
  // By a file that reads wrongly nothing is written.
  const tried = hooks === null || !isShown({ checks }) ? null : await tryWrites(target, hooks);
  if (tried !== null && !tried.ok) return tried;
  const writes = tried === null ? null : tried.value;
  return success(
    {
      connector: api.name,
      organization,
      platform: platform.name,
      version,
      checks: [...checks, ...(writes === null ? [] : [writesCheck(writes.tested)])],
      differences: effective.differences,
      writes: writes === null ? null : writes.tested,
      requests: sent + (writes === null ? 0 : writes.requests),
    },
    first.diagnostics,
  );
}
