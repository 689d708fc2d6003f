import type { MemberId, ScopePath } from '../resource/identifiers.ts';
import { known } from '../source/known.ts';
import { ListsByKey, type ReadonlyListsByKey } from '../source/lists-by-key.ts';
import { memoize } from '../source/memoize.ts';
import { type BitSet, emptyBits, unite, wordAt } from './bit-set.ts';
import { CellReader } from './engine/cell-reader.ts';
import { uniteAtMost } from './engine/gift.ts';
import type { GiftLists } from './engine/gift-lists.ts';
import { intAt } from './engine/ints.ts';
import type { Relation } from './engine/relation.ts';
import type { PermissionUniverse } from './permission-sets.ts';

/** A scope on which somebody holds a set of permissions, both by number. */
export interface HeldPlace {
  readonly scope: number;
  readonly set: number;
}

/**
 * Who holds what, for questions that are asked of everybody at once, and of which most people are not what is looked for.
 * Of all people it is known at once what they could hold at most; where somebody holds what is read when it is asked for.
 */
export class HeldSets {
  readonly universe: PermissionUniverse;
  /** People by number. */
  readonly members: readonly MemberId[];
  readonly #relation: Relation;
  readonly #cells: CellReader;
  #atMost: ReadonlyListsByKey<number, number> | null = null;

  constructor(relation: Relation) {
    this.universe = relation.universe;
    this.members = relation.members;
    this.#relation = relation;
    this.#cells = new CellReader(relation);
  }

  member(number: number): MemberId {
    return known(this.members[number], 'a member by number');
  }

  scope(number: number): ScopePath {
    return known(this.#relation.order.scopes[number], 'a scope by number').path;
  }

  get scopeCount(): number {
    return this.#relation.order.scopes.length;
  }

  /** Undefined for a scope that there is not. */
  scopeNumber(path: ScopePath): number | undefined {
    return this.#relation.order.number(path);
  }

  /** The set that somebody holds on a scope. */
  setAt(member: number, scope: number): number {
    return this.#read(member, scope);
  }

  /**
   * By the number of a set, who holds nothing beyond it on any scope: all that people and their groups are given,
   * wherever it is, with nothing taken away and no gate closed.
   */
  get atMost(): ReadonlyListsByKey<number, number> {
    this.#atMost ??= heldAtMost(this.#relation);
    return this.#atMost;
  }

  /**
   * What somebody holds, scope by scope, those above before those below. Below a place on which the person is given
   * nothing more they hold that set or less of it, and no place is listed for it.
   */
  readonly placesOf = memoize((member: number): readonly HeldPlace[] => [...this.#placesOf(member)]);

  /** All that somebody holds, on all scopes together. */
  readonly togetherOf = memoize((member: number): BitSet => {
    const together = emptyBits(this.universe.catalogue.words);
    for (const { set } of this.placesOf(member)) unite(together, 0, this.universe.sets.words(set));
    return together;
  });

  *#placesOf(member: number): Generator<HeldPlace, void> {
    const { end } = this.#relation.order;
    const given = [...givenScopes(this.#relation, member)].sort((a, b) => a - b);
    const isGiven = new Set(given);
    for (const scope of given) {
      const set = this.#read(member, scope);
      yield { scope, set };
      if (!this.#holdsMoreBelow(set)) continue;
      const last = intAt(end, scope);
      for (let below = scope + 1; below < last; ) {
        if (isGiven.has(below)) below = intAt(end, below);
        else {
          yield { scope: below, set: this.#read(member, below) };
          below += 1;
        }
      }
    }
  }

  #read(member: number, scope: number): number {
    return this.universe.sets.number(this.#cells.read(member, scope), 0);
  }

  /** Whether what flows on from the place that was read gives anything that is not held at the place. */
  #holdsMoreBelow(here: number): boolean {
    const { sets, flows, isPlain } = this.universe;
    const held = sets.words(here);
    if (isPlain) return !isWithin(this.#cells.below, held);
    const below = flows.number(this.#cells.below, 0);
    return !isWithin(sets.words(flows.open(below)), held) || !isWithin(sets.words(flows.shut(below)), held);
  }
}

/** Whether all of a set is in another. */
export function isWithin(part: BitSet, whole: BitSet): boolean {
  for (let word = 0; word < part.length; word += 1)
    if ((wordAt(part, word) & ~wordAt(whole, word)) !== 0) return false;
  return true;
}

/** Scopes, by number, on which somebody is given something themselves or through a group. */
function givenScopes({ own, held, through }: Relation, member: number): ReadonlySet<number> {
  const scopes = new Set<number>();
  const add = (lists: GiftLists, subject: number): void => {
    for (let at = intAt(lists.from, subject); at < intAt(lists.to, subject); at += 1)
      scopes.add(intAt(lists.scopes, at));
  };
  add(own, member);
  const last = intAt(through.start, member + 1);
  for (let at = intAt(through.start, member); at < last; at += 1) add(held, intAt(through.values, at));
  return scopes;
}

function heldAtMost({ universe, members, own, held, through }: Relation): ReadonlyListsByKey<number, number> {
  const { words } = universe.catalogue;
  const uniteAll = (lists: GiftLists, subject: number, target: BitSet): void => {
    for (let at = intAt(lists.from, subject); at < intAt(lists.to, subject); at += 1)
      uniteAtMost(universe, intAt(lists.gifts, at), target, 0);
  };
  const ofGroups = memoize((component: number): BitSet => {
    const all = emptyBits(words);
    uniteAll(held, component, all);
    return all;
  });
  const found = new ListsByKey<number, number>();
  for (const member of members.keys()) {
    const all = emptyBits(words);
    uniteAll(own, member, all);
    const last = intAt(through.start, member + 1);
    for (let at = intAt(through.start, member); at < last; at += 1)
      unite(all, 0, ofGroups(intAt(through.values, at)));
    found.add(universe.sets.number(all, 0), member);
  }
  return found;
}
