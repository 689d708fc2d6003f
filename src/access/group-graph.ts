import { type GroupPath, groupPath, type MemberId, type ScopePath } from '../resource/identifiers.ts';
import { type Entries, type Resource, resourcesOf } from '../resource/resource.ts';
import type { Origin } from '../source/origin.ts';

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

export function groupGraphOf(resources: readonly Resource[]): GroupGraph {
  const merged = merge(resources);
  const indexes = new Map([...merged.keys()].map((path, index) => [path, index]));
  const direct = new Map<MemberId, number[]>();
  const groups = [...merged.values()];
  const parents = groups.map(() => new Map<number, Origin>());
  groups.forEach((group, index) => {
    for (const member of group.members.keys()) {
      const listed = direct.get(member);
      if (listed === undefined) direct.set(member, [index]);
      else listed.push(index);
    }
    for (const [child, origin] of group.groups) {
      const below = indexes.get(child);
      if (below !== undefined) parents[below]?.set(index, origin);
    }
  });
  const upward = new Map<number, readonly number[]>();
  const above = (group: number): readonly number[] => {
    const known = upward.get(group);
    if (known !== undefined) return known;
    const found = reach(group, parents);
    upward.set(group, found);
    return found;
  };
  return {
    groups: groups.map((group, index) => ({ ...group, parents: parents[index] ?? new Map() })),
    index: (path) => indexes.get(path),
    direct: (member) => direct.get(member) ?? [],
    containing: (listed) => [...new Set(listed.flatMap(above))].sort((a, b) => a - b),
  };
}

function reach(start: number, parents: readonly ReadonlyMap<number, Origin>[]): readonly number[] {
  const seen = new Set([start]);
  for (const group of seen) for (const parent of parents[group]?.keys() ?? []) seen.add(parent);
  return [...seen];
}

interface MergedGroup extends Omit<Group, 'parents'> {
  readonly groups: Entries;
}

/** In byte order of paths. One path twice (live data) is read as one group that holds what both hold. */
function merge(resources: readonly Resource[]): ReadonlyMap<GroupPath, MergedGroup> {
  const merged = new Map<GroupPath, MergedGroup>();
  for (const { attributes } of resourcesOf(resources, 'group')) {
    const { home } = attributes;
    const path = groupPath(home, attributes.name);
    const same = merged.get(path);
    const members = both(attributes.members, same?.members);
    const groups = both(attributes.groups, same?.groups);
    const permissions = both(attributes.permissions, same?.permissions);
    merged.set(path, { path, home, members, groups, permissions });
  }
  return new Map([...merged].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function both(entries: Entries, same: Entries | undefined): Entries {
  return same === undefined ? entries : new Map([...entries, ...same]);
}
