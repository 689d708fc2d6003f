import type { AccessRules, KindAccess } from './access-rules.ts';
import type { EffectiveRole, EffectiveRoles } from './effective-roles.ts';
import { type MemberFacts, NO_GRANTS, type ScopeGrants } from './member-facts.ts';

/** A scope with those right below it. */
export interface ScopeNode {
  readonly id: string;
  readonly kind: string;
  readonly below: readonly ScopeNode[];
}

export interface OrganizationFacts {
  readonly rules: AccessRules;
  readonly roles: EffectiveRoles;
  readonly root: ScopeNode;
  readonly hasGroups: boolean;
}

type PermissionNameSet = ReadonlySet<string>;

/** What a scope hands to the scopes below it. */
interface FromAbove {
  readonly permissions: PermissionNameSet;
  readonly active: boolean;
  readonly bypass: boolean;
  readonly ungated: boolean;
}

const EMPTY: PermissionNameSet = new Set();
const ABOVE_THE_ROOT: FromAbove = { permissions: EMPTY, active: false, bypass: false, ungated: false };

/**
 * E(m, s) of one person for every scope, by the formula of the access model, from the root down. Two things are
 * combined on each scope: what holds there, and what goes on to the scopes below. They differ where a role has a reach
 * or a kind lets nothing that is given on it flow down.
 */
export function effectiveAccess(
  organizationFacts: OrganizationFacts,
  memberFacts: MemberFacts,
): ReadonlyMap<string, PermissionNameSet> {
  const effective = new Map<string, PermissionNameSet>();
  const open: { scope: ScopeNode; above: FromAbove }[] = [
    { scope: organizationFacts.root, above: ABOVE_THE_ROOT },
  ];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { here, onward } = atScope(organizationFacts, memberFacts, next.scope, next.above);
    effective.set(next.scope.id, here);
    for (const scope of next.scope.below) open.push({ scope, above: onward });
  }
  return effective;
}

function atScope(
  organizationFacts: OrganizationFacts,
  memberFacts: MemberFacts,
  scope: ScopeNode,
  above: FromAbove,
): { here: PermissionNameSet; onward: FromAbove } {
  const { rules } = organizationFacts;
  const kind = rules.kinds.get(scope.kind);
  const active = above.active || memberFacts.activeOn.has(scope.id);
  // Whoever is no active member here or above can do nothing, and what he was given here counts nowhere.
  if (!active || kind === undefined) return { here: EMPTY, onward: above };

  const scopeGrants = memberFacts.given.get(scope.id) ?? NO_GRANTS;
  const assigned = [...scopeGrants.roleIds]
    .map((id) => organizationFacts.roles.held(id))
    .filter((role) => role !== null);
  const held = [...assigned, ...byDefault(organizationFacts, memberFacts, scope, scopeGrants)];
  const bypass = above.bypass || held.some((role) => role.bypass);
  const ungated = above.ungated || held.some((role) => role.ungated);
  if (bypass) {
    const all: PermissionNameSet = new Set(rules.catalogue);
    return { here: all, onward: { permissions: all, active, bypass, ungated } };
  }
  const onScope = [...rules.granted(scopeGrants.carried), ...(scopeGrants.attached ? kind.attached : EMPTY)];
  const entered =
    scopeGrants.attached || above.ungated || (kind.openWithoutGroups && !organizationFacts.hasGroups);
  const inherited = kind.inherits === 'gated' && !entered ? EMPTY : above.permissions;
  const combined = (where: 'self' | 'below'): PermissionNameSet => {
    if (where === 'below' && !kind.flowsDown) return combine(rules, kind, inherited, [], [], []);
    const reaching = (role: EffectiveRole): boolean => role.reach === 'both' || role.reach === where;
    return combine(rules, kind, inherited, held.filter(reaching), assigned.filter(reaching), onScope);
  };
  return { here: combined('self'), onward: { permissions: combined('below'), active, bypass, ungated } };
}

/** On each scope he is a member of, not below it; and only while nothing else was given to him there himself. */
function byDefault(
  { roles }: OrganizationFacts,
  memberFacts: MemberFacts,
  scope: ScopeNode,
  scopeGrants: ScopeGrants,
): readonly EffectiveRole[] {
  const role = memberFacts.activeOn.has(scope.id) && !scopeGrants.ownRole ? roles.byDefault() : null;
  return role === null ? [] : [role];
}

function combine(
  rules: AccessRules,
  kind: KindAccess,
  inherited: PermissionNameSet,
  held: readonly EffectiveRole[],
  assigned: readonly EffectiveRole[],
  onScope: readonly string[],
): PermissionNameSet {
  const given = new Set([...onScope, ...held.flatMap((role) => [...role.permissions])]);
  switch (kind.inherits) {
    case 'isolated':
      return given;
    case 'override': {
      // A default says nothing of a module, so only what was assigned can stand in for what comes from above.
      const spokenFor = new Set(assigned.flatMap((role) => [...role.modules]));
      const kept = [...inherited].filter((permission) => !spokenFor.has(rules.moduleOf(permission)));
      return new Set([...kept, ...given]);
    }
    case 'union':
    case 'gated':
      return given.size === 0 ? inherited : new Set([...inherited, ...given]);
  }
}
