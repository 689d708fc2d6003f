import type { Desired } from '../compile/desired.ts';
import { splitChoice } from '../resource/choices.ts';
import type { MemberId } from '../resource/identifiers.ts';
import { withoutImpliedMembershipRoles } from '../resource/implied-membership-roles.ts';
import { mapResources, modelOf } from '../resource/organization-model.ts';
import type { MemberAttributes, Resource, Snapshot } from '../resource/resource.ts';
import { withUntoldRole } from './untold-role.ts';

/** Desired and live, to be compared. */
interface Sides {
  readonly desired: Desired;
  readonly live: Snapshot;
}

/**
 * Both sides without what people are in groups by a role of the organization, and without what somebody is there who is
 * put in and has not accepted yet: a platform need not tell that. On neither side it is anything to compare. What everybody
 * of the organization holds is live where it is written.
 */
export function withoutImpliedRoles(desired: Desired, found: Snapshot): Sides {
  const live = withUntoldRole(desired, found);
  const { platform, authority, ruledOut } = desired;
  if (platform.groups.membershipRoles === null) return { desired, live };
  const written = modelOf(desired.resources);
  const staying = live.resources.filter(
    ({ type, address }) =>
      type === 'assignment' &&
      authority.assignment === 'declared' &&
      !written.has(address) &&
      !ruledOut.has(address),
  );
  const people = modelOf(live.resources)
    .all('member')
    .map(({ attributes }) => attributes);
  const isWaiting = ({ state }: MemberAttributes) => state === 'invited' || state === 'expired';
  const invited = new Set(people.filter(isWaiting).map(({ member }) => member));
  for (const one of people) if (!isWaiting(one)) invited.delete(one.member);
  const without = (resources: readonly Resource[], holders: readonly Resource[]) =>
    withoutImpliedMembershipRoles(resources, platform, desired.resources, holders);
  return {
    desired: { ...desired, resources: withoutWaiting(without(desired.resources, staying), live, invited) },
    live: { ...live, resources: withoutWaiting(without(live.resources, live.resources), live, invited) },
  };
}

function withoutWaiting(
  resources: readonly Resource[],
  live: Snapshot,
  invited: ReadonlySet<MemberId>,
): readonly Resource[] {
  if (invited.size === 0) return resources;
  const there = modelOf(live.resources);
  return mapResources(resources, (r) => {
    if (r.type !== 'group' || r.attributes.membershipRoles.size === 0) return r;
    const found = there.at(r.address);
    const isIn = (member: MemberId) => found?.type === 'group' && found.attributes.members.has(member);
    const membershipRoles = new Map(
      [...r.attributes.membershipRoles].filter(([entry]) => {
        const { subject } = splitChoice(entry);
        return !invited.has(subject) || !isIn(subject);
      }),
    );
    return membershipRoles.size === r.attributes.membershipRoles.size
      ? r
      : { ...r, attributes: { ...r.attributes, membershipRoles } };
  });
}
