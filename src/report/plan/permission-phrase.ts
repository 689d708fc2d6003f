import type { PermissionName, PlatformDefinition } from '../../platform/definition.ts';

/**
 * Permissions as short as the catalogue allows: `*` for all of them, `documents:*` where a resource has several
 * and all are there. Nothing is left out: a permission that a review does not name is one nobody reviews.
 */
export function permissionPhrase(
  permissions: readonly PermissionName[],
  platform: PlatformDefinition,
): string {
  const held = new Set(permissions);
  const catalogue = [...platform.permissions.keys()];
  if (catalogue.length > 1 && catalogue.every((name) => held.has(name))) return '* (everything)';
  const byResource = new Map<string, PermissionName[]>();
  for (const name of catalogue) {
    const same = byResource.get(resourceOf(name));
    if (same === undefined) byResource.set(resourceOf(name), [name]);
    else same.push(name);
  }
  const phrases: string[] = [];
  for (const [resource, names] of byResource) {
    const found = names.filter((name) => held.has(name));
    if (found.length > 1 && found.length === names.length) phrases.push(`${resource}:*`);
    else phrases.push(...found);
  }
  return phrases.join(', ');
}

/** The permission that says most: the first that none of the others implies. One explanation is given for a block. */
export function tellingPermission(
  permissions: readonly [PermissionName, ...PermissionName[]],
  platform: PlatformDefinition,
): PermissionName {
  const implied = new Set(permissions.flatMap((name) => platform.permissions.get(name)?.implies ?? []));
  return permissions.find((name) => !implied.has(name)) ?? permissions[0];
}

function resourceOf(permission: PermissionName): string {
  const cut = permission.lastIndexOf(':');
  return cut === -1 ? permission : permission.slice(0, cut);
}
