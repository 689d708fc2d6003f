import type { Write } from '../../../plan/write/write.ts';
import type { PlatformDefinition } from '../../../platform/platform-definition.ts';
import { type Principal, principalKey, type ScopePath } from '../../../resource/identifiers.ts';
import { groupPathOf } from '../../../resource/resource.ts';
import type { SetOf, WriteWay } from '../description/write-description.ts';
import type { LiveState } from './write-effect.ts';
import { groupEnd, memberEnd, roleEnd, scopeEnd, type WriteEnd } from './write-ends.ts';
import { fits, grantsOf, placedFacts } from './write-facts.ts';

/** A list that a platform only takes whole, of what a write changes. */
export interface WholeSet {
  readonly of: SetOf;
  /** Whose it is: group, member or child. */
  readonly for: string;
  readonly write: Write;
  /** What is sent of an assignment's set: only what these hold for. */
  readonly when: WriteWay['when'];
  readonly platform: PlatformDefinition;
}

/** One place in the set: what it is told apart by, and what its requests can name. */
interface SetPlace {
  readonly key: string;
  readonly ends: Readonly<Record<string, WriteEnd | string>>;
  /** Whether it is one of those that are sent. */
  readonly isSent: boolean;
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

/** All that could be lost: what is not sent stands beside what is. */
export function setKeys(set: WholeSet, live: LiveState): ReadonlySet<string> {
  return new Set(placesOf(set, live, '').map(({ key }) => key));
}

export function setItems(
  set: WholeSet,
  live: LiveState,
  organization: ScopePath,
): readonly Readonly<Record<string, WriteEnd | string>>[] {
  return placesOf(set, live, organization).flatMap(({ ends, isSent }) => (isSent ? [ends] : []));
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
      return one.attributes.members.has(write.member)
        ? [{ key: path, ends: { group: groupEnd(path) }, isSent: true }]
        : [];
    if (path !== write.group) return [];
    return [...one.attributes.members.keys()].map((member) => ({
      key: member,
      ends: { member: memberEnd(member, organization) },
      isSent: true,
    }));
  });
}

function nestings({ write, for: whose }: WholeSet, live: LiveState): readonly SetPlace[] {
  if (write.write !== 'nest-group' && write.write !== 'unnest-group') return [];
  return [...live.values()].flatMap((one): readonly SetPlace[] => {
    if (one.type !== 'group') return [];
    const path = groupPathOf(one);
    if (whose === 'child')
      return one.attributes.groups.has(write.child)
        ? [{ key: path, ends: { group: groupEnd(path) }, isSent: true }]
        : [];
    if (path !== write.group) return [];
    return [...one.attributes.groups.keys()].map((child) => ({
      key: child,
      ends: { child: groupEnd(child) },
      isSent: true,
    }));
  });
}

function assignments(
  { write, when, platform }: WholeSet,
  live: LiveState,
  organization: ScopePath,
): readonly SetPlace[] {
  const principal = principalOf(write);
  if (principal === null) return [];
  return [...live.values()].flatMap((one): readonly SetPlace[] => {
    if (one.type !== 'assignment' || principalKey(one.attributes.principal) !== principalKey(principal))
      return [];
    const { scope } = one.attributes;
    const isSent = fits(when, placedFacts(one.attributes, platform));
    return grantsOf(one.attributes).map(({ grant, role }) => ({
      key: JSON.stringify([scope, grant, role]),
      ends: { scope: scopeEnd(scope), role: roleEnd(organization, role), grant },
      isSent,
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
