import type { GiftLists } from './gift-lists.ts';
import { firstFrom, IntList, intAt, roomFor } from './ints.ts';

/** What is held on one scope: from `from` up to `to` components ascending, each with a gift. */
export interface ScopeColumn {
  readonly components: Int32Array;
  readonly gifts: Int32Array;
  readonly from: number;
  readonly to: number;
}

/** So many scopes are looked up in all lists one by one; then the lists are turned, once for all scopes. */
const LOOKED_UP = 8;

/** What is held on each scope, component by component: the lists of a relation, turned when somebody asks for several. */
export class Columns {
  private readonly held: GiftLists;
  private readonly scopeCount: number;
  private readonly lookedUp = new Map<number, ScopeColumn>();
  private turned: TurnedLists | null = null;

  constructor(held: GiftLists, scopeCount: number) {
    this.held = held;
    this.scopeCount = scopeCount;
  }

  at(scope: number): ScopeColumn {
    if (this.turned === null) {
      const known = this.lookedUp.get(scope);
      if (known !== undefined) return known;
      if (this.lookedUp.size < LOOKED_UP) {
        const column = lookUp(this.held, scope);
        this.lookedUp.set(scope, column);
        return column;
      }
      this.turned = turn(this.held, this.scopeCount);
    }
    const { start, components, gifts } = this.turned;
    return { components, gifts, from: intAt(start, scope), to: intAt(start, scope + 1) };
  }
}

function lookUp(held: GiftLists, scope: number): ScopeColumn {
  const [components, gifts] = [new IntList(), new IntList()];
  for (let component = 0; component < held.from.length; component += 1) {
    const to = intAt(held.to, component);
    let at = firstFrom(held.scopes, intAt(held.from, component), to, scope);
    for (; at < to && held.scopes[at] === scope; at += 1) {
      components.push(component);
      gifts.push(intAt(held.gifts, at));
    }
  }
  return { components: components.toInts(), gifts: gifts.toInts(), from: 0, to: components.length };
}

interface TurnedLists {
  readonly start: Int32Array;
  readonly components: Int32Array;
  readonly gifts: Int32Array;
}

function turn(held: GiftLists, scopeCount: number): TurnedLists {
  const start = new Int32Array(scopeCount + 1);
  const count = held.from.length;
  // Components share entries, so entries are counted as often as somebody has them.
  for (let component = 0; component < count; component += 1) {
    const to = intAt(held.to, component);
    for (let at = intAt(held.from, component); at < to; at += 1) {
      const scope = intAt(held.scopes, at);
      start[scope + 1] = intAt(start, scope + 1) + 1;
    }
  }
  for (let scope = 0; scope < scopeCount; scope += 1)
    start[scope + 1] = intAt(start, scope + 1) + intAt(start, scope);
  const next = start.slice();
  const components = roomFor(intAt(start, scopeCount));
  const gifts = roomFor(components.length);
  for (let component = 0; component < count; component += 1) {
    const to = intAt(held.to, component);
    for (let at = intAt(held.from, component); at < to; at += 1) {
      const scope = intAt(held.scopes, at);
      const place = intAt(next, scope);
      components[place] = component;
      gifts[place] = intAt(held.gifts, at);
      next[scope] = place + 1;
    }
  }
  return { start, components, gifts };
}
