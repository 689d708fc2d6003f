import type { GiftLists } from './gift-lists.ts';
import { firstFrom, IntList, intAt, isSameInts } from './ints.ts';

/**
 * Two versions of lists that give the same subjects something on the same scopes, and not the same gifts: those entries
 * are found in one pass, where lists that are compared subject by subject are read in no order.
 */
export class ChangedGifts {
  private readonly lists: GiftLists;
  /** Entries with another gift, ascending. */
  private readonly entries: Int32Array;

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
    this.lists = before;
    this.entries = entries.toInts();
  }

  /** The scopes (by number) on which a subject is given something else; one more than once where several gifts are. */
  forEachOf(subject: number, visit: (scope: number) => void): void {
    const { lists, entries } = this;
    const end = intAt(lists.to, subject);
    const first = firstFrom(entries, 0, entries.length, intAt(lists.from, subject));
    for (let at = first; at < entries.length && intAt(entries, at) < end; at += 1)
      visit(intAt(lists.scopes, intAt(entries, at)));
  }
}
