import type { GiftLists } from './gift-lists.ts';
import { intAt } from './ints.ts';

/** What is held on each scope, component by component: the lists of a relation, turned. */
export interface Columns {
  readonly start: Int32Array;
  readonly components: Int32Array;
  readonly gifts: Int32Array;
}

export function columnsOf(held: GiftLists, scopeCount: number): Columns {
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
  const components = new Int32Array(intAt(start, scopeCount));
  const gifts = new Int32Array(components.length);
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
