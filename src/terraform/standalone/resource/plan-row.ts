import type { PlatformDefinition } from '../../../platform/platform-definition.ts';
import {
  type Row,
  type RowDiagnostic,
  type RowTypeDefinition,
  type RowValue,
  UNKNOWN,
} from '../../provider/protocol/row.ts';
import { textOrEmpty } from '../../provider/rows/decode-named.ts';
import { ownedElsewhere } from '../check/owner-check.ts';
import { checkRules } from '../check/rules-check.ts';
import { crossRowProblems } from '../foresight/cross-row-checks.ts';
import { unwritableRowProblems } from '../foresight/unwritable-row.ts';
import { type ClaimHolder, claimsOf } from '../ownership/claim.ts';
import { claimConflictProblem } from '../ownership/claim-conflicts.ts';
import type { ClaimConflict } from '../ownership/claim-registry.ts';
import { renamedRowProblem } from '../rename/renamed-row.ts';
import { isLikelySame, sameMeaning } from '../schema/equivalence.ts';
import { idOfRow, parseId } from '../schema/natural-key.ts';
import { type AttributeMeaning, COLUMNS, type TypeName } from '../schema/resource-tables.ts';
import type { DeferredProvider, ProviderInstance, ReadyProvider } from '../session/provider-session.ts';
import { withKeyDefaults } from '../session/row-defaults.ts';
import { adoptionWarnings } from './adoption.ts';
import { otherOrganizationProblem } from './other-organization.ts';
import { pendingAcceptanceProblems, renewExpiredInvitation } from './pending-acceptance.ts';
import { cascadeWarnings } from './plan-deletion.ts';
import { decodePrivateState, encodePrivateState } from './private-state.ts';
import { cascadeKeys, rowDependents } from './row-cascade.ts';
import {
  lossesByReplacement,
  omittedAttributesOf,
  replacementProblem,
  soleHolderProblems,
} from './row-replacement.ts';

type RowPlanOptions = Parameters<NonNullable<RowTypeDefinition<ProviderInstance>['plan']>>[3];
type RowPlan = ReturnType<NonNullable<RowTypeDefinition<ProviderInstance>['plan']>>;

/**
 * Foresees what the row will be. What means the same as before stays in the words it had; what cannot work by the
 * platform's rules, or stands against another block of the same run, is said now.
 */
export function planRow(
  type: TypeName,
  prior: Row | null,
  proposed: Row,
  providerInstance: ProviderInstance,
  asked: RowPlanOptions,
): RowPlan {
  if (providerInstance.state === 'waiting')
    return planDeferredRow(type, prior, proposed, providerInstance, asked);
  const owned = ownedElsewhere(type, providerInstance.platform);
  if (owned !== null) return { row: proposed, problems: [owned] };
  return prior === null
    ? planCreatedRow(type, proposed, providerInstance, asked)
    : planChangedRow(type, prior, proposed, providerInstance, asked);
}

function planChangedRow(
  type: TypeName,
  prior: Row,
  proposed: Row,
  session: ReadyProvider,
  { config, note: given }: RowPlanOptions,
): RowPlan {
  const { platform, organization, live, claims } = session;
  const elsewhere = otherOrganizationProblem(type, prior, organization);
  if (elsewhere !== null) return { row: proposed, problems: [elsewhere] };
  const { thing } = decodePrivateState(given);
  const row = inWordsBefore(type, prior, proposed, (means, before, wanted) =>
    sameMeaning(means, before, wanted, platform),
  );
  renewExpiredInvitation(row, config);
  row.id = idOfRow(type, row) ?? UNKNOWN;
  if (session.renamings.isUndoneBy(type, prior, row, platform))
    return { row, problems: [renamedRowProblem(type, prior, row, session)] };
  const problems = [
    ...checkRules(type, row, platform, organization),
    ...pendingAcceptanceProblems(type, prior, row, session),
  ];
  problems.push(
    ...claimed(type, prior, row, session, 'kept'),
    ...crossRowProblems(type, prior, row, session),
  );
  const isMoved = row.id !== prior.id;
  if (!isRefused(problems) && (isMoved || !isSame(row, prior)))
    problems.push(...unwritableRowProblems(type, prior, isMoved ? null : row, session));
  const replaces = textOrEmpty(prior.id);
  if (!isMoved) {
    const privateState = encodePrivateState({ thing, replaces, by: claims.id });
    return { row: isSame(row, prior) ? prior : row, problems, note: privateState };
  }
  const dependents = rowDependents(type, prior, live);
  problems.push(...cascadeWarnings(type, prior, dependents, session));
  return {
    row,
    problems,
    note: encodePrivateState({ replaces, along: dependents.map(cascadeKeys), by: claims.id }),
  };
}

