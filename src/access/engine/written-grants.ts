import type { PermissionName } from '../../platform/platform-definition.ts';
import { known } from '../../source/known.ts';
import { memoize } from '../../source/memoize.ts';
import type { AccessGrant } from '../effective-access.ts';
import type { AccessChanges } from './access-changes.ts';
import { type ChangedCells, changedCells } from './changed-cells.ts';
import { intAt } from './ints.ts';

export type DeltaSide = 'gained' | 'lost';

/** The grants of a side one after the other, in order of scope, member, catalogue. They are held by nobody. */
export function writtenGrants(changes: AccessChanges): (side: DeltaSide) => Iterable<AccessGrant> {
  const { scopes, members } = changes.versions;
  const missing = missingPermissions(changes);
  let cells: ChangedCells | null = null;
  return function* (side) {
    cells ??= changedCells(changes);
    const { start } = cells;
    for (const [place, scope] of scopes.names.entries()) {
      for (let at = intAt(start, place); at < intAt(start, place + 1); at += 1) {
        const member = known(members.names[intAt(cells.members, at)], 'a member of the versions');
        const [before, after] = [intAt(cells.before, at), intAt(cells.after, at)];
        const permissions = side === 'gained' ? missing(after)(before) : missing(before)(after);
        for (const permission of permissions) yield { member, scope, permission };
      }
    }
  };
}

/** Permissions of one set, by number, that are not in another. */
export function missingPermissions({
  versions,
}: AccessChanges): (of: number) => (from: number) => readonly PermissionName[] {
  const { sets } = versions.before.universe;
  return memoize((of: number) =>
    memoize((from: number) => {
      const gone = new Set(sets.list(from));
      return sets.list(of).filter((permission) => !gone.has(permission));
    }),
  );
}
