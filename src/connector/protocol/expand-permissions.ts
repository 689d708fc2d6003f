import { expandPattern } from '../../platform/expand-pattern.ts';
import type { Parametrised } from '../../platform/permission-instances.ts';
import type { PermissionName } from '../../platform/platform-definition.ts';

/** Permissions that patterns stand for, sorted, and the patterns that stand for none. */
export interface ExpandedPermissions {
  readonly names: readonly PermissionName[];
  readonly unknown: readonly string[];
}

/**
 * Live roles and groups keep patterns as written (`documents:*`); resources hold names. A name the catalogue does
 * not have is kept: leaving it out would show less access than there is.
 */
export function expandPermissions(
  patterns: readonly string[],
  catalogue: ReadonlyMap<PermissionName, Parametrised>,
): ExpandedPermissions {
  const names = new Set<PermissionName>();
  const unknown: string[] = [];
  for (const pattern of patterns) {
    const matched = expandPattern(pattern, catalogue);
    if (matched.length === 0) {
      unknown.push(pattern);
      names.add(pattern);
    }
    for (const name of matched) names.add(name);
  }
  return { names: [...names].sort(), unknown: unknown.sort() };
}
