import { instancesOf, withInstances } from '../platform/permission-instances.ts';
import type { PermissionName, PlatformDefinition, RoleName } from '../platform/platform-definition.ts';
import type { MemberId, RoleKey, ScopePath } from '../resource/identifiers.ts';
import { modelOf } from '../resource/organization-model.ts';
import type { Resource } from '../resource/resource.ts';
import { hasBit, positionsOf } from './bit-set.ts';
import type { EffectiveAccess } from './effective-access.ts';
import type { PermissionCatalogue } from './permission-catalogue.ts';
import { permissionUniverseOf } from './permission-sets.ts';
import { effectOf, type RoleEffect, rolesOf } from './role-effects.ts';
import { platformIn } from './written-instances.ts';

/** The roles that give all that a role gives, itself first: a custom role of everything is as good as an administrator's. */
export function equivalentRoles(
  role: RoleName,
  platform: PlatformDefinition,
  resources: readonly Resource[],
): readonly RoleKey[] {
  const model = modelOf(resources);
  // A role that denies one text does not give all that one without denies gives.
  const { catalogue } = permissionUniverseOf(platformIn(platform, model));
  const roles = rolesOf(platform, catalogue, model);
  const given = (key: RoleKey): ReadonlySet<number> =>
    new Set(leftOf(effectOf(roles, catalogue, key), platform, catalogue));
  const needed = [...given(role)];
  if (needed.length === 0) return [role];
  const others = [...roles.keys()].filter((key) => key !== role);
  return [
    role,
    ...others.filter((key) => {
      const has = given(key);
      return needed.every((position) => has.has(position));
    }),
  ];
}

/** Who can do on a scope all that a role gives, by whichever ways. */
export function membersWhoCanAll(
  role: RoleName,
  platform: PlatformDefinition,
  effectiveAccess: EffectiveAccess,
  scope: ScopePath,
): ReadonlySet<MemberId> {
  return membersWithAllOf(role, platform, NO_RESOURCES, effectiveAccess, scope);
}

/** The same of a role that may be a custom one, among these resources. Of one that is not there, and gives nothing: nobody. */
export function membersWithAllOf(
  role: RoleKey,
  platform: PlatformDefinition,
  resources: readonly Resource[],
  effectiveAccess: EffectiveAccess,
  scope: ScopePath,
): ReadonlySet<MemberId> {
  // With the texts that anybody is denied: who lacks one lacks a part of the role.
  const wide = withInstances(platform, instancesOf(effectiveAccess.relation.platform));
  const [first, ...rest] = permissionsOfRoles(wide, resources)(role);
  if (first === undefined) return new Set();
  return new Set(
    effectiveAccess
      .who(first, scope)
      .filter((member) => rest.every((one) => effectiveAccess.can(member, one, scope))),
  );
}

const NO_RESOURCES: readonly Resource[] = [];

/** What each role gives, with all that it includes; of one that is not there, nothing. */
export function permissionsOfRoles(
  platform: PlatformDefinition,
  resources: readonly Resource[],
): (role: RoleKey) => readonly PermissionName[] {
  const { catalogue } = permissionUniverseOf(platform);
  const roles = rolesOf(platform, catalogue, modelOf(resources));
  return (role) => leftOf(effectOf(roles, catalogue, role), platform, catalogue).map(catalogue.name);
}

/** What a role gives and does not take away itself. */
function leftOf(
  effect: RoleEffect | null,
  { denies }: PlatformDefinition,
  catalogue: PermissionCatalogue,
): readonly number[] {
  if (effect === null) return [];
  const given = positionsOf(effect.bypass ? catalogue.everything : effect.gives);
  const isKept = denies === null || (effect.bypass && !denies.overBypass);
  return isKept ? given : given.filter((position) => !hasBit(effect.denies, position));
}
