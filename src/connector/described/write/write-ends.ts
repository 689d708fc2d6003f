import type { Write } from '../../../plan/write/write.ts';
import {
  type Address,
  groupAddress,
  memberAddress,
  roleAddress,
  scopeAddress,
} from '../../../resource/address.ts';
import {
  lastName,
  type Principal,
  parentScope,
  type ScopePath,
  splitGroupPath,
} from '../../../resource/identifiers.ts';
import type { MeantThing } from './live-things.ts';

/** A thing that a write is about, by the name that requests have for it. */
export interface WriteEnd {
  readonly meant: MeantThing;
  readonly address: Address;
  /** What documents call it. */
  readonly called: string;
}

/** The things of a write by name; a person who comes in may not be there yet. */
export function endsOf(write: Write, organization: ScopePath): Readonly<Record<string, WriteEnd>> {
  const member = (id: string): WriteEnd => ({
    meant: { type: 'member', member: id },
    address: memberAddress(organization, id),
    called: id,
  });
  switch (write.write) {
    case 'create-scope': {
      const parent = write.scope.parent ?? parentScope(write.scope.path) ?? organization;
      return { parent: scopeEnd(parent) };
    }
    case 'update-scope':
    case 'delete-scope':
      return { scope: scopeEnd(write.path) };
    case 'create-role':
      return {};
    case 'update-role':
      return { role: roleEnd(write.role.home, write.role.name) };
    case 'delete-role':
      return { role: roleEnd(write.home, write.name) };
    case 'add-member':
      return { scope: scopeEnd(write.member.scope), member: member(write.member.member) };
    case 'set-member-state':
    case 'resend-invitation':
    case 'remove-member':
      return { scope: scopeEnd(write.scope), member: member(write.member) };
    case 'create-group': {
      const [only, ...others] = write.group.members.keys();
      const home = scopeEnd(write.group.home);
      return only === undefined || others.length > 0 ? { home } : { home, member: member(only) };
    }
    case 'update-group':
    case 'delete-group':
      return { group: groupEnd(write.group) };
    case 'add-group-member':
    case 'set-membership-role':
    case 'remove-group-member':
      return { group: groupEnd(write.group), member: member(write.member) };
    case 'nest-group':
    case 'unnest-group':
      return { group: groupEnd(write.group), child: groupEnd(write.child) };
    case 'put-assignment': {
      const { scope, principal } = write.assignment;
      return { scope: scopeEnd(scope), ...principalEnd(principal, member) };
    }
    case 'delete-assignment':
      return { scope: scopeEnd(write.scope), ...principalEnd(write.principal, member) };
  }
}

function principalEnd(
  principal: Principal,
  member: (id: string) => WriteEnd,
): Readonly<Record<string, WriteEnd>> {
  return principal.type === 'member'
    ? { member: member(principal.member) }
    : { group: groupEnd(principal.group) };
}

export function scopeEnd(path: ScopePath): WriteEnd {
  return { meant: { type: 'scope', path }, address: scopeAddress(path), called: lastName(path) };
}

export function groupEnd(group: string): WriteEnd {
  return {
    meant: { type: 'group', group },
    address: groupAddress(group),
    called: splitGroupPath(group).name,
  };
}

export function memberEnd(id: string, organization: ScopePath): WriteEnd {
  return { meant: { type: 'member', member: id }, address: memberAddress(organization, id), called: id };
}

/** Roles are called alike wherever they are at home. */
export function roleEnd(home: ScopePath, role: string): WriteEnd {
  return { meant: { type: 'role', role }, address: roleAddress(home, role), called: role };
}
