import type { BitSet } from '../bit-set.ts';
import { ChainDescent } from './chain-descent.ts';
import type { GiftLists } from './gift-lists.ts';
import { HeldMarks } from './held-marks.ts';
import { firstFrom, IntList, intAt } from './ints.ts';
import type { Relation } from './relation.ts';
import { chainTo } from './scope-order.ts';

/** To mark all entries of lists takes about as long as so many times fewer questions without marks. */
const ENTRIES_FOR_A_QUESTION = 64;

const NO_SCOPES = new Int32Array(0);

/**
 * What one person holds on one scope: looks up the scopes of the chain in the lists of the person and their groups. Once
 * there were many questions, it is first marked on which scopes groups are given anything at all.
 */
export class CellReader {
  private readonly relation: Relation;
  private readonly descent: ChainDescent;
  private readonly chain = new IntList();
  private chainOf = -1;
  private marks: HeldMarks | null = null;
  private asked = 0;

  constructor(relation: Relation) {
    this.relation = relation;
    this.descent = new ChainDescent(relation.universe);
  }

  /** The permissions as words, good until the next question. */
  read(member: number, scope: number): BitSet {
    return this.descendTo(member, scope).here;
  }

  /** The same with what flows on from there. */
  descendTo(member: number, scope: number): ChainDescent {
    const { relation, descent } = this;
    const { start, values } = relation.people;
    if (scope !== this.chainOf) chainTo(relation.order, scope, this.chain);
    this.chainOf = scope;
    const { room: chain, length: levels } = this.chain;
    descent.begin(levels);
    const { direct, held } = relation;
    this.asked += 1;
    if (this.marks === null && this.asked * ENTRIES_FOR_A_QUESTION > held.scopes.length)
      this.marks = new HeldMarks(held);
    const behind = held.from.length;
    const end = intAt(start, member + 1);
    let at = intAt(start, member);
    for (; at < end && intAt(values, at) < behind; at += 1) this.give(held, intAt(values, at), chain, levels);
    let level = 0;
    // Both are ascending: the person's own gifts and the chain.
    while (at < end && level < levels) {
      const own = intAt(values, at) - behind;
      const [given, asked] = [intAt(direct.scopes, own), intAt(chain, level)];
      if (given === asked) descent.give(level, intAt(direct.gifts, own));
      if (given <= asked) at += 1;
      else level += 1;
    }
    descent.descend(chain, levels, relation.order);
    return descent;
  }

  /** What somebody holds who is not there, or on a scope that is not. */
  nothing(): ChainDescent {
    this.descent.begin(0);
    this.descent.descend(NO_SCOPES, 0, this.relation.order);
    return this.descent;
  }

  /** What flows on from the scope that was last asked about, as `Flows` has it. */
  get below(): BitSet {
    return this.descent.below;
  }

  private give(lists: GiftLists, subject: number, chain: Int32Array, levels: number): void {
    const { marks } = this;
    const end = intAt(lists.to, subject);
    let at = intAt(lists.from, subject);
    for (let level = 0; level < levels && at < end; level += 1) {
      const scope = intAt(chain, level);
      if (marks?.mayHold(subject, scope) === false) continue;
      at = firstFrom(lists.scopes, at, end, scope);
      for (; at < end && lists.scopes[at] === scope; at += 1)
        this.descent.give(level, intAt(lists.gifts, at));
    }
  }
}
