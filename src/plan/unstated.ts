import type { Desired } from '../compile/desired.ts';
import type { Address, GroupAttributes, GroupResource, Resource, Snapshot } from '../resource/resource.ts';
import { resourcesOf } from '../resource/resource.ts';

/**
 * Desired with the live value in each attribute of a group that nobody writes, where groups are owned only as far as
 * they are written: `groups: { qa: { roles: [editor] } }` gives a live group a role and empties nothing.
 */
export function withLiveForUnstated(desired: Desired, live: Snapshot): Desired {
  const unstated = desired.unstated ?? new Set<string>();
  if (desired.authority.group === 'full' || unstated.size === 0) return desired;
  const found = new Map<Address, GroupResource>(
    resourcesOf(live.resources, 'group').map((g) => [g.address, g]),
  );
  const flat = desired.platform.groups.nesting === 'flatten';
  const resources = desired.resources.map((resource): Resource => {
    const group = resource.type === 'group' ? found.get(resource.address) : undefined;
    if (resource.type !== 'group' || group === undefined) return resource;
    const open = (attribute: keyof GroupAttributes): boolean =>
      unstated.has(`${resource.address}#${attribute}`) &&
      // Flat on the wire, child groups are people: a list of groups speaks of the members too.
      !(flat && attribute === 'members' && !unstated.has(`${resource.address}#groups`));
    const { attributes } = resource;
    return {
      ...resource,
      attributes: {
        ...attributes,
        title: open('title') ? group.attributes.title : attributes.title,
        description: open('description') ? group.attributes.description : attributes.description,
        members: open('members') ? group.attributes.members : attributes.members,
        groups: open('groups') ? group.attributes.groups : attributes.groups,
        permissions: open('permissions') ? group.attributes.permissions : attributes.permissions,
      },
    };
  });
  return { ...desired, resources };
}
