import type { Row, RowDiagnostic, RowTypeDefinition } from '../provider/protocol/row.ts';
import { textOrEmpty } from '../provider/rows/named.ts';
import { type RowDependent, cascadeProblem, rowDependents, cascadeKeys } from './along.ts';
import { claimsOf, type ClaimHolder } from './claim.ts';
import { claimConflictProblem, deletionHeldBackProblem } from './clashes.ts';
import { otherOrganizationProblem } from './elsewhere.ts';
import { decodePrivateState, encodePrivateState } from './note.ts';
import { renamedDeletionProblem, underCurrentName } from './renamed.ts';
import { resourcesOfBlock } from './rows.ts';
import type { ReadyProvider, ProviderInstance } from './session.ts';
import { crossRowProblems } from './several.ts';
import type { TypeName } from './tables.ts';

type DeletionPlan = ReturnType<NonNullable<RowTypeDefinition<ProviderInstance>['planDelete']>>;

/** What may be said before a row goes, and what its deletion will have to know. */
export function planRowDeletion(
  type: TypeName,
  known: Row,
  session: ProviderInstance,
  given: string | null,
): DeletionPlan {
  const platform = session.platform;
  const { thing } = decodePrivateState(given);
  if (session.state === 'ready') {
    const elsewhere = otherOrganizationProblem(type, known, session.organization);
    if (elsewhere !== null) return { problems: [elsewhere] };
  }
  const prior = session.state === 'ready' ? underCurrentName(type, known, thing, session) : known;
  const going: ClaimHolder = { type, id: textOrEmpty(prior.id), how: 'going' };
  const claims = claimsOf(type, prior, platform);
  // Terraform plans anew, in the middle of an apply, the removal of what create_before_destroy has put aside.
  const wrote = session.claims.wrote(claims);
  if (wrote !== null) return { problems: [deletionHeldBackProblem(going, wrote)] };
  const clash = session.claims.letGo(claims, going);
  if (clash !== null) return { problems: [claimConflictProblem(clash)] };
  if (session.state === 'waiting') return {};
  const along = rowDependents(type, prior, session.live);
  const before = prior === known ? session.renamings.before(type, prior, session.platform) : textOrEmpty(known.id);
  return {
    problems: [
      ...(before === null ? [] : [renamedDeletionProblem(type, prior, before)]),
      ...crossRowProblems(type, prior, null, session),
      ...cascadeWarnings(type, prior, along, session),
    ],
    note: encodePrivateState({ thing, along: along.map(cascadeKeys), by: session.claims.id }),
  };
}

/** What goes along and is not let go by a block that was seen: of one that keeps it, no line of the plan shows it. */
export function cascadeWarnings(
  type: TypeName,
  prior: Row,
  along: readonly RowDependent[],
  session: ReadyProvider,
): readonly RowDiagnostic[] {
  const untold = along.filter((one) => !isTold(one, session));
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
