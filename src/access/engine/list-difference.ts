import type { GiftLists } from './gift-lists.ts';
import { intAt } from './ints.ts';

/** What one subject is given on one side of a comparison. */
export interface ListOfSide {
  readonly lists: GiftLists;
  readonly subject: number;
  /** Of each scope of the side its place among those of both. */
  readonly places: Int32Array;
}

/**
 * Visits the scopes (by place) with a gift that stands in one of two lists alone, and says whether a scope itself does.
 * Most lists are equal, so both are first walked as far as they are.
 */
export function forEachDifference(
  one: ListOfSide,
  other: ListOfSide,
  visit: (scope: number) => void,
): boolean {
  let left = intAt(one.lists.from, one.subject);
  let right = intAt(other.lists.from, other.subject);
  const leftEnd = intAt(one.lists.to, one.subject);
  const rightEnd = intAt(other.lists.to, other.subject);
  const { scopes, gifts } = one.lists;
  const { scopes: otherScopes, gifts: otherGifts } = other.lists;
  const isAlike = one.places === other.places;
  while (left < leftEnd && right < rightEnd) {
    if (intAt(gifts, left) !== intAt(otherGifts, right)) break;
    const same = isAlike
      ? intAt(scopes, left) === intAt(otherScopes, right)
      : placeAt(one, left) === placeAt(other, right);
    if (!same) break;
    left += 1;
    right += 1;
  }
  if (left === leftEnd && right === rightEnd) return false;
  const rest = [
    { side: one, at: left, end: leftEnd },
    { side: other, at: right, end: rightEnd },
  ] as const;
  return one.places === other.places ? walkBoth(...rest, visit) : sortBoth(...rest, visit);
}

interface Rest {
  readonly side: ListOfSide;
  readonly at: number;
  readonly end: number;
}

function placeAt({ lists, places }: ListOfSide, at: number): number {
  return intAt(places, intAt(lists.scopes, at));
}

/** Both sides number scopes alike, so both lists are in one order: scope by scope. */
function walkBoth(one: Rest, other: Rest, visit: (scope: number) => void): boolean {
  let [left, right] = [one.at, other.at];
  let isScopeAlone = false;
  const scopeAt = ({ side, end }: Rest, at: number): number =>
    at < end ? intAt(side.lists.scopes, at) : Number.POSITIVE_INFINITY;
  while (left < one.end || right < other.end) {
    const scope = Math.min(scopeAt(one, left), scopeAt(other, right));
    const [first, second] = [left, right];
    while (scopeAt(one, left) === scope) left += 1;
    while (scopeAt(other, right) === scope) right += 1;
    const [before, after] = [left - first, right - second];
    let same = before === after;
    for (let at = 0; same && at < before; at += 1) {
      same = intAt(one.side.lists.gifts, first + at) === intAt(other.side.lists.gifts, second + at);
    }
    if (same) continue;
    visit(intAt(one.side.places, scope));
    isScopeAlone ||= before === 0 || after === 0;
  }
  return isScopeAlone;
}

/** Scopes came or went, so that the two may order what they have in common differently. */
function sortBoth(one: Rest, other: Rest, visit: (scope: number) => void): boolean {
  const rest = [...entriesOf(one, 1), ...entriesOf(other, -1)].sort(
    (a, b) => a.scope - b.scope || a.gift - b.gift,
  );
  let sum = 0;
  rest.forEach(({ scope, gift, by }, at) => {
    sum += by;
    const next = rest[at + 1];
    if (next?.scope === scope && next.gift === gift) return;
    if (sum !== 0) visit(scope);
    sum = 0;
  });
  return true;
}

interface SidedEntry {
  readonly scope: number;
  readonly gift: number;
  readonly by: number;
}

function entriesOf({ side, at, end }: Rest, by: number): readonly SidedEntry[] {
  const entries: SidedEntry[] = [];
  for (let entry = at; entry < end; entry += 1) {
    entries.push({ scope: placeAt(side, entry), gift: intAt(side.lists.gifts, entry), by });
  }
  return entries;
}
