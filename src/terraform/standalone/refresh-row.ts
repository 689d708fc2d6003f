import type { Row, RowResult } from '../provider/protocol/row.ts';
import { alikeProblem } from './alike.ts';
import { claimsOf } from './claim.ts';
import { elsewhereProblem } from './elsewhere.ts';
import { noteFrom, noteText } from './note.ts';
import { anotherProblem, foundAgain, thingOf } from './renamed.ts';
import { liveRow } from './rows.ts';
import type { Ready, Session } from './session.ts';
import { inWordsOf } from './spelling-of-row.ts';
import type { TypeName } from './tables.ts';

/** What has become of a row of the state: found by its name or, where somebody changed that, by what lasts. */
export function refreshed(type: TypeName, current: Row, session: Session, note: string | null): RowResult {
  const kept = note === null ? {} : { note };
  if (session.state === 'waiting') {
    session.claims.remember(claimsOf(type, current, session.platform));
    return { row: current, ...kept };
  }
  const elsewhere = elsewhereProblem(type, current, session.organization);
  if (elsewhere !== null) return { row: current, problems: [elsewhere], ...kept };
  const found = liveRow(type, current, session.live);
  const { thing } = noteFrom(note);
  if (found === null) return missed(type, current, session, thing);
  session.claims.remember(claimsOf(type, current, session.platform));
  const now = thingOf(type, found, session);
  const other = thing === null || thing === now ? null : foundAgain(type, thing, session);
  return {
    row: inWordsOf(type, current, found, session),
    problems: other === null ? [] : [anotherProblem(type, current, String(other.id))],
    note: noteText({ thing: now }),
  };
}

function missed(type: TypeName, current: Row, session: Ready, thing: string | null): RowResult {
  const again = foundAgain(type, thing, session);
  if (again === null) {
    session.claims.remember(claimsOf(type, current, session.platform));
    const alike = thing === null ? alikeProblem(type, current, session) : null;
    return { row: null, problems: alike === null ? [] : [alike] };
  }
  session.claims.remember(claimsOf(type, again, session.platform));
  session.renamings.add(type, current, again, session.platform);
  return { row: inWordsOf(type, current, again, session), note: noteText({ thing }) };
}
