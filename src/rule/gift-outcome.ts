import { type BitSet, emptyBits, isEmpty, positionsOf, unite, wordAt } from '../access/bit-set.ts';
import { effectOf, type RoleEffect, rolesOf } from '../access/role-effects.ts';
import { type GroupPath, type RoleKey, type ScopePath, scopeChain } from '../resource/identifiers.ts';
import { groupPathOf } from '../resource/resource.ts';
import { known } from '../source/known.ts';
import { ListsByKey } from '../source/lists-by-key.ts';
import { memoize } from '../source/memoize.ts';
import { matchesText } from '../source/name-pattern.ts';
import type { AskedRule } from './asked-rule.ts';
import type { Witness } from './finding.ts';
import type { JudgedOrganization } from './judged-organization.ts';
import { type Newcomer, Newcomers } from './newcomers.ts';

/** Somebody who can give something on a scope; both by number. */
export interface Giver {
  readonly member: number;
  readonly scope: number;
  readonly givesRoles: boolean;
  readonly fillsGroups: boolean;
}

/** What a newcomer holds that the giver does not hold at the same place. */
export interface Gain {
  readonly newcomer: Newcomer;
  readonly at: number;
  readonly gained: BitSet;
  /** The first place of it. */
  readonly scope: ScopePath;
}

/** What can be given by those who give, and what comes of it. */
export class GiftOutcome {
  readonly #organization: JudgedOrganization;
  readonly #newcomers: readonly Newcomer[];
  readonly #onScope = new ListsByKey<number, number>();
  readonly #outcome: Newcomers;
  readonly #effect: (role: RoleKey) => RoleEffect | null;

  constructor(organization: JudgedOrganization, rule: AskedRule, givers: readonly Giver[]) {
    const { platform, held, model } = organization;
    const roles = rolesOf(platform, held.universe.catalogue, model);
    this.#organization = organization;
    this.#effect = memoize((role: RoleKey) => effectOf(roles, held.universe.catalogue, role));
    const newcomers: Newcomer[] = [{ nothing: true }];
    const groups = new ListsByKey<ScopePath, GroupPath>();
    for (const one of model.all('group')) groups.add(one.attributes.home, groupPathOf(one));
    const given = new Set(givers.flatMap(({ scope, givesRoles }) => (givesRoles ? [scope] : [])));
    const filled = new Set(givers.flatMap(({ scope, fillsGroups }) => (fillsGroups ? [scope] : [])));
    const add = (scope: number, newcomer: Newcomer): void => {
      this.#onScope.add(scope, newcomers.push(newcomer) - 1);
    };
    for (const scope of given)
      for (const set of this.#rolesFor(held.scope(scope), rule))
        add(scope, { scope: held.scope(scope), roles: set });
    for (const scope of filled) for (const group of groups.get(held.scope(scope))) add(scope, { group });
    this.#newcomers = newcomers;
    this.#outcome = new Newcomers(organization, newcomers);
  }

  /** All that gives and takes nothing away together, and each that does by itself. */
  #rolesFor(scope: ScopePath, rule: AskedRule): readonly (readonly RoleKey[])[] {
    const all = rolesGivenOn(scope, this.#organization, rule).filter((role) => this.#effect(role) !== null);
    const denying = all.filter((role) => !isEmpty(known(this.#effect(role), 'what a role does').denies));
    const others = all.filter((role) => !denying.includes(role));
    return [...(others.length === 0 ? [] : [others]), ...denying.map((role) => [role])];
  }

  gainsOf({ member, scope, givesRoles, fillsGroups }: Giver): readonly Gain[] {
    const { held } = this.#organization;
    return this.#onScope.get(scope).flatMap((at): readonly Gain[] => {
      const newcomer = known(this.#newcomers[at], 'a newcomer');
      if ('group' in newcomer ? !fillsGroups : !givesRoles) return [];
      let first: ScopePath | null = null;
      const gained = emptyBits(held.universe.catalogue.words);
      for (const place of this.#outcome.placesOf(at)) {
        const there = known(held.scopeNumber(place.scope), 'a scope of the organization');
        const own = held.universe.sets.words(held.setAt(member, there));
        // What everybody has who is new is nothing that a group brings.
        const more =
          'group' in newcomer
            ? without(without(place.set, own), this.#outcome.setOn(NOBODY_YET, place.scope))
            : without(place.set, own);
        if (isEmpty(more)) continue;
        first ??= place.scope;
        unite(gained, 0, more);
      }
      return first === null ? [] : [{ newcomer, at, gained, scope: first }];
    });
  }

  /** What brings it: the group, or those of the roles that give any of it. */
  waysOf({ newcomer, gained }: Gain): readonly string[] {
    if ('nothing' in newcomer) return [];
    if ('group' in newcomer) return [`group ${newcomer.group}`];
    const bringing = newcomer.roles.filter((role) => {
      const effect = known(this.#effect(role), 'what a role does');
      return effect.bypass || effect.gives.some((word, index) => (word & wordAt(gained, index)) !== 0);
    });
    // What comes with being given anything there is brought by each of them.
    return (bringing.length === 0 ? newcomer.roles : bringing).map((role) => `role ${role}`);
  }

  /** The way on which somebody new would hold the first of what is gained. */
  witnessOf({ at, gained, scope }: Gain): Witness {
    const { held, name } = this.#organization;
    const first = positionsOf(gained)
      .map(held.universe.catalogue.name)
      .find((one) => this.#outcome.holds(at, one, scope));
    const permission = known(first, 'what is gained');
    const { text, origin } = this.#outcome.pathOf(at, permission, scope);
    return { message: `${permission} on ${scope} of ${name}: ${text}`, origin };
  }
}

/** The newcomer who is given nothing. */
const NOBODY_YET = 0;

function without(set: BitSet, other: BitSet): BitSet {
  return set.map((word, index) => word & ~wordAt(other, index));
}

/** Roles that can be given on a scope, of those that the rule speaks of. */
function rolesGivenOn(
  scope: ScopePath,
  { platform, model }: JudgedOrganization,
  rule: AskedRule,
): readonly RoleKey[] {
  const meant = rule.texts('roles');
  const kind = model.scope(scope)?.attributes.kind ?? platform.root;
  const principals = platform.scopeKinds.get(kind)?.principals ?? [];
  if (!principals.includes('member') && !platform.groups.carry.includes('roles')) return [];
  const chain = scopeChain(scope);
  const own = [...platform.roles.values()].filter(
    ({ assignable, assignableAt, none }) => assignable && !none && assignableAt.includes(kind),
  );
  const custom = model.all('role').filter(({ attributes }) => chain.includes(attributes.home));
  const names = new Set([...own.map(({ name }) => name), ...custom.map(({ attributes }) => attributes.name)]);
  return [...names].filter((role) => !rule.has('roles') || meant.some((text) => matchesText(text, role)));
}
