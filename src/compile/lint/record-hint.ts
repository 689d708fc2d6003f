import { hasOwners, ownerOf } from '../../platform/owners.ts';
import { formatOrigin, type Origin } from '../../source/origin.ts';
import type { Desired } from '../desired.ts';

/** The way out of a finding, with who has to take it where what was found is only recorded here. */
export function recordHints({
  platform,
  resources,
}: Pick<Desired, 'platform' | 'resources'>): (hint: string, origin: Origin) => string {
  const owners = new Map<string, string>();
  for (const resource of hasOwners(platform) ? resources : []) {
    const owner = ownerOf(platform, resource.type);
    if (owner === null) continue;
    owners.set(formatOrigin(resource.origin), owner);
    for (const value of Object.values<unknown>({ ...resource.attributes })) {
      if (!(value instanceof Map)) continue;
      for (const origin of (value as ReadonlyMap<string, Origin>).values())
        owners.set(formatOrigin(origin), owner);
    }
  }
  return (hint, origin) => {
    const owner = owners.get(formatOrigin(origin));
    return owner === undefined
      ? hint
      : `${hint} What is recorded of it belongs to ${owner}, and is changed there.`;
  };
}
