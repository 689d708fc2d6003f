import { type GroupPath, groupPath, type MemberId, type ScopePath } from '../resource/identifiers.ts';
import type { OrganizationModel } from '../resource/organization-model.ts';
import type { Entries } from '../resource/resource.ts';
import { known } from '../source/known.ts';
import { ListsByKey } from '../source/lists-by-key.ts';
import { memoize } from '../source/memoize.ts';
import type { Origin } from '../source/origin.ts';
import { reachableFrom } from '../source/reachable.ts';
import { compareText } from '../source/text-order.ts';

export interface Group {
  readonly path: GroupPath;
  readonly home: ScopePath;
  readonly members: Entries;
  readonly permissions: Entries;
  /** Groups that hold this one as a child, with the line that says so. */
  readonly parents: ReadonlyMap<number, Origin>;
}

/** γ without the member: who is in which groups, by nesting too. Rings of groups are walked once round. */
export interface GroupGraph {
  readonly groups: readonly Group[];
  index(path: GroupPath): number | undefined;
  /** Groups that list the member themselves, ascending. */
  direct(member: MemberId): readonly number[];
  /** Those and every group they are nested in, ascending. */
  containing(direct: readonly number[]): readonly number[];
}

export function groupGraphOf(model: OrganizationModel): GroupGraph {
  const merged = merge(model);
  const indexes = new Map([...merged.keys()].map((path, index) => [path, index]));
  const direct = new ListsByKey<MemberId, number>();
  const groups = [...merged.values()];
  const parents = groups.map(() => new Map<number, Origin>());
  const parentsOf = (group: number): Map<number, Origin> => known(parents[group], 'a group of the graph');
  groups.forEach((group, index) => {
    for (const member of group.members.keys()) direct.add(member, index);
    for (const [child, origin] of group.groups) {
      const below = indexes.get(child);
      if (below !== undefined) parentsOf(below).set(index, origin);
    }
  });
  const above = memoize((group: number): readonly number[] => [
    ...reachableFrom([group], (below) => parentsOf(below).keys()),
  ]);
  return {
    groups: groups.map((group, index) => ({ ...group, parents: parentsOf(index) })),
    index: (path) => indexes.get(path),
    direct: (member) => direct.get(member),
    containing: (listed) => [...new Set(listed.flatMap(above))].sort((a, b) => a - b),
  };
}

interface MergedGroup extends Omit<Group, 'parents'> {
  readonly groups: Entries;
}

/** In byte order of paths. One path twice (live data) is read as one group that holds what both hold. */
function merge(model: OrganizationModel): ReadonlyMap<GroupPath, MergedGroup> {
  const merged = new Map<GroupPath, MergedGroup>();
  for (const { attributes } of model.all('group')) {
    const { home } = attributes;
    const path = groupPath(home, attributes.name);
    const same = merged.get(path);
    const members = both(attributes.members, same?.members);
    const groups = both(attributes.groups, same?.groups);
    const permissions = both(attributes.permissions, same?.permissions);
    merged.set(path, { path, home, members, groups, permissions });
  }
  return new Map([...merged].sort(([a], [b]) => compareText(a, b)));
}

function both(entries: Entries, same: Entries | undefined): Entries {
  return same === undefined ? entries : new Map([...entries, ...same]);
}
