import type { PlatformDefinition } from '../platform/platform-definition.ts';
import type { MemberId, ScopePath } from '../resource/identifiers.ts';
import type { Resource } from '../resource/resource.ts';
import { ListsByKey, type ReadonlyListsByKey } from '../source/lists-by-key.ts';
import { type BitSet, emptyBits, isEmpty, unite, wordAt } from './bit-set.ts';
import { buildAccess } from './build-access.ts';
import { changesBetween } from './compare-access.ts';
import type { EffectiveAccess } from './effective-access.ts';
import type { AccessChanges } from './engine/access-changes.ts';
import { forEachCellOf } from './engine/changed-cells.ts';
import { IntList } from './engine/ints.ts';
import type { PermissionUniverse } from './permission-sets.ts';

/**
 * Who holds what, by distinct sets of permissions: for questions that are asked of everybody at once. Ten thousand people
 * hold few distinct sets, so a question is answered for each set, and only the places of those that matter are looked at.
 */
export interface HeldSets {
  readonly universe: PermissionUniverse;
  readonly members: readonly MemberId[];
  readonly scopes: readonly ScopePath[];
  /**
   * Places at which somebody holds a set, by its number. Below a place on which the person is given nothing more they
   * hold that set or less of it, and no place is listed for it. Of one person those of an outer scope come first.
   */
  readonly places: ReadonlyListsByKey<number, HeldPlace>;
  /** By the number of what somebody holds anywhere in the organization, all together, who that is. */
  readonly together: ReadonlyListsByKey<number, number>;
}

/** Numbers in `members` and `scopes`. */
export interface HeldPlace {
  readonly member: number;
  readonly scope: number;
}

/** What everybody holds, read as the difference to an organization of the same scopes, groups and roles with nobody in it. */
export function heldSets(platform: PlatformDefinition, resources: readonly Resource[]): HeldSets {
  const nobody = resources.filter(({ type }) => type !== 'member' && type !== 'assignment');
  return heldBy(buildAccess(platform, nobody), buildAccess(platform, resources));
}

function heldBy(nobody: EffectiveAccess, access: EffectiveAccess): HeldSets {
  const changes = changesBetween(nobody, access);
  const { versions, rows } = changes;
  const { universe } = versions.after;
  const places = new ListsByKey<number, HeldPlace>();
  const [members, sets] = [new IntList(), new IntList()];
  const note = (scope: number, member: number, set: number): void => {
    if (isEmpty(universe.sets.words(set))) return;
    places.add(set, { member, scope });
    members.push(member);
    sets.push(set);
  };
  for (let at = 0; at < rows.length; at += 1) {
    const row = rows.at(at);
    if (!holdsMoreBelow(changes, row.after)) note(row.scope, row.member, row.after.here);
    else
      forEachCellOf(changes, row, (scope, member, _, after) => {
        note(scope, member, after);
        return true;
      });
  }
  return {
    universe,
    members: versions.members.names,
    scopes: versions.scopes.names,
    places,
    together: united(universe, versions.members.names.length, members, sets),
  };
}

type RowHolding = ReturnType<AccessChanges['rows']['at']>['after'];

/** Whether what flows on from a place gives anything that is not held at the place. */
function holdsMoreBelow({ versions }: AccessChanges, { here, below, marks }: RowHolding): boolean {
  // Nothing flows on that nobody has above: then both are nought.
  if (below === 0 && marks === 0) return false;
  const { sets, flows } = versions.after.universe;
  const held = sets.words(here);
  return !isWithin(sets.words(flows.open(below)), held) || !isWithin(sets.words(flows.shut(below)), held);
}

/** Whether all of a set is in another. */
export function isWithin(part: BitSet, whole: BitSet): boolean {
  for (let word = 0; word < part.length; word += 1)
    if ((wordAt(part, word) & ~wordAt(whole, word)) !== 0) return false;
  return true;
}

function united(
  { catalogue, sets }: PermissionUniverse,
  count: number,
  members: IntList,
  held: IntList,
): ReadonlyListsByKey<number, number> {
  const all = emptyBits(count * catalogue.words);
  for (let at = 0; at < members.length; at += 1)
    unite(all, members.at(at) * catalogue.words, sets.words(held.at(at)));
  const together = new ListsByKey<number, number>();
  for (const member of new Set(members.view()))
    together.add(sets.number(all, member * catalogue.words), member);
  return together;
}
