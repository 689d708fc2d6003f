import { type GroupPath, groupPath, type MemberId } from '../resource/identifiers.ts';
import { type Resource, resourcesOf } from '../resource/resource.ts';

/** Everybody in a group or in groups in it, on one side; nobody for a group that is not there. A ring is walked once. */
export type MembersOf = (group: GroupPath) => ReadonlySet<MemberId>;

export function membersOfGroups(resources: readonly Resource[]): MembersOf {
  const groups = new Map<GroupPath, { members: Set<MemberId>; children: Set<GroupPath> }>();
  for (const { attributes } of resourcesOf(resources, 'group')) {
    const path = groupPath(attributes.home, attributes.name);
    const group = groups.get(path) ?? { members: new Set(), children: new Set() };
    groups.set(path, group);
    for (const member of attributes.members.keys()) group.members.add(member);
    for (const child of attributes.groups.keys()) group.children.add(child);
  }
  const known = new Map<GroupPath, ReadonlySet<MemberId>>();
  return (group) => {
    const found = known.get(group);
    if (found !== undefined) return found;
    const members = new Set<MemberId>();
    const reached = new Set([group]);
    // A set grows while it is walked: each group is visited once.
    for (const path of reached) {
      for (const member of groups.get(path)?.members ?? []) members.add(member);
      for (const child of groups.get(path)?.children ?? []) reached.add(child);
    }
    known.set(group, members);
    return members;
  };
}
