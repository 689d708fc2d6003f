import { IntList, type IntLists, intAt } from './ints.ts';
import { ALL_OF, KindTable, NO_KIND } from './kind-table.ts';
import { chainTo, type ScopeOrder } from './scope-order.ts';

/** So many people are looked at together: what is read of them is then still at hand. */
export const PEOPLE_AT_ONCE = 256;

/** Behind what is collected of one person. */
const END = -1;

/**
 * Of which kind people are on one scope after the other. First it is found for those to whom access comes from one place
 * and nothing else: a component of groups, or a gift of their own. Moving to a scope adds what is given on it and above;
 * moving on to a neighbour keeps what both have above them. Numbers of kinds are good until the next move.
 */
export class KindChain {
  readonly kinds = new KindTable();
  /** The scopes from the top down to the one moved to. */
  path: Int32Array = new Int32Array(0);
  private readonly order: ScopeOrder;
  /** Of each member from where their access comes, by number. */
  private readonly people: IntLists;
  /** Of each place that access comes from its kind. */
  private readonly ofSources: Int32Array;
  private readonly chain = new IntList();
  /** Of each level how many kinds and how many replaced kinds there were before it. */
  private readonly kindsBefore = new IntList();
  private readonly replacedBefore = new IntList();
  /** Where access comes from, and the kinds that was one level higher up. */
  private readonly replaced = new IntList();
  private readonly replacedKinds = new IntList();
  /** How many kinds are of one source; what follows is of people on the scope moved to. */
  private kindsOfSources = 1;
  private readonly target = new IntList();
  /** Of those looked at together the kind of their first source, and what is collected of them. */
  private readonly firsts = new Int32Array(PEOPLE_AT_ONCE);
  private collected = new Int32Array(0);

  /** `people` names sources below `sources`. */
  constructor(order: ScopeOrder, sources: number, people: IntLists) {
    this.order = order;
    this.people = people;
    this.ofSources = new Int32Array(sources).fill(NO_KIND);
  }

  /** To a scope, or to -1, where nobody is given anything. `enter` tells with `add` what is given on a scope. */
  moveTo(scope: number, enter: (scope: number, level: number) => void): void {
    this.kinds.cutTo(this.kindsOfSources);
    chainTo(this.order, scope, this.target);
    const target = this.target.view();
    let kept = 0;
    while (kept < this.chain.length && kept < target.length && this.chain.at(kept) === target[kept])
      kept += 1;
    while (this.chain.length > kept) this.leave();
    for (let level = kept; level < target.length; level += 1) {
      const next = intAt(target, level);
      this.kindsBefore.push(this.kinds.length);
      this.replacedBefore.push(this.replaced.length);
      this.chain.push(next);
      enter(next, level);
    }
    this.path = this.chain.view();
    this.kindsOfSources = this.kinds.length;
  }

  /** What comes from a source on the scope that is entered. */
  add(source: number, level: number, gift: number): void {
    const kind = intAt(this.ofSources, source);
    this.replaced.push(source);
    this.replacedKinds.push(kind);
    this.ofSources[source] = this.kinds.with(kind, level, gift);
  }

  /** The kind of a member on the scope moved to. */
  kindOf(member: number): number {
    const { ofSources } = this;
    const { start, values } = this.people;
    const end = intAt(start, member + 1);
    let kind = NO_KIND;
    for (let at = intAt(start, member); at < end; at += 1) {
      const more = intAt(ofSources, intAt(values, at));
      if (more !== NO_KIND) kind = this.kindWith(kind, more);
    }
    return kind;
  }

  /**
   * The same of members in no order, of whom nothing is at hand: adds their kinds, one after the other, to `found`. Most of
   * the time goes by waiting for memory, so what is read of many is asked for at once.
   */
  kindsOf(members: Int32Array, found: IntList): void {
    for (let from = 0; from < members.length; from += PEOPLE_AT_ONCE)
      this.findKinds(members, from, Math.min(from + PEOPLE_AT_ONCE, members.length), found);
  }

  /** Of the members from `from` up to `to` first what comes to each, and then the kind. */
  private findKinds(members: Int32Array, from: number, to: number, found: IntList): void {
    const collected = this.collect(members, from, to);
    for (let at = 0, member = from; member < to; member += 1, at += 1) {
      let kind = NO_KIND;
      for (; intAt(collected, at) !== END; at += 1) kind = this.kindWith(kind, intAt(collected, at));
      found.push(kind);
    }
  }

  private kindWith(kind: number, more: number): number {
    if (kind === NO_KIND) return more;
    // Groups next to each other in larger ones often bring the same.
    return more === kind ? kind : this.kinds.with(kind, ALL_OF, more);
  }

  /** Of each of the members the kinds of all sources that bring anything, and `END` behind them. */
  private collect(members: Int32Array, from: number, to: number): Int32Array {
    const { ofSources, firsts } = this;
    const { start, values } = this.people;
    const collected = this.roomFor(this.collectFirst(members, from, to));
    let count = 0;
    for (let person = from; person < to; person += 1) {
      const member = intAt(members, person);
      const end = intAt(start, member + 1);
      let kind = intAt(firsts, person - from);
      for (let at = intAt(start, member) + 1; at < end; at += 1) {
        collected[count] = kind;
        // One more for a kind, and none for `NO_KIND`, without a branch that the machine guesses wrong.
        count += -kind >>> 31;
        kind = intAt(ofSources, intAt(values, at));
      }
      collected[count] = kind;
      count += -kind >>> 31;
      collected[count] = END;
      count += 1;
    }
    return collected;
  }

  /**
   * Of each of the members the kind of their first source; says how many sources they all have. In a loop as short as this
   * the machine waits for many of them at once, and afterwards the others of each are at hand.
   */
  private collectFirst(members: Int32Array, from: number, to: number): number {
    const { ofSources, firsts } = this;
    const { start, values } = this.people;
    let sources = 0;
    for (let person = from; person < to; person += 1) {
      const member = intAt(members, person);
      const [at, end] = [intAt(start, member), intAt(start, member + 1)];
      firsts[person - from] = at < end ? intAt(ofSources, intAt(values, at)) : NO_KIND;
      sources += end - at;
    }
    return sources;
  }

  /** For so many kinds, and `END` and a place more for each of the people. */
  private roomFor(sources: number): Int32Array {
    const room = sources + 2 * PEOPLE_AT_ONCE;
    if (this.collected.length < room) this.collected = new Int32Array(room * 2);
    return this.collected;
  }

  private leave(): void {
    this.chain.pop();
    const first = this.replacedBefore.pop();
    while (this.replaced.length > first) {
      this.ofSources[this.replaced.pop()] = this.replacedKinds.pop();
    }
    this.kinds.cutTo(this.kindsBefore.pop());
  }
}
