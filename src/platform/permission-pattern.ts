import { known } from '../source/known.ts';
import { memoize } from '../source/memoize.ts';
import { isPattern, matchesText } from '../source/name-pattern.ts';
import { instanceIn, type Parametrised, splitInstance } from './permission-instances.ts';
import type { PermissionName } from './platform-definition.ts';

/** Permissions that a name or pattern stands for: `*` all, else `*` for characters of the resource or the action. */
export function permissionsMatching(
  pattern: string,
  catalogue: ReadonlyMap<PermissionName, Parametrised>,
): readonly PermissionName[] {
  if (splitInstance(pattern) !== null) return instanceIn(pattern, catalogue) === null ? [] : [pattern];
  if (!isPattern(pattern)) return catalogue.has(pattern) ? [pattern] : [];
  return matchingOf(catalogue)(pattern);
}

/** Expectations are bound anew for each day that is looked at, and mean the same permissions on all of them. */
const byCatalogue = new WeakMap<object, (pattern: string) => readonly PermissionName[]>();

function matchingOf(
  catalogue: ReadonlyMap<PermissionName, unknown>,
): (pattern: string) => readonly PermissionName[] {
  const kept = byCatalogue.get(catalogue);
  if (kept !== undefined) return kept;
  const matching = memoize((pattern: string) => matchingPermissions(pattern, catalogue));
  byCatalogue.set(catalogue, matching);
  return matching;
}

function matchingPermissions(
  pattern: string,
  catalogue: ReadonlyMap<PermissionName, unknown>,
): readonly PermissionName[] {
  const parts = pattern.split(':');
  return [...catalogue.keys()].filter((permission) => {
    if (pattern === '*') return true;
    // A text says nothing of the resource and the action.
    const names = (splitInstance(permission)?.of ?? permission).split(':');
    return (
      names.length === parts.length &&
      parts.every((part, index) => matchesText(part, known(names[index], 'a part of a permission')))
    );
  });
}
