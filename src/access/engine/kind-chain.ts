import { IntList, type IntLists, intAt } from './ints.ts';
import { ALL_OF, KindTable, NO_KIND } from './kind-table.ts';
import { chainTo, type ScopeOrder } from './scope-order.ts';

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
    const { kinds, ofSources } = this;
    const { start, values } = this.people;
    const end = intAt(start, member + 1);
    let kind = NO_KIND;
    for (let at = intAt(start, member); at < end; at += 1) {
      const more = intAt(ofSources, intAt(values, at));
      // Groups next to each other in larger ones often bring the same.
      if (more === NO_KIND || more === kind) continue;
      kind = kind === NO_KIND ? more : kinds.with(kind, ALL_OF, more);
    }
    return kind;
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
