import { type BitSet, emptyBits, wordAt } from '../bit-set.ts';
import type { PermissionUniverse } from '../permission-sets.ts';
import type { WordTable } from '../word-table.ts';
import { ACTIVE, ATTACHED, BYPASS, BYPASS_BELOW, UNGATED } from './gift.ts';
import { intAt } from './ints.ts';
import { CLOSED, GATED, ISOLATED, OVERRIDE, type ScopeOrder } from './scope-order.ts';

/**
 * The formula of docs/access-model.md, for one person down one chain of scopes: what is given on each level is added
 * first, then `descend` goes down. Two sets go along: what holds on a scope (E) and what flows from it to the scopes
 * below, which differ only by the reach of roles. On platforms with such words, two more: what holds whatever kinds lie
 * between, and what is taken away. Both are reckoned last, for the scope asked about: grants first, then denies.
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
  /** What flows from it, as far as the kinds below let it; behind that what passes them all, and what is taken away. */
  readonly below: BitSet;
  /** ACTIVE, BYPASS and UNGATED as they hold below the last scope; a bypass stands for all the rest. */
  marks = 0;
  private readonly words: number;
  private readonly isPlain: boolean;
  private readonly overBypass: boolean;
  /** What is taken away on the last scope of the chain; empty on a plain platform. */
  private readonly taken: BitSet;
  /** Whether what holds on the last scope has been worked out, and is not just what comes from above. */
  private isWorkedOut = false;
  private readonly gifts: WordTable;
  private readonly everything: BitSet;
  /** Of each level the gift that is given there, SEVERAL, or NOTHING. */
  private given = new Int32Array(8);
  /** Where several are given, all of them together, level by level in the form of gifts. */
  private together: BitSet;

  constructor({ catalogue, gifts, isPlain, overBypass }: PermissionUniverse) {
    this.words = catalogue.words;
    this.isPlain = isPlain;
    this.overBypass = overBypass;
    this.taken = emptyBits(isPlain ? 0 : this.words);
    this.everything = catalogue.everything;
    this.gifts = gifts;
    this.here = emptyBits(this.words);
    this.below = emptyBits(isPlain ? this.words : 3 * this.words);
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
    for (let word = 0; word < words; word += 1) here[word] = 0;
    for (let word = 0; word < below.length; word += 1) below[word] = 0;
    this.marks = 0;
    this.isWorkedOut = false;
    if (levels > 0 && intAt(order.rule, intAt(chain, levels - 1)) === CLOSED) return;
    for (let level = 0; level < levels; level += 1) {
      const rule = intAt(order.rule, intAt(chain, level));
      const gift = intAt(given, level);
      this.isWorkedOut = false;
      if (gift === NOTHING) {
        if (rule === ISOLATED || (rule === GATED && (this.marks & UNGATED) === 0)) this.close();
        if (!this.isPlain) this.takeAbove();
      } else if (gift === SEVERAL) this.step(this.together, level * this.gifts.length, rule);
      else this.step(this.gifts.words, gift * this.gifts.length, rule);
      // Nothing below can add to it; but below it can be taken away.
      if ((this.marks & BYPASS) === 0 || !this.isPlain || level + 1 === levels) continue;
      this.isWorkedOut = false;
      break;
    }
    if (!this.isWorkedOut) for (let word = 0; word < words; word += 1) here[word] = wordAt(below, word);
    if (!this.isPlain) this.takeAway();
  }

  /** Nothing comes through from above, unless all is bypassed. */
  private close(): void {
    if ((this.marks & BYPASS) === 0) this.below.fill(0, 0, this.words);
  }

  private step(gift: BitSet, at: number, rule: number): void {
    const { words, here, below } = this;
    const own = wordAt(gift, at + this.gifts.length - 1);
    const all = own | this.marks;
    if ((all & ACTIVE) === 0) {
      here.fill(0);
      this.isWorkedOut = true;
      return;
    }
    if (!this.isPlain) this.takeAlong(gift, at);
    if ((all & BYPASS) !== 0) {
      this.marks = ACTIVE | BYPASS;
      below.set(this.everything);
      return;
    }
    this.isWorkedOut = true;
    const closed =
      rule === ISOLATED || (rule === GATED && (own & ATTACHED) === 0 && (this.marks & UNGATED) === 0);
    if (closed) this.close();
    const overrides = rule === OVERRIDE;
    for (let word = 0; word < words; word += 1) {
      const above = wordAt(below, word);
      const names = overrides ? wordAt(gift, at + 2 * words + word) : 0;
      const namesBelow = overrides ? wordAt(gift, at + 3 * words + word) : 0;
      here[word] = wordAt(gift, at + word) | (above & ~names);
      below[word] = wordAt(gift, at + words + word) | (above & ~namesBelow);
    }
    this.marks = all & ~ATTACHED;
    if ((all & BYPASS_BELOW) === 0) return;
    this.marks = ACTIVE | BYPASS;
    below.set(this.everything);
  }

  /** What passes all kinds, and what is taken away: on this scope, and from here on. */
  private takeAlong(gift: BitSet, at: number): void {
    const { words, below, taken } = this;
    for (let word = 0; word < words; word += 1) {
      const [passes, goes] = [words + word, 2 * words + word];
      below[passes] = wordAt(below, passes) | wordAt(gift, at + 4 * words + word);
      taken[word] = wordAt(below, goes) | wordAt(gift, at + 5 * words + word);
      below[goes] = wordAt(below, goes) | wordAt(gift, at + 6 * words + word);
    }
  }

  private takeAbove(): void {
    const { words, below, taken } = this;
    for (let word = 0; word < words; word += 1) taken[word] = wordAt(below, 2 * words + word);
  }

  private takeAway(): void {
    const { words, here, below, taken } = this;
    const isBypassed = (this.marks & BYPASS) !== 0;
    if (isBypassed && !this.overBypass) {
      // From here on nothing can be taken away.
      below.fill(0, 2 * words);
      if (!this.isWorkedOut) return;
    }
    for (let word = 0; word < words; word += 1) {
      here[word] = (wordAt(here, word) | wordAt(below, words + word)) & ~wordAt(taken, word);
    }
  }
}

/** In place of a gift's number. */
const NOTHING = -1;
const SEVERAL = -2;
