import type { BitSet } from '../bit-set.ts';
import { ChainDescent } from './chain-descent.ts';
import type { GiftLists } from './gift-lists.ts';
import { firstFrom, IntList, intAt } from './ints.ts';
import type { Relation } from './relation.ts';
import { chainTo } from './scope-order.ts';

/** What one person holds on one scope: looks up the scopes of the chain in the lists of the person and their groups. */
export class CellReader {
  private readonly relation: Relation;
  private readonly descent: ChainDescent;
  private readonly chain = new IntList();
  private chainOf = -1;

  constructor(relation: Relation) {
    this.relation = relation;
    this.descent = new ChainDescent(relation.universe);
  }

  /** The permissions as words, good until the next question. */
  read(member: number, scope: number): BitSet {
    const { relation, descent } = this;
    const { start, values } = relation.people;
    if (scope !== this.chainOf) chainTo(relation.order, scope, this.chain);
    this.chainOf = scope;
    const chain = this.chain.view();
    descent.begin(chain.length);
    const { direct, held } = relation;
    const behind = held.from.length;
    const end = intAt(start, member + 1);
    let at = intAt(start, member);
    for (; at < end && intAt(values, at) < behind; at += 1) this.give(held, intAt(values, at), chain);
    let level = 0;
    // Both are ascending: the person's own gifts and the chain.
    while (at < end && level < chain.length) {
      const own = intAt(values, at) - behind;
      const [given, asked] = [intAt(direct.scopes, own), intAt(chain, level)];
      if (given === asked) descent.give(level, intAt(direct.gifts, own));
      if (given <= asked) at += 1;
      else level += 1;
    }
    descent.descend(chain, chain.length, relation.order);
    return descent.here;
  }

  /** What flows on from the scope that was last asked about, as `Flows` has it. */
  get below(): BitSet {
    return this.descent.below;
  }

  private give(lists: GiftLists, subject: number, chain: Int32Array): void {
    const end = intAt(lists.to, subject);
    let at = intAt(lists.from, subject);
    for (let level = 0; level < chain.length && at < end; level += 1) {
      const scope = intAt(chain, level);
      at = firstFrom(lists.scopes, at, end, scope);
      for (; at < end && lists.scopes[at] === scope; at += 1)
        this.descent.give(level, intAt(lists.gifts, at));
    }
  }
}
