import type { PermissionName, PlatformDefinition } from '../platform/platform-definition.ts';
import { memoize } from '../source/memoize.ts';
import { type BitSet, hasBit, positionsOf } from './bit-set.ts';
import { type Flows, flowsOf, plainFlows } from './engine/flow.ts';
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
  /** The set as words. They stay as they are, whatever sets come to be. */
  words(set: number): BitSet;
}

function permissionSets(permissionCatalogue: PermissionCatalogue): PermissionSets {
  const table = new WordTable(permissionCatalogue.words);
  const wordsOf = (set: number): BitSet => table.words.subarray(set * table.length, (set + 1) * table.length);
  return {
    number: (words, offset) => table.number(words, offset),
    has: (set, position) => hasBit(wordsOf(set), position),
    words: wordsOf,
    list: memoize((set) => Object.freeze(positionsOf(wordsOf(set)).map(permissionCatalogue.name))),
  };
}

/** What every access built on one definition of a platform shares, so that two sides of a comparison speak alike. */
export interface PermissionUniverse {
  readonly catalogue: PermissionCatalogue;
  readonly sets: PermissionSets;
  /** Every distinct gift (see `engine/gift.ts`). */
  readonly gifts: WordTable;
  /** Every distinct flow: what comes to a scope from above (see `engine/flow.ts`). */
  readonly flows: Flows;
  /** Whether gifts and flows have words for what holds whatever kinds lie between, and for what is taken away. */
  readonly isPlain: boolean;
  /** Whether what is taken away is taken from who bypasses all, too. */
  readonly overBypass: boolean;
}

/** One vocabulary for each definition, however often access is built on it; it goes when the definition goes. */
export function permissionUniverseOf(platform: PlatformDefinition): PermissionUniverse {
  const known = vocabularies.get(platform);
  if (known !== undefined) return known;
  const catalogue = catalogueOf(platform);
  const isPlain = isPlainPlatform(platform);
  const gifts = new WordTable((isPlain ? 4 : 7) * catalogue.words + 1);
  const sets = permissionSets(catalogue);
  const flows = isPlain ? plainFlows(sets, catalogue.words) : flowsOf(sets, catalogue.words);
  const overBypass = platform.denies?.overBypass === true;
  const vocabulary = { catalogue, sets, gifts, flows, isPlain, overBypass };
  vocabularies.set(platform, vocabulary);
  return vocabulary;
}

function isPlainPlatform({ customRoles, denies, roles }: PlatformDefinition): boolean {
  const everywhere =
    customRoles?.reach === 'everywhere' || [...roles.values()].some(({ reach }) => reach === 'everywhere');
  return denies === null && !everywhere;
}

const vocabularies = new WeakMap<PlatformDefinition, PermissionUniverse>();
