import { instanceIn, type Parametrised } from './permission-instances.ts';
import type { PermissionName } from './platform-definition.ts';

/**
 * The permissions of the catalogue that a pattern names: `*` all, `documents:*` those of one resource, else the one of
 * that exact name, with a text where it has a parameter. In the catalogue's order; empty when the pattern matches nothing, which callers report.
 */
export function expandPattern(
  pattern: string,
  catalogue: ReadonlyMap<PermissionName, Parametrised>,
): readonly PermissionName[] {
  // Of a name with a text, the text says nothing but itself.
  if (pattern.includes('!'))
    return catalogue.has(pattern) || instanceIn(pattern, catalogue) !== null ? [pattern] : [];
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