function planCreatedRow(
  type: TypeName,
  proposed: Row,
  session: ReadyProvider,
  { config, note }: RowPlanOptions,
): RowPlan {
  const { platform, organization, live, claims } = session;
  const row = withKeyDefaults(type, { ...proposed }, session, config);
  row.id = idOfRow(type, row) ?? UNKNOWN;
  const problems = [
    ...checkRules(type, row, platform, organization),
    ...pendingAcceptanceProblems(type, null, row, session),
    ...crossRowProblems(type, null, row, session),
  ];
  const { replaces, along } = decodePrivateState(note);
  if (replaces !== null) {
    const before = parseId(type, replaces) ?? {};
    const moves = claimsOf(type, before, platform)[0] !== claimsOf(type, row, platform)[0];
    problems.push(...claimed(type, null, row, session, moves ? 'moved' : 'replaced', replaces));
    if (!moves) return plannedAgain(type, row, problems, session, { config, note });
    if (!isRefused(problems)) problems.push(...adoptionWarnings(type, row, session));
    if (!isRefused(problems)) problems.push(...unwritableRowProblems(type, null, row, session));
    const words = along ?? rowDependents(type, before, live).map(cascadeKeys);
    return { row, problems, note: encodePrivateState({ replaces, along: words, by: claims.id }) };
  }
  problems.push(...claimed(type, null, row, session, 'created'));
  // In the state, and created: it is tainted and removed before, or held by another block, which was said.
  if (claimsOf(type, row, platform).some((claim) => claims.remembers(claim)))
    return plannedAgain(type, row, problems, session, { config, note });
  if (isRefused(problems)) return { row, problems };
  const taken = [...adoptionWarnings(type, row, session), ...unwritableRowProblems(type, null, row, session)];
  // Of a plan that is refused for what is torn from its block, nobody needs to hear of each that it is there.
  return {
    row,
    problems: [...problems, ...taken.filter((one) => one.severity === 'error' || !claims.isTorn)],
  };
}

/**
 * Removed and made again under its own key: only where nothing hangs on it but what this run itself removes. Terraform
 * plans a creation again in the apply, where an error would leave undone the half that gives back: so of what is only
 * taken for tainted, for a state has it, the deletion says so.
 */
function plannedAgain(
  type: TypeName,
  row: Row,
  problems: readonly RowDiagnostic[],
  session: ReadyProvider,
  { config, note: given }: RowPlanOptions,
): RowPlan {
  const { live, claims, platform } = session;
  const id = textOrEmpty(row.id);
  const again = omittedAttributesOf(type, config);
  const privateState = encodePrivateState({ replaces: id, again, by: claims.id });
  const isCertain = given !== null || claimsOf(type, row, platform).some((claim) => claims.refreshed(claim));
  if (isRefused(problems) || !isCertain) return { row, problems, note: privateState };
  const lost = lossesByReplacement(type, row, again, live, (address) => claims.goes(address));
  const refused = [
    ...(lost.length === 0 ? [] : [replacementProblem(type, id, lost)]),
    ...soleHolderProblems(type, row, session),
    ...unwritableRowProblems(type, row, null, session),
  ];
  return { row, problems: [...problems, ...refused], note: privateState };
}

