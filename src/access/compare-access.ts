import type { PermissionName } from '../platform/platform-definition.ts';
import type { MemberId } from '../resource/identifiers.ts';
import { ImpossibleState, known } from '../source/known.ts';
import { memoize } from '../source/memoize.ts';
import type { AccessDelta, AccessGrant, EffectiveAccess } from './effective-access.ts';
import { type AccessChanges, accessChanges } from './engine/access-changes.ts';
import { type ChangedCell, changedCells } from './engine/changed-cells.ts';

type PermissionList = readonly PermissionName[];

/**
 * Who gains and who loses what, over every member and scope that either side knows; a scope that is gone takes all
 * access on it along. Both sides are of one platform. The grants are written out when somebody first asks for them.
 */
export function compareAccess(before: EffectiveAccess, after: EffectiveAccess): AccessDelta {
  const changes = changesBetween(before, after);
  const { versions } = changes;
  const { sets } = versions.before.universe;
  const missing = memoize((of: number) => memoize((from: number) => without(sets.list(of), sets.list(from))));
  let cells: readonly (readonly ChangedCell[])[] | null = null;
  const written = memoize((side: 'gained' | 'lost'): readonly AccessGrant[] => {
    const grants: AccessGrant[] = [];
    cells ??= changedCells(changes);
    cells.forEach((list, place) => {
      const scope = known(versions.scopes.names[place], 'a scope of the versions');
      for (const cell of list) {
        const member = known(versions.members.names[cell.member], 'a member of the versions');
        const [more, less] = side === 'gained' ? [cell.after, cell.before] : [cell.before, cell.after];
        for (const permission of missing(more)(less)) grants.push({ member, scope, permission });
      }
    });
    return grants;
  });
  return {
    get gained() {
      return written('gained');
    },
    get lost() {
      return written('lost');
    },
  };
}

/** Everybody who can do something on one side that they cannot on the other. */
export function membersWhoDiffer(before: EffectiveAccess, after: EffectiveAccess): ReadonlySet<MemberId> {
  const changes = changesBetween(before, after);
  const { names } = changes.versions.members;
  const found = new Set<MemberId>();
  for (const cells of changedCells(changes))
    for (const { member } of cells) found.add(known(names[member], 'a member of the versions'));
  return found;
}

function changesBetween(before: EffectiveAccess, after: EffectiveAccess): AccessChanges {
  if (before.relation.universe !== after.relation.universe)
    throw new ImpossibleState('one platform for both sides');
  return accessChanges(before.relation, after.relation);
}

function without(list: PermissionList, taken: PermissionList): PermissionList {
  const gone = new Set(taken);
  return list.filter((permission) => !gone.has(permission));
}
