import type { PlatformDefinition } from '../../platform/platform-definition.ts';
import type { RoleKey } from '../../resource/identifiers.ts';
import { type Resource, resourcesOf } from '../../resource/resource.ts';

export type IncludedRoles = (role: RoleKey) => ReadonlySet<RoleKey>;

/** What a role includes, over any number of steps, itself left out. */
export function includedRolesIn(platform: PlatformDefinition, resources: readonly Resource[]): IncludedRoles {
  const direct = new Map<RoleKey, readonly RoleKey[]>();
  for (const { name, includes } of platform.roles.values()) direct.set(name, includes);
  for (const { attributes } of resourcesOf(resources, 'role')) {
    direct.set(attributes.name, [...attributes.includes.keys()]);
  }
  const known = new Map<RoleKey, ReadonlySet<RoleKey>>();
  return (role) => {
    const found = known.get(role);
    if (found !== undefined) return found;
    const all = new Set(direct.get(role) ?? []);
    for (const one of all) for (const next of direct.get(one) ?? []) all.add(next);
    all.delete(role);
    known.set(role, all);
    return all;
  };
}
