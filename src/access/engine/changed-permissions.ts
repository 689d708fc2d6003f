import { addToWord, type BitSet, emptyBits, isEmpty, wordAt } from '../bit-set.ts';
import type { PermissionUniverse } from '../permission-sets.ts';
import type { ChangedGifts } from './changed-gifts.ts';
import { ATTACHED } from './gift.ts';
import { intAt } from './ints.ts';
import { GATED, OVERRIDE, type ScopeOrder } from './scope-order.ts';

/**
 * Of the words of a gift the bits that come to anything on some scope: what is named where something is overridden, and
 * that anything is given at all where there is a gate.
 */
export function bitsThatCount({ gifts, catalogue }: PermissionUniverse, { rule }: ScopeOrder): BitSet {
  const bits = emptyBits(gifts.length).fill(ALL);
  if (!rule.includes(OVERRIDE)) bits.fill(0, 2 * catalogue.words, 4 * catalogue.words);
  if (!rule.includes(GATED)) bits[gifts.length - 1] = ~ATTACHED;
  return bits;
}

const ALL = 0xffffffff;

/**
 * The permissions in which gifts of two versions differ as far as it counts. Null where they differ in more than
 * permissions, and where nobody is given anything else. `changed`: all that is given in the two.
 */
export function changedPermissions(
  { gifts, catalogue }: PermissionUniverse,
  bits: BitSet,
  changed: readonly ChangedGifts[],
): BitSet | null {
  const difference = new GiftDifference(gifts.length);
  for (const lists of changed) {
    for (let subject = 0; subject < lists.before.from.length; subject += 1)
      lists.forEachRunOf(subject, (from, to) => difference.add(lists, from, to, gifts.words));
  }
  const words = difference.words.map((word, at) => word & wordAt(bits, at));
  if (words[gifts.length - 1] !== 0 || isEmpty(words)) return null;
  const permissions = emptyBits(catalogue.words);
  for (let word = 0; word < gifts.length - 1; word += 1)
    addToWord(permissions, word % catalogue.words, wordAt(words, word));
  return permissions;
}

/** All words in which what is given on a scope differs, as far as gifts that stand on one side alone can tell. */
class GiftDifference {
  readonly words: BitSet;
  private readonly held: BitSet;
  private readonly holds: BitSet;

  constructor(length: number) {
    this.words = emptyBits(length);
    this.held = emptyBits(length);
    this.holds = emptyBits(length);
  }

  /** What a subject is given on one scope: the entries of both sides, whose gifts are ascending. */
  add({ before, after }: ChangedGifts, from: number, to: number, gifts: BitSet): void {
    const { words, held, holds } = this;
    held.fill(0);
    holds.fill(0);
    let [left, right] = [from, from];
    while (left < to || right < to) {
      const one = left < to ? intAt(before.gifts, left) : Number.POSITIVE_INFINITY;
      const other = right < to ? intAt(after.gifts, right) : Number.POSITIVE_INFINITY;
      if (one < other) uniteGift(held, gifts, one);
      if (other < one) uniteGift(holds, gifts, other);
      if (one <= other) left += 1;
      if (other <= one) right += 1;
    }
    for (let word = 0; word < words.length; word += 1)
      addToWord(words, word, wordAt(held, word) ^ wordAt(holds, word));
  }
}

function uniteGift(target: BitSet, gifts: BitSet, gift: number): void {
  const from = gift * target.length;
  for (let word = 0; word < target.length; word += 1) addToWord(target, word, wordAt(gifts, from + word));
}
