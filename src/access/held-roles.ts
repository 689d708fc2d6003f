import type { PlatformDefinition } from '../platform/platform-definition.ts';
import {
  type GroupPath,
  groupKey,
  type MemberId,
  memberKey,
  type RoleKey,
  type ScopePath,
  scopeChain,
} from '../resource/identifiers.ts';
import { modelOf } from '../resource/organization-model.ts';
import type { AssignmentResource, Resource } from '../resource/resource.ts';
import { compareText } from '../source/text-order.ts';
import { isActiveIn } from './active-memberships.ts';
import { withoutOwnRole } from './default-role.ts';

/** A role that a person holds, in person or through a group. */
export interface RoleHolding {
  readonly role: RoleKey;
  readonly scope: ScopePath;
  /** The group it is assigned to; null in person. */
  readonly group: GroupPath | null;
}

/** Every role that a person holds by default, in person or through a group, by scope and role; of each who is asked about. */
export function rolesHeldIn(
  resources: readonly Resource[],
  platform: PlatformDefinition,
): (member: MemberId) => readonly RoleHolding[] {
  const model = modelOf(resources);
  const { defaultRole } = platform.members;
  const isActive = isActiveIn(platform, model);
  return (member) => {
    const active = model
      .membershipsOf(member)
      .filter(isActive)
      .map(({ attributes }) => attributes);
    const own = model.assignmentsTo(memberKey(member));
    const byDefault =
      defaultRole === null
        ? []
        : withoutOwnRole(
            active,
            own.map(({ attributes }) => attributes),
          ).map(({ scope }): RoleHolding => ({ role: defaultRole, scope, group: null }));
    const known = new Set(active.map(({ scope }) => scope));
    const held = (
      assignments: readonly AssignmentResource[],
      group: GroupPath | null,
    ): readonly RoleHolding[] =>
      assignments.flatMap(({ attributes: { scope, roles } }) =>
        // Where he is no active member, in the scope or above it, he holds nothing.
        scopeChain(scope).some((above) => known.has(above))
          ? [...roles.keys()].map((role): RoleHolding => ({ role, scope, group }))
          : [],
      );
    const assigned = [...model.groupsAround(member)].flatMap((group) =>
      held(model.assignmentsTo(groupKey(group)), group),
    );
    return [...byDefault, ...held(own, null), ...assigned].sort(inOrder);
  };
}

function inOrder(a: RoleHolding, b: RoleHolding): number {
  const places = compareText(a.scope, b.scope) || compareText(a.role, b.role);
  if (places !== 0 || a.group === b.group) return places;
  if (a.group === null || b.group === null) return a.group === null ? -1 : 1;
  return compareText(a.group, b.group);
}
