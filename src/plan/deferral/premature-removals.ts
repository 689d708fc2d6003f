import { modelOf } from '../../resource/organization-model.ts';
import type { Snapshot } from '../../resource/resource.ts';
import { keptFromEnds } from '../ends.ts';
import { keptWhereScopesAreMissing } from '../missing-scopes.ts';
import { keptWhereNamesMoved } from '../rename/retain-passed-names.ts';
import { retainChildMemberships } from './retain-child-memberships.ts';
import { retainLastHolders } from './retain-last-holders.ts';
import { keptWherePlacesStay } from './retain-places.ts';
import { allTimely, type DeferralContext, type RetentionResult, together } from './retained-removals.ts';
import { withoutRingsOfRoles } from './role-rings.ts';

/**
 * Removals that would come too early. Some wait for somebody to accept an invitation, and what they would remove stays
 * until the first apply after: somebody moves from a scope up to the organization, or somebody is to hold a role instead
 * of its last holder. Others cannot be made at all until somebody acts: the last holder has no successor, an end would
 * leave nobody who administers or give somebody what is ruled out, or a scope may be the one that is written under
 * another name, or a written name passed from one thing to another; and roles that include each other go one after the other. Each holds back itself, and nothing beside it.
 */
export function withoutPrematureRemovals(deferralContext: DeferralContext, live: Snapshot): RetentionResult {
  const steps: readonly ((from: DeferralContext) => RetentionResult)[] = [
    ...(isAnyPending(deferralContext) ? [retainChildMemberships] : []),
    retainLastHolders,
    (from) => keptFromEnds(from, live),
    keptWhereScopesAreMissing,
    (from) => keptWhereNamesMoved(from, live),
    withoutRingsOfRoles,
    (from) => keptWherePlacesStay(from, live),
  ];
  return steps.reduce(
    (sofar, step) =>
      together(sofar, step({ ...deferralContext, changes: sofar.changes, wanted: sofar.wanted })),
    allTimely(deferralContext),
  );
}

/** Whether anybody wanted is not in yet. */
function isAnyPending({ desired, live, wanted }: DeferralContext): boolean {
  if (desired.platform.members.joining === 'provisioned') return false;
  const there = modelOf(live);
  return modelOf(wanted)
    .all('member')
    .some(({ attributes: { member, scope } }) => {
      const state = there.membership(member, scope)?.attributes.state;
      return state !== 'active' && state !== 'deactivated';
    });
}
