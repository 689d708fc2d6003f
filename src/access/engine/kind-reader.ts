import { ChainDescent } from './chain-descent.ts';
import { type IntList, intAt } from './ints.ts';
import { KindChain } from './kind-chain.ts';
import { ALL_OF, NO_KIND } from './kind-table.ts';
import type { Relation } from './relation.ts';

/**
 * Of which kind people are on one scope after the other, and what each kind holds there. A kind is what is given along the
 * chain of scopes: there are a hundred people for a few kinds, and only of these the formula is asked. Moving to a scope
 * makes ready what is given on it and above, once, for everybody. Numbers of kinds are good until the next move.
 */
export class KindReader {
  readonly relation: Relation;
  private readonly descent: ChainDescent;
  private readonly chain: KindChain;

  constructor(relation: Relation) {
    this.relation = relation;
    this.descent = new ChainDescent(relation.universe);
    this.chain = new KindChain(
      relation.order,
      relation.held.from.length + relation.direct.scopes.length,
      relation.people,
    );
  }

  /** To a scope, or to -1, where nobody is given anything. */
  moveTo(scope: number): void {
    const { chain, relation } = this;
    const { direct, held, columns } = relation;
    const behind = held.from.length;
    chain.moveTo(scope, (entered, level) => {
      const { components, gifts, from, to } = columns.at(entered);
      for (let at = from; at < to; at += 1) chain.add(intAt(components, at), level, intAt(gifts, at));
      const end = intAt(direct.start, entered + 1);
      for (let at = intAt(direct.start, entered); at < end; at += 1)
        chain.add(behind + at, level, intAt(direct.gifts, at));
    });
  }

  /** The kind of a member on the scope moved to. */
  kindOf(member: number): number {
    return this.chain.kindOf(member);
  }

  /** Adds the kinds of members on the scope moved to, one after the other, to `found`. */
  kindsOf(members: Int32Array, found: IntList): void {
    this.chain.kindsOf(members, found);
  }

  /** What a kind holds on the scope moved to; good until the next is read. */
  read(kind: number): ChainDescent {
    const { descent } = this;
    const { path } = this.chain;
    descent.begin(path.length);
    this.give(kind);
    descent.descend(path, path.length, this.relation.order);
    return descent;
  }

  private give(kind: number): void {
    const { kinds } = this.chain;
    for (let one = kind; one !== NO_KIND; one = kinds.baseOf(one)) {
      const level = kinds.levelOf(one);
      if (level === ALL_OF) this.give(kinds.giftOf(one));
      else this.descent.give(level, kinds.giftOf(one));
    }
  }
}
