import { perform } from '../../connector/perform.ts';
import type { Write } from '../../plan/write.ts';
import type { Row, RowProblem, RowResult } from '../provider/protocol/row.ts';
import { text } from '../provider/rows/named.ts';
import { absentIn, problemsOfWrite } from './absent.ts';
import { cameSinceProblem, goesAlong, wordsForAlong, writtenAlong } from './along.ts';
import { claimsOf } from './claim.ts';
import { heldBackProblem } from './clashes.ts';
import { settled } from './defaults.ts';
import { elsewhereProblem } from './elsewhere.ts';
import { type Intent, intentOf } from './intent.ts';
import { noteFrom, noteText } from './note.ts';
import { adoptionProblems, leftProblems, movedProblems, placeOfWrite, problemOf } from './problems.ts';
import { thingOf, underItsName } from './renamed.ts';
import { lostBy, replacedProblem } from './replaced.ts';
import { liveResourcesOf, liveRow, resourcesOfRow } from './rows.ts';
import type { Ready } from './session.ts';
import { inWordsOf } from './spelling-of-row.ts';
import type { TypeName } from './tables.ts';
import { notAccepted } from './waiting.ts';

/** Makes the row what it was planned to be, or nothing at all of it where somebody else stands in the way. */
export async function written(
  type: TypeName,
  prior: Row | null,
  planned: Row,
  session: Ready,
  note: string | null,
): Promise<RowResult> {
  const { claims, live, platform } = session;
  const elsewhere = elsewhereProblem(type, prior ?? planned, session.organization);
  if (elsewhere !== null) return { row: prior, problems: [elsewhere], ...(note === null ? {} : { note }) };
  const claim = claimsOf(type, planned, platform);
  const kept = (row: Row) => {
    const thing = thingOf(type, row, session) ?? (prior === null ? null : noteFrom(note).thing);
    return { note: noteText({ thing }) };
  };
  claims.write(claim);
  return claims.inTurn(claim, async () => {
    await claims.afterOthers(claim, () => session.rereading.anew());
    const intended = () => {
      const after = settled(type, planned, live);
      const intent = intentOf({
        prior: prior === null ? null : resourcesOfRow(type, prior, platform),
        planned: resourcesOfRow(type, after, platform),
        live: liveResourcesOf(type, after, live),
      });
      return { after, intent };
    };
    await session.rereading.whereMissed(() =>
      intended().intent.writes.some((write) => absentIn(write, live).length > 0),
    );
    const { after, intent } = intended();
    if (intent.conflicts.length > 0) {
      const problems =
        prior === null
          ? adoptionProblems(type, text(after.id), intent.conflicts, live.spelling, true)
          : movedProblems(type, intent.conflicts, live.spelling);
      return { row: stillThere(type, [after, prior], session), problems, ...kept(prior ?? after) };
    }
    const waiting = notAccepted(type, prior, after, session);
    const problems =
      waiting.length > 0
        ? waiting
        : await done(type, after, intent, session).finally(() => claims.written(claim));
    return problems.length === 0
      ? { row: after, problems: keptOtherwise(type, after, intent, session), ...kept(after) }
      : { row: stillThere(type, [after, prior], session), problems, ...kept(prior ?? after) };
  });
}

/**
 * Removes the row, unless that would remove what another block of this run has just written, or take along what no
 * plan has shown.
 */
export async function removed(
  type: TypeName,
  known: Row,
  note: string | null,
  session: Ready,
): Promise<RowResult> {
  const { claims, live, platform, organization } = session;
  const elsewhere = elsewhereProblem(type, known, organization);
  if (elsewhere !== null) return { row: known, problems: [elsewhere] };
  const { thing, replaces, along, again, by } = noteFrom(note);
  const prior = underItsName(type, known, thing, session);
  const claim = claimsOf(type, prior, platform);
  const remove = async (): Promise<RowResult> => {
    const id = text(prior.id);
    const kept = { note: noteText({ thing }) };
    const held = claims.heldBack(claim, by);
    if (held !== null)
      return { row: prior, problems: [heldBackProblem({ type, id, how: 'going' }, held)], ...kept };
    const lost = again === null ? [] : lostBy(type, prior, again, live);
    if (lost.length > 0) return { row: prior, problems: [replacedProblem(type, id, lost)], ...kept };
    const known = new Set(along);
    const since = goesAlong(type, prior, live)
      .filter((one) => !known.has(wordsForAlong(one)))
      .map((one) => writtenAlong(one, live));
    if (since.length > 0) return { row: prior, problems: [cameSinceProblem(type, id, since)], ...kept };
    const intent = intentOf({
      prior: resourcesOfRow(type, prior, platform),
      planned: [],
      live: liveResourcesOf(type, prior, live),
    });
    const problems =
      intent.conflicts.length > 0
        ? movedProblems(type, intent.conflicts, live.spelling)
        : await done(type, prior, intent, session, replaces !== null);
    return problems.length === 0
      ? { row: null }
      : { row: stillThere(type, [prior], session), problems: named(type, id, problems), ...kept };
  };
  return claims.inTurn(claim, () => claims.removing(claim, remove));
}

/** Makes the writes, where somebody stays who is to stay; what was not made, one by one. */
async function done(
  type: TypeName,
  row: Row,
  intent: Intent,
  session: Ready,
  isReplaced = false,
): Promise<readonly RowProblem[]> {
  const { live, lastToStay } = session;
  return lastToStay.unlessLast(intent.writes, live, () => made(type, row, intent, session, isReplaced));
}

async function made(
  type: TypeName,
  row: Row,
  { writes }: Intent,
  { platform, live, writer, course }: Ready,
  isReplaced: boolean,
): Promise<readonly RowProblem[]> {
  const placeOf = (write: Write) => placeOfWrite(type, write, row, platform);
  const { failed, left } = await perform(
    writes,
    writer,
    platform,
    (write) => live.follow([write], writer.memberState),
    () => course.stopped,
  );
  const why = course.stopped
    ? 'Stopped before it was begun. Apply again to go on.'
    : 'Not begun, because something before it failed. Apply again to go on.';
  return [
    ...failed.flatMap(({ write, diagnostics }) =>
      problemsOfWrite({ write, isReplaced }, diagnostics, live, placeOf(write)),
    ),
    ...leftProblems(left, why, placeOf, live.spelling),
  ];
}

/** Texts that the platform keeps in a form of its own: they would be a difference in every plan to come. */
function keptOtherwise(
  type: TypeName,
  row: Row,
  { writes }: Intent,
  { writer, platform }: Ready,
): readonly RowProblem[] {
  return (writer.asides?.() ?? [])
    .filter(({ write }) => writes.includes(write))
    .flatMap(({ write, diagnostics }) =>
      diagnostics.map((one) => problemOf(one, placeOfWrite(type, write, row, platform))),
    );
}

/** Terraform names no block with what it says of a deletion, for there may be none any more. */
export function named(type: TypeName, id: string, problems: readonly RowProblem[]): readonly RowProblem[] {
  return problems.map((one) => ({ ...one, summary: `${type} ${JSON.stringify(id)}: ${one.summary}` }));
}

/** What of the row is true after only some of it was done, in known words; for a deletion, what remains. */
function stillThere(type: TypeName, rows: readonly (Row | null)[], session: Ready): Row | null {
  const words = rows.filter((row) => row !== null);
  const [key] = words;
  if (key === undefined) return null;
  let row = liveRow(type, key, session.live);
  for (const known of words) if (row !== null) row = inWordsOf(type, known, row, session);
  return row;
}
