import type { Desired } from '../../compile/desired.ts';
import type { Address } from '../../resource/address.ts';
import { addressNamed } from '../../resource/address.ts';
import { counterparts } from '../../resource/counterparts.ts';
import { modelOf } from '../../resource/organization-model.ts';
import { inPlatformForm } from '../../resource/platform-form.ts';
import type { LiveName, RenameEvidence, Resource, Snapshot } from '../../resource/resource.ts';
import { isPlatformOwned } from '../platform-owned.ts';

/** A live thing that the documents know by another name. */
export interface DetectedRename {
  readonly wanted: Resource;
  readonly live: Resource;
  readonly by: LiveName['by'];
}

/** Who gave up a name, by the address under it. */
export type FormerNames = ReadonlyMap<Address, { readonly address: Address; readonly by: LiveName['by'] }>;

/**
 * Things written and not live that are live under a name nobody writes: the documents say so (`renamed-from`), or the
 * platform's log does. Without either they are two things. One level at a time: what a scope holds is found once the
 * scope is told by its written name.
 */
export function detectRenames(
  desired: Desired,
  live: Snapshot,
  former: FormerNames,
): readonly DetectedRename[] {
  const strays = modelOf(straysIn(desired, live));
  const found: DetectedRename[] = [];
  const taken = new Set<Address>();
  for (const wanted of missingIn(desired, live)) {
    const said = desired.renamedFrom?.get(wanted.address);
    const told = former.get(wanted.address);
    const candidates = [
      ...(said === undefined ? [] : [{ address: addressNamed(wanted.address, said.name), by: null }]),
      ...(told === undefined ? [] : [told]),
    ];
    for (const { address, by } of candidates) {
      const stray = strays.at(address);
      if (stray === undefined || taken.has(address) || !areAlike(wanted, stray)) continue;
      taken.add(address);
      found.push({ wanted, live: stray, by });
      break;
    }
  }
  return found;
}

/** A written name that another live thing has now than the one that had it, which is live and nobody writes. */
export interface Taken {
  readonly there: Resource;
  readonly moved: Resource;
  readonly by: RenameEvidence;
}

/**
 * Things renamed away on the platform whose old name, which the documents write, somebody has given to another. The name
 * now means the other, and the one that the documents were about looks like one that nobody writes. Not of people: who
 * has another key has another name, and the plan says which.
 */
export function namesTaken(desired: Desired, live: Snapshot, former: FormerNames): readonly Taken[] {
  const strays = modelOf(straysIn(desired, live));
  return hereIn(desired, live).flatMap((there): readonly Taken[] => {
    const told = former.get(there.address);
    const moved = told === undefined ? undefined : strays.at(told.address);
    if (told?.by == null || moved === undefined || !areAlike(there, moved)) return [];
    return [{ there, moved, by: told.by }];
  });
}

/** Whether the log is worth asking for them: something written is live, and something like it is and nobody writes it. */
export function mayBeTaken(desired: Desired, live: Snapshot): boolean {
  const places = new Set(straysIn(desired, live).flatMap((r) => (r.type === 'member' ? [] : [placeOf(r)])));
  return places.size > 0 && hereIn(desired, live).some((there) => places.has(placeOf(there)));
}

/** Whether the log is worth asking: something is written and not live, and something like it is live and not written. */
export function mayBeRenamed(desired: Desired, live: Snapshot): boolean {
  const places = new Set(straysIn(desired, live).map(placeOf));
  return places.size > 0 && missingIn(desired, live).some((wanted) => places.has(placeOf(wanted)));
}

/** Live, and under a name that nobody writes. What is ruled out by its present name is to go, whatever it was called before. */
function straysIn(desired: Desired, live: Snapshot): readonly Resource[] {
  const written = counterparts(live.resources, writtenIn(desired));
  return live.resources.filter(
    (r, at) => written[at] === undefined && canBeRenamed(r, desired) && !desired.ruledOut.has(r.address),
  );
}

/** Written, and not live. */
function missingIn(desired: Desired, live: Snapshot): readonly Resource[] {
  const written = writtenIn(desired);
  const there = counterparts(written, live.resources);
  return written.filter((r, at) => there[at] === undefined && canBeRenamed(r, desired));
}

/** Live under a written name. */
function hereIn(desired: Desired, live: Snapshot): readonly Resource[] {
  const written = counterparts(live.resources, writtenIn(desired));
  return live.resources.filter(
    (r, at) => r.type !== 'member' && canBeRenamed(r, desired) && written[at] !== undefined,
  );
}

function writtenIn({ resources, platform }: Desired): readonly Resource[] {
  return inPlatformForm(resources, platform);
}

function canBeRenamed(r: Resource, { platform, organization }: Desired): boolean {
  if (isPlatformOwned(r, platform)) return false;
  switch (r.type) {
    case 'member':
      return r.attributes.scope === organization;
    case 'scope':
    case 'role':
    case 'group':
      return true;
    case 'assignment':
      return false;
  }
}

/** Of one kind, in one place. */
function areAlike(a: Resource, b: Resource): boolean {
  return placeOf(a) === placeOf(b);
}

/** The address without the name. */
function placeOf({ address }: Resource): Address {
  return addressNamed(address, '');
}

/** The last part of an address, which is the name that the platform has for the thing. */
export function ownName(resource: Resource): string {
  if (resource.type === 'member') return resource.attributes.display;
  return resource.address.slice(resource.address.lastIndexOf('/') + 1);
}
