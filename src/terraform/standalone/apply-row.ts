import { performWrites } from '../../connector/perform.ts';
import type { Write } from '../../plan/write.ts';
import type { Row, RowDiagnostic, RowResult } from '../provider/protocol/row.ts';
import { textOrEmpty } from '../provider/rows/named.ts';
import { missingReferencesIn, writeFailureProblems } from './absent.ts';
import { cascadeGrewProblem, rowDependents, cascadeKeys, writtenAlong } from './along.ts';
import { claimsOf } from './claim.ts';
import { deletionHeldBackProblem } from './clashes.ts';
import { withLiveOrDefaults } from './defaults.ts';
import { otherOrganizationProblem } from './elsewhere.ts';
import { type MergedChange, mergeChange } from './intent.ts';
import { decodePrivateState, encodePrivateState } from './note.ts';
import { adoptionProblems, notStartedProblems, mergeConflictProblems, blockPathOfWrite, rowProblemOf } from './problems.ts';
import { stableIdOfRow, underCurrentName } from './renamed.ts';
import { lossesByReplacement, replacementProblem } from './replaced.ts';
import { liveResourcesOf, liveRow, resourcesOfBlock } from './rows.ts';
import type { ReadyProvider } from './session.ts';
import { inSpellingOf } from './spelling-of-row.ts';
import type { TypeName } from './tables.ts';
import { pendingAcceptanceProblems } from './waiting.ts';

/** Makes the row what it was planned to be, or nothing at all of it where somebody else stands in the way. */
export async function writeRow(
  type: TypeName,
  prior: Row | null,
  planned: Row,
  session: ReadyProvider,
  note: string | null,
): Promise<RowResult> {
  const { claims, live, platform } = session;
  const elsewhere = otherOrganizationProblem(type, prior ?? planned, session.organization);
  if (elsewhere !== null) return { row: prior, problems: [elsewhere], ...(note === null ? {} : { note }) };
  const claim = claimsOf(type, planned, platform);
  const kept = (row: Row) => {
    const thing = stableIdOfRow(type, row, session) ?? (prior === null ? null : decodePrivateState(note).thing);
    return { note: encodePrivateState({ thing }) };
  };
  claims.write(claim);
  return claims.inTurn(claim, async () => {
    await claims.afterOthers(claim, () => session.rereading.anew());
    const intended = () => {
      const after = withLiveOrDefaults(type, planned, live);
      const intent = mergeChange({
        prior: prior === null ? null : resourcesOfBlock(type, prior, platform),
        planned: resourcesOfBlock(type, after, platform),
        live: liveResourcesOf(type, after, live),
      });
      return { after, intent };
    };
    await session.rereading.whereMissed(() =>
      intended().intent.writes.some((write) => missingReferencesIn(write, live).length > 0),
    );
    const { after, intent } = intended();
    if (intent.conflicts.length > 0) {
      const problems =
        prior === null
          ? adoptionProblems(type, textOrEmpty(after.id), intent.conflicts, live.spelling, true)
          : mergeConflictProblems(type, intent.conflicts, live.spelling);
      return { row: stillThere(type, [after, prior], session), problems, ...kept(prior ?? after) };
    }
    const waiting = pendingAcceptanceProblems(type, prior, after, session);
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
export async function removeRow(
  type: TypeName,
  known: Row,
  note: string | null,
  session: ReadyProvider,
): Promise<RowResult> {
  const { claims, live, platform, organization } = session;
  const elsewhere = otherOrganizationProblem(type, known, organization);
  if (elsewhere !== null) return { row: known, problems: [elsewhere] };
  const { thing, replaces, along, again, by } = decodePrivateState(note);
  const prior = underCurrentName(type, known, thing, session);
  const claim = claimsOf(type, prior, platform);
  const remove = async (): Promise<RowResult> => {
    const id = textOrEmpty(prior.id);
    const kept = { note: encodePrivateState({ thing }) };
    const held = claims.heldBack(claim, by);
    if (held !== null)
      return { row: prior, problems: [deletionHeldBackProblem({ type, id, how: 'going' }, held)], ...kept };
    const lost = again === null ? [] : lossesByReplacement(type, prior, again, live);
    if (lost.length > 0) return { row: prior, problems: [replacementProblem(type, id, lost)], ...kept };
    const known = new Set(along);
    const since = rowDependents(type, prior, live)
      .filter((one) => !known.has(cascadeKeys(one)))
      .map((one) => writtenAlong(one, live));
    if (since.length > 0) return { row: prior, problems: [cascadeGrewProblem(type, id, since)], ...kept };
    const intent = mergeChange({
      prior: resourcesOfBlock(type, prior, platform),
      planned: [],
      live: liveResourcesOf(type, prior, live),
    });
    const problems =
      intent.conflicts.length > 0
        ? mergeConflictProblems(type, intent.conflicts, live.spelling)
        : await done(type, prior, intent, session, replaces !== null);
    return problems.length === 0
      ? { row: null }
      : { row: stillThere(type, [prior], session), problems: prefixedProblems(type, id, problems), ...kept };
  };
  return claims.inTurn(claim, () => claims.removing(claim, remove));
}

/** Makes the writes, where somebody stays who is to stay; what was not made, one by one. */
async function done(
  type: TypeName,
  row: Row,
  intent: MergedChange,
  session: ReadyProvider,
  isReplaced = false,
): Promise<readonly RowDiagnostic[]> {
  const { live, lastToStay } = session;
  return lastToStay.unlessLast(intent.writes, live, () => made(type, row, intent, session, isReplaced));
}

async function made(
  type: TypeName,
  row: Row,
  { writes }: MergedChange,
  { platform, live, writer, course }: ReadyProvider,
  isReplaced: boolean,
): Promise<readonly RowDiagnostic[]> {
  const placeOf = (write: Write) => blockPathOfWrite(type, write, row, platform);
  const { failed, left } = await performWrites(
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
      writeFailureProblems({ write, isReplaced }, diagnostics, live, placeOf(write)),
    ),
    ...notStartedProblems(left, why, placeOf, live.spelling),
  ];
}

/** Texts that the platform keeps in a form of its own: they would be a difference in every plan to come. */
function keptOtherwise(
  type: TypeName,
  row: Row,
  { writes }: MergedChange,
  { writer, platform }: ReadyProvider,
): readonly RowDiagnostic[] {
  return (writer.asides?.() ?? [])
    .filter(({ write }) => writes.includes(write))
    .flatMap(({ write, diagnostics }) =>
      diagnostics.map((one) => rowProblemOf(one, blockPathOfWrite(type, write, row, platform))),
    );
}

/** Terraform names no block with what it says of a deletion, for there may be none any more. */
export function prefixedProblems(type: TypeName, id: string, problems: readonly RowDiagnostic[]): readonly RowDiagnostic[] {
  return problems.map((one) => ({ ...one, summary: `${type} ${JSON.stringify(id)}: ${one.summary}` }));
}

/** What of the row is true after only some of it was done, in known words; for a deletion, what remains. */
function stillThere(type: TypeName, rows: readonly (Row | null)[], session: ReadyProvider): Row | null {
  const words = rows.filter((row) => row !== null);
  const [key] = words;
  if (key === undefined) return null;
  let row = liveRow(type, key, session.live);
  for (const known of words) if (row !== null) row = inSpellingOf(type, known, row, session);
  return row;
}
