import type { Row, RowResult } from '../provider/protocol/row.ts';
import { renameCandidateProblem } from './alike.ts';
import { claimsOf } from './claim.ts';
import { otherOrganizationProblem } from './elsewhere.ts';
import { decodePrivateState, encodePrivateState } from './note.ts';
import { differentThingProblem, findRenamed, stableIdOfRow } from './renamed.ts';
import { liveRow } from './rows.ts';
import type { ReadyProvider, ProviderInstance } from './session.ts';
import { inSpellingOf } from './spelling-of-row.ts';
import type { TypeName } from './tables.ts';

/** What has become of a row of the state: found by its name or, where somebody changed that, by what lasts. */
export function refreshRow(type: TypeName, current: Row, session: ProviderInstance, note: string | null): RowResult {
  const kept = note === null ? {} : { note };
  if (session.state === 'waiting') {
    session.claims.remember(claimsOf(type, current, session.platform));
    return { row: current, ...kept };
  }
  const elsewhere = otherOrganizationProblem(type, current, session.organization);
  if (elsewhere !== null) return { row: current, problems: [elsewhere], ...kept };
  const found = liveRow(type, current, session.live);
  const { thing } = decodePrivateState(note);
  if (found === null) return missed(type, current, session, thing);
  session.claims.remember(claimsOf(type, current, session.platform));
  const now = stableIdOfRow(type, found, session);
  const other = thing === null || thing === now ? null : findRenamed(type, thing, session);
  return {
    row: inSpellingOf(type, current, found, session),
    problems: other === null ? [] : [differentThingProblem(type, current, String(other.id))],
    note: encodePrivateState({ thing: now }),
  };
}

function missed(type: TypeName, current: Row, session: ReadyProvider, thing: string | null): RowResult {
  const again = findRenamed(type, thing, session);
  if (again === null) {
    session.claims.remember(claimsOf(type, current, session.platform));
    const alike = thing === null ? renameCandidateProblem(type, current, session) : null;
    return { row: null, problems: alike === null ? [] : [alike] };
  }
  session.claims.remember(claimsOf(type, again, session.platform));
  session.renamings.add(type, current, again, session.platform);
  return { row: inSpellingOf(type, current, again, session), note: encodePrivateState({ thing }) };
}
