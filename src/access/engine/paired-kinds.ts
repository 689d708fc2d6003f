import { ChainDescent } from './chain-descent.ts';
import type { Versions } from './changed-places.ts';
import type { ScopeColumn } from './columns.ts';
import { intAt, isSameInts } from './ints.ts';
import { KindChain } from './kind-chain.ts';
import { ALL_OF, NO_KIND } from './kind-table.ts';
import { PairedGifts } from './paired-gifts.ts';
import { isPairedAlike } from './pairing.ts';
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

  /** The kind of a member on the scope moved to. */
  kindOf(member: number): number {
    return this.chain.kindOf(member);
  }

  /** What a kind holds on one side on the scope moved to; good until the next is read. */
  read(kind: number, side: typeof BEFORE | typeof AFTER): ChainDescent {
    const { descent } = this;
    const { path } = this.chain;
    descent.begin(path.length);
    this.give(kind, side);
    descent.descend(path, path.length, this.before.order);
    return descent;
  }

  private give(kind: number, side: number): void {
    const { kinds } = this.chain;
    for (let one = kind; one !== NO_KIND; one = kinds.baseOf(one)) {
      const level = kinds.levelOf(one);
      const gift = kinds.giftOf(one);
      if (level === ALL_OF) this.give(gift, side);
      else if ((gift & side) !== 0) this.descent.give(level, gift >> SIDES);
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

/** Whether two versions differ in gifts alone. */
export function differInGiftsAlone({ before, after, scopes, members, groups }: Versions): boolean {
  return (
    isPairedAlike(members) &&
    isPairedAlike(groups) &&
    isSameInts(scopes.ofBefore, scopes.ofAfter) &&
    isSameInts(before.order.parent, after.order.parent) &&
    isSameInts(before.order.rule, after.order.rule) &&
    isSameInts(before.components.of, after.components.of) &&
    isSameInts(before.people.start, after.people.start) &&
    isSameInts(before.through.start, after.through.start) &&
    isSameInts(before.through.values, after.through.values)
  );
}
