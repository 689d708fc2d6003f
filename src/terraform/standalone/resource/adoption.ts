import { type Row, type RowDiagnostic, UNKNOWN } from '../../provider/protocol/row.ts';
import { textOrEmpty } from '../../provider/rows/decode-named.ts';
import { adoptionProblems, rowProblem } from '../block-diagnostics.ts';
import { KEY_ATTRIBUTES } from '../schema/natural-key.ts';
import type { TypeName } from '../schema/resource-tables.ts';
import { liveResourcesOf, resourcesOfBlock } from '../schema/row-resources.ts';
import type { ReadyProvider } from '../session/provider-session.ts';
import { hasUnknown, withLiveOrDefaults } from '../session/row-defaults.ts';
import { mergeChange } from '../three-way-merge.ts';

/** What is to be said when a row to be created is there already. */
export function adoptionWarnings(type: TypeName, row: Row, session: ReadyProvider): readonly RowDiagnostic[] {
  const { live, platform, claims } = session;
  const taken = withLiveOrDefaults(type, row, live);
  if (Object.values(taken).some(hasUnknown)) return [];
  const found = liveResourcesOf(type, taken, live);
  if (found.length === 0) return [];
  const wanted = resourcesOfBlock(type, taken, platform);
  const id = textOrEmpty(row.id);
  const { conflicts, writes } = mergeChange({ prior: null, planned: wanted, live: found });
  const refused = adoptionProblems(type, id, conflicts, live.spelling, !claims.hasRefreshed);
  if (refused.length > 0) return refused;
  const [word] = KEY_ATTRIBUTES[type].slice(-1);
  const what =
    writes.length === 0
      ? 'It is taken over as it is: nothing is written.'
      : 'It is taken over. What differs from this block is changed or added. What the block leaves out stays as it is, and nothing is removed.';
  const open = ['state', 'title', 'description'].filter(
    (name) => row[name] === UNKNOWN && textOrEmpty(taken[name]) !== '',
  );
  const stays = open.map((name) => `\n  - ${name}: ${JSON.stringify(taken[name])}`);
  return [
    rowProblem(
      `${type} ${JSON.stringify(id)} is there already`,
      stays.length === 0 ? what : `${what} Left out here, so it stays as it is:${stays.join('')}`,
      word === undefined ? null : [word],
      'warning',
    ),
  ];
}
