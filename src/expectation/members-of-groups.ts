import type { GroupPath, MemberId } from '../resource/identifiers.ts';
import { modelOf } from '../resource/organization-model.ts';
import { groupPathOf, type Resource } from '../resource/resource.ts';
import { ListsByKey } from '../source/lists-by-key.ts';
import { memoize } from '../source/memoize.ts';
import { reachableFrom } from '../source/reachable.ts';

/** Everybody in a group or in groups in it, on one side; nobody for a group that is not there. A ring is walked once. */
export type MembersOf = (group: GroupPath) => ReadonlySet<MemberId>;

export function membersOfGroups(resources: readonly Resource[]): MembersOf {
  const members = new ListsByKey<GroupPath, MemberId>();
  const children = new ListsByKey<GroupPath, GroupPath>();
  for (const { attributes } of modelOf(resources).all('group')) {
    const path = groupPathOf({ attributes });
    for (const member of attributes.members.keys()) members.add(path, member);
    for (const child of attributes.groups.keys()) children.add(path, child);
  }
  return memoize((group) => {
    const groups = [...reachableFrom([group], (path) => children.get(path))];
    return new Set(groups.flatMap((path) => members.get(path)));
  });
}
