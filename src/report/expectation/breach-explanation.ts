import type { AccessPath } from '../../access/access-path.ts';
import type { Breach } from '../../expectation/expectation.ts';
import type { PermissionName } from '../../platform/platform-definition.ts';
import type { MemberId, ScopePath } from '../../resource/identifiers.ts';
import { missingAccess } from '../answer/missing-access.ts';
import { representativePermission } from '../plan/permission-phrase.ts';
import type { ExpectationResults } from './expectation-results.ts';
import { lapsePhrase } from './lapse-phrase.ts';

/** Of one person: why access holds that should not, or what is missing. */
export interface BreachExplanation {
  readonly member: MemberId;
  readonly permission: PermissionName;
  readonly scope: ScopePath;
  /** The shortest path; null exactly when the access is missing. */
  readonly path: AccessPath | null;
  /** A sentence or two; null exactly when the access holds. */
  readonly missing: string | null;
}

/** Each explanation walks the organization, and nobody reads the hundredth. */
const PEOPLE_OF_A_BREACH = 3;
const MOST_EXPLAINED = 100;

/** How many breaches of one expectation a person is shown; JSON has all of them. */
export const MOST_BREACHES = 8;

/** The first people of every breach, each with the permission that says most and the topmost scope. */
export function explainBreaches(
  expectationResults: ExpectationResults,
): (breach: Breach) => readonly BreachExplanation[] {
  const known = new Map<Breach, readonly BreachExplanation[]>();
  let budget = MOST_EXPLAINED;
  return (breach) => {
    const found = known.get(breach);
    if (found !== undefined) return found;
    const members = breach.members.slice(0, Math.min(PEOPLE_OF_A_BREACH, budget));
    budget -= members.length;
    const because = members.map((member) => becauseOf(member, breach, expectationResults));
    known.set(breach, because);
    return because;
  };
}

function becauseOf(
  member: MemberId,
  breach: Breach,
  { source, desired }: ExpectationResults,
): BreachExplanation {
  const permission = representativePermission(breach.permissions, source.platform);
  const scope = breach.scopes[0];
  if (breach.fault === 'holds') {
    const path = source.access.explainUpTo(member, permission, scope, 1).paths[0] ?? null;
    return { member, permission, scope, path, missing: null };
  }
  const because = { member, permission, scope, path: null };
  if (breach.onceAccepted) {
    const missing = `${source.spelling(member)} is invited, and will have it once the invitation is accepted.`;
    return { ...because, missing };
  }
  const { text } = missingAccess({ member, permission, scope }, source);
  const lapses = source.source === 'desired' ? lapsePhrase(member, desired) : null;
  return { ...because, missing: lapses === null ? text : `${text} ${lapses}` };
}
