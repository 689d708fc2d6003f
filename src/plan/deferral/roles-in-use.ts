import { grantWords, roleOfWord } from '../../resource/grant-words.ts';
import type { RoleKey } from '../../resource/identifiers.ts';
import type { Resource } from '../../resource/resource.ts';
import type { Spelling } from '../../resource/spelling.ts';
import type { DeferredChange, EffectiveChange } from '../change.ts';
import { displayNameOf } from '../display-names.ts';

/**
 * A role that something unmanaged still holds or includes cannot go: the platform would refuse, at every apply. Its
 * removal waits until the holder, which the documents do not own, has let go of it. So it does for what is kept only
 * because its own removal waits.
 */
export function rolesStillInUse(
  changes: readonly EffectiveChange[],
  unmanaged: readonly Resource[],
  keeps: readonly Resource[],
  spelling: Spelling,
): { readonly kept: readonly EffectiveChange[]; readonly deferred: readonly DeferredChange[] } {
  if (!changes.some(isRemovalOfRole)) return { kept: changes, deferred: [] };
  const holders = holdersOf(unmanaged);
  let kept = changes;
  let staying = keeps;
  const deferred: DeferredChange[] = [];
  // A role that stays keeps the roles it includes.
  for (;;) {
    const keepers = holdersOf(staying);
    const going: EffectiveChange[] = [];
    const stay: Resource[] = [];
    for (const change of kept) {
      const role = change.action === 'delete' && change.before.type === 'role' ? change.before : null;
      const waitsFor =
        role === null
          ? null
          : whoHolds(holders.get(role.attributes.name), keepers.get(role.attributes.name), spelling);
      if (role === null || waitsFor === null) {
        going.push(change);
        continue;
      }
      stay.push(role);
      const wanted = `${displayNameOf(role, spelling)} removed`;
      const { address, because } = change;
      deferred.push({ action: 'deferred', address, wanted, waitsFor, because });
    }
    if (stay.length === 0) return { kept, deferred };
    kept = going;
    staying = [...staying, ...stay];
  }
}

function isRemovalOfRole(change: EffectiveChange): boolean {
  return change.action === 'delete' && change.before.type === 'role';
}

function whoHolds(
  unowned: Resource | undefined,
  waiting: Resource | undefined,
  spelling: Spelling,
): string | null {
  if (unowned !== undefined)
    return `${displayNameOf(unowned, spelling)}, which the documents do not own, letting go of it`;
  return waiting === undefined
    ? null
    : `${displayNameOf(waiting, spelling)}, whose own change waits, letting go of it`;
}

function holdersOf(unmanaged: readonly Resource[]): ReadonlyMap<RoleKey, Resource> {
  const holders = new Map<RoleKey, Resource>();
  for (const resource of unmanaged) {
    for (const role of rolesIn(resource)) if (!holders.has(role)) holders.set(role, resource);
  }
  return holders;
}

function rolesIn(resource: Resource): Iterable<RoleKey> {
  switch (resource.type) {
    case 'assignment':
      return grantWords(resource.attributes).map(roleOfWord);
    case 'role':
      return resource.attributes.includes.keys();
    case 'scope':
    case 'member':
    case 'group':
      return [];
  }
}
