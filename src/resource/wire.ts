import type { PlatformDefinition } from '../platform/definition.ts';
import type { Origin } from '../source/origin.ts';
import type { GroupPath } from './reference.ts';
import { type Entries, type GroupResource, type Resource, resourcesOf } from './resource.ts';

/**
 * Desired resources as the platform can store them. Where nesting is `flatten`, each group holds the members of
 * all groups below it and no child groups; the entry keeps the origin of the line that named the person, in the
 * group nearest by (direct before nested). Effective access is the same before and after: a property test holds it.
 */
export function onWire(resources: readonly Resource[], platform: PlatformDefinition): readonly Resource[] {
  if (platform.groups.nesting !== 'flatten') return resources;
  const groups = new Map<GroupPath, GroupResource>();
  for (const group of resourcesOf(resources, 'group')) {
    groups.set(`${group.attributes.home}/${group.attributes.name}`, group);
  }
  return resources.map((resource) =>
    resource.type === 'group' && resource.attributes.groups.size > 0 ? flatten(resource, groups) : resource,
  );
}

function flatten(group: GroupResource, groups: ReadonlyMap<GroupPath, GroupResource>): GroupResource {
  const members = new Map<string, Origin>(group.attributes.members);
  const seen = new Set<GroupPath>();
  let level: Entries = group.attributes.groups;
  while (level.size > 0) {
    const next = new Map<GroupPath, Origin>();
    for (const path of level.keys()) {
      const child = groups.get(path);
      if (child === undefined || seen.has(path)) continue;
      seen.add(path);
      for (const [member, origin] of child.attributes.members)
        if (!members.has(member)) members.set(member, origin);
      for (const [below, origin] of child.attributes.groups) next.set(below, origin);
    }
    level = next;
  }
  return { ...group, attributes: { ...group.attributes, members, groups: new Map() } };
}
