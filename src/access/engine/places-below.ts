import { forEachPlaceIn } from './given-places.ts';
import { firstFrom, intAt } from './ints.ts';
import type { Relation } from './relation.ts';

/** To search the lists of a person takes about as long as to mark what is given on so many scopes. */
const SCOPES_FOR_A_PERSON = 4;

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
  private isMarked = false;
  /** By component: the scope above the ones on which it is given something, as it was last marked. */
  private readonly marked: Int32Array;
  /** By marked component its first entry below, once somebody asked; -1 before. */
  private readonly first: Int32Array;

  constructor(relation: Relation) {
    this.relation = relation;
    this.marked = new Int32Array(relation.held.from.length).fill(-1);
    this.first = new Int32Array(relation.held.from.length);
  }

  /** To a scope, or to -1 for none. */
  moveTo(scope: number): void {
    this.from = scope + 1;
    this.to = scope < 0 ? 0 : intAt(this.relation.order.end, scope);
    this.asked = 0;
    this.isMarked = false;
  }

  /** In no order, and one scope for each time that somebody is given something. */
  forEachOf(member: number, visit: (scope: number) => void): void {
    const { from, to, marked } = this;
    if (from >= to) return;
    this.asked += 1;
    if (!this.isMarked && this.asked * SCOPES_FOR_A_PERSON >= to - from) this.mark();
    const { isMarked } = this;
    const { direct, held, people } = this.relation;
    const behind = held.from.length;
    const end = intAt(people.start, member + 1);
    for (let at = intAt(people.start, member); at < end; at += 1) {
      const source = intAt(people.values, at);
      if (source >= behind) {
        const scope = intAt(direct.scopes, source - behind);
        if (scope >= from && scope < to) visit(scope);
      } else if (!isMarked) forEachPlaceIn(held, source, from, to, visit);
      else if (marked[source] === from) this.forEachOfMarked(source, visit);
    }
  }

  private forEachOfMarked(component: number, visit: (scope: number) => void): void {
    const { first, from, to } = this;
    const { held } = this.relation;
    const end = intAt(held.to, component);
    if (first[component] === -1)
      first[component] = firstFrom(held.scopes, intAt(held.from, component), end, from);
    for (let at = intAt(first, component); at < end; at += 1) {
      const scope = intAt(held.scopes, at);
      if (scope >= to) return;
      visit(scope);
    }
  }

  private mark(): void {
    for (let scope = this.from; scope < this.to; scope += 1) {
      const { components, from, to } = this.relation.columns.at(scope);
      for (let at = from; at < to; at += 1) {
        const component = intAt(components, at);
        this.marked[component] = this.from;
        this.first[component] = -1;
      }
    }
    this.isMarked = true;
  }
}
