import { expandPattern } from '../platform/expand-pattern.ts';
import { type Parametrised, splitInstance } from '../platform/permission-instances.ts';
import type { PermissionName } from '../platform/platform-definition.ts';

type PermissionNames = ReadonlyMap<PermissionName, Parametrised>;

/**
 * The shortest way to say a set of permissions: `*`, `documents:*`, names. Patterns are taken only where they stand
 * for exactly what is there, and where they say more than one name.
 */
export function foldPermissions(
  wanted: ReadonlySet<PermissionName>,
  permissionNames: PermissionNames,
): readonly string[] {
  // No pattern stands for what is given for a text.
  const texts = [...wanted].filter((name) => splitInstance(name) !== null).sort();
  if (permissionNames.size > 1 && [...permissionNames.keys()].every((name) => wanted.has(name)))
    return ['*', ...texts];
  const folded: string[] = [];
  const said = new Set<PermissionName>();
  for (const name of permissionNames.keys()) {
    if (!wanted.has(name) || said.has(name)) continue;
    const pattern = `${name.slice(0, name.indexOf(':'))}:*`;
    const all = name.includes(':') ? expandPattern(pattern, permissionNames) : [];
    const whole = all.length > 1 && all.every((one) => wanted.has(one));
    folded.push(whole ? pattern : name);
    for (const one of whole ? all : [name]) said.add(one);
  }
  return [...folded, ...texts];
}

/** What is written, less what is not wanted any more, and more what is missing. The same list when nothing differs. */
export function refoldPermissions(
  written: readonly string[],
  wanted: ReadonlySet<PermissionName>,
  permissionNames: PermissionNames,
): readonly string[] {
  const kept = written.filter((pattern) =>
    expandPattern(pattern, permissionNames).every((name) => wanted.has(name)),
  );
  const said = new Set(kept.flatMap((pattern) => expandPattern(pattern, permissionNames)));
  const missing = new Set([...wanted].filter((name) => !said.has(name)));
  if (missing.size === 0 && kept.length === written.length) return written;
  return [...kept, ...(missing.size === 0 ? [] : foldPermissions(missing, permissionNames))];
}
