import { ChainDescent } from './chain-descent.ts';
import type { Columns } from './columns.ts';
import { IntList, intAt, isSameInts } from './ints.ts';
import type { Relation } from './relation.ts';
import { chainTo } from './scope-order.ts';

/**
 * What many people hold on one scope after the other. Moving to a scope makes what groups hold on it and above ready
 * once, for everybody; moving on to a neighbour keeps what both have above them.
 */
export class ColumnReader {
  /** Of the person read last. */
  readonly descent: ChainDescent;
  readonly relation: Relation;
  private readonly columns: Columns;
  private readonly chain = new IntList();
  private readonly target = new IntList();
  private path: Int32Array = new Int32Array(0);
  /** Of each scope its level in the chain + 1, or 0. */
  private readonly levels: Int32Array;
  /** Of each component its latest entry, or -1; entries lead on to those before. */
  private readonly latest: Int32Array;
  private readonly entryLevel = new IntList();
  private readonly entryGift = new IntList();
  private readonly entryBefore = new IntList();

  constructor(relation: Relation) {
    this.relation = relation;
    this.columns = relation.columns;
    this.descent = new ChainDescent(relation.universe);
    this.levels = new Int32Array(relation.order.scopes.length);
    this.latest = new Int32Array(relation.held.from.length).fill(-1);
  }

  moveTo(scope: number): void {
    chainTo(this.relation.order, scope, this.target);
    const target = this.target.view();
    let kept = 0;
    while (kept < this.chain.length && kept < target.length && this.chain.at(kept) === target[kept])
      kept += 1;
    while (this.chain.length > kept) this.leave();
    for (let level = kept; level < target.length; level += 1) this.enter(intAt(target, level));
    this.path = this.chain.view();
  }

  private enter(scope: number): void {
    const level = this.chain.length;
    this.chain.push(scope);
    this.levels[scope] = level + 1;
    const { components, gifts } = this.columns.at(scope);
    for (let at = 0; at < components.length; at += 1) {
      const component = intAt(components, at);
      this.entryLevel.push(level);
      this.entryGift.push(intAt(gifts, at));
      this.entryBefore.push(intAt(this.latest, component));
      this.latest[component] = this.entryLevel.length - 1;
    }
  }

  private leave(): void {
    const scope = this.chain.pop();
    this.levels[scope] = 0;
    const { components } = this.columns.at(scope);
    for (let at = components.length - 1; at >= 0; at -= 1) {
      this.latest[intAt(components, at)] = this.entryBefore.pop();
      this.entryLevel.pop();
      this.entryGift.pop();
    }
  }

  /** Of a scope its level in the chain + 1, or 0. */
  levelOf(scope: number): number {
    return intAt(this.levels, scope);
  }

  /** The latest entry of a component along the chain, or -1. */
  latestOf(component: number): number {
    return intAt(this.latest, component);
  }

  /** The entry of the same component before an entry, or -1. */
  entryBeforeOf(entry: number): number {
    return this.entryBefore.at(entry);
  }

  /** As `levelOf`. */
  levelOfEntry(entry: number): number {
    return this.entryLevel.at(entry) + 1;
  }

  giftOf(entry: number): number {
    return this.entryGift.at(entry);
  }

  /** Whether the same components are given something on each level of both chains, so that entries have the same numbers. */
  standsAs(other: ColumnReader): boolean {
    if (this.chain.length !== other.chain.length) return false;
    for (let level = 0; level < this.chain.length; level += 1) {
      const [one, two] = [this.columns.at(this.chain.at(level)), other.columns.at(other.chain.at(level))];
      if (!isSameInts(one.components, two.components)) return false;
    }
    return true;
  }

  /** Reads what a member holds on the scope moved to: it is in `descent` afterwards. */
  read(member: number): void {
    const { relation, descent, latest } = this;
    const { start, values } = relation.people;
    const levels = this.chain.length;
    descent.begin(levels);
    let at = intAt(start, member);
    const own = at + 1 + 2 * intAt(values, at);
    for (at += 1; at < own; at += 2) {
      const level = intAt(this.levels, intAt(values, at));
      if (level > 0) descent.give(level - 1, intAt(values, at + 1));
    }
    const last = intAt(start, member + 1);
    for (; at < last; at += 1) {
      let entry = intAt(latest, intAt(values, at));
      for (; entry >= 0; entry = this.entryBefore.at(entry)) {
        descent.give(this.entryLevel.at(entry), this.entryGift.at(entry));
      }
    }
    descent.descend(this.path, levels, relation.order);
  }
}
