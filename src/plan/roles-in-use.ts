import type { RoleKey } from '../resource/reference.ts';
import type { Resource } from '../resource/resource.ts';
import type { DeferredChange, EffectiveChange } from './change.ts';
import { nameOf } from './names.ts';

/**
 * A role that something unmanaged still holds or includes cannot go: the platform would refuse, at every apply. Its
 * removal waits until the holder, which the documents do not own, has let go of it.
 */
export function rolesStillInUse(
  changes: readonly EffectiveChange[],
  unmanaged: readonly Resource[],
): { readonly kept: readonly EffectiveChange[]; readonly deferred: readonly DeferredChange[] } {
  const holders = holdersOf(unmanaged);
  const kept: EffectiveChange[] = [];
  const deferred: DeferredChange[] = [];
  for (const change of changes) {
    const holder =
      change.action === 'delete' && change.before.type === 'role'
        ? holders.get(change.before.attributes.name)
        : undefined;
    if (change.action !== 'delete' || holder === undefined) {
      kept.push(change);
      continue;
    }
    deferred.push({
      action: 'deferred',
      address: change.address,
      wanted: `${nameOf(change.before)} removed`,
      waitsFor: `${nameOf(holder)}, which the documents do not own, letting go of it`,
      because: change.because,
    });
  }
  return { kept, deferred };
}

function holdersOf(unmanaged: readonly Resource[]): ReadonlyMap<RoleKey, Resource> {
  const holders = new Map<RoleKey, Resource>();
  for (const resource of unmanaged) {
    const roles =
      resource.type === 'assignment'
        ? resource.attributes.roles
        : resource.type === 'role'
          ? resource.attributes.includes
          : null;
    for (const role of roles?.keys() ?? []) if (!holders.has(role)) holders.set(role, resource);
  }
  return holders;
}
