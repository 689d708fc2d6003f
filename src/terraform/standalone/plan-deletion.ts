import type { Row, RowProblem, RowType } from '../provider/protocol/row.ts';
import { text } from '../provider/rows/named.ts';
import { type Along, alongProblem, goesAlong, wordsForAlong } from './along.ts';
import { claimsOf, type Holder } from './claim.ts';
import { clashProblem, heldBackProblem } from './clashes.ts';
import { elsewhereProblem } from './elsewhere.ts';
import { noteFrom, noteText } from './note.ts';
import { goesRenamedProblem, underItsName } from './renamed.ts';
import { resourcesOfRow } from './rows.ts';
import type { Ready, Session } from './session.ts';
import { severalProblems } from './several.ts';
import type { TypeName } from './tables.ts';

type PlannedDeletion = ReturnType<NonNullable<RowType<Session>['planDelete']>>;

/** What may be said before a row goes, and what its deletion will have to know. */
export function plannedDeletion(
  type: TypeName,
  known: Row,
  session: Session,
  given: string | null,
): PlannedDeletion {
  const platform = session.platform;
  const { thing } = noteFrom(given);
  if (session.state === 'ready') {
    const elsewhere = elsewhereProblem(type, known, session.organization);
    if (elsewhere !== null) return { problems: [elsewhere] };
  }
  const prior = session.state === 'ready' ? underItsName(type, known, thing, session) : known;
  const going: Holder = { type, id: text(prior.id), how: 'going' };
  const claims = claimsOf(type, prior, platform);
  // Terraform plans anew, in the middle of an apply, the removal of what create_before_destroy has put aside.
  const wrote = session.claims.wrote(claims);
  if (wrote !== null) return { problems: [heldBackProblem(going, wrote)] };
  const clash = session.claims.letGo(claims, going);
  if (clash !== null) return { problems: [clashProblem(clash)] };
  if (session.state === 'waiting') return {};
  const along = goesAlong(type, prior, session.live);
  const before = prior === known ? session.renamings.before(type, prior, session.platform) : text(known.id);
  return {
    problems: [
      ...(before === null ? [] : [goesRenamedProblem(type, prior, before)]),
      ...severalProblems(type, prior, null, session),
      ...alongWarnings(type, prior, along, session),
    ],
    note: noteText({ thing, along: along.map(wordsForAlong), by: session.claims.id }),
  };
}

/** What goes along and is not let go by a block that was seen: of one that keeps it, no line of the plan shows it. */
export function alongWarnings(
  type: TypeName,
  prior: Row,
  along: readonly Along[],
  session: Ready,
): readonly RowProblem[] {
  const untold = along.filter((one) => !isTold(one, session));
  const warning = alongProblem(type, text(prior.id), untold, session.live);
  return warning === null ? [] : [warning];
}

function isTold({ address, entry }: Along, { claims, foreseen, platform }: Ready): boolean {
  if (!claims.concerns(address)) return false;
  if (entry === null) return claims.goes(address) || !claims.keeps(address);
  const row = foreseen.get('bylaw_group', address.slice(address.indexOf(':') + 1))?.row ?? null;
  const [group] = row === null ? [] : resourcesOfRow('bylaw_group', row, platform);
  if (group?.type !== 'group') return true;
  return !group.attributes.members.has(entry) && !group.attributes.groups.has(entry);
}
