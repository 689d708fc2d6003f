import { type Row, type RowProblem, UNKNOWN } from '../provider/protocol/row.ts';
import { text } from '../provider/rows/named.ts';
import { hasUnknown, settled } from './defaults.ts';
import { intentOf } from './intent.ts';
import { KEY_ATTRIBUTES } from './natural-key.ts';
import { adoptionProblems, problem } from './problems.ts';
import { liveResourcesOf, resourcesOfRow } from './rows.ts';
import type { Ready } from './session.ts';
import type { TypeName } from './tables.ts';

/** What is to be said when a row to be created is there already. */
export function adoption(type: TypeName, row: Row, session: Ready): readonly RowProblem[] {
  const { live, platform, claims } = session;
  const taken = settled(type, row, live);
  if (Object.values(taken).some(hasUnknown)) return [];
  const found = liveResourcesOf(type, taken, live);
  if (found.length === 0) return [];
  const wanted = resourcesOfRow(type, taken, platform);
  const id = text(row.id);
  const { conflicts, writes } = intentOf({ prior: null, planned: wanted, live: found });
  const refused = adoptionProblems(type, id, conflicts, live.spelling, !claims.hasRefreshed);
  if (refused.length > 0) return refused;
  const [word] = KEY_ATTRIBUTES[type].slice(-1);
  const what =
    writes.length === 0
      ? 'It is taken over as it is: nothing is written.'
      : 'It is taken over. What is written here and is otherwise there is changed or added; what is left out stays as it is, and nothing is taken away.';
  const open = ['state', 'title', 'description'].filter(
    (name) => row[name] === UNKNOWN && text(taken[name]) !== '',
  );
  const stays = open.map((name) => `\n  - ${name}: ${JSON.stringify(taken[name])}`);
  return [
    problem(
      `${type} ${JSON.stringify(id)} is there already`,
      stays.length === 0 ? what : `${what} Left out here, and so as it is:${stays.join('')}`,
      word === undefined ? null : [word],
      'warning',
    ),
  ];
}
