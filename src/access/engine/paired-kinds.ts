import { ChainDescent } from './chain-descent.ts';
import type { Versions } from './changed-places.ts';
import type { ScopeColumn } from './columns.ts';
import { IntList, intAt } from './ints.ts';
import { KindChain } from './kind-chain.ts';
import { ALL_OF, NO_KIND } from './kind-table.ts';
import { PairedGifts } from './paired-gifts.ts';
import type { Relation } from './relation.ts';

/** On which sides a gift is given. */
export const [BEFORE, AFTER] = [1, 2] as const;
const BOTH = BEFORE | AFTER;
/** A gift with its sides is one number. */
const SIDES = 2;

/**
 * As `KindReader`, of two versions at once: a kind is what is given along the chain of scopes in the two, so that it is
 * looked up once for both. It takes two versions that have the same scopes, people and groups by the same numbers, with
 * everybody in the same groups: then only gifts differ.
 */
export class PairedKinds {
  private readonly before: Relation;
  private readonly after: Relation;
  private readonly descent: ChainDescent;
  private readonly direct: PairedGifts;
  private readonly chain: KindChain;
  /** What the kind looked at is given: the level, and the gift with its sides. */
  private readonly levels = new IntList();
  private readonly gifts = new IntList();

  constructor(versions: Versions) {
    const { before, after } = versions;
    this.before = before;
    this.after = after;
    this.descent = new ChainDescent(before.universe);
    this.direct = new PairedGifts(versions);
    const sources = before.held.from.length + this.direct.length;
    this.chain = new KindChain(before.order, sources, this.direct.people);
  }

  moveTo(scope: number): void {
    const { before, after, direct, chain } = this;
    const behind = before.held.from.length;
    chain.moveTo(scope, (entered, level) => {
      enterBoth(before.columns.at(entered), after.columns.at(entered), level, chain);
      direct.forEachOn(entered, (pair, held, holds) => {
        if (held === holds) chain.add(behind + pair, level, (held << SIDES) | BOTH);
        else {
          if (held >= 0) chain.add(behind + pair, level, (held << SIDES) | BEFORE);
          if (holds >= 0) chain.add(behind + pair, level, (holds << SIDES) | AFTER);
        }
      });
    });
  }

  /** Adds the kinds of members on the scope moved to, one after the other, to `found`. */
  kindsOf(members: Int32Array, found: IntList): void {
    this.chain.kindsOf(members, found);
  }

  /** What comes along the chain for a kind is written out once, and read for each side. */
  lookAt(kind: number): void {
    this.levels.clear();
    this.gifts.clear();
    this.writeOut(kind);
  }

  /** What the kind looked at holds on one side on the scope moved to; good until the other side is read. */
  read(side: typeof BEFORE | typeof AFTER): ChainDescent {
    const { descent, levels, gifts } = this;
    const { path } = this.chain;
    descent.begin(path.length);
    for (let at = 0; at < gifts.length; at += 1) {
      const gift = gifts.at(at);
      if ((gift & side) !== 0) descent.give(levels.at(at), gift >> SIDES);
    }
    descent.descend(path, path.length, this.before.order);
    return descent;
  }

  private writeOut(kind: number): void {
    const { kinds } = this.chain;
    for (let one = kind; one !== NO_KIND; one = kinds.baseOf(one)) {
      const level = kinds.levelOf(one);
      const gift = kinds.giftOf(one);
      if (level === ALL_OF) this.writeOut(gift);
      else {
        this.levels.push(level);
        this.gifts.push(gift);
      }
    }
  }
}

/** What components are given on a scope, each by number; those of two columns side by side, which are both ascending. */
function enterBoth(held: ScopeColumn, holds: ScopeColumn, level: number, chain: KindChain): void {
  let [left, right] = [held.from, holds.from];
  while (left < held.to || right < holds.to) {
    const one = left < held.to ? intAt(held.components, left) : Number.POSITIVE_INFINITY;
    const other = right < holds.to ? intAt(holds.components, right) : Number.POSITIVE_INFINITY;
    const gift = one <= other ? intAt(held.gifts, left) : intAt(holds.gifts, right);
    if (one === other && gift === intAt(holds.gifts, right)) {
      chain.add(one, level, (gift << SIDES) | BOTH);
      left += 1;
      right += 1;
    } else if (one <= other) {
      chain.add(one, level, (gift << SIDES) | BEFORE);
      left += 1;
    } else {
      chain.add(other, level, (gift << SIDES) | AFTER);
      right += 1;
    }
  }
}
