import { IntList, identity, intAt, picked, sortedBy, startsOf } from './ints.ts';

/**
 * For each subject (a person or a group) what it is given: scopes ascending, with the number of a gift each. A scope
 * stands as often as there are distinct gifts on it. Subjects that are given the same may share their entries, so each
 * has an end of its own.
 */
export interface GiftLists {
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly scopes: Int32Array;
  readonly gifts: Int32Array;
}

/** Collects what is given, in any order, and sorts it by counting. */
export class GiftCollector {
  private readonly subjects = new IntList();
  private readonly scopes = new IntList();
  private readonly gifts = new IntList();
  private limit = 1;

  add(subject: number, scope: number, gift: number): void {
    this.subjects.push(subject);
    this.scopes.push(scope);
    this.gifts.push(gift);
    this.limit = Math.max(this.limit, gift + 1);
  }

  /** Gifts added are below it. */
  get giftLimit(): number {
    return this.limit;
  }

  lists(subjectCount: number, scopeCount: number): GiftLists {
    const [subjects, scopes, gifts] = [this.subjects.view(), this.scopes.view(), this.gifts.view()];
    const byGift = sortedBy(identity(subjects.length), gifts, this.limit);
    const order = sortedBy(sortedBy(byGift, scopes, scopeCount), subjects, subjectCount);
    const start = startsOf(subjectCount, subjects);
    return {
      from: start.subarray(0, subjectCount),
      to: start.subarray(1),
      scopes: picked(scopes, order),
      gifts: picked(gifts, order),
    };
  }
}

/** Some of the entries of lists. */
export interface EntryRange {
  readonly scopes: Int32Array;
  readonly gifts: Int32Array;
  readonly from: number;
  readonly to: number;
}

/** Two lists of the same form as one, what stands in both once; written to the end of `scopes` and `gifts`. */
export function mergeLists(a: EntryRange, b: EntryRange, scopes: IntList, gifts: IntList): void {
  let left = a.from;
  let right = b.from;
  while (left < a.to || right < b.to) {
    const order = left === a.to ? 1 : right === b.to ? -1 : compareEntries(a, left, b, right);
    const from = order <= 0 ? a : b;
    const at = order <= 0 ? left : right;
    scopes.push(intAt(from.scopes, at));
    gifts.push(intAt(from.gifts, at));
    if (order <= 0) left += 1;
    if (order >= 0) right += 1;
  }
}

function compareEntries(a: EntryRange, left: number, b: EntryRange, right: number): number {
  const byScope = intAt(a.scopes, left) - intAt(b.scopes, right);
  return byScope === 0 ? intAt(a.gifts, left) - intAt(b.gifts, right) : byScope;
}
