import type { PermissionName, PlatformDefinition } from '../platform/platform-definition.ts';
import { memoize } from '../source/memoize.ts';
import { type BitSet, hasBit, positionsOf } from './bit-set.ts';
import { catalogueOf, type PermissionCatalogue } from './permission-catalogue.ts';
import { WordTable } from './word-table.ts';

/**
 * Every distinct set of permissions once, by number. Ten thousand people on fifty scopes hold few distinct sets, so
 * equal answers share one list of names — also across the two sides of a comparison.
 */
export interface PermissionSets {
  /** The number of the set whose words begin at `offset`. */
  number(words: BitSet, offset: number): number;
  has(set: number, position: number): boolean;
  list(set: number): readonly PermissionName[];
}

function permissionSets(permissionCatalogue: PermissionCatalogue): PermissionSets {
  const table = new WordTable(permissionCatalogue.words);
  const wordsOf = (set: number): BitSet => table.words.subarray(set * table.length, (set + 1) * table.length);
  return {
    number: (words, offset) => table.number(words, offset),
    has: (set, position) => hasBit(wordsOf(set), position),
    list: memoize((set) => Object.freeze(positionsOf(wordsOf(set)).map(permissionCatalogue.name))),
  };
}

/** What every access built on one definition of a platform shares, so that two sides of a comparison speak alike. */
export interface PermissionUniverse {
  readonly catalogue: PermissionCatalogue;
  readonly sets: PermissionSets;
  /** Every distinct gift (see `engine/gift.ts`). */
  readonly gifts: WordTable;
}

/** One vocabulary for each definition, however often access is built on it; it goes when the definition goes. */
export function permissionUniverseOf(platform: PlatformDefinition): PermissionUniverse {
  const known = vocabularies.get(platform);
  if (known !== undefined) return known;
  const catalogue = catalogueOf(platform);
  const gifts = new WordTable(4 * catalogue.words + 1);
  const vocabulary = { catalogue, sets: permissionSets(catalogue), gifts };
  vocabularies.set(platform, vocabulary);
  return vocabulary;
}

const vocabularies = new WeakMap<PlatformDefinition, PermissionUniverse>();
