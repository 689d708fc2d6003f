import { IntList, intAt } from './ints.ts';
import { KindTable, NO_KIND } from './kind-table.ts';
import { chainTo, type ScopeOrder } from './scope-order.ts';

/**
 * Of which kind those are who are in one component and nothing else, on one scope after the other. Moving to a scope adds
 * what is given on it and above; moving on to a neighbour keeps what both have above them. Numbers of kinds are good until
 * the next move.
 */
export class KindChain {
  readonly kinds = new KindTable();
  /** Of each component its kind. */
  readonly ofComponents: Int32Array;
  /** Of each scope its level in the chain + 1, or 0. */
  readonly levels: Int32Array;
  /** The scopes from the top down to the one moved to. */
  path: Int32Array = new Int32Array(0);
  private readonly order: ScopeOrder;
  private readonly chain = new IntList();
  /** Of each level how many kinds and how many replaced kinds there were before it. */
  private readonly kindsBefore = new IntList();
  private readonly replacedBefore = new IntList();
  /** Components, and the kinds they had one level higher up. */
  private readonly replaced = new IntList();
  private readonly replacedKinds = new IntList();
  /** How many kinds are of components; what follows is of people on the scope moved to. */
  private kindsOfComponents = 1;
  private readonly target = new IntList();

  constructor(order: ScopeOrder, components: number) {
    this.order = order;
    this.levels = new Int32Array(order.scopes.length);
    this.ofComponents = new Int32Array(components).fill(NO_KIND);
  }

  /** To a scope, or to -1, where nobody is given anything. `enter` tells with `add` what is given on a scope. */
  moveTo(scope: number, enter: (scope: number, level: number) => void): void {
    this.kinds.cutTo(this.kindsOfComponents);
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
      this.levels[next] = level + 1;
      enter(next, level);
    }
    this.path = this.chain.view();
    this.kindsOfComponents = this.kinds.length;
  }

  /** What is given to a component on the scope that is entered. */
  add(component: number, level: number, gift: number): void {
    const kind = intAt(this.ofComponents, component);
    this.replaced.push(component);
    this.replacedKinds.push(kind);
    this.ofComponents[component] = this.kinds.with(kind, level, gift);
  }

  private leave(): void {
    this.levels[this.chain.pop()] = 0;
    const first = this.replacedBefore.pop();
    while (this.replaced.length > first) {
      this.ofComponents[this.replaced.pop()] = this.replacedKinds.pop();
    }
    this.kinds.cutTo(this.kindsBefore.pop());
  }
}
