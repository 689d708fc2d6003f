import type { PermissionName, PlatformDefinition } from '../platform/platform-definition.ts';
import { known } from '../source/known.ts';
import { ListsByKey } from '../source/lists-by-key.ts';
import { memoize } from '../source/memoize.ts';
import { type BitSet, hasBit, positionsOf, wordAt } from './bit-set.ts';
import { catalogueOf, type PermissionCatalogue } from './permission-catalogue.ts';

/**
 * Every distinct set of permissions once, by number. Ten thousand people on fifty scopes hold few distinct sets,
 * so a cell of the whole table is one small number and equal cells share one list of names — also across the two
 * sides of a comparison, where most cells are then equal at a glance.
 */
export interface PermissionSets {
  /** The number of the set whose words begin at `offset`. */
  number(words: BitSet, offset: number): number;
  has(set: number, position: number): boolean;
  list(set: number): readonly PermissionName[];
}

function permissionSets(permissionCatalogue: PermissionCatalogue): PermissionSets {
  const sets: BitSet[] = [];
  const byHash = new ListsByKey<number, number>();
  const at = (set: number): BitSet => known(sets[set], 'a set of permissions by its number');
  return {
    number(words, offset) {
      const hash = hashOf(words, offset, permissionCatalogue.words);
      for (const candidate of byHash.get(hash)) if (same(at(candidate), words, offset)) return candidate;
      byHash.add(hash, sets.length);
      return sets.push(words.slice(offset, offset + permissionCatalogue.words)) - 1;
    },
    has: (set, position) => hasBit(at(set), position),
    list: memoize((set) => Object.freeze(positionsOf(at(set)).map(permissionCatalogue.name))),
  };
}

/** A platform's catalogue with the sets drawn from it. */
export interface PermissionUniverse {
  readonly catalogue: PermissionCatalogue;
  readonly sets: PermissionSets;
}

/** One vocabulary for each definition, however often access is built on it; it goes when the definition goes. */
export function permissionUniverseOf(platform: PlatformDefinition): PermissionUniverse {
  const known = vocabularies.get(platform);
  if (known !== undefined) return known;
  const permissionCatalogue = catalogueOf(platform);
  const vocabulary = { catalogue: permissionCatalogue, sets: permissionSets(permissionCatalogue) };
  vocabularies.set(platform, vocabulary);
  return vocabulary;
}

const vocabularies = new WeakMap<PlatformDefinition, PermissionUniverse>();

/** FNV-1a over whole words: collisions only cost a comparison. */
function hashOf(words: BitSet, offset: number, length: number): number {
  let hash = 0x811c9dc5;
  for (let word = offset; word < offset + length; word += 1) {
    hash = Math.imul(hash ^ wordAt(words, word), 0x01000193);
    hash ^= hash >>> 15;
  }
  return hash;
}

function same(held: BitSet, words: BitSet, offset: number): boolean {
  for (let word = 0; word < held.length; word += 1) if (held[word] !== words[offset + word]) return false;
  return true;
}
