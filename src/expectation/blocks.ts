import type { Bits } from '../access/bits.ts';
import type { ScopePath } from '../resource/reference.ts';
import type { Demand } from './expectation.ts';
import type { ByProfile, Profiles } from './profiles.ts';

/** Profiles that are alike in what is wrong, on scopes that are alike too. */
export interface Block {
  readonly wrong: Bits;
  readonly profiles: readonly number[];
  readonly scopes: ScopePath[];
}

/** What is wrong with some profiles under one demand, as few blocks, in order of their first scope. */
export function blocksOf(
  demand: Demand,
  looked: ByProfile,
  scopes: readonly ScopePath[],
  profiles: Profiles,
): readonly Block[] {
  const blocks: Block[] = [];
  const byHash = new Map<string, Block[]>();
  const amiss = amissOf(demand, profiles);
  for (const scope of scopes) {
    const here = new Map<Amiss, number[]>();
    const setOf = profiles.on(scope);
    for (const profile of looked.keys()) {
      const found = amiss(setOf(profile));
      if (found === null) continue;
      const alike = here.get(found);
      if (alike === undefined) here.set(found, [profile]);
      else alike.push(profile);
    }
    for (const [{ key, wrong }, alike] of here) {
      const hash = `${key}|${hashOf(alike)}`;
      const bucket = byHash.get(hash) ?? [];
      byHash.set(hash, bucket);
      const same = bucket.find((block) => equal(block.profiles, alike));
      if (same !== undefined) {
        same.scopes.push(scope);
        continue;
      }
      const block = { wrong, profiles: alike, scopes: [scope] };
      bucket.push(block);
      blocks.push(block);
    }
  }
  return blocks;
}

interface Amiss {
  readonly key: string;
  readonly wrong: Bits;
}

/** For a set that is held, which of the permissions demanded are wrong; equal answers are one object. */
function amissOf({ verb, permissions }: Demand, profiles: Profiles): (set: number) => Amiss | null {
  const mask = profiles.mask(permissions);
  const bySet: (Amiss | null | undefined)[] = [];
  const byKey = new Map<string, Amiss>();
  return (set) => {
    const known = bySet[set];
    if (known !== undefined) return known;
    const held = profiles.bits(set);
    const wrong = mask.map((word, at) => word & (verb === 'can' ? ~(held[at] ?? 0) : (held[at] ?? 0)));
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
