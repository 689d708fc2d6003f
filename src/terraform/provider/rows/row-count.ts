import { isPlatformOwned, isSettable } from '../../../plan/platform-owned.ts';
import { type OwnableType, ownerOf } from '../../../platform/owners.ts';
import type { PlatformDefinition } from '../../../platform/platform-definition.ts';
import type { ScopePath } from '../../../resource/identifiers.ts';
import type { Resource } from '../../../resource/resource.ts';
import { attachesBeforeGroups } from './organization-rows.ts';

/** How many rows `rowsOfOrganization` makes where nobody leaves, without making them. */
export function countRows(platform: PlatformDefinition, resources: readonly Resource[]): number {
  const attached = attachesBeforeGroups(platform);
  const isOwned = (type: OwnableType) => ownerOf(platform, type) !== null;
  const scopes = new Set<ScopePath>();
  const withPeople = new Set<ScopePath>();
  const withGroups = new Set<ScopePath>();
  let rows = 0;
  for (const resource of resources) {
    switch (resource.type) {
      case 'scope': {
        const { path, parent } = resource.attributes;
        scopes.add(path);
        if (!isPlatformOwned(resource, platform) || isSettable(resource)) rows += 1;
        // The organization itself has its people and its departures, whether there are any or not.
        if (parent === null) withPeople.add(path);
        rows += (parent === null ? 1 : 0) + (isOwned('assignment') ? 0 : 1);
        break;
      }
      case 'role':
      case 'group':
        if (!isOwned(resource.type)) rows += 1;
        break;
      case 'member':
        withPeople.add(resource.attributes.scope);
        break;
      case 'assignment':
        if (attached && !isOwned('assignment') && resource.attributes.principal.type === 'group')
          withGroups.add(resource.attributes.scope);
        break;
    }
  }
  const held = (of: ReadonlySet<ScopePath>) => [...of].filter((path) => scopes.has(path)).length;
  return rows + (isOwned('member') ? 0 : held(withPeople)) + held(withGroups);
}
