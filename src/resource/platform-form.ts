import type { PlatformDefinition } from '../platform/platform-definition.ts';
import type { Origin } from '../source/origin.ts';
import { type GroupPath, scopeChain } from './identifiers.ts';
import { mapResources, modelOf, type OrganizationModel } from './organization-model.ts';
import type { Entries, GroupResource, Resource, RoleResource } from './resource.ts';
import { resource } from './resource-types.ts';

/**
 * Desired resources as the platform can store them. A role's name is unique within an organization and that is where
 * platforms keep it: the scope it is written at says who may name it, and is nothing a live role could tell. Where
 * nesting is `flatten`, each group holds the members of all groups below it and no child groups; the entry keeps the
 * origin of the line that named the person, in the group nearest by (direct before nested). Effective access is the
 * same before and after: a property test holds it.
 */
export function inPlatformForm(
  resources: readonly Resource[],
  platform: PlatformDefinition,
): readonly Resource[] {
  const homed = mapResources(resources, (one) => (one.type === 'role' ? atOrganization(one) : one));
  if (platform.groups.nesting !== 'flatten') return homed;
  const model = modelOf(homed);
  return mapResources(homed, (one) =>
    one.type === 'group' && one.attributes.groups.size > 0 ? flatten(one, model) : one,
  );
}

function atOrganization(role: RoleResource): RoleResource {
  const home = scopeChain(role.attributes.home).at(-1) ?? role.attributes.home;
  if (home === role.attributes.home) return role;
  return resource('role', { ...role.attributes, home }, role.origin);
}

function flatten(group: GroupResource, model: OrganizationModel): GroupResource {
  const members = new Map<string, Origin>(group.attributes.members);
  const seen = new Set<GroupPath>();
  let level: Entries = group.attributes.groups;
  while (level.size > 0) {
    const next = new Map<GroupPath, Origin>();
    // Sorted: which of two equally near lines is shown must not depend on who wrote first.
    for (const path of [...level.keys()].sort()) {
      const child = model.group(path);
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
