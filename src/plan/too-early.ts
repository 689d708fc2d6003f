import { resourcesOf } from '../resource/resource.ts';
import type { Comparing, Timely } from './keeping.ts';
import { keptForSuccessors } from './last-holders.ts';
import { keptBelow } from './moving-up.ts';

/**
 * Removals that would come too early, because what takes the place of the removed waits for somebody to accept an
 * invitation: they are deferred, and what they would remove stays until the first apply after. Two of them there are:
 * somebody moves from a scope up to the organization, and somebody is to hold a role instead of its last holder.
 * What is marked absent, and what ended with its window, never waits.
 */
export function notTooEarly(comparing: Comparing): Timely {
  const nothing: Timely = { ...comparing, deferred: [], keeps: [] };
  if (comparing.desired.platform.members.joining === 'provisioned' || !isAnyPending(comparing))
    return nothing;
  const below = keptBelow(comparing);
  const last = keptForSuccessors({ ...comparing, changes: below.changes, wanted: below.wanted });
  return {
    changes: last.changes,
    wanted: last.wanted,
    deferred: [...below.deferred, ...last.deferred],
    keeps: [...below.keeps, ...last.keeps],
  };
}

/** Whether anybody wanted is not in yet. */
function isAnyPending({ live, wanted }: Comparing): boolean {
  const accepted = new Set(
    resourcesOf(live, 'member')
      .filter(({ attributes: { state } }) => state === 'active' || state === 'deactivated')
      .map(({ address }) => address),
  );
  return resourcesOf(wanted, 'member').some(({ address }) => !accepted.has(address));
}
