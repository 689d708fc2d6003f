import { forEachPlaceIn } from './given-places.ts';
import { intAt } from './ints.ts';
import type { Relation } from './relation.ts';

/**
 * Scopes below one on which people are given something. Each list of somebody is searched. Where many ask, it is first
 * marked who is given anything below at all: most lists then need no search.
 */
export class PlacesBelow {
  private readonly relation: Relation;
  /** The scopes from `from` up to `to` are below the one moved to. */
  private from = 0;
  private to = 0;
  private asked = 0;
  /** By component: the scope above the ones on which it is given something, as it was last marked. */
  private readonly marked: Int32Array;

  constructor(relation: Relation) {
    this.relation = relation;
    this.marked = new Int32Array(relation.held.from.length).fill(-1);
  }

  /** To a scope, or to -1 for none. */
  moveTo(scope: number): void {
    this.from = scope + 1;
    this.to = scope < 0 ? 0 : intAt(this.relation.order.end, scope);
    this.asked = 0;
  }

  /** In no order, and one scope for each time that somebody is given something. */
  forEachOf(member: number, visit: (scope: number) => void): void {
    const { from, to, marked } = this;
    if (from >= to) return;
    const { own, through, held } = this.relation;
    forEachPlaceIn(own, member, from, to, visit);
    // To mark takes about as long for a scope as to search for a person.
    this.asked += 1;
    if (this.asked === to - from) this.mark();
    const isMarked = this.asked >= to - from;
    for (let at = intAt(through.start, member); at < intAt(through.start, member + 1); at += 1) {
      const component = intAt(through.values, at);
      if (isMarked && marked[component] !== from) continue;
      forEachPlaceIn(held, component, from, to, visit);
    }
  }

  private mark(): void {
    for (let scope = this.from; scope < this.to; scope += 1) {
      const { components, from, to } = this.relation.columns.at(scope);
      for (let at = from; at < to; at += 1) this.marked[intAt(components, at)] = this.from;
    }
  }
}
