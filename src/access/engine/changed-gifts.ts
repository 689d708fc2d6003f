import type { GiftLists } from './gift-lists.ts';
import { firstFrom, IntList, intAt, isSameInts, roomFor } from './ints.ts';

/**
 * Two versions of lists that give the same subjects something on the same scopes, and not the same gifts: those entries
 * are found in one pass, where lists that are compared subject by subject are read in no order.
 */
export class ChangedGifts {
  readonly before: GiftLists;
  readonly after: GiftLists;
  /** Entries with another gift, ascending. */
  private readonly entries: Int32Array;
  /** Of each subject where in `entries` its own begin, if it has any. */
  private readonly first: Int32Array;

  /** Null where the lists differ in more. */
  static of(before: GiftLists, after: GiftLists): ChangedGifts | null {
    const isAlike =
      isSameInts(before.from, after.from) &&
      isSameInts(before.to, after.to) &&
      isSameInts(before.scopes, after.scopes);
    return isAlike ? new ChangedGifts(before, after) : null;
  }

  private constructor(before: GiftLists, after: GiftLists) {
    const entries = new IntList();
    for (let at = 0; at < before.gifts.length; at += 1)
      if (before.gifts[at] !== after.gifts[at]) entries.push(at);
    this.before = before;
    this.after = after;
    this.entries = entries.toInts();
    this.first = firstOf(this.entries, before.from);
  }

  /** The scopes (by number) on which a subject is given something else; one more than once where several gifts are. */
  forEachOf(subject: number, visit: (scope: number) => void): void {
    const { before, entries } = this;
    const end = intAt(before.to, subject);
    for (let at = intAt(this.first, subject); at < entries.length && intAt(entries, at) < end; at += 1)
      visit(intAt(before.scopes, intAt(entries, at)));
  }

  /** The entries (from `from` up to `to`) of a subject on each of these scopes, those with the same gift among them. */
  forEachRunOf(subject: number, visit: (from: number, to: number) => void): void {
    const { before, entries } = this;
    const [begin, end] = [intAt(before.from, subject), intAt(before.to, subject)];
    let to = begin;
    for (let at = intAt(this.first, subject); at < entries.length && intAt(entries, at) < end; at += 1) {
      const entry = intAt(entries, at);
      if (entry < to) continue;
      const scope = intAt(before.scopes, entry);
      let from = entry;
      while (from > begin && before.scopes[from - 1] === scope) from -= 1;
      to = entry + 1;
      while (to < end && before.scopes[to] === scope) to += 1;
      visit(from, to);
    }
  }
}

/** Most lists stand in the order of their subjects; those that are shared do not. */
function firstOf(entries: Int32Array, from: Int32Array): Int32Array {
  const first = roomFor(from.length);
  let [at, last] = [0, 0];
  for (let subject = 0; subject < from.length; subject += 1) {
    const begin = intAt(from, subject);
    if (begin < last) at = firstFrom(entries, 0, entries.length, begin);
    while (at < entries.length && intAt(entries, at) < begin) at += 1;
    first[subject] = at;
    last = begin;
  }
  return first;
}
