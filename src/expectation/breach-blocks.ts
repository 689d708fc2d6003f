import { type BitSet, wordAt } from '../access/bit-set.ts';
import type { ScopePath } from '../resource/identifiers.ts';
import { ListsByKey } from '../source/lists-by-key.ts';
import type { AccessProfiles, MembersByProfile } from './access-profiles.ts';
import type { Demand } from './expectation.ts';

/** Profiles that are alike in what is wrong, on scopes that are alike too. */
export interface BreachBlock {
  readonly wrong: BitSet;
  readonly profiles: readonly number[];
  readonly scopes: ScopePath[];
}

/** What is wrong with some profiles under one demand, as few blocks, in order of their first scope. */
export function breachBlocks(
  demand: Demand,
  looked: MembersByProfile,
  scopes: readonly ScopePath[],
  accessProfiles: AccessProfiles,
): readonly BreachBlock[] {
  const blocks: BreachBlock[] = [];
  const byHash = new ListsByKey<string, BreachBlock>();
  const amiss = demandViolationOf(demand, accessProfiles);
  for (const scope of scopes) {
    const here = new ListsByKey<DemandViolation, number>();
    const setOf = accessProfiles.on(scope);
    for (const profile of looked.keys()) {
      const found = amiss(setOf(profile));
      if (found !== null) here.add(found, profile);
    }
    for (const [{ key, wrong }, alike] of here) {
      const hash = `${key}|${hashOf(alike)}`;
      const same = byHash.get(hash).find((breachBlock) => equal(breachBlock.profiles, alike));
      if (same !== undefined) {
        same.scopes.push(scope);
        continue;
      }
      const block = { wrong, profiles: alike, scopes: [scope] };
      byHash.add(hash, block);
      blocks.push(block);
    }
  }
  return blocks;
}

interface DemandViolation {
  readonly key: string;
  readonly wrong: BitSet;
}

/** For a set that is held, which of the permissions demanded are wrong; equal answers are one object. */
function demandViolationOf(
  { verb, permissions }: Demand,
  accessProfiles: AccessProfiles,
): (set: number) => DemandViolation | null {
  const mask = accessProfiles.mask(permissions);
  const bySet: (DemandViolation | null | undefined)[] = [];
  const byKey = new Map<string, DemandViolation>();
  return (set) => {
    const known = bySet[set];
    if (known !== undefined) return known;
    const held = accessProfiles.bits(set);
    const wrong = mask.map((word, at) => word & (verb === 'can' ? ~wordAt(held, at) : wordAt(held, at)));
    const key = wrong.join();
    const found = wrong.every((word) => word === 0) ? null : (byKey.get(key) ?? { key, wrong });
    if (found !== null) byKey.set(key, found);
    bySet[set] = found;
    return found;
  };
}

/** FNV-1a over whole numbers: collisions only cost a comparison. */
function hashOf(numbers: readonly number[]): number {
  let hash = 0x811c9dc5;
  for (const number of numbers) {
    hash = Math.imul(hash ^ number, 0x01000193);
    hash ^= hash >>> 15;
  }
  return hash;
}

function equal(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((number, at) => number === b[at]);
}
