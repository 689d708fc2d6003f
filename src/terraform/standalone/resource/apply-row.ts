import { performWrites } from '../../../connector/perform.ts';
import type { Write } from '../../../plan/write/write.ts';
import type { Row, RowDiagnostic, RowResult } from '../../provider/protocol/row.ts';
import { textOrEmpty } from '../../provider/rows/decode-named.ts';
import {
  adoptionProblems,
  blockPathOfWrite,
  mergeConflictProblems,
  notStartedProblems,
  rowProblemOf,
} from '../block-diagnostics.ts';
import { claimsOf } from '../ownership/claim.ts';
import { deletionHeldBackProblem } from '../ownership/deletion-held-back.ts';
import { stableIdOfRow, underCurrentName } from '../rename/renamed-row.ts';
import type { TypeName } from '../schema/resource-tables.ts';
import { liveResourcesOf, liveRow, resourcesOfBlock } from '../schema/row-resources.ts';
import { inSpellingOf } from '../session/equivalence-of-row.ts';
import type { ReadyProvider } from '../session/provider-session.ts';
import { withLiveOrDefaults } from '../session/row-defaults.ts';
import { type MergedChange, mergeChange } from '../three-way-merge.ts';
import { missingReferencesIn, writeFailureProblems } from './missing-references.ts';
import { otherOrganizationProblem } from './other-organization.ts';
import { pendingAcceptanceProblems } from './pending-acceptance.ts';
import { decodePrivateState, encodePrivateState } from './private-state.ts';
import { cascadeGrewProblem, cascadeKeys, rowDependents, writtenAlong } from './row-cascade.ts';
import { lossesByReplacement, replacementProblem } from './row-replacement.ts';

/** Makes the row what it was planned to be, or nothing at all of it where somebody else stands in the way. */
export async function writeRow(
  type: TypeName,
  prior: Row | null,
  planned: Row,
  session: ReadyProvider,
  privateState: string | null,
): Promise<RowResult> {
  const { claims, live, platform } = session;
  const elsewhere = otherOrganizationProblem(type, prior ?? planned, session.organization);
  if (elsewhere !== null)
    return { row: prior, problems: [elsewhere], ...(privateState === null ? {} : { note: privateState }) };
  const claim = claimsOf(type, planned, platform);
  const kept = (row: Row) => {
    const stableId =
      stableIdOfRow(type, row, session) ?? (prior === null ? null : decodePrivateState(privateState).thing);
    return { note: encodePrivateState({ thing: stableId }) };
  };
  claims.write(claim);
  return claims.inTurn(claim, async () => {
    await claims.afterOthers(claim, () => session.rereading.anew());
    const intended = () => {
      const after = withLiveOrDefaults(type, planned, live);
      const mergedChange = mergeChange({
        prior: prior === null ? null : resourcesOfBlock(type, prior, platform),
        planned: resourcesOfBlock(type, after, platform),
        live: liveResourcesOf(type, after, live),
      });
      return { after, intent: mergedChange };
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
  privateState: string | null,
  session: ReadyProvider,
): Promise<RowResult> {
  const { claims, live, platform, organization } = session;
  const elsewhere = otherOrganizationProblem(type, known, organization);
  if (elsewhere !== null) return { row: known, problems: [elsewhere] };
  const { thing, replaces, along, again, by } = decodePrivateState(privateState);
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
    const mergedChange = mergeChange({
      prior: resourcesOfBlock(type, prior, platform),
      planned: [],
      live: liveResourcesOf(type, prior, live),
    });
    const problems =
      mergedChange.conflicts.length > 0
        ? mergeConflictProblems(type, mergedChange.conflicts, live.spelling)
        : await done(type, prior, mergedChange, session, replaces !== null);
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
  mergedChange: MergedChange,
  session: ReadyProvider,
  isReplaced = false,
): Promise<readonly RowDiagnostic[]> {
  const { live, lastToStay } = session;
  return lastToStay.unlessLast(mergedChange.writes, live, () =>
    made(type, row, mergedChange, session, isReplaced),
  );
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
    ? 'Stopped before it was begun. Apply again to continue.'
    : 'Not begun, because something before it failed. Apply again to continue.';
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
export function prefixedProblems(
  type: TypeName,
  id: string,
  problems: readonly RowDiagnostic[],
): readonly RowDiagnostic[] {
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
