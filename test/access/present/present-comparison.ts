import type { AccessDelta, AccessGrant, EffectiveAccess } from '../../../src/access/effective-access.ts';
import type { PermissionName } from '../../../src/platform/platform-definition.ts';
import { known } from '../../../src/source/known.ts';
import { memoize } from '../../../src/source/memoize.ts';

type Sides = Omit<EffectiveAccess, 'relation' | 'withInstances'>;
type PermissionList = readonly PermissionName[];

interface PermissionDifference {
  readonly gained: PermissionList;
  readonly lost: PermissionList;
}

/**
 * Who gains and who loses what, over every member and scope that either side knows; a scope that is gone takes all
 * access on it along. Equal sets of permissions are one list on each side, so two lists are compared once however
 * many people hold them.
 */
export function presentComparison(before: Sides, after: Sides): AccessDelta {
  const scopes = union(before.scopes, after.scopes);
  const gained: AccessGrant[][] = scopes.map(() => []);
  const lost: AccessGrant[][] = scopes.map(() => []);
  const difference = memoize((held: PermissionList) =>
    memoize((holds: PermissionList) => differenceOf(held, holds)),
  );
  const on = (grants: AccessGrant[][], at: number): AccessGrant[] =>
    known(grants[at], 'the grants of a scope');
  // Member by member, because that is how access is looked up fastest, although scopes come first in the answer.
  for (const member of union(before.members, after.members)) {
    scopes.forEach((scope, at) => {
      const held = before.permissions(member, scope);
      const holds = after.permissions(member, scope);
      if (held === holds) return;
      const found = difference(held)(holds);
      for (const permission of found.gained) on(gained, at).push({ member, scope, permission });
      for (const permission of found.lost) on(lost, at).push({ member, scope, permission });
    });
  }
  return { gained: gained.flat(), lost: lost.flat() };
}

/** In byte order, which puts a scope before everything under it. */
function union(before: readonly string[], after: readonly string[]): readonly string[] {
  return [...new Set([...before, ...after])].sort();
}

function differenceOf(held: PermissionList, holds: PermissionList): PermissionDifference {
  const before = new Set(held);
  const after = new Set(holds);
  return {
    gained: holds.filter((permission) => !before.has(permission)),
    lost: held.filter((permission) => !after.has(permission)),
  };
}
