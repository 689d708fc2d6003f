import type { Row, RowDiagnostic, RowTypeDefinition } from '../../provider/protocol/row.ts';
import { textOrEmpty } from '../../provider/rows/decode-named.ts';
import { ownedElsewhere } from '../check/owner-check.ts';
import { crossRowProblems } from '../foresight/cross-row-checks.ts';
import { unwritableRowProblems } from '../foresight/unwritable-row.ts';
import { type ClaimHolder, claimsOf } from '../ownership/claim.ts';
import { claimConflictProblem } from '../ownership/claim-conflicts.ts';
import { deletionHeldBackProblem } from '../ownership/deletion-held-back.ts';
import { renamedDeletionProblem, underCurrentName } from '../rename/renamed-row.ts';
import type { TypeName } from '../schema/resource-tables.ts';
import { resourcesOfBlock } from '../schema/row-resources.ts';
import type { ProviderInstance, ReadyProvider } from '../session/provider-session.ts';
import { prefixedProblems } from './apply-row.ts';
import { otherOrganizationProblem } from './other-organization.ts';
import { decodePrivateState, encodePrivateState } from './private-state.ts';
import { cascadeKeys, cascadeProblem, type RowDependent, rowDependents } from './row-cascade.ts';

type DeletionPlan = ReturnType<NonNullable<RowTypeDefinition<ProviderInstance>['planDelete']>>;

/** What may be said before a row goes, and what its deletion will have to know. */
export function planRowDeletion(
  type: TypeName,
  known: Row,
  providerInstance: ProviderInstance,
  given: string | null,
): DeletionPlan {
  const platform = providerInstance.platform;
  const { thing } = decodePrivateState(given);
  if (providerInstance.state === 'ready') {
    const elsewhere = otherOrganizationProblem(type, known, providerInstance.organization);
    if (elsewhere !== null) return { problems: [elsewhere] };
    const owned = ownedElsewhere(type, providerInstance.platform);
    if (owned !== null) return { problems: [owned] };
  }
  const prior =
    providerInstance.state === 'ready' ? underCurrentName(type, known, thing, providerInstance) : known;
  const going: ClaimHolder = { type, id: textOrEmpty(prior.id), how: 'going' };
  const claims = claimsOf(type, prior, platform);
  // Terraform plans anew, in the middle of an apply, the removal of what create_before_destroy has put aside.
  const wrote = providerInstance.claims.wrote(claims);
  if (wrote !== null) return { problems: [deletionHeldBackProblem(going, wrote)] };
  const clash = providerInstance.claims.letGo(claims, going);
  if (clash !== null) return { problems: [claimConflictProblem(clash)] };
  if (providerInstance.state === 'waiting') return {};
  const dependents = rowDependents(type, prior, providerInstance.live);
  const before =
    prior === known
      ? providerInstance.renamings.before(type, prior, providerInstance.platform)
      : textOrEmpty(known.id);
  return {
    problems: [
      ...(before === null ? [] : [renamedDeletionProblem(type, prior, before)]),
      ...crossRowProblems(type, prior, null, providerInstance),
      ...cascadeWarnings(type, prior, dependents, providerInstance),
      ...prefixedProblems(
        type,
        textOrEmpty(prior.id),
        unwritableRowProblems(type, prior, null, providerInstance),
      ),
    ],
    note: encodePrivateState({ thing, along: dependents.map(cascadeKeys), by: providerInstance.claims.id }),
  };
}

/** What goes along and is not let go by a block that was seen: of one that keeps it, no line of the plan shows it. */
export function cascadeWarnings(
  type: TypeName,
  prior: Row,
  dependents: readonly RowDependent[],
  session: ReadyProvider,
): readonly RowDiagnostic[] {
  const untold = dependents.filter((one) => !isTold(one, session));
  const warning = cascadeProblem(type, textOrEmpty(prior.id), untold, session.live);
  return warning === null ? [] : [warning];
}

function isTold({ address, entry }: RowDependent, { claims, foreseen, platform }: ReadyProvider): boolean {
  if (!claims.concerns(address)) return false;
  if (entry === null) return claims.goes(address) || !claims.keeps(address);
  const row = foreseen.get('bylaw_group', address.slice(address.indexOf(':') + 1))?.row ?? null;
  const [group] = row === null ? [] : resourcesOfBlock('bylaw_group', row, platform);
  if (group?.type !== 'group') return true;
  return !group.attributes.members.has(entry) && !group.attributes.groups.has(entry);
}
