import { type BitSet, emptyBits, wordAt } from '../bit-set.ts';
import type { PermissionUniverse } from '../permission-sets.ts';
import type { WordTable } from '../word-table.ts';
import { ACTIVE, ATTACHED, BYPASS, UNGATED } from './gift.ts';
import { intAt } from './ints.ts';
import { GATED, ISOLATED, OVERRIDE, type ScopeOrder } from './scope-order.ts';

/**
 * The formula of docs/access-model.md, for one person down one chain of scopes: what is given on each level is added
 * first, then `descend` goes down. Two sets go along: what holds on a scope (E) and what flows from it to the scopes
 * below, which differ only by the reach of roles.
 *
 * Decisions where the model is open, each taken so that an access review rather shows too much than too little:
 * - A person is active at a scope when an active membership is held there or anywhere above, whatever the state of
 *   other memberships: a person deactivated above but active in a sub-organization is shown with access there.
 * - What is given on a scope where the person is not active gives nothing, there or below. An owner role on an
 *   organization whose invitation is pending does not yet open the sub-organization the person is already in.
 * - Bypass and ungated roles count on every scope at or below (bypass) and strictly below (ungated) the one where
 *   they are held, whatever their reach and the kinds between: reach limits permissions, the model says.
 */
export class ChainDescent {
  /** What holds on the last scope of the chain. */
  readonly here: BitSet;
  /** What flows from it, as far as the kinds below let it. */
  readonly below: BitSet;
  /** ACTIVE, BYPASS and UNGATED as they hold below the last scope; a bypass stands for all the rest. */
  marks = 0;
  private readonly words: number;
  private readonly gifts: WordTable;
  private readonly everything: BitSet;
  /** Of each level the gift that is given there, SEVERAL, or NOTHING. */
  private given = new Int32Array(8);
  /** Where several are given, all of them together, level by level in the form of gifts. */
  private together: BitSet;

  constructor({ catalogue, gifts }: PermissionUniverse) {
    this.words = catalogue.words;
    this.everything = catalogue.everything;
    this.gifts = gifts;
    this.here = emptyBits(this.words);
    this.below = emptyBits(this.words);
    this.together = emptyBits(gifts.length * this.given.length);
  }

  /** Forgets what was given, for a chain of so many levels. */
  begin(levels: number): void {
    if (levels > this.given.length) {
      this.given = new Int32Array(levels * 2);
      this.together = emptyBits(this.gifts.length * levels * 2);
    }
    for (let level = 0; level < levels; level += 1) this.given[level] = NOTHING;
  }

  give(level: number, gift: number): void {
    const before = intAt(this.given, level);
    if (before === NOTHING) {
      this.given[level] = gift;
      return;
    }
    if (before === gift) return;
    const { length, words } = this.gifts;
    const { together } = this;
    const to = level * length;
    if (before !== SEVERAL) {
      for (let word = 0; word < length; word += 1)
        together[to + word] = wordAt(words, before * length + word);
      this.given[level] = SEVERAL;
    }
    for (let word = 0; word < length; word += 1) {
      together[to + word] = wordAt(together, to + word) | wordAt(words, gift * length + word);
    }
  }

  descend(chain: Int32Array, levels: number, order: ScopeOrder): void {
    const { words, here, below, given } = this;
    for (let word = 0; word < words; word += 1) {
      here[word] = 0;
      below[word] = 0;
    }
    this.marks = 0;
    let last = NOTHING;
    for (let level = 0; level < levels; level += 1) {
      const rule = intAt(order.rule, intAt(chain, level));
      last = intAt(given, level);
      if (last === NOTHING) {
        if (rule === ISOLATED || (rule === GATED && (this.marks & UNGATED) === 0)) below.fill(0);
      } else if (last === SEVERAL) this.step(this.together, level * this.gifts.length, rule);
      else this.step(this.gifts.words, last * this.gifts.length, rule);
      if ((this.marks & BYPASS) !== 0) break;
    }
    if (last !== NOTHING && (this.marks & BYPASS) === 0) return;
    for (let word = 0; word < words; word += 1) here[word] = wordAt(below, word);
  }

  private step(gift: BitSet, at: number, rule: number): void {
    const { words, here, below } = this;
    const own = wordAt(gift, at + 4 * words);
    const all = own | this.marks;
    if ((all & ACTIVE) === 0) {
      here.fill(0);
      return;
    }
    if ((all & BYPASS) !== 0) {
      this.marks = ACTIVE | BYPASS;
      below.set(this.everything);
      return;
    }
    const closed =
      rule === ISOLATED || (rule === GATED && (own & ATTACHED) === 0 && (this.marks & UNGATED) === 0);
    if (closed) below.fill(0);
    const overrides = rule === OVERRIDE;
    for (let word = 0; word < words; word += 1) {
      const above = wordAt(below, word);
      const names = overrides ? wordAt(gift, at + 2 * words + word) : 0;
      const namesBelow = overrides ? wordAt(gift, at + 3 * words + word) : 0;
      here[word] = wordAt(gift, at + word) | (above & ~names);
      below[word] = wordAt(gift, at + words + word) | (above & ~namesBelow);
    }
    this.marks = all & ~ATTACHED;
  }
}

/** In place of a gift's number. */
const NOTHING = -1;
const SEVERAL = -2;
