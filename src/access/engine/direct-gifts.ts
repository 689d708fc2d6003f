import type { GiftLists } from './gift-lists.ts';
import { IntList, identity, intAt, roomFor, sortedBy } from './ints.ts';

/**
 * What anybody is given themselves, each gift on a scope once, by number: scopes ascending. Nearly all people are given
 * the same there, an active membership, so it is looked at once for all of them.
 */
export interface DirectGifts {
  readonly scopes: Int32Array;
  readonly gifts: Int32Array;
  /** Of each scope its first number; one more for the end. */
  readonly start: Int32Array;
  /** Of each entry of the lists that they come from its number. */
  readonly ofEntries: Int32Array;
}

export function directGiftsOf(own: GiftLists, scopeCount: number, giftCount: number): DirectGifts {
  const byGift = sortedBy(identity(own.scopes.length), own.gifts, giftCount);
  const order = sortedBy(byGift, own.scopes, scopeCount);
  const ofEntries = roomFor(order.length);
  const [scopes, gifts] = [new IntList(), new IntList()];
  const start = new Int32Array(scopeCount + 1);
  let [lastScope, lastGift] = [-1, -1];
  for (let at = 0; at < order.length; at += 1) {
    const entry = intAt(order, at);
    const [scope, gift] = [intAt(own.scopes, entry), intAt(own.gifts, entry)];
    if (scope !== lastScope || gift !== lastGift) {
      // Those scopes that nobody is given anything on begin where the next one does.
      start.fill(scopes.length, lastScope + 1, scope + 1);
      scopes.push(scope);
      gifts.push(gift);
      [lastScope, lastGift] = [scope, gift];
    }
    ofEntries[entry] = scopes.length - 1;
  }
  start.fill(scopes.length, lastScope + 1);
  return { scopes: scopes.toInts(), gifts: gifts.toInts(), start, ofEntries };
}
