import { ownerOf } from '../../platform/owners.ts';
import type { PlatformDefinition } from '../../platform/platform-definition.ts';
import type { Address } from '../../resource/address.ts';
import { modelOf } from '../../resource/organization-model.ts';
import type { Resource } from '../../resource/resource.ts';
import type { Spelling } from '../../resource/spelling.ts';
import { ListsByKey } from '../../source/lists-by-key.ts';
import { compareText } from '../../source/text-order.ts';
import type { EffectiveChange, LeftGroup, TakenAlong } from '../change.ts';
import { displayNameOf } from '../display-names.ts';
import { removalCascade } from './removal-cascade.ts';
import { ownersFirst } from './removals.ts';

/**
 * Removals with the groups that somebody leaves by them although no change speaks of the groups: unmanaged ones, and
 * those whose people nobody writes. The platform takes the places along; a plan that is silent about them would make
 * less of the removal than it is. So it does with all that something else owns and that hangs on what goes.
 */
export function withLeftGroups(
  platform: PlatformDefinition,
  changes: readonly EffectiveChange[],
  staying: readonly Resource[],
  unmanaged: readonly Resource[],
  spelling: Spelling,
): readonly EffectiveChange[] {
  // Who leaves the organization leaves every place by that, not by each thing that goes along.
  const gone = changes.flatMap((c) => (c.action === 'delete' ? [c.before] : [])).sort(ownersFirst);
  if (gone.length === 0) return changes;
  const nobodys = new Set(unmanaged.map(({ address }) => address));
  const stays = modelOf(staying);
  const left = new ListsByKey<Address, LeftGroup>();
  const along = new ListsByKey<Address, TakenAlong>();
  /** What is taken itself has no change, so what it takes is told with what took it. */
  const takenBy = new Map<Address, Address>();
  for (const { address, entry, by } of removalCascade(platform, gone, staying)) {
    const found = stays.at(address);
    if (found === undefined) continue;
    const change = takenBy.get(by) ?? by;
    const name = displayNameOf(found, spelling);
    const owner = ownerOf(platform, found.type);
    if (entry?.of === 'members') left.add(change, { address, name, unmanaged: nobodys.has(address) });
    if (entry !== null || owner === null) continue;
    takenBy.set(address, change);
    along.add(change, { address, name, owner });
  }
  return changes.map((change) => {
    if (change.action !== 'delete') return change;
    const [groups, taken] = [left.get(change.address), along.get(change.address)];
    if (groups.length + taken.length === 0) return change;
    return {
      ...change,
      ...(groups.length === 0 ? {} : { leaves: groups.toSorted(byAddress) }),
      ...(taken.length === 0 ? {} : { along: taken.toSorted(byAddress) }),
    };
  });
}

function byAddress(a: { readonly address: Address }, b: { readonly address: Address }): number {
  return compareText(a.address, b.address);
}
