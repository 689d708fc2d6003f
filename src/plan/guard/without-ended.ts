import { type Desired, entryKey } from '../../compile/desired.ts';
import type { Address, PartKey } from '../../resource/address.ts';
import type { Entries, Resource } from '../../resource/resource.ts';
import { removalCascade, withoutCascaded } from '../removal/removal-cascade.ts';

/**
 * What is live without what a window that is over has ended, and what goes along with that. Whoever wrote the window has
 * said that it goes, so it counts for no limit on removals. The same list where nothing has ended.
 */
export function withoutEnded(
  { platform, ruledOut }: Pick<Desired, 'platform' | 'ruledOut'>,
  live: readonly Resource[],
): readonly Resource[] {
  if (![...ruledOut.values()].some(({ why }) => why === 'expired')) return live;
  const isOver = (key: Address | PartKey): boolean => ruledOut.get(key)?.why === 'expired';
  const gone = live.filter(({ address }) => isOver(address));
  const left = live.flatMap((one) => (isOver(one.address) ? [] : withoutEndedEntries(one, isOver)));
  return withoutCascaded(left, removalCascade(platform, gone, left));
}

/** An assignment all of whose roles have ended is not there: it was no attachment by itself. */
function withoutEndedEntries(resource: Resource, isOver: (key: PartKey) => boolean): readonly Resource[] {
  const rest = (attribute: Parameters<typeof entryKey>[1], entries: Entries): Entries =>
    new Map([...entries].filter(([entry]) => !isOver(entryKey(resource.address, attribute, entry))));
  switch (resource.type) {
    case 'group': {
      const { members, groups, permissions } = resource.attributes;
      const attributes = {
        ...resource.attributes,
        members: rest('members', members),
        groups: rest('groups', groups),
        permissions: rest('permissions', permissions),
      };
      return [{ ...resource, attributes }];
    }
    case 'assignment': {
      const { roles, below, denied } = resource.attributes;
      const left = {
        roles: rest('roles', roles),
        below: rest('below', below),
        denied: rest('denied', denied),
      };
      const before = roles.size + below.size + denied.size;
      if (before > 0 && left.roles.size + left.below.size + left.denied.size === 0) return [];
      return [{ ...resource, attributes: { ...resource.attributes, ...left } }];
    }
    case 'scope':
    case 'role':
    case 'member':
      return [resource];
  }
}
