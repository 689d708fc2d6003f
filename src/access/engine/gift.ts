import type { Reach, ScopeKind } from '../../platform/platform-definition.ts';
import type { RoleKey } from '../../resource/identifiers.ts';
import { type AssignmentAttributes, attaches, type Entries } from '../../resource/resource.ts';
import { memoize } from '../../source/memoize.ts';
import { type BitSet, emptyBits, positionsOf, unite, wordAt } from '../bit-set.ts';
import { closeOver, takenWith } from '../permission-catalogue.ts';
import type { PermissionUniverse } from '../permission-sets.ts';
import { effectOf, type RoleEffect, type Roles, reachesBelow, reachesHere } from '../role-effects.ts';

/**
 * A gift is what one assignment, one default role, one membership or one group's own permissions add to D at a scope.
 * What holds on the scope and what flows to the scopes below are kept apart, because a role may reach only one of the
 * two. As words: here, below, names here, names below (the permissions of the modules named, which an overriding scope
 * therefore does not take from its parent); on platforms with such words what holds everywhere, what is taken away here,
 * and what is taken away below; and last the marks. Equal gifts have one number.
 */
export const ACTIVE = 1;
export const ATTACHED = 2;
export const BYPASS = 4;
export const UNGATED = 8;
/** A bypass role that holds on the scopes below, and not on this one. */
export const BYPASS_BELOW = 16;

/** What an assignment gives and takes. */
type Given = Pick<AssignmentAttributes, 'roles' | 'below' | 'denied'>;

/** Makes gifts, each once for the same roles on the same kind of scope. */
export class Gifts {
  /** What an active membership gives: that the rest counts. */
  readonly membership: number;
  private readonly universe: PermissionUniverse;
  private readonly effect: (role: RoleKey) => RoleEffect | null;
  private readonly assigned = memoize((_kind: ScopeKind | null) => new Map<string, number>());
  private readonly byDefault = memoize((_kind: ScopeKind | null) => new Map<string, number>());
  private readonly atHome = memoize((_kind: ScopeKind | null) => new Map<string, number>());

  constructor(universe: PermissionUniverse, roles: Roles) {
    this.universe = universe;
    this.effect = memoize((key: RoleKey) => effectOf(roles, universe.catalogue, key));
    this.membership = this.begin(emptyBits(universe.catalogue.words), ACTIVE).number(null);
  }

  ofAssignment(kind: ScopeKind | null, given: Given): number {
    const made = this.assigned(kind);
    const key = keyOfGiven(given);
    return made.get(key) ?? keep(made, key, this.makeAssigned(kind, given));
  }

  /** A default role is not explicit — nobody wrote it — so it adds and never overrides. */
  ofDefaultRole(kind: ScopeKind | null, role: RoleKey): number {
    const made = this.byDefault(kind);
    return made.get(role) ?? keep(made, role, this.makeDefault(kind, role));
  }

  /** What a group carries at its home. */
  carried(kind: ScopeKind | null, permissions: Entries): number {
    const made = this.atHome(kind);
    const key = keyOf(permissions);
    return made.get(key) ?? keep(made, key, this.begin(this.plain([...permissions.keys()]), 0).number(kind));
  }

  private makeAssigned(kind: ScopeKind | null, given: Given): number {
    const isAttached = attaches(given);
    const plain = this.plain(kind === null || !isAttached ? [] : kind.attached);
    const gift = this.begin(plain, isAttached ? ATTACHED : 0);
    for (const [roles, isBelow] of [
      [given.roles, false],
      [given.below, true],
    ] as const) {
      for (const key of roles.keys()) {
        const effect = this.effect(key);
        if (effect === null) continue;
        if (isBelow) gift.holdBelow(effect);
        else gift.hold(effect, effect.reach, true);
      }
    }
    for (const key of given.denied.keys()) {
      const effect = this.effect(key);
      if (effect !== null) gift.deny(effect);
    }
    return gift.number(kind);
  }

  private makeDefault(kind: ScopeKind | null, role: RoleKey): number {
    const gift = this.begin(this.plain([]), 0);
    const effect = this.effect(role);
    if (effect !== null) gift.hold(effect, effect.reach, false);
    return gift.number(kind);
  }

  private plain(written: readonly string[]): BitSet {
    const { catalogue } = this.universe;
    return closeOver(
      catalogue,
      written.flatMap((one) => catalogue.expand(one)),
    );
  }

  private begin(plain: BitSet, marks: number): GiftWords {
    return new GiftWords(this.universe, plain, marks);
  }
}

/** One gift as it is put together. */
class GiftWords {
  private readonly universe: PermissionUniverse;
  private readonly words: BitSet;
  /** What is taken away below whatever the kind of the scope lets flow. */
  private readonly alwaysTaken: BitSet;
  private marks: number;

