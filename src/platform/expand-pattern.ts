import type { PermissionName } from './platform-definition.ts';

/**
 * The permissions of the catalogue that a pattern names: `*` all, `documents:*` those of one resource, else the one of
 * that exact name. In the catalogue's order; empty when the pattern matches nothing, which callers report.
 */
export function expandPattern(
  pattern: string,
  catalogue: ReadonlyMap<PermissionName, unknown>,
): readonly PermissionName[] {
  if (pattern === '*') return [...catalogue.keys()];
  if (pattern.endsWith(':*')) {
    const resource = pattern.slice(0, -1);
    return [...catalogue.keys()].filter((name) => name.startsWith(resource));
  }
  return catalogue.has(pattern) ? [pattern] : [];
}

/** What can be written where a permission is expected: for suggestions. */
export function patternsOf(catalogue: ReadonlyMap<PermissionName, unknown>): readonly string[] {
  const resources = new Set<string>();
  for (const name of catalogue.keys()) resources.add(`${name.split(':')[0]}:*`);
  return [...catalogue.keys(), ...resources, '*'];
}
