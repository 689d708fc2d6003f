import { isImpossible, notSupported } from '../../../connector/not-supported.ts';
import type { Row, RowDiagnostic } from '../../provider/protocol/row.ts';
import { blockPathOfWrite, rowProblemOf } from '../block-diagnostics.ts';
import type { TypeName } from '../schema/resource-tables.ts';
import { liveResourcesOf, resourcesOfBlock } from '../schema/row-resources.ts';
import type { ReadyProvider } from '../session/provider-session.ts';
import { hasUnknown, withLiveOrDefaults } from '../session/row-defaults.ts';
import { mergeChange } from '../three-way-merge.ts';

/**
 * What the connector has no request for, or its file does not describe: said before anything is sent. Of a row that holds
 * values known only after apply, the apply says it.
 */
export function unwritableRowProblems(
  type: TypeName,
  prior: Row | null,
  planned: Row | null,
  { live, platform, supports }: ReadyProvider,
): readonly RowDiagnostic[] {
  const after = planned === null ? null : withLiveOrDefaults(type, planned, live);
  const row = after ?? prior;
  if (row === null || Object.values(row).some(hasUnknown)) return [];
  const { writes } = mergeChange({
    prior: prior === null ? null : resourcesOfBlock(type, prior, platform),
    planned: after === null ? [] : resourcesOfBlock(type, after, platform),
    live: liveResourcesOf(type, row, live),
  });
  return writes.flatMap((write) => {
    const unsupported = supports(write);
    return isImpossible(unsupported)
      ? [rowProblemOf(notSupported(unsupported), blockPathOfWrite(type, write, row, platform))]
      : [];
  });
}
