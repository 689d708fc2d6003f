import type { PlatformDefinition, RoleName } from '../platform/platform-definition.ts';
import type { Entries } from '../resource/resource.ts';
import type { EffectiveChange } from './change.ts';

/** The roles that an assignment has after a change. */
export function rolesAfter(change: EffectiveChange): Entries {
  return change.action !== 'delete' && change.after.type === 'assignment'
    ? change.after.attributes.roles
    : new Map();
}

/** Whether the roles that are to be held take the place of one that goes, so that both cannot be held. */
export function isReplaced(
  role: RoleName,
  roles: ReadonlyMap<RoleName, unknown>,
  platform: PlatformDefinition,
): boolean {
  if (platform.assignments.rolesPerPrincipal === 'one') return roles.size > 0;
  switch (platform.members.roles) {
    case 'many':
      return false;
    case 'exactly-one':
      return roles.size > 0;
    case 'one-per-module': {
      const module = platform.roles.get(role)?.module ?? null;
      if (module === null) return roles.size > 0;
      return [...roles.keys()].some((other) => platform.roles.get(other)?.module === module);
    }
  }
}

/** Whether a role can be held together with others. */
export function fitsBeside(
  role: RoleName,
  others: ReadonlySet<RoleName>,
  platform: PlatformDefinition,
): boolean {
  const one = new Map([[role, null]]);
  return [...others].every(
    (other) => !isReplaced(other, one, platform) && !isReplaced(role, new Map([[other, null]]), platform),
  );
}
