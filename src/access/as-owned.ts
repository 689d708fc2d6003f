import { hasOwners, ownerOf } from '../platform/owners.ts';
import type { PlatformDefinition } from '../platform/platform-definition.ts';
import { mapResources, modelOf, type OrganizationModel } from '../resource/organization-model.ts';
import {
  type Entries,
  groupPathOf,
  type Resource,
  type ResourceOf,
  type ResourceTypeName,
} from '../resource/resource.ts';
import { ImpossibleState } from '../source/known.ts';
import type { Origin } from '../source/origin.ts';

/** What is live and something else owns, shown with who that is: nobody has to look for the line that says it. */
export function asOwned<T extends ResourceTypeName>(
  resource: ResourceOf<T>,
  platform: PlatformDefinition,
): ResourceOf<T> {
  const owner = ownerOf(platform, resource.type);
  if (owner === null || resource.origin.from !== 'live') return resource;
  const what = `${nameOf(resource as Resource)}, owned by ${owner}`;
  const origin: Origin = { from: 'platform', platform: platform.name, what, owner };
  const shown = (value: unknown): unknown =>
    value instanceof Map ? new Map([...(value as Entries).keys()].map((entry) => [entry, origin])) : value;
  const attributes = Object.fromEntries(
    Object.entries(resource.attributes).map(([name, value]) => [name, shown(value)]),
  );
  return { ...resource, origin, attributes: attributes as unknown as ResourceOf<T>['attributes'] };
}

/** The same of all that there is. */
export function withOwners(platform: PlatformDefinition, model: OrganizationModel): OrganizationModel {
  if (!hasOwners(platform)) return model;
  return modelOf(mapResources(model.resources, (resource) => asOwned(resource, platform) as Resource));
}

function nameOf(resource: Resource): string {
  switch (resource.type) {
    case 'role':
      return `role ${resource.attributes.name}`;
    case 'group':
      return `group ${groupPathOf(resource)}`;
    case 'member':
      return `membership of ${resource.attributes.display} in ${resource.attributes.scope}`;
    case 'assignment':
      return `assignment on ${resource.attributes.scope}`;
    case 'scope':
      throw new ImpossibleState('something else owns a scope');
  }
}
