import type { Address, Resource } from '../../resource/resource.ts';
import { text } from '../provider/rows/named.ts';
import { settled } from './defaults.ts';
import type { Foreseen } from './foreseen.ts';
import type { LiveAccess } from './live.ts';
import { resourcesOfRow } from './rows.ts';

/** The organization as it would be if nothing came but what was planned so far. */
export function afterwards(foreseen: Foreseen, live: LiveAccess): readonly Resource[] {
  const after = new Map<Address, Resource>(live.everything().map((one) => [one.address, one]));
  for (const { type, prior } of foreseen.rows()) {
    if (prior === null) continue;
    for (const { address } of resourcesOfRow(type, prior, live.platform)) after.delete(address);
    if (type === 'bylaw_roster')
      for (const { address } of live.roster(text(prior.scope))) after.delete(address);
  }
  for (const { type, row } of foreseen.rows()) {
    if (row === null) continue;
    const planned = resourcesOfRow(type, settled(type, row, live), live.platform);
    for (const one of planned) after.set(one.address, one);
  }
  return [...after.values()];
}
