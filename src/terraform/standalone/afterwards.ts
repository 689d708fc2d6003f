import type { Address, Resource } from '../../resource/resource.ts';
import { textOrEmpty } from '../provider/rows/named.ts';
import { withLiveOrDefaults } from './defaults.ts';
import type { PlannedRows } from './foreseen.ts';
import type { LiveAccess } from './live.ts';
import { resourcesOfBlock } from './rows.ts';

/** The organization as it would be if nothing came but what was planned so far. */
export function plannedOrganizationState(foreseen: PlannedRows, live: LiveAccess): readonly Resource[] {
  const after = new Map<Address, Resource>(live.everything().map((one) => [one.address, one]));
  for (const { type, prior } of foreseen.rows()) {
    if (prior === null) continue;
    for (const { address } of resourcesOfBlock(type, prior, live.platform)) after.delete(address);
    if (type === 'bylaw_roster')
      for (const { address } of live.roster(textOrEmpty(prior.scope))) after.delete(address);
  }
  for (const { type, row } of foreseen.rows()) {
    if (row === null) continue;
    const planned = resourcesOfBlock(type, withLiveOrDefaults(type, row, live), live.platform);
    for (const one of planned) after.set(one.address, one);
  }
  return [...after.values()];
}
