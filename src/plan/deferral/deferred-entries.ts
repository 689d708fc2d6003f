import type { Desired } from '../../compile/desired.ts';
import { memberAddress } from '../../resource/address.ts';
import type { MemberId, RoleKey, ScopePath } from '../../resource/identifiers.ts';
import { modelOf } from '../../resource/organization-model.ts';
import type { AssignmentResource, Entries, GroupResource, Resource } from '../../resource/resource.ts';
import type { Spelling } from '../../resource/spelling.ts';
import type { Origin } from '../../source/origin.ts';
import type { DeferredChange } from '../change.ts';
import { displayNameOf } from '../display-names.ts';
import { Acceptance } from './acceptance.ts';

/** A wanted entry that cannot be made yet. */
export interface DeferredEntry {
  readonly member: MemberId;
  readonly change: DeferredChange;
}

/**
 * Desired resources without what has to wait. Where the platform takes no invited person into a group, a membership
 * waits until the person has accepted, here or above: it is left out of this apply, named, and made by the first apply
 * after. So does a role that no invitation can bring. Whoever is not invited again stays as live, and is given nothing:
 * on some platforms a place in a group is an invitation.
 */
export function withoutDeferredEntries(
  desired: Desired,
  wanted: readonly Resource[],
  live: readonly Resource[],
  notAgain: readonly DeferredEntry[],
  spelling: Spelling,
): { readonly wanted: readonly Resource[]; readonly waiting: readonly DeferredEntry[] } {
  const { platform } = desired;
  if (platform.members.joining === 'provisioned') return { wanted, waiting: [] };
  const accepted = new Acceptance(live, platform);
  const there = modelOf(live);
  const stayExpired = new Set(notAgain.map(({ change }) => change.address));
  const waiting: DeferredEntry[] = [...notAgain];
  const isNotAgain = (member: MemberId, scope: ScopePath) => stayExpired.has(memberAddress(scope, member));
  const kept = wanted.flatMap((resource): readonly Resource[] => {
    if (resource.type === 'member' && stayExpired.has(resource.address)) {
      return [{ ...resource, attributes: { ...resource.attributes, state: 'expired' } }];
    }
    if (resource.type === 'assignment') {
      const { principal, scope } = resource.attributes;
      if (principal.type !== 'member' || accepted.reaches(principal.member, scope)) return [resource];
      const { member } = principal;
      const waits = (role: RoleKey) =>
        isNotAgain(member, scope) || platform.roles.get(role)?.byInvitation === false;
      const found = there.at(resource.address);
      const live = found?.type === 'assignment' ? found.attributes.roles : undefined;
      return withoutRoles({ resource, member, live, waits, desired, waiting, spelling });
    }
    if (resource.type !== 'group') return [resource];
    const { invitedInGroups } = platform.members;
    const { home } = resource.attributes;
    const members = new Map<string, Origin>();
    const group = there.at(resource.address);
    for (const [member, origin] of resource.attributes.members) {
      const isIn = group?.type === 'group' && group.attributes.members.has(member);
      const may = invitedInGroups ? !isNotAgain(member, home) : accepted.reaches(member, home);
      if (isIn || may) members.set(member, origin);
      else waiting.push(waitFor(resource, member, origin, spelling));
    }
    if (members.size === resource.attributes.members.size) return [resource];
    return [{ ...resource, attributes: { ...resource.attributes, members } }];
  });
  return { wanted: kept, waiting };
}

interface RolesOfInvited {
  readonly resource: AssignmentResource;
  readonly member: MemberId;
  readonly live: Entries | undefined;
  /** Whether a role that is not live has to wait. */
  readonly waits: (role: RoleKey) => boolean;
  readonly desired: Desired;
  readonly waiting: DeferredEntry[];
  readonly spelling: Spelling;
}

/**
 * Without what waits. What is live and no longer written goes all the same: the invitation may be accepted before the next
 * apply. Where everybody holds exactly one role, it goes by being exchanged, and that waits.
 */
function withoutRoles({
  resource,
  member,
  live,
  waits,
  desired: { platform, organization },
  waiting,
  spelling,
}: RolesOfInvited): readonly Resource[] {
  const roles = new Map<string, Origin>();
  for (const [role, origin] of resource.attributes.roles) {
    if (live?.has(role) === true || !waits(role)) roles.set(role, origin);
    else waiting.push(waitForRole(resource, role, member, origin, spelling));
  }
  if (roles.size === resource.attributes.roles.size) return [resource];
  const { below, denied } = resource.attributes;
  if (roles.size + below.size + denied.size > 0)
    return [{ ...resource, attributes: { ...resource.attributes, roles } }];
  if (live === undefined) return [];
  if (platform.members.roles === 'exactly-one') {
    return [{ ...resource, attributes: { ...resource.attributes, roles: live } }];
  }
  // Below the organization an assignment without roles attaches; on it nothing is left.
  return resource.attributes.scope === organization
    ? []
    : [{ ...resource, attributes: { ...resource.attributes, roles } }];
}

function waitForRole(
  resource: AssignmentResource,
  role: RoleKey,
  member: MemberId,
  origin: Origin,
  spelling: Spelling,
): DeferredEntry {
  const person = spelling(member);
  const { scope } = resource.attributes;
  return {
    member,
    change: {
      action: 'deferred',
      address: resource.address,
      wanted: `role ${role} of ${person} on ${scope}`,
      waitsFor: `${person} accepting the invitation`,
      because: { text: `written in roles of ${person} on ${scope}`, origin },
    },
  };
}

function waitFor(group: GroupResource, member: MemberId, origin: Origin, spelling: Spelling): DeferredEntry {
  const person = spelling(member);
  const name = displayNameOf(group, spelling);
  return {
    member,
    change: {
      action: 'deferred',
      address: group.address,
      wanted: `${person} in ${name}`,
      waitsFor: `${person} accepting the invitation`,
      because: { text: `written in members of ${name}`, origin },
    },
  };
}
