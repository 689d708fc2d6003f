import type { PlatformDefinition } from '../../platform/platform-definition.ts';
import type { LiveAssignment, LiveRole } from './live-object.ts';

/**
 * What an object does not tell, or tells although the platform file has no word for it. What is not told is never taken
 * for nothing: nobody would know of a deny.
 */
export function untoldOfAssignment(
  { belowRoleIds, deniedRoleIds }: LiveAssignment,
  { assignments: { below, denied } }: PlatformDefinition,
): string | null {
  return (
    untold(belowRoleIds, below, 'which roles hold below') ??
    untold(deniedRoleIds, denied, 'which roles it denies')
  );
}

export function untoldOfRole({ denies }: LiveRole, { customRoles }: PlatformDefinition): string | null {
  return untold(denies, customRoles?.denies === true, 'what it takes away');
}

function untold(list: readonly string[] | null, isExpected: boolean, what: string): string | null {
  if (isExpected) return list === null ? `does not tell ${what}` : null;
  return isNothing(list) ? null : `tells ${what}, of which the platform file knows nothing`;
}

/** All roles that an assignment speaks of. */
export function allRoleIds({ roleIds, belowRoleIds, deniedRoleIds }: LiveAssignment): readonly string[] {
  // Nearly always there is nothing else, and this is asked of each assignment.
  if (isNothing(belowRoleIds) && isNothing(deniedRoleIds)) return roleIds;
  return [...roleIds, ...(belowRoleIds ?? []), ...(deniedRoleIds ?? [])];
}

function isNothing(list: readonly string[] | null): boolean {
  return list === null || list.length === 0;
}
