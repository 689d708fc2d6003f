import type { ConnectorTested } from '../../report/connector/connector-check.ts';
import { known } from '../../source/known.ts';
import { type Outcome, success } from '../../source/outcome.ts';
import type { DescribedTarget } from './described-target.ts';
import { effectiveCheck, pagesCheck, readCheck, twiceCheck } from './reading-checks.ts';

/**
 * Everything that can be shown without changing anything. Fails as the first reading does; what only a later one finds is
 * a check that failed.
 */
export async function testConnector(
  target: DescribedTarget,
): Promise<Outcome<Omit<ConnectorTested, 'badge'>>> {
  const { api, connector, connection } = target;
  const { platform, organization } = connection;
  const largest = connector.openReader(connection);
  const first = await largest.read();
  if (!first.ok) return first;
  const { version } = known(largest.seen(), 'what was read');
  const again = await largest.read();
  const settings = { ...connection.settings, 'page-size': 1 };
  const smallest = connector.openReader({ ...connection, settings });
  const byOnes = await smallest.read();
  const effective = effectiveCheck(await largest.effective(), first.value, platform);
  return success(
    {
      connector: api.name,
      organization,
      platform: platform.name,
      version,
      checks: [
        readCheck(first.value),
        twiceCheck(first.value, again),
        pagesCheck(smallest, first.value, byOnes),
        effective.check,
      ],
      differences: effective.differences,
      requests: largest.requests() + smallest.requests(),
    },
    first.diagnostics,
  );
}
