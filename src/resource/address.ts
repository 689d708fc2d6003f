import { ImpossibleState, known } from '../source/known.ts';
import {
  type GroupPath,
  groupPath,
  lastName,
  type MemberId,
  type Principal,
  type PrincipalKey,
  parsePrincipal,
  type RoleKey,
  type ScopePath,
  splitGroupPath,
} from './identifiers.ts';

/**
 * Where a resource stands in its organization. The texts are made and taken apart here and nowhere else. Their types are
 * templates, so the compiler holds without a cast that a path, a name or the key of a principal is none of them.
 */
export type ScopeAddress = `scope:${string}`;
export type RoleAddress = `role:${string}/${string}`;
/** Of a membership: a person on a scope. */
export type MemberAddress = `member:${string}/${string}`;
export type GroupAddress = `group:${string}`;
export type AssignmentAddress = `assignment:${string}|${PrincipalKey}`;

/** Stable identity in an organization: `group:acme/engineering`, `assignment:acme|group:acme/engineering`. */
export type Address = ScopeAddress | RoleAddress | MemberAddress | GroupAddress | AssignmentAddress;

/** A part of a resource: an attribute, `role:acme/helper#description`, or an entry, `group:acme/qa#members/dan`. */
export type PartKey = `${Address}#${string}`;

export function scopeAddress(path: ScopePath): ScopeAddress {
  return `scope:${path}`;
}

export function roleAddress(home: ScopePath, name: RoleKey): RoleAddress {
  return `role:${home}/${name}`;
}

export function memberAddress(scope: ScopePath, member: MemberId): MemberAddress {
  return `member:${scope}/${member}`;
}

export function groupAddress(path: GroupPath): GroupAddress {
  return `group:${path}`;
}

/** What the addresses of all assignments on one scope begin with. */
export type AssignmentsOn = `assignment:${string}|`;

export function assignmentsOn(scope: ScopePath): AssignmentsOn {
  return `assignment:${scope}|`;
}

export function assignmentAddress(scope: ScopePath, principal: PrincipalKey): AssignmentAddress {
  return `${assignmentsOn(scope)}${principal}`;
}

/**
 * What an address says. Where the scope of a membership ends is not told: paths and people's keys both hold slashes, so
 * that only who knows the scopes or the people can tell.
 */
export type AddressParts =
  | { readonly type: 'scope'; readonly path: ScopePath }
  | { readonly type: 'role'; readonly home: ScopePath; readonly name: RoleKey }
  | { readonly type: 'member'; readonly scopeAndMember: string }
  | { readonly type: 'group'; readonly group: GroupPath }
  | { readonly type: 'assignment'; readonly scope: ScopePath; readonly principal: Principal };

export function parseAddress(address: Address): AddressParts {
  const at = address.indexOf(':');
  const [type, rest] = [address.slice(0, at), address.slice(at + 1)];
  switch (type) {
    case 'scope':
      return { type, path: rest };
    case 'role': {
      const { home, name } = splitGroupPath(rest);
      return { type, home, name };
    }
    case 'member':
      return { type, scopeAndMember: rest };
    case 'group':
      return { type, group: rest };
    case 'assignment': {
      const bar = rest.indexOf('|');
      return {
        type,
        scope: rest.slice(0, bar),
        principal: known(parsePrincipal(rest.slice(bar + 1)), address),
      };
    }
    default:
      throw new ImpossibleState(`an address, of ${address}`);
  }
}

/** What stands in the same place under another name. An assignment has none of its own. */
export function addressNamed(address: Address, name: string): Address {
  const parts = parseAddress(address);
  switch (parts.type) {
    case 'scope':
      return scopeAddress(`${parts.path.slice(0, -lastName(parts.path).length)}${name}`);
    case 'role':
      return roleAddress(parts.home, name);
    case 'member':
      return memberAddress(organizationOf(parts.scopeAndMember), name);
    case 'group':
      return groupAddress(groupPath(splitGroupPath(parts.group).home, name));
    case 'assignment':
      return address;
  }
}

/** People are renamed as members of the organization; what is below it follows. */
function organizationOf(path: string): ScopePath {
  return path.slice(0, path.indexOf('/'));
}
