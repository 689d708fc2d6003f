import type { ScopeKind } from '../../platform/platform-definition.ts';
import type { RoleKey } from '../../resource/identifiers.ts';
import type { Entries } from '../../resource/resource.ts';
import { memoize } from '../../source/memoize.ts';
import { type BitSet, emptyBits, unite } from '../bit-set.ts';
import { closeOver } from '../permission-catalogue.ts';
import type { PermissionUniverse } from '../permission-sets.ts';
import { effectOf, type RoleEffect, type Roles, reachesBelow, reachesHere } from '../role-effects.ts';

/**
 * A gift is what one assignment, one default role, one membership or one group's own permissions add to D at a scope.
 * What holds on the scope and what flows to the scopes below are kept apart, because a role may reach only one of the
 * two. As words: here, below, names here, names below (the permissions of the modules named, which an overriding scope
 * therefore does not take from its parent), and last the marks. Equal gifts have one number.
 */
export const ACTIVE = 1;
export const ATTACHED = 2;
export const BYPASS = 4;
export const UNGATED = 8;

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
    this.membership = this.numberOf(null, emptyBits(universe.catalogue.words), ACTIVE, []);
  }

  ofAssignment(kind: ScopeKind | null, roles: Entries): number {
    const made = this.assigned(kind);
    const key = keyOf(roles);
    return made.get(key) ?? keep(made, key, this.makeAssigned(kind, [...roles.keys()]));
  }

  /** A default role is not explicit — nobody wrote it — so it adds and never overrides. */
  ofDefaultRole(kind: ScopeKind | null, role: RoleKey): number {
    const made = this.byDefault(kind);
    return made.get(role) ?? keep(made, role, this.numberOf(kind, this.plain([]), 0, [role], false));
  }

  /** What a group carries at its home. */
  carried(kind: ScopeKind | null, permissions: Entries): number {
    const made = this.atHome(kind);
    const key = keyOf(permissions);
    return made.get(key) ?? keep(made, key, this.numberOf(kind, this.plain([...permissions.keys()]), 0, []));
  }

  private makeAssigned(kind: ScopeKind | null, roles: readonly RoleKey[]): number {
    return this.numberOf(kind, this.plain(kind === null ? [] : kind.attached), ATTACHED, roles, true);
  }

  private plain(written: readonly string[]): BitSet {
    const { catalogue } = this.universe;
    return closeOver(
      catalogue,
      written.flatMap((one) => catalogue.expand(one)),
    );
  }

  /** Permissions that come without a role hold here and flow down, and name no module: they add, never override. */
  private numberOf(
    kind: ScopeKind | null,
    plain: BitSet,
    marks: number,
    roles: readonly RoleKey[],
    explicit = false,
  ): number {
    const { gifts, catalogue } = this.universe;
    const { words } = catalogue;
    const gift = emptyBits(gifts.length);
    let all = marks;
    unite(gift, 0, plain);
    unite(gift, words, plain);
    for (const key of roles) {
      const effect = this.effect(key);
      if (effect === null) continue;
      all |= (effect.bypass ? BYPASS : 0) | (effect.ungated ? UNGATED : 0);
      if (reachesHere(effect.reach)) {
        unite(gift, 0, effect.gives);
        if (explicit) unite(gift, 2 * words, effect.names);
      }
      if (reachesBelow(effect.reach)) {
        unite(gift, words, effect.gives);
        if (explicit) unite(gift, 3 * words, effect.names);
      }
    }
    // What bypasses or passes gates does so below all the same: flow, as reach, is about permissions.
    if (kind !== null && !kind.flowDown) {
      gift.fill(0, words, 2 * words);
      gift.fill(0, 3 * words, 4 * words);
    }
    gift[4 * words] = all;
    return gifts.number(gift, 0);
  }
}

function keep(made: Map<string, number>, key: string, number: number): number {
  made.set(key, number);
  return number;
}

/** The keys in one order. One key, by far the most frequent, is its own text. */
function keyOf(entries: Entries): string {
  if (entries.size === 1) for (const key of entries.keys()) return key;
  return [...entries.keys()].sort().join('\n');
}
