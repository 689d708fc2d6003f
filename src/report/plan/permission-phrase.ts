import { permissionNamed, splitInstance } from '../../platform/permission-instances.ts';
import type { PermissionName, PlatformDefinition } from '../../platform/platform-definition.ts';
import { known } from '../../source/known.ts';
import { groupBy } from '../../source/lists-by-key.ts';

/**
 * Permissions as short as the catalogue allows: `*` for all of them, `documents:*` where a resource has several
 * and all are there. Nothing is left out: a permission that a review does not name is one nobody reviews.
 */
export function permissionPhrase(
  permissions: readonly PermissionName[],
  platform: PlatformDefinition,
): string {
  return permissionNames(permissions, platform).join(', ');
}

/** The parts of the phrase. */
export function permissionNames(
  permissions: readonly PermissionName[],
  platform: PlatformDefinition,
): readonly string[] {
  const held = new Set(permissions);
  const catalogue = [...platform.permissions.keys()];
  if (isEverything(permissions, platform)) return ['* (everything)'];
  const phrases: string[] = [];
  for (const [resource, names] of groupBy(catalogue, resourceOf)) {
    const found = names.filter((name) => held.has(name));
    if (found.length > 1 && found.length === names.length) phrases.push(`${resource}:*`);
    else phrases.push(...found);
  }
  return [...phrases, ...textsIn(permissions, held)];
}

export function isEverything(permissions: readonly PermissionName[], platform: PlatformDefinition): boolean {
  const held = new Set(permissions);
  const catalogue = [...platform.permissions.keys()];
  return catalogue.length > 1 && catalogue.every((name) => held.has(name));
}

/**
 * The permission that says most, since one explanation is given for a block: the one that implies most of the
 * others, else most at all, else the first of the catalogue.
 */
export function representativePermission(
  permissions: readonly [PermissionName, ...PermissionName[]],
  platform: PlatformDefinition,
): PermissionName {
  const held = new Set(permissions);
  let telling = permissions[0];
  let most = -1;
  for (const name of permissions) {
    const { implies: implied } = known(permissionNamed(platform, name), `permission ${name}`);
    const weight =
      implied.filter((other) => held.has(other)).length * platform.permissions.size + implied.length;
    if (weight > most) [telling, most] = [name, weight];
  }
  return telling;
}

/** Those for a text; the permission without one says all of its texts. */
function textsIn(permissions: readonly PermissionName[], held: ReadonlySet<PermissionName>) {
  return permissions.filter((name) => {
    const instance = splitInstance(name);
    return instance !== null && !held.has(instance.of);
  });
}

function resourceOf(permission: PermissionName): string {
  const cut = permission.lastIndexOf(':');
  return cut === -1 ? permission : permission.slice(0, cut);
}
