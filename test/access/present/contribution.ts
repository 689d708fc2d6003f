import { type BitSet, emptyBits, unite } from '../../../src/access/bit-set.ts';
import type { Assignment, NumberedOrganization } from '../../../src/access/numbered-organization.ts';
import { closeOver, type PermissionCatalogue } from '../../../src/access/permission-catalogue.ts';
import { effectOf, type RoleEffect, reachesBelow, reachesHere } from '../../../src/access/role-effects.ts';
import { flowsDown } from '../../../src/access/scope-tree.ts';
import type { RoleKey } from '../../../src/resource/identifiers.ts';
import { memoize } from '../../../src/source/memoize.ts';

/**
 * What one assignment, one default role or one group's own permissions add to D at one scope. What holds on the
 * scope and what flows to the scopes below are kept apart, because a role may reach only one of the two.
 */
export interface Contribution {
  readonly scope: number;
  readonly here: BitSet;
  readonly below: BitSet;
  /** Permissions of the modules named, which an overriding scope therefore does not take from its parent. */
  readonly namesHere: BitSet;
  readonly namesBelow: BitSet;
  readonly attached: boolean;
  readonly bypass: boolean;
  readonly ungated: boolean;
}

/** Makes gifts, and the same object for the same roles on the same scope, so that members can be told alike. */
export interface Contributions {
  ofAssignment(assignment: Assignment): Contribution;
  ofDefaultRole(scope: number, role: RoleKey): Contribution;
  /** Null for a group that carries no permissions or whose home is not known. */
  carriedBy(group: number): Contribution | null;
}

export function contributionsOf(numbered: NumberedOrganization): Contributions {
  const { catalogue, roles, tree, groups } = numbered;
  const effect = memoize((key: RoleKey): RoleEffect | null => effectOf(roles, catalogue, key));
  const assigned = new Map<string, Contribution>();
  const byDefault = new Map<number, Contribution>();
  return {
    ofAssignment(assignment) {
      const key = `${assignment.scope}|${[...assignment.roles.keys()].sort().join('|')}`;
      const known = assigned.get(key);
      if (known !== undefined) return known;
      const { kind } = tree.at(assignment.scope);
      const attached = kind === null ? [] : kind.attached.flatMap((written) => catalogue.expand(written));
      const gift = unnamedContribution(assignment.scope, catalogue, true, closeOver(catalogue, attached));
      for (const role of assignment.roles.keys()) addRole(gift, effect(role), true);
      keepFromBelow(gift, numbered);
      assigned.set(key, gift);
      return gift;
    },
    ofDefaultRole(scope, role) {
      const known = byDefault.get(scope);
      if (known !== undefined) return known;
      const gift = unnamedContribution(scope, catalogue, false, emptyBits(catalogue.words));
      addRole(gift, effect(role), false);
      keepFromBelow(gift, numbered);
      byDefault.set(scope, gift);
      return gift;
    },
    carriedBy(index) {
      const group = groups.groups[index];
      const scope = group === undefined ? undefined : tree.index(group.home);
      if (group === undefined || scope === undefined || group.permissions.size === 0) return null;
      const carried = [...group.permissions.keys()].flatMap((written) => catalogue.expand(written));
      const gift = unnamedContribution(scope, catalogue, false, closeOver(catalogue, carried));
      keepFromBelow(gift, numbered);
      return gift;
    },
  };
}

type MutableContribution = { -readonly [K in keyof Contribution]: Contribution[K] };

/** Permissions that come without a role hold here and flow down, and name no module: they add, never override. */
function unnamedContribution(
  scope: number,
  permissionCatalogue: PermissionCatalogue,
  attached: boolean,
  plain: BitSet,
): MutableContribution {
  return {
    scope,
    here: plain.slice(),
    below: plain.slice(),
    namesHere: emptyBits(permissionCatalogue.words),
    namesBelow: emptyBits(permissionCatalogue.words),
    attached,
    bypass: false,
    ungated: false,
  };
}

/** What bypasses or passes gates does so below all the same: flow, as reach, is about permissions. */
function keepFromBelow(gift: MutableContribution, { catalogue, tree }: NumberedOrganization): void {
  if (flowsDown(tree, gift.scope)) return;
  gift.below = emptyBits(catalogue.words);
  gift.namesBelow = emptyBits(catalogue.words);
}

/** A default role is not explicit — nobody wrote it — so it adds and never overrides: `explicit` says which it is. */
function addRole(gift: MutableContribution, effect: RoleEffect | null, explicit: boolean): void {
  if (effect === null) return;
  gift.bypass ||= effect.bypass;
  gift.ungated ||= effect.ungated;
  if (reachesHere(effect.reach)) {
    unite(gift.here, 0, effect.gives);
    if (explicit) unite(gift.namesHere, 0, effect.names);
  }
  if (reachesBelow(effect.reach)) {
    unite(gift.below, 0, effect.gives);
    if (explicit) unite(gift.namesBelow, 0, effect.names);
  }
}
