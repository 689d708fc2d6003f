import { isActiveIn } from '../../access/active-memberships.ts';
import { withoutOwnRole } from '../../access/default-role.ts';
import type { PlatformDefinition } from '../../platform/platform-definition.ts';
import {
  type GroupPath,
  type MemberId,
  memberKey,
  type RoleKey,
  type ScopePath,
  scopeChain,
  splitGroupPath,
} from '../../resource/identifiers.ts';
import { modelOf } from '../../resource/organization-model.ts';
import type { Resource } from '../../resource/resource.ts';
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
  const model = modelOf(resources);
  const groups = model.groupsAround(member);
  const { defaultRole } = platform.members;
  const active = model
    .membershipsOf(member)
    .filter(isActiveIn(platform, model))
    .map(({ attributes }) => attributes);
  const own = model.assignmentsTo(memberKey(member)).map(({ attributes }) => attributes);
  const byDefault =
    defaultRole === null
      ? []
      : withoutOwnRole(active, own).map(
          ({ scope }): RoleHolding => ({ role: defaultRole, scope, group: null }),
        );
  const known = new Set(active.map(({ scope }) => scope));
  const assigned = model.all('assignment').flatMap(({ attributes: { principal, scope, roles } }) => {
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
