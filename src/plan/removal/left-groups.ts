import type { PlatformDefinition } from '../../platform/platform-definition.ts';
import type { Address } from '../../resource/address.ts';
import { modelOf } from '../../resource/organization-model.ts';
import type { Resource } from '../../resource/resource.ts';
import type { Spelling } from '../../resource/spelling.ts';
import { ListsByKey } from '../../source/lists-by-key.ts';
import { compareText } from '../../source/text-order.ts';
import type { EffectiveChange, LeftGroup } from '../change.ts';
import { displayNameOf } from '../display-names.ts';
import { removalCascade } from './removal-cascade.ts';
import { ownersFirst } from './removals.ts';

/**
 * Removals with the groups that somebody leaves by them although no change speaks of the groups: unmanaged ones, and
 * those whose people nobody writes. The platform takes the places along; a plan that is silent about them would make
 * less of the removal than it is.
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
  for (const { address, entry, by } of removalCascade(platform, gone, staying)) {
    const group = stays.at(address);
    if (entry?.of !== 'members' || group === undefined) continue;
    left.add(by, { address, name: displayNameOf(group, spelling), unmanaged: nobodys.has(address) });
  }
  return changes.map((change) => {
    if (change.action !== 'delete' || !left.has(change.address)) return change;
    return {
      ...change,
      leaves: left.get(change.address).toSorted((a, b) => compareText(a.address, b.address)),
    };
  });
}
