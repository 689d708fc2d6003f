import type { Write } from '../../../plan/write/write.ts';
import {
  type Address,
  assignmentAddress,
  groupAddress,
  memberAddress,
  roleAddress,
  scopeAddress,
} from '../../../resource/address.ts';
import { choicesIn } from '../../../resource/choices.ts';
import { principalKey } from '../../../resource/identifiers.ts';
import type { Entries, Resource, ResourceOf } from '../../../resource/resource.ts';
import { addressOf, ownAttributes } from '../../../resource/resource-types.ts';
import { sameNames } from '../../protocol/same-names.ts';

/** What is live, by address. */
export type LiveState = ReadonlyMap<Address, Resource>;

/** Whether what a write brings about is so already, whoever did it. */
export function isMade(write: Write, live: LiveState): boolean {
  switch (write.write) {
    case 'create-scope':
    case 'update-scope': {
      const own = write.write === 'create-scope' ? write.scope : write;
      const path = write.write === 'create-scope' ? write.scope.path : write.path;
      const found = at(live, scopeAddress(path), 'scope');
      const isCalled = write.write === 'create-scope' || write.name === undefined;
      return (
        found !== null &&
        isCalled &&
        isAsWanted(ownAttributes('scope', own), ownAttributes('scope', found.attributes))
      );
    }
    case 'create-role':
    case 'update-role': {
      const found = at(live, addressOf('role', write.role), 'role');
      const isCalled = write.write === 'create-role' || write.name === undefined;
      if (found === null || !isCalled) return false;
      return isAsWanted(ownAttributes('role', write.role), ownAttributes('role', found.attributes));
    }
    case 'add-member': {
      const found = at(live, addressOf('member', write.member), 'member')?.attributes.state;
      // The platform decides between active and invited; either is the person being on the way in.
      return found === 'active' || found === 'invited' || found === write.member.state;
    }
    case 'set-member-state':
      return at(live, memberAddress(write.scope, write.member), 'member')?.attributes.state === write.state;
    case 'resend-invitation':
      return at(live, memberAddress(write.scope, write.member), 'member')?.attributes.state === 'invited';
    case 'remove-member':
      return !live.has(memberAddress(write.scope, write.member));
    case 'create-group':
    case 'update-group': {
      const own = write.write === 'create-group' ? write.group : write;
      const address =
        write.write === 'create-group' ? addressOf('group', write.group) : groupAddress(write.group);
      const found = at(live, address, 'group');
      const isCalled = write.write === 'create-group' || write.name === undefined;
      return (
        found !== null &&
        isCalled &&
        isAsWanted(ownAttributes('group', own), ownAttributes('group', found.attributes))
      );
    }
    case 'add-group-member': {
      const group = at(live, groupAddress(write.group), 'group');
      if (group?.attributes.members.has(write.member) !== true) return false;
      return write.role === undefined || roleIn(group, write.member) === write.role;
    }
    case 'set-membership-role': {
      const group = at(live, groupAddress(write.group), 'group');
      return (
        group?.attributes.members.has(write.member) === true && roleIn(group, write.member) === write.role
      );
    }
    case 'remove-group-member':
      return at(live, groupAddress(write.group), 'group')?.attributes.members.has(write.member) !== true;
    case 'nest-group':
      return at(live, groupAddress(write.group), 'group')?.attributes.groups.has(write.child) === true;
    case 'unnest-group':
      return at(live, groupAddress(write.group), 'group')?.attributes.groups.has(write.child) !== true;
    case 'put-assignment': {
      const found = at(live, addressOf('assignment', write.assignment), 'assignment');
      if (found === null) return false;
      const { roles, below, denied } = write.assignment;
      const { attributes } = found;
      return (
        sameEntries(roles, attributes.roles) &&
        sameEntries(below, attributes.below) &&
        sameEntries(denied, attributes.denied)
      );
    }
    case 'delete-assignment':
      return !live.has(assignmentAddress(write.scope, principalKey(write.principal)));
    case 'delete-scope':
      return !live.has(scopeAddress(write.path));
    case 'delete-role':
      return !live.has(roleAddress(write.home, write.name));
    case 'delete-group':
      return !live.has(groupAddress(write.group));
  }
}

/** Whether what a write makes was not there before. */
export function makes({ write }: Write): boolean {
  return write.startsWith('create-') || write === 'add-member' || write === 'put-assignment';
}

/** Whether a write takes something away: that it is gone already is what was asked for. */
export function takesAway({ write }: Write): boolean {
  switch (write) {
    case 'delete-scope':
    case 'delete-role':
    case 'remove-member':
    case 'delete-group':
    case 'remove-group-member':
    case 'unnest-group':
    case 'delete-assignment':
      return true;
    default:
      return false;
  }
}

function at<T extends Resource['type']>(live: LiveState, address: Address, type: T): ResourceOf<T> | null {
  const found = live.get(address);
  return found !== undefined && isOfType(found, type) ? found : null;
}

function isOfType<T extends Resource['type']>(
  found: Resource,
  type: T,
): found is Extract<Resource, ResourceOf<T>> {
  return found.type === type;
}

function roleIn(group: ResourceOf<'group'>, member: string): string | null {
  return choicesIn(group.attributes.membershipRoles).get(member) ?? null;
}

export function sameEntries(one: Entries, other: Entries): boolean {
  return sameNames([...one.keys()], [...other.keys()]);
}

/** Whether a thing is as it was to be: what nobody says of its settings is as the platform sets it. */
function isAsWanted(wanted: object, live: object): boolean {
  const [{ settings: said, ...own }, { settings: set, ...there }] = [
    settingsApart(wanted),
    settingsApart(live),
  ];
  const isSet =
    !(said instanceof Map) || (set instanceof Map && [...said.keys()].every((one) => set.has(one)));
  return isSet && sameOwn(own, there);
}

function settingsApart(
  attributes: object,
): { readonly settings?: unknown } & Readonly<Record<string, unknown>> {
  return { ...attributes };
}

/** Attributes of a thing itself: texts, and entries in whatever order. */
function sameOwn(one: object, other: object): boolean {
  const values: Readonly<Record<string, unknown>> = { ...other };
  return Object.entries(one).every(([name, value]) => {
    const there = values[name];
    return value instanceof Map && there instanceof Map ? sameEntries(value, there) : value === there;
  });
}

/** Whether something is live as it was, or is not live in both. */
export function sameThing(before: LiveState, now: LiveState, address: Address): boolean {
  const [one, other] = [before.get(address), now.get(address)];
  if (one === undefined || other === undefined) return one === other;
  if (one.type === 'member' && other.type === 'member')
    return one.attributes.state === other.attributes.state;
  // Who holds it, and where, the address says.
  if (one.type === 'assignment' && other.type === 'assignment')
    return (['roles', 'below', 'denied'] as const).every((key) =>
      sameEntries(one.attributes[key], other.attributes[key]),
    );
  return one.type === other.type && sameOwn(one.attributes, other.attributes);
}
