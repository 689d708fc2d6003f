import type { Versions } from './changed-places.ts';
import type { DirectGifts } from './direct-gifts.ts';
import { IntList, type IntLists, intAt, intLists, roomFor } from './ints.ts';

/**
 * What people are given themselves in two versions in which each has as many gifts of their own: pairs of a direct gift on
 * each side, in the order in which people have them, each pair once.
 */
export class PairedGifts {
  /** Of each member where their access comes from: components by number, then pairs, numbered on behind them. */
  readonly people: IntLists;
  private readonly before: DirectGifts;
  private readonly after: DirectGifts;
  /** Of each pair a gift on each side. */
  private readonly held = new IntList();
  private readonly holds = new IntList();
  /** Of each gift of before the first pair that it is in, which is nearly always the only one, or -1. */
  private readonly first: Int32Array;
  private readonly others = new Map<string, number>();
  /** Of each scope the pairs with a gift on it. */
  private readonly onScopes: IntLists;

  constructor({ before, after }: Versions) {
    this.before = before.direct;
    this.after = after.direct;
    this.first = new Int32Array(before.direct.scopes.length).fill(-1);
    const components = before.held.from.length;
    const { start, values } = before.people;
    const paired = roomFor(values.length);
    for (let at = 0; at < paired.length; at += 1) {
      const held = intAt(values, at);
      const holds = intAt(after.people.values, at);
      paired[at] = held < components ? held : components + this.pair(held - components, holds - components);
    }
    this.people = { start, values: paired };
    this.onScopes = this.byScope(before.order.scopes.length);
  }

  get length(): number {
    return this.held.length;
  }

  /** Every pair with a gift on a scope; -1 for a gift that is on another scope. */
  forEachOn(scope: number, visit: (pair: number, before: number, after: number) => void): void {
    const { before, after, held, holds } = this;
    const { start, values } = this.onScopes;
    const end = intAt(start, scope + 1);
    for (let at = intAt(start, scope); at < end; at += 1) {
      const pair = intAt(values, at);
      visit(pair, giftOn(before, held.at(pair), scope), giftOn(after, holds.at(pair), scope));
    }
  }

  private pair(held: number, holds: number): number {
    const { first } = this;
    const pair = intAt(first, held);
    if (pair < 0) {
      first[held] = this.length;
      return this.add(held, holds);
    }
    if (this.holds.at(pair) === holds) return pair;
    const key = `${held} ${holds}`;
    const found = this.others.get(key) ?? this.add(held, holds);
    this.others.set(key, found);
    return found;
  }

  private add(held: number, holds: number): number {
    this.held.push(held);
    this.holds.push(holds);
    return this.held.length - 1;
  }

  private byScope(scopeCount: number): IntLists {
    const [scopes, pairs] = [new IntList(), new IntList()];
    for (let pair = 0; pair < this.length; pair += 1) {
      const before = intAt(this.before.scopes, this.held.at(pair));
      const after = intAt(this.after.scopes, this.holds.at(pair));
      scopes.push(before);
      pairs.push(pair);
      if (after === before) continue;
      scopes.push(after);
      pairs.push(pair);
    }
    return intLists(scopeCount, scopes.view(), pairs.view(), this.length);
  }
}

function giftOn({ scopes, gifts }: DirectGifts, number: number, scope: number): number {
  return intAt(scopes, number) === scope ? intAt(gifts, number) : -1;
}
