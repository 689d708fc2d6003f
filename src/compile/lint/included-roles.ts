import type { PlatformDefinition } from '../../platform/platform-definition.ts';
import type { RoleKey } from '../../resource/identifiers.ts';
import { modelOf } from '../../resource/organization-model.ts';
import type { Resource } from '../../resource/resource.ts';
import { ListsByKey } from '../../source/lists-by-key.ts';
import { memoize } from '../../source/memoize.ts';
import { reachableFrom } from '../../source/reachable.ts';

export type IncludedRoles = (role: RoleKey) => ReadonlySet<RoleKey>;

/** What a role includes, over any number of steps, itself left out. */
export function includedRolesIn(platform: PlatformDefinition, resources: readonly Resource[]): IncludedRoles {
  const direct = new ListsByKey<RoleKey, RoleKey>();
  for (const { name, includes } of platform.roles.values())
    for (const included of includes) direct.add(name, included);
  for (const { attributes } of modelOf(resources).all('role'))
    for (const included of attributes.includes.keys()) direct.add(attributes.name, included);
  return memoize((role) => {
    const all = new Set(reachableFrom(direct.get(role), (one) => direct.get(one)));
    all.delete(role);
    return all;
  });
}
