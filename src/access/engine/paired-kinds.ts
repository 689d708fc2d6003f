import { ChainDescent } from './chain-descent.ts';
import type { Versions } from './changed-places.ts';
import type { ScopeColumn } from './columns.ts';
import { intAt, isSameInts } from './ints.ts';
import { KindChain } from './kind-chain.ts';
import { ALL_OF, NO_KIND } from './kind-table.ts';
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
  private readonly chain: KindChain;

  constructor({ before, after }: Versions) {
    this.before = before;
    this.after = after;
    this.descent = new ChainDescent(before.universe);
    this.chain = new KindChain(before.order, before.held.from.length);
  }

  moveTo(scope: number): void {
    const { before, after, chain } = this;
    chain.moveTo(scope, (entered, level) => {
      enterBoth(before.columns.at(entered), after.columns.at(entered), level, chain);
    });
  }

  /** The kind of a member on the scope moved to. */
  kindOf(member: number): number {
    const { kinds, levels, ofComponents } = this.chain;
    const { start, values } = this.before.people;
    const { values: valuesAfter } = this.after.people;
    let at = intAt(start, member);
    const own = at + 1 + 2 * intAt(values, at);
    let kind = NO_KIND;
    for (at += 1; at < own; at += 2) {
      const [scope, gift] = [intAt(values, at), intAt(values, at + 1)];
      const [scopeAfter, giftAfter] = [intAt(valuesAfter, at), intAt(valuesAfter, at + 1)];
      const level = intAt(levels, scope);
      if (scope === scopeAfter && gift === giftAfter) {
        if (level > 0) kind = kinds.with(kind, level - 1, (gift << SIDES) | BOTH);
        continue;
      }
      if (level > 0) kind = kinds.with(kind, level - 1, (gift << SIDES) | BEFORE);
      const levelAfter = intAt(levels, scopeAfter);
      if (levelAfter > 0) kind = kinds.with(kind, levelAfter - 1, (giftAfter << SIDES) | AFTER);
    }
    const last = intAt(start, member + 1);
    for (; at < last; at += 1) {
      const more = intAt(ofComponents, intAt(values, at));
      if (more !== NO_KIND) kind = kind === NO_KIND ? more : kinds.with(kind, ALL_OF, more);
    }
    return kind;
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
