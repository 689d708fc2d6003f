import type { Address } from '../../../resource/address.ts';
import type { Resource } from '../../../resource/resource.ts';
import { textOrEmpty } from '../../provider/rows/decode-named.ts';
import type { LiveAccess } from '../live-access.ts';
import { resourcesOfBlock } from '../schema/row-resources.ts';
import type { PlannedRows } from '../session/planned-rows.ts';
import { withLiveOrDefaults } from '../session/row-defaults.ts';

/** The organization as it would be if nothing came but what was planned so far. */
export function plannedOrganizationState(plannedRows: PlannedRows, live: LiveAccess): readonly Resource[] {
  const after = new Map<Address, Resource>(live.model().byAddress);
  for (const { type, prior } of plannedRows.rows()) {
    if (prior === null) continue;
    for (const { address } of resourcesOfBlock(type, prior, live.platform)) after.delete(address);
    if (type === 'bylaw_roster')
      for (const { address } of live.roster(textOrEmpty(prior.scope))) after.delete(address);
  }
  for (const { type, row } of plannedRows.rows()) {
    if (row === null) continue;
    const planned = resourcesOfBlock(type, withLiveOrDefaults(type, row, live), live.platform);
    for (const one of planned) after.set(one.address, one);
  }
  return [...after.values()];
}
