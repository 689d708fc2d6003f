import type { Write } from '../../../plan/write/write.ts';
import { type Principal, principalKey, type ScopePath } from '../../../resource/identifiers.ts';
import { groupPathOf } from '../../../resource/resource.ts';
import type { SetOf } from '../description/write-description.ts';
import type { LiveState } from './write-effect.ts';
import { groupEnd, memberEnd, roleEnd, scopeEnd, type WriteEnd } from './write-ends.ts';
import { grantsOf } from './write-facts.ts';

/** A list that a platform only takes whole, of what a write changes. */
export interface WholeSet {
  readonly of: SetOf;
  /** Whose it is: group, member or child. */
  readonly for: string;
  readonly write: Write;
}

/** One place in the set: what it is told apart by, and what its requests can name. */
interface SetPlace {
  readonly key: string;
  readonly ends: Readonly<Record<string, WriteEnd | string>>;
}

/** What stands in the set by what is live. */
function placesOf(set: WholeSet, live: LiveState, organization: ScopePath): readonly SetPlace[] {
  switch (set.of) {
    case 'membership':
      return memberships(set, live, organization);
    case 'nesting':
      return nestings(set, live);
    case 'assignment':
      return assignments(set, live, organization);
  }
}

export function setKeys(set: WholeSet, live: LiveState): ReadonlySet<string> {
  return new Set(placesOf(set, live, '').map(({ key }) => key));
}

export function setItems(
  set: WholeSet,
  live: LiveState,
  organization: ScopePath,
): readonly Readonly<Record<string, WriteEnd | string>>[] {
  return placesOf(set, live, organization).map(({ ends }) => ends);
}

function memberships(
  { write, for: whose }: WholeSet,
  live: LiveState,
  organization: ScopePath,
): readonly SetPlace[] {
  if (write.write !== 'add-group-member' && write.write !== 'remove-group-member') return [];
  return [...live.values()].flatMap((one): readonly SetPlace[] => {
    if (one.type !== 'group') return [];
    const path = groupPathOf(one);
    if (whose === 'member')
      return one.attributes.members.has(write.member) ? [{ key: path, ends: { group: groupEnd(path) } }] : [];
    if (path !== write.group) return [];
    return [...one.attributes.members.keys()].map((member) => ({
      key: member,
      ends: { member: memberEnd(member, organization) },
    }));
  });
}

function nestings({ write, for: whose }: WholeSet, live: LiveState): readonly SetPlace[] {
  if (write.write !== 'nest-group' && write.write !== 'unnest-group') return [];
  return [...live.values()].flatMap((one): readonly SetPlace[] => {
    if (one.type !== 'group') return [];
    const path = groupPathOf(one);
    if (whose === 'child')
      return one.attributes.groups.has(write.child) ? [{ key: path, ends: { group: groupEnd(path) } }] : [];
    if (path !== write.group) return [];
    return [...one.attributes.groups.keys()].map((child) => ({
      key: child,
      ends: { child: groupEnd(child) },
    }));
  });
}

function assignments({ write }: WholeSet, live: LiveState, organization: ScopePath): readonly SetPlace[] {
  const principal = principalOf(write);
  if (principal === null) return [];
  return [...live.values()].flatMap((one): readonly SetPlace[] => {
    if (one.type !== 'assignment' || principalKey(one.attributes.principal) !== principalKey(principal))
      return [];
    const { scope } = one.attributes;
    return grantsOf(one.attributes).map(({ grant, role }) => ({
      key: JSON.stringify([scope, grant, role]),
      ends: { scope: scopeEnd(scope), role: roleEnd(organization, role), grant },
    }));
  });
}

function principalOf(write: Write): Principal | null {
  if (write.write === 'put-assignment') return write.assignment.principal;
  return write.write === 'delete-assignment' ? write.principal : null;
}

export function sameKeys(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return one.size === other.size && [...one].every((key) => other.has(key));
}
