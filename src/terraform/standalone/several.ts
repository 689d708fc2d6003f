import type { Row, RowProblem } from '../provider/protocol/row.ts';
import { lastHeldProblems } from './last-held.ts';
import { ringProblems } from './rings.ts';
import type { Ready } from './session.ts';
import type { TypeName } from './tables.ts';

/** What only several rows and the platform's rules for all of them can tell. */
export function severalProblems(
  type: TypeName,
  prior: Row | null,
  row: Row | null,
  session: Ready,
): readonly RowProblem[] {
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
    ...(isContainer && row !== null ? ringProblems(type, row, session) : []),
    ...lastHeldProblems(planned, session),
  ];
}
