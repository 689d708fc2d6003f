import type { PermissionName, PlatformDefinition } from '../platform/platform-definition.ts';
import type { BitSet } from './bit-set.ts';
import { hasBit, positionsOf } from './bit-set.ts';
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
  const lists: (readonly PermissionName[])[] = [];
  const byHash = new Map<number, number[]>();
  return {
    number(words, offset) {
      const hash = hashOf(words, offset, permissionCatalogue.words);
      const bucket = byHash.get(hash) ?? [];
      for (const candidate of bucket) {
        const held = sets[candidate];
        if (held !== undefined && same(held, words, offset)) return candidate;
      }
      bucket.push(sets.length);
      byHash.set(hash, bucket);
      return sets.push(words.slice(offset, offset + permissionCatalogue.words)) - 1;
    },
    has(set, position) {
      const held = sets[set];
      return held !== undefined && hasBit(held, position);
    },
    list(set) {
      const known = lists[set];
      if (known !== undefined) return known;
      const held = sets[set];
      if (held === undefined) return [];
      const list = Object.freeze(
        positionsOf(held).map((position) => permissionCatalogue.names[position] ?? ''),
      );
      lists[set] = list;
      return list;
    },
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
    hash = Math.imul(hash ^ (words[word] ?? 0), 0x01000193);
    hash ^= hash >>> 15;
  }
  return hash;
}

function same(held: BitSet, words: BitSet, offset: number): boolean {
  for (let word = 0; word < held.length; word += 1) if (held[word] !== words[offset + word]) return false;
  return true;
}
