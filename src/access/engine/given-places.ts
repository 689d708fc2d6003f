import type { GiftLists } from './gift-lists.ts';
import { firstFrom, intAt } from './ints.ts';
import type { Relation } from './relation.ts';

/** Every scope (by number) from `from` up to `to` on which a member is given something, in no order. */
export function forEachPlace(
  relation: Relation,
  member: number,
  from: number,
  to: number,
  visit: (scope: number) => void,
): void {
  const { own, through, held } = relation;
  forEachPlaceIn(own, member, from, to, visit);
  for (let at = intAt(through.start, member); at < intAt(through.start, member + 1); at += 1) {
    forEachPlaceIn(held, intAt(through.values, at), from, to, visit);
  }
}

/** The same of one list: scopes ascending, each as often as something is given there. */
export function forEachPlaceIn(
  lists: GiftLists,
  subject: number,
  from: number,
  to: number,
  visit: (scope: number) => void,
): void {
  const { scopes } = lists;
  const end = intAt(lists.to, subject);
  for (
    let at = firstFrom(scopes, intAt(lists.from, subject), end, from);
    at < end && intAt(scopes, at) < to;
    at += 1
  )
    visit(intAt(scopes, at));
}
