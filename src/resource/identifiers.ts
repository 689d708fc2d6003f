import { comparableKey } from '../platform/member-key.ts';
import type { KeyComparison } from '../platform/platform-definition.ts';

/** A scope as a path of names from its organization: `acme`, `acme/units/emea/workspaces/checkout`. */
export type ScopePath = string;

/** A member's key in the platform's comparable form; two keys that mean one person are equal. */
export type MemberId = string;

/** A group's home scope and its name: `acme/engineering`. Names are slugs, so the last `/` always separates them. */
export type GroupPath = string;

/** A role as documents and assignments name it; unique within an organization, predefined names included. */
export type RoleKey = string;

export type Principal =
  | { readonly type: 'member'; readonly member: MemberId }
  | { readonly type: 'group'; readonly group: GroupPath };

/** `member:dan@acme.com` or `group:acme/engineering`: the key of a roster's map and of an assignment. */
export type PrincipalKey = `member:${string}` | `group:${string}`;

export function memberId(key: string, compare: KeyComparison): MemberId {
  return comparableKey(key, compare);
}

export function groupPath(home: ScopePath, name: string): GroupPath {
  return `${home}/${name}`;
}

export function splitGroupPath(path: GroupPath): { readonly home: ScopePath; readonly name: string } {
  const cut = path.lastIndexOf('/');
  return { home: path.slice(0, cut), name: path.slice(cut + 1) };
}

/** The last name of a path: `checkout` of `acme/workspaces/checkout`. */
export function lastName(path: ScopePath | GroupPath): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

export function memberKey(member: MemberId): PrincipalKey {
  return `member:${member}`;
}

export function groupKey(group: GroupPath): PrincipalKey {
  return `group:${group}`;
}

export function principalKey(principal: Principal): PrincipalKey {
  return principal.type === 'member' ? memberKey(principal.member) : groupKey(principal.group);
}

export function parsePrincipal(key: string): Principal | null {
  if (key.startsWith('member:')) return { type: 'member', member: key.slice('member:'.length) };
  if (key.startsWith('group:')) return { type: 'group', group: key.slice('group:'.length) };
  return null;
}

export function childScope(parent: ScopePath, plural: string, name: string): ScopePath {
  return `${parent}/${plural}/${name}`;
}

/** The scope and its ancestors, nearest first: `a/units/b` → `a/units/b`, `a`. */
export function scopeChain(path: ScopePath): readonly ScopePath[] {
  const parts = path.split('/');
  const chain: ScopePath[] = [];
  for (let length = parts.length; length >= 1; length -= 2) chain.push(parts.slice(0, length).join('/'));
  return chain;
}

export function parentScope(path: ScopePath): ScopePath | null {
  return scopeChain(path)[1] ?? null;
}
