import type { Desired } from '../compile/desired.ts';
import type { PlatformDefinition } from '../platform/definition.ts';
import { groupPath, type MemberId } from '../resource/reference.ts';
import {
  type GroupResource,
  type MembershipState,
  type Resource,
  resourcesOf,
  type Snapshot,
} from '../resource/resource.ts';
import { type Diagnostic, diagnostic } from '../source/diagnostic.ts';
import type { Origin } from '../source/origin.ts';
import type { DeferredChange } from './change.ts';
import { nameOf } from './names.ts';

/** A wanted entry that cannot be made yet. */
export interface Waiting {
  readonly group: string;
  readonly member: MemberId;
  readonly change: DeferredChange;
}

/**
 * Desired resources without what has to wait. Where the platform takes no invited person into a group, a membership
 * waits until the person has accepted: it is left out of this apply, named, and made by the first apply after.
 */
export function withoutWaiting(
  wanted: readonly Resource[],
  live: readonly Resource[],
  platform: PlatformDefinition,
): { readonly wanted: readonly Resource[]; readonly waiting: readonly Waiting[] } {
  if (platform.members.joining === 'provisioned' || platform.members.invitedInGroups)
    return { wanted, waiting: [] };
  const states = new Map<MemberId, MembershipState>(
    resourcesOf(live, 'member').map((m) => [m.attributes.member, m.attributes.state]),
  );
  const inGroup = new Map(resourcesOf(live, 'group').map((g) => [g.address, g.attributes.members] as const));
  const waiting: Waiting[] = [];
  const kept = wanted.map((resource): Resource => {
    if (resource.type !== 'group') return resource;
    const members = new Map<string, Origin>();
    for (const [member, origin] of resource.attributes.members) {
      const accepted = states.get(member) === 'active' || states.get(member) === 'deactivated';
      if (accepted || inGroup.get(resource.address)?.has(member) === true) members.set(member, origin);
      else waiting.push(waitFor(resource, member, origin));
    }
    if (members.size === resource.attributes.members.size) return resource;
    return { ...resource, attributes: { ...resource.attributes, members } };
  });
  return { wanted: kept, waiting };
}

function waitFor(group: GroupResource, member: MemberId, origin: Origin): Waiting {
  const path = groupPath(group.attributes.home, group.attributes.name);
  return {
    group: path,
    member,
    change: {
      action: 'deferred',
      address: group.address,
      wanted: `${member} in ${nameOf(group)}`,
      waitsFor: `${member} accepting the invitation`,
      because: { text: `written in members of ${nameOf(group)}`, origin },
    },
  };
}

/**
 * People written as deactivated who are no members yet, where members are invited: they would be invited, could
 * accept, and only then be deactivated. That is nobody's wish, so it is an error before anything is sent.
 */
export function deactivatedStrangers(desired: Desired, live: Snapshot): readonly Diagnostic[] {
  if (desired.platform.members.joining === 'provisioned') return [];
  const accepted = new Set(
    resourcesOf(live.resources, 'member')
      .filter(({ attributes: { state } }) => state === 'active' || state === 'deactivated')
      .map(({ address }) => address),
  );
  return resourcesOf(desired.resources, 'member')
    .filter(({ address, attributes }) => attributes.state === 'deactivated' && !accepted.has(address))
    .map(({ attributes, origin }) =>
      diagnostic(
        'not-supported',
        `${attributes.display} is written as deactivated and has not accepted an invitation, so there is nobody to deactivate.`,
        origin,
        { hint: 'Remove the entry, or mark it `absent: true` to take a pending invitation back.' },
      ),
    );
}