  /** Permissions that come without a role hold here and flow down, and name no module: they add, never override. */
  constructor(universe: PermissionUniverse, plain: BitSet, marks: number) {
    const { words } = universe.catalogue;
    this.universe = universe;
    this.words = emptyBits(universe.gifts.length);
    this.alwaysTaken = emptyBits(words);
    this.marks = marks;
    unite(this.words, 0, plain);
    unite(this.words, words, plain);
  }

  hold(effect: RoleEffect, reach: Reach, explicit: boolean): void {
    const { isPlain } = this.universe;
    this.marks |= (effect.bypass ? BYPASS : 0) | (effect.ungated ? UNGATED : 0);
    if (reachesHere(reach)) this.add(HERE, effect, explicit);
    if (reachesBelow(reach)) this.add(BELOW, effect, explicit);
    if (isPlain || reach !== 'everywhere') return;
    this.unite(EVERYWHERE, effect.gives);
    unite(this.alwaysTaken, 0, effect.denies);
  }

  /** As `hold`, on the scopes below alone, whatever the role itself says. */
  holdBelow(effect: RoleEffect): void {
    this.marks |= (effect.bypass ? BYPASS_BELOW : 0) | (effect.ungated ? UNGATED : 0);
    this.add(BELOW, effect, true);
  }

  /** Takes away all that the role gives, where it would give it. */
  deny({ gives, bypass, reach }: RoleEffect): void {
    const { isPlain, catalogue } = this.universe;
    if (isPlain) return;
    const taken = bypass ? catalogue.everything : takenWith(catalogue, positionsOf(gives));
    if (bypass || reachesHere(reach)) this.unite(DENIED_HERE, taken);
    if (bypass || reachesBelow(reach)) this.unite(DENIED_BELOW, taken);
    if (bypass || reach === 'everywhere') unite(this.alwaysTaken, 0, taken);
  }

  private add(where: typeof HERE | typeof BELOW, effect: RoleEffect, explicit: boolean): void {
    this.unite(where, effect.gives);
    if (explicit) this.unite(where + 2, effect.names);
    if (!this.universe.isPlain) this.unite(where + 5, effect.denies);
  }

  private unite(block: number, bits: BitSet): void {
    unite(this.words, block * this.universe.catalogue.words, bits);
  }

  number(kind: ScopeKind | null): number {
    const { gifts, catalogue, isPlain } = this.universe;
    // What bypasses or passes gates does so below all the same: flow, as reach, is about permissions.
    if (kind !== null && !kind.flowDown) {
      for (const block of isPlain ? [BELOW, BELOW + 2] : [BELOW, BELOW + 2, DENIED_BELOW])
        this.words.fill(0, block * catalogue.words, (block + 1) * catalogue.words);
      if (!isPlain) this.unite(DENIED_BELOW, this.alwaysTaken);
    }
    this.words[gifts.length - 1] = this.marks;
    return gifts.number(this.words, 0);
  }
}

/** Blocks of a gift, each as long as a set of permissions; what is named stands two, what is taken five blocks behind. */
const HERE = 0;
const BELOW = 1;
const EVERYWHERE = 4;
const DENIED_HERE = 5;
const DENIED_BELOW = 6;

/** Adds all that a gift can come to anywhere, as if nothing stood in its way, to the words of `target` from `offset` on. */
export function uniteAtMost(
  universe: PermissionUniverse,
  gift: number,
  target: BitSet,
  offset: number,
): void {
  const { gifts, catalogue, isPlain } = universe;
  const { words, everything } = catalogue;
  const first = gift * gifts.length;
  const last = first + gifts.length - 1;
  if ((wordAt(gifts.words, last) & (BYPASS | BYPASS_BELOW)) !== 0) {
    unite(target, offset, everything);
    return;
  }
  for (const block of isPlain ? [HERE, BELOW] : [HERE, BELOW, EVERYWHERE]) {
    const from = first + block * words;
    unite(target, offset, gifts.words.subarray(from, from + words));
  }
}

function keep(made: Map<string, number>, key: string, number: number): number {
  made.set(key, number);
  return number;
}

function keyOfGiven({ roles, below, denied }: Given): string {
  if (below.size === 0 && denied.size === 0) return keyOf(roles);
  return `${keyOf(roles)}\n< ${keyOf(below)}\n- ${keyOf(denied)}`;
}

/** The keys in one order. One key, by far the most frequent, is its own text. */
function keyOf(entries: Entries): string {
  if (entries.size === 1) for (const key of entries.keys()) return key;
  return [...entries.keys()].sort().join('\n');
}
