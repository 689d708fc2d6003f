import type { AccessRules, KindAccess } from './access-rules.ts';
import type { EffectiveRole, EffectiveRoles } from './effective-roles.ts';
import { type MemberFacts, NO_GRANTS, type ScopeGrants } from './member-facts.ts';

/** A scope with those right below it. */
export interface ScopeNode {
  readonly id: string;
  readonly kind: string;
  /** JSON: what it is set to, by name. */
  readonly settings: string;
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
  readonly closed: boolean;
  readonly bypass: boolean;
  readonly ungated: boolean;
  /** What passes all kinds of scopes. */
  readonly everywhere: PermissionNameSet;
  /** What is taken away. */
  readonly taken: PermissionNameSet;
}

const EMPTY: PermissionNameSet = new Set();
const ABOVE_THE_ROOT: FromAbove = {
  permissions: EMPTY,
  active: false,
  closed: false,
  bypass: false,
  ungated: false,
  everywhere: EMPTY,
  taken: EMPTY,
};

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
  const closed = above.closed || (kind !== undefined && isClosed(kind, scope));
  if (closed) return { here: EMPTY, onward: { ...above, closed } };
  const active = above.active || memberFacts.activeOn.has(scope.id);
  // Whoever is no active member here or above can do nothing, and what he was given here counts nowhere.
  if (!active || kind === undefined) return { here: EMPTY, onward: above };

  const scopeGrants = memberFacts.given.get(scope.id) ?? NO_GRANTS;
  const { roles } = organizationFacts;
  const rolesOf = (ids: ReadonlySet<string>): readonly EffectiveRole[] =>
    [...ids].map((id) => roles.held(id)).filter((role) => role !== null);
  const here = rolesOf(scopeGrants.roleIds);
  const further = rolesOf(scopeGrants.belowIds).map((role) => ({ ...role, reach: 'below' as const }));
  const assigned = [...here, ...further];
  const defaults = byDefault(organizationFacts, memberFacts, scope, scopeGrants);
  const held = [...assigned, ...defaults];
  const bypassHere = above.bypass || [...here, ...defaults].some((role) => role.bypass);
  const bypass = bypassHere || further.some((role) => role.bypass);
  const ungated = above.ungated || held.some((role) => role.ungated);
  const everywhere = unionOf(
    above.everywhere,
    held.filter((role) => role.reach === 'everywhere').map((role) => role.permissions),
  );
  const denied = rolesOf(scopeGrants.deniedIds);
  const taken = (where: 'self' | 'below'): PermissionNameSet => {
    const reaches = ({ reach }: EffectiveRole): boolean =>
      reach === 'everywhere' ||
      ((reach === 'both' || reach === where) && (where === 'self' || kind.flowsDown));
    return unionOf(above.taken, [
      ...held.filter(reaches).map((role) => role.denies),
      ...denied.filter(reaches).map((role) => role.permissions),
      ...(denied.some((role) => role.bypass) ? [new Set(rules.catalogue)] : []),
    ]);
  };
  const all: PermissionNameSet = new Set(rules.catalogue);
  const onScope = [...rules.granted(scopeGrants.carried), ...(scopeGrants.attached ? kind.attached : EMPTY)];
  const inherits = inheritsAt(kind, scope);
  const entered =
    scopeGrants.attached || above.ungated || (kind.openWithoutGroups && !organizationFacts.hasGroups);
  const inherited = inherits === 'gated' && !entered ? EMPTY : above.permissions;
  const combined = (where: 'self' | 'below'): PermissionNameSet => {
    if (where === 'below' && !kind.flowsDown) return combine(rules, inherits, inherited, [], [], []);
    const reaching = ({ reach }: EffectiveRole): boolean =>
      reach === 'both' || reach === 'everywhere' || reach === where;
    return combine(rules, inherits, inherited, held.filter(reaching), assigned.filter(reaching), onScope);
  };
  const granted = bypassHere ? all : unionOf(combined('self'), [everywhere]);
  const permissions = bypass ? all : combined('below');
  return {
    here: bypassHere && !rules.denyOverBypass ? all : without(rules, granted, taken('self')),
    onward: { permissions, active, closed, bypass, ungated, everywhere, taken: taken('below') },
  };
}

/** What is not told of a scope closes nothing. */
function isClosed({ closing }: KindAccess, { settings }: ScopeNode): boolean {
  if (closing.length === 0) return false;
  const told = JSON.parse(settings) as Record<string, string>;
  return closing.some(([setting, value]) => told[setting] === value);
}

/** How a scope combines: as it is set, or as its kind says. */
function inheritsAt({ inherits, set }: KindAccess, { settings }: ScopeNode): KindAccess['inherits'] {
  if (set === null) return inherits;
  const told = JSON.parse(settings) as Record<string, string>;
  return set.inherits.get(told[set.name] ?? set.unwritten) ?? inherits;
}

function unionOf(one: PermissionNameSet, more: readonly PermissionNameSet[]): PermissionNameSet {
  return more.every(({ size }) => size === 0) ? one : new Set([one, ...more].flatMap((set) => [...set]));
}

/** What is left: with a permission goes whatever would imply it. */
function without(
  rules: AccessRules,
  granted: PermissionNameSet,
  taken: PermissionNameSet,
): PermissionNameSet {
  if (taken.size === 0) return granted;
  return new Set([...granted].filter((one) => ![...rules.needed(one)].some((needed) => taken.has(needed))));
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
  inherits: KindAccess['inherits'],
  inherited: PermissionNameSet,
  held: readonly EffectiveRole[],
  assigned: readonly EffectiveRole[],
  onScope: readonly string[],
): PermissionNameSet {
  const given = new Set([...onScope, ...held.flatMap((role) => [...role.permissions])]);
  switch (inherits) {
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
