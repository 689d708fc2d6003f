import type { PlatformDefinition } from '../../platform/platform-definition.ts';
import type { Address } from '../../resource/address.ts';
import { assignmentAddress, groupAddress, memberAddress, scopeAddress } from '../../resource/address.ts';
import { withChoice } from '../../resource/choices.ts';
import { type GroupPath, type MemberId, principalKey } from '../../resource/identifiers.ts';
import { modelOf } from '../../resource/organization-model.ts';
import type { Entries, GroupAttributes, Resource } from '../../resource/resource.ts';
import { ownAttributes, resource } from '../../resource/resource-types.ts';
import type { Origin } from '../../source/origin.ts';
import { removalCascade, withoutCascaded } from '../removal/removal-cascade.ts';
import {
  type PlaceRules,
  placesReplace,
  replacedPlaces,
  withoutPlaces,
} from '../replacement/replaced-places.ts';
import type { Write } from './write.ts';

type SimulationRules = Pick<PlatformDefinition, 'invariants'> & PlaceRules;

/**
 * What writes leave behind, as the platform would: the state between two reads, computed. A provider tells
 * terraform what is true after some of its writes were refused; a test predicts the live state of a whole apply.
 * What hangs on a removed thing goes with it (`removal-cascade.ts`).
 */
export function simulateWrites(
  resources: readonly Resource[],
  writes: readonly Write[],
  origin: Origin,
  platform: SimulationRules,
): readonly Resource[] {
  const state = new Map(modelOf(resources).byAddress);
  for (const write of writes) applyWrite(state, write, origin, platform);
  return [...state.values()];
}

function applyWrite(
  state: Map<Address, Resource>,
  write: Write,
  origin: Origin,
  platform: SimulationRules,
): void {
  const put = (r: Resource): void => {
    state.set(r.address, r);
  };
  switch (write.write) {
    case 'create-scope':
      put(resource('scope', write.scope, origin));
      break;
    case 'update-scope': {
      const found = state.get(scopeAddress(write.path));
      if (found?.type === 'scope')
        put(resource('scope', { ...found.attributes, ...ownAttributes('scope', write) }, found.origin));
      break;
    }
    case 'delete-scope':
      remove(state, scopeAddress(write.path), platform);
      break;
    case 'create-role':
    case 'update-role':
      put(resource('role', write.role, origin));
      break;
    case 'delete-role':
      for (const [address, r] of state)
        if (r.type === 'role' && r.attributes.name === write.name) state.delete(address);
      break;
    case 'add-member':
      put(resource('member', write.member, origin));
      break;
    case 'set-member-state': {
      const found = state.get(memberAddress(write.scope, write.member));
      if (found?.type === 'member')
        put({ ...found, attributes: { ...found.attributes, state: write.state } });
      break;
    }
    case 'resend-invitation': {
      const found = state.get(memberAddress(write.scope, write.member));
      if (found?.type === 'member') put({ ...found, attributes: { ...found.attributes, state: 'invited' } });
      break;
    }
    case 'remove-member':
      remove(state, memberAddress(write.scope, write.member), platform);
      break;
    case 'create-group':
      put(
        resource(
          'group',
          {
            ...write.group,
            members: new Map(),
            membershipRoles: new Map(),
            groups: new Map(),
          } satisfies GroupAttributes,
          origin,
        ),
      );
      break;
    case 'update-group':
      withGroup(state, write.group, (group) => ({
        ...group,
        ...ownAttributes('group', write),
      }));
      break;
    case 'delete-group':
      remove(state, groupAddress(write.group), platform);
      break;
    case 'add-group-member':
      leaveOtherGroups(state, write.group, write.member, platform);
      withGroup(state, write.group, (g) => ({
        ...g,
        members: withEntry(g.members, write.member, origin),
        membershipRoles: g.members.has(write.member)
          ? g.membershipRoles
          : withChoice(g.membershipRoles, write.member, write.role ?? null, origin),
      }));
      break;
    case 'remove-group-member':
      withGroup(state, write.group, (g) => ({
        ...g,
        members: withoutEntry(g.members, write.member),
        membershipRoles: withChoice(g.membershipRoles, write.member, null, origin),
      }));
      break;
    case 'set-membership-role':
      withGroup(state, write.group, (g) => ({
        ...g,
        membershipRoles: withChoice(g.membershipRoles, write.member, write.role, origin),
      }));
      break;
    case 'nest-group':
      withGroup(state, write.group, (g) => ({
        ...g,
        groups: withEntry(g.groups, write.child, origin),
      }));
      break;
    case 'unnest-group':
      withGroup(state, write.group, (g) => ({ ...g, groups: withoutEntry(g.groups, write.child) }));
      break;
    case 'put-assignment':
      put(resource('assignment', write.assignment, origin));
      break;
    case 'delete-assignment': {
      const { scope, principal } = write;
      remove(state, assignmentAddress(scope, principalKey(principal)), platform);
      break;
    }
  }
}

/** One thing, with all that the platform takes along with it. */
function remove(state: Map<Address, Resource>, address: Address, platform: SimulationRules): void {
  const gone = state.get(address);
  if (gone === undefined) return;
  state.delete(address);
  const staying = [...state.values()];
  const taken = removalCascade(platform, [gone], staying);
  if (taken.length === 0) return;
  state.clear();
  for (const r of withoutCascaded(staying, taken)) state.set(r.address, r);
}

/** Where a place takes the place of another, whoever is put into a group is in no other of its kind. */
function leaveOtherGroups(
  state: Map<Address, Resource>,
  group: GroupPath,
  member: MemberId,
  platform: SimulationRules,
): void {
  const into = state.get(groupAddress(group));
  if (!placesReplace(platform) || into?.type !== 'group') return;
  const after = { ...into.attributes, members: withEntry(into.attributes.members, member, into.origin) };
  const live = [...state.values()];
  for (const [address, leaving] of replacedPlaces(platform, [{ ...into, attributes: after }], live)) {
    const from = state.get(address);
    if (from !== undefined) state.set(address, withoutPlaces(from, new Map([[address, leaving]])));
  }
}

function withGroup(
  state: Map<Address, Resource>,
  path: string,
  change: (g: GroupAttributes) => GroupAttributes,
): void {
  const found = state.get(groupAddress(path));
  if (found?.type === 'group') state.set(found.address, { ...found, attributes: change(found.attributes) });
}

function withEntry(entries: Entries, key: string, origin: Origin): Entries {
  return entries.has(key) ? entries : new Map([...entries, [key, origin]]);
}

function withoutEntry(entries: Entries, key: string): Entries {
  if (!entries.has(key)) return entries;
  const rest = new Map(entries);
  rest.delete(key);
  return rest;
}
