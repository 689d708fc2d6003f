import { canClose } from '../../../access/closed-scopes.ts';
import type { Row, RowDiagnostic } from '../../provider/protocol/row.ts';
import type { TypeName } from '../schema/resource-tables.ts';
import type { ReadyProvider } from '../session/provider-session.ts';
import { closingOrderProblems } from './closing-order.ts';
import { exclusivePlaceProblems } from './exclusive-places.ts';
import { membershipCycleProblems } from './membership-cycles.ts';
import { minimumHoldersProblems } from './minimum-holders-check.ts';

/** What only several rows and the platform's rules for all of them can tell. */
export function crossRowProblems(
  type: TypeName,
  prior: Row | null,
  row: Row | null,
  session: ReadyProvider,
): readonly RowDiagnostic[] {
  const planned = { type, prior, row };
  const isContainer = type === 'bylaw_group' || type === 'bylaw_role';
  session.foreseen.add(planned);
  if (
    prior !== null &&
    row !== null &&
    Object.keys(row).every((name) => row[name] === prior[name]) &&
    !isContainer
  )
    return [];
  return [
    ...(isContainer && row !== null ? membershipCycleProblems(type, row, session) : []),
    ...(type === 'bylaw_group' && session.platform.groups.perMember !== 'many'
      ? exclusivePlaceProblems(planned, session)
      : []),
    ...(type === 'bylaw_scope' && canClose(session.platform) ? closingOrderProblems(planned, session) : []),
    ...minimumHoldersProblems(planned, session),
  ];
}
