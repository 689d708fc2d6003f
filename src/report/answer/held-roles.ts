import { withoutOwnRole } from '../../access/default-role.ts';
import type { PlatformDefinition } from '../../platform/platform-definition.ts';
import {
  type GroupPath,
  groupPath,
  type MemberId,
  type RoleKey,
  type ScopePath,
  scopeChain,
  splitGroupPath,
} from '../../resource/identifiers.ts';
import { modelOf } from '../../resource/organization-model.ts';
import type { Resource } from '../../resource/resource.ts';
import { ListsByKey } from '../../source/lists-by-key.ts';
import { reachableFrom } from '../../source/reachable.ts';
import { byText } from '../phrases.ts';

/** A role that a person holds, in person or through a group. */
export interface RoleHolding {
  readonly role: RoleKey;
  readonly scope: ScopePath;
  /** The group it is assigned to; null in person. */
  readonly group: GroupPath | null;
}

/** Every role that the person holds by default, in person or through a group, by scope and role. */
export function heldRoles(
  member: MemberId,
  resources: readonly Resource[],
  platform: PlatformDefinition,
): readonly RoleHolding[] {
  const groups = groupsAround(member, resources);
  const { defaultRole } = platform.members;
  const assignments = modelOf(resources).all('assignment');
  const active = modelOf(resources)
    .all('member')
    .map(({ attributes }) => attributes)
    .filter((a) => a.member === member && a.state === 'active');
  const own = assignments
    .map(({ attributes }) => attributes)
    .filter(({ principal }) => principal.type === 'member' && principal.member === member);
  const byDefault =
    defaultRole === null
      ? []
      : withoutOwnRole(active, own).map(
          ({ scope }): RoleHolding => ({ role: defaultRole, scope, group: null }),
        );
  const known = new Set(active.map(({ scope }) => scope));
  const assigned = assignments.flatMap(({ attributes: { principal, scope, roles } }) => {
    const group = principal.type === 'group' ? principal.group : null;
    const holds = principal.type === 'member' ? principal.member === member : groups.has(principal.group);
    // Where he is no active member, in the scope or above it, he holds nothing.
    return holds && scopeChain(scope).some((above) => known.has(above))
      ? [...roles.keys()].map((role): RoleHolding => ({ role, scope, group }))
      : [];
  });
  return [...byDefault, ...assigned].sort(
    (a, b) => byText(a.scope, b.scope) || byText(a.role, b.role) || byText(a.group, b.group),
  );
}

/** `editor on acme through group qa`. */
export function heldPhrase({ role, scope, group }: RoleHolding): string {
  return `${role} on ${scope}${group === null ? '' : ` through group ${splitGroupPath(group).name}`}`;
}

/** Groups that contain the person, directly or through groups in them; a ring is walked once. */
function groupsAround(member: MemberId, resources: readonly Resource[]): ReadonlySet<GroupPath> {
  const groups = modelOf(resources).all('group');
  const parents = new ListsByKey<GroupPath, GroupPath>();
  const own: GroupPath[] = [];
  for (const { attributes: a } of groups) {
    const path = groupPath(a.home, a.name);
    if (a.members.has(member)) own.push(path);
    for (const child of a.groups.keys()) parents.add(child, path);
  }
  return reachableFrom(own, (path) => parents.get(path));
}