/**
 * While nothing can be asked, the words of before stay where they likely mean the same: a change of letter case must
 * not become the removal of a person. The plan that follows knows better.
 */
function planDeferredRow(
  type: TypeName,
  prior: Row | null,
  proposed: Row,
  session: DeferredProvider,
  { config, note }: RowPlanOptions,
): RowPlan {
  const { platform, claims } = session;
  if (prior === null) {
    const { replaces } = decodePrivateState(note);
    const problems = claimed(type, null, proposed, session, replaces === null ? 'created' : 'replaced');
    if (note === null) return { row: proposed, problems };
    const again =
      replaces !== null &&
      claimsOf(type, parseId(type, replaces) ?? {}, platform)[0] === claimsOf(type, proposed, platform)[0];
    return {
      row: proposed,
      problems,
      note: again
        ? encodePrivateState({ ...decodePrivateState(note), again: omittedAttributesOf(type, config) })
        : note,
    };
  }
  const row = inWordsBefore(type, prior, proposed, (means, before, wanted) =>
    platform === null ? isLikelySame(means, before, wanted) : sameMeaning(means, before, wanted, platform),
  );
  const problems = claimed(type, prior, row, session, 'kept');
  const answer = isSame(row, prior) ? prior : row;
  return {
    row: answer,
    problems,
    note: encodePrivateState({
      thing: decodePrivateState(note).thing,
      replaces: textOrEmpty(prior.id),
      by: claims.id,
    }),
  };
}

/** Puts the row among what this run wants, and what it was before among what it lets go. */
function claimed(
  type: TypeName,
  prior: Row | null,
  row: Row,
  { claims, platform }: ProviderInstance,
  how: ClaimHolder['how'],
  from: string | null = prior === null ? null : textOrEmpty(prior.id),
): RowDiagnostic[] {
  const wanted = claimsOf(type, row, platform);
  if (wanted.length === 0) return [];
  const before = prior === null ? [] : claimsOf(type, prior, platform);
  // The first claim is the key of the row itself; further ones are the entries of a roster.
  const moves = prior !== null && before[0] !== wanted[0];
  const claimHolder: ClaimHolder = {
    type,
    id: idOfRow(type, row) ?? '',
    how: moves ? 'moved' : how,
    ...(from === null ? {} : { from }),
  };
  const clashes = [
    moves ? claims.letGo(before, { type, id: textOrEmpty(prior.id), how: 'going' }) : null,
    claims.keep(wanted, claimHolder, row),
  ];
  return clashes.flatMap((clash) =>
    clash === null || isGuess(clash, platform) ? [] : [claimConflictProblem(clash)],
  );
}

/** Whether two rows that stay are one by nothing but letter case, and nobody knows whether it counts there. */
function isGuess({ sort, kept, other }: ClaimConflict, platform: PlatformDefinition | null): boolean {
  const stay = sort === 'twice' && kept.how === 'kept' && other.how === 'kept';
  return stay && platform === null && kept.id !== other.id;
}

function inWordsBefore(
  type: TypeName,
  prior: Row,
  proposed: Row,
  same: (means: AttributeMeaning, before: RowValue, wanted: RowValue) => boolean,
): Record<string, RowValue> {
  const kept: Record<string, RowValue> = {};
  for (const [name, column] of Object.entries(COLUMNS[type])) {
    const before: RowValue = prior[name] ?? null;
    const wanted: RowValue = proposed[name] ?? null;
    kept[name] = before !== null && same(column.means, before, wanted) ? before : wanted;
  }
  return kept;
}

function isRefused(problems: readonly RowDiagnostic[]): boolean {
  return problems.some(({ severity }) => severity === 'error');
}

function isSame(one: Row, other: Row): boolean {
  return Object.keys(one).every((name) => one[name] === other[name]);
}
