import { ChainDescent } from './chain-descent.ts';
import { IntList, intAt } from './ints.ts';
import { ALL_OF, KindTable, NO_KIND } from './kind-table.ts';
import type { Relation } from './relation.ts';
import { chainTo } from './scope-order.ts';

/**
 * Of which kind people are on one scope after the other, and what each kind holds there. A kind is what is given along the
 * chain of scopes: there are a hundred people for a few kinds, and only of these the formula is asked. Moving to a scope
 * makes ready what groups are given on it and above, once, for everybody; moving on to a neighbour keeps what both have
 * above them. Numbers of kinds are good until the next move.
 */
export class KindReader {
  readonly relation: Relation;
  private readonly descent: ChainDescent;
  private readonly kinds = new KindTable();
  /** Of each component the kind of who is in nothing else. */
  private readonly ofComponents: Int32Array;
  /** Of each scope its level in the chain + 1, or 0. */
  private readonly levels: Int32Array;
  private readonly chain = new IntList();
  private path: Int32Array = new Int32Array(0);
  /** Of each level how many kinds and how many replaced kinds there were before it. */
  private readonly kindsBefore = new IntList();
  private readonly replacedBefore = new IntList();
  /** Components, and the kinds they had one level higher up. */
  private readonly replaced = new IntList();
  private readonly replacedKinds = new IntList();
  /** How many kinds are of components; what follows is of people on the scope moved to. */
  private kindsOfComponents = 1;
  private readonly target = new IntList();

  constructor(relation: Relation) {
    this.relation = relation;
    this.descent = new ChainDescent(relation.universe);
    this.levels = new Int32Array(relation.order.scopes.length);
    this.ofComponents = new Int32Array(relation.held.from.length).fill(NO_KIND);
  }

  /** To a scope, or to -1, where nobody is given anything. */
  moveTo(scope: number): void {
    this.kinds.cutTo(this.kindsOfComponents);
    chainTo(this.relation.order, scope, this.target);
    const target = this.target.view();
    let kept = 0;
    while (kept < this.chain.length && kept < target.length && this.chain.at(kept) === target[kept])
      kept += 1;
    while (this.chain.length > kept) this.leave();
    for (let level = kept; level < target.length; level += 1) this.enter(intAt(target, level));
    this.path = this.chain.view();
    this.kindsOfComponents = this.kinds.length;
  }

  private enter(scope: number): void {
    const { kinds, ofComponents, replaced, replacedKinds } = this;
    const level = this.chain.length;
    this.kindsBefore.push(kinds.length);
    this.replacedBefore.push(replaced.length);
    this.chain.push(scope);
    this.levels[scope] = level + 1;
    const { components, gifts, from, to } = this.relation.columns.at(scope);
    for (let at = from; at < to; at += 1) {
      const component = intAt(components, at);
      const kind = intAt(ofComponents, component);
      replaced.push(component);
      replacedKinds.push(kind);
      ofComponents[component] = kinds.with(kind, level, intAt(gifts, at));
    }
  }

  private leave(): void {
    this.levels[this.chain.pop()] = 0;
    const first = this.replacedBefore.pop();
    while (this.replaced.length > first) {
      this.ofComponents[this.replaced.pop()] = this.replacedKinds.pop();
    }
    this.kinds.cutTo(this.kindsBefore.pop());
  }

  /** The kind of a member on the scope moved to. */
  kindOf(member: number): number {
    const { kinds, levels, ofComponents } = this;
    const { start, values } = this.relation.people;
    let at = intAt(start, member);
    const own = at + 1 + 2 * intAt(values, at);
    let kind = NO_KIND;
    for (at += 1; at < own; at += 2) {
      const level = intAt(levels, intAt(values, at));
      if (level > 0) kind = kinds.with(kind, level - 1, intAt(values, at + 1));
    }
    const last = intAt(start, member + 1);
    for (; at < last; at += 1) {
      const more = intAt(ofComponents, intAt(values, at));
      if (more !== NO_KIND) kind = kind === NO_KIND ? more : kinds.with(kind, ALL_OF, more);
    }
    return kind;
  }

  /** What a kind holds on the scope moved to; good until the next is read. */
  read(kind: number): ChainDescent {
    const { descent } = this;
    descent.begin(this.path.length);
    this.give(kind);
    descent.descend(this.path, this.path.length, this.relation.order);
    return descent;
  }

  private give(kind: number): void {
    const { kinds } = this;
    for (let one = kind; one !== NO_KIND; one = kinds.baseOf(one)) {
      const level = kinds.levelOf(one);
      if (level === ALL_OF) this.give(kinds.giftOf(one));
      else this.descent.give(level, kinds.giftOf(one));
    }
  }
}
