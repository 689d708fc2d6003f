import type { AccessPath, PathStep } from '../access/access-path.ts';
import type { ReadWithoutBounds } from '../compile/compile.ts';
import { type Desired, entryKey, type LapsedBound } from '../compile/desired.ts';
import {
  type Address,
  assignmentAddress,
  groupAddress,
  memberAddress,
  type PartKey,
} from '../resource/address.ts';
import { type MemberId, principalKey, type ScopePath } from '../resource/identifiers.ts';
import { modelOf, type OrganizationModel } from '../resource/organization-model.ts';
import { attaches } from '../resource/resource.ts';
import { formatOrigin } from '../source/origin.ts';

type WithoutBounds = (bounds: ReadonlySet<string>) => ReadWithoutBounds | null;

/** A side without some bounds, in which a way is there. */
export interface WithWay {
  readonly read: ReadWithoutBounds;
  readonly bounds: readonly LapsedBound[];
}

/** Windows lie in each other: an entry, a place in a group, its group, a membership. */
const DEEPEST = 16;

/** Every bound that keeps something out, also behind another one. */
export function allLapses(without: WithoutBounds): ReadWithoutBounds | null {
  const bounds = new Set<string>();
  for (let depth = 0; depth < DEEPEST; depth += 1) {
    const read = without(bounds);
    if (read === null || read.lapses.size === 0) return read;
    for (const place of read.lapses.keys()) bounds.add(place);
  }
  return without(bounds);
}

/** The fewest bounds without which all of the way is there; null where that is not what keeps it out. */
export function lapsesOn(way: AccessPath, member: MemberId, without: WithoutBounds): WithWay | null {
  const found = new Map<string, LapsedBound>();
  for (let depth = 0; depth < DEEPEST; depth += 1) {
    const read = without(new Set(found.keys()));
    if (read === null) return null;
    const missing = firstMissing(way, member, read);
    if (missing === null) return fewest(way, member, found, without);
    const places = missing.keys.flatMap((key) => read.desired.ruledOut.get(key)?.origin ?? []);
    const lapses = places.flatMap((place) => read.lapses.get(formatOrigin(place)) ?? []);
    const fresh = lapses.filter(({ origin }) => !found.has(formatOrigin(origin)));
    if (fresh.length === 0) return null;
    for (const lapse of fresh) found.set(formatOrigin(lapse.origin), lapse);
  }
  return null;
}

/** One entry may have waited for a bound that only another one on the way needs. */
function fewest(
  way: AccessPath,
  member: MemberId,
  found: ReadonlyMap<string, LapsedBound>,
  without: WithoutBounds,
): WithWay | null {
  const bounds = new Map(found);
  for (const [place, lapse] of found) {
    bounds.delete(place);
    const read = without(new Set(bounds.keys()));
    if (read === null || firstMissing(way, member, read) !== null) bounds.set(place, lapse);
  }
  const read = without(new Set(bounds.keys()));
  return read === null ? null : { read, bounds: [...bounds.values()] };
}

/** Something on a way that is not there, and under which keys documents may say why. */
interface MissingPart {
  readonly keys: readonly (Address | PartKey)[];
}

function firstMissing(way: AccessPath, member: MemberId, { desired }: ReadWithoutBounds): MissingPart | null {
  const model = modelOf(desired.resources);
  const missing = way.flatMap((pathStep) => missingPart(pathStep, model, desired) ?? [])[0];
  if (missing !== undefined) return missing;
  const bearing = bearingScopes(way, model);
  if (bearing.length === 0 || bearing.some((scope) => model.has(memberAddress(scope, member)))) return null;
  return { keys: bearing.map((scope) => memberAddress(scope, member)) };
}

/**
 * The scopes of which one membership has to be there, and active, so that a way counts: a default role comes with the very
 * membership, all else with any above. None where the way begins nowhere.
 */
export function bearingScopes(way: AccessPath, model: OrganizationModel): readonly ScopePath[] {
  const top = topOf(way);
  if (top === null) return [];
  return way.some(({ step }) => step === 'default-role') ? [top] : scopesUpwards(model, top);
}

/** The scope and those above it. */
export function scopesUpwards(model: OrganizationModel, scope: ScopePath): readonly ScopePath[] {
  const chain: ScopePath[] = [];
  for (let at: ScopePath | null = scope; at !== null && !chain.includes(at); ) {
    chain.push(at);
    at = model.scope(at)?.attributes.parent ?? null;
  }
  return chain;
}

/** Where a way begins to come down from. */
export function topOf(way: AccessPath): ScopePath | null {
  for (const pathStep of way) {
    switch (pathStep.step) {
      case 'assigned':
      case 'attached':
      case 'default-role':
        return pathStep.scope;
      case 'carries':
        return pathStep.group.slice(0, pathStep.group.lastIndexOf('/'));
      default:
    }
  }
  return null;
}

function missingPart(
  pathStep: PathStep,
  model: OrganizationModel,
  { ruledOut }: Pick<Desired, 'ruledOut'>,
): MissingPart | null {
  switch (pathStep.step) {
    case 'member-of': {
      const { group, member } = pathStep;
      if (model.group(group)?.attributes.members.has(member) === true) return null;
      return { keys: [entryKey(groupAddress(group), 'members', member)] };
    }
    case 'nested-in': {
      const { group, child } = pathStep;
      if (model.group(group)?.attributes.groups.has(child) === true) return null;
      return { keys: [entryKey(groupAddress(group), 'groups', child)] };
    }
    case 'carries': {
      const { group, permission } = pathStep;
      if (model.group(group)?.attributes.permissions.has(permission) === true) return null;
      return { keys: [entryKey(groupAddress(group), 'permissions', permission)] };
    }
    case 'assigned':
    case 'attached': {
      const address = assignmentAddress(pathStep.scope, principalKey(pathStep.principal));
      const found = model.at(address);
      const given = found?.type === 'assignment' ? found.attributes : null;
      if (pathStep.step === 'attached') {
        if (given === null) return { keys: [address] };
        if (attaches(given)) return null;
        // What is left holds below, or is denied: any role that held here attached.
        const roles = entryKey(address, 'roles', '');
        return { keys: [...ruledOut.keys()].flatMap((key) => (isPartOf(key, roles) ? [key] : [])) };
      }
      const list = pathStep.below === true ? 'below' : 'roles';
      if (given?.[list].has(pathStep.role) === true) return null;
      return { keys: [entryKey(address, list, pathStep.role), address] };
    }
    default:
      return null;
  }
}

function isPartOf(key: Address | PartKey, whole: PartKey): key is PartKey {
  return key.startsWith(whole);
}
