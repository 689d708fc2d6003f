import type { MemberId, Principal, RoleKey } from '../../resource/identifiers.ts';
import { formatOrigin, type Origin } from '../../source/origin.ts';
import { hasBit } from '../bit-set.ts';
import { type DefaultRoleGrant, defaultRoles } from '../default-role.ts';
import type { Assignment, NumberedOrganization } from '../numbered-organization.ts';
import { effectOf, includedIn, reachesBelow, reachesHere } from '../role-effects.ts';
import { flowsDown } from '../scope-tree.ts';

/** An ungated role that lets the person through gates below the scope it is held on. */
export interface UngatedRole {
  readonly role: RoleKey;
  readonly origin: Origin;
}

/** What bears on one person and one scope: the ancestors where he is active and all he was given on them. */
export interface MemberContext {
  /** Scopes from the topmost where the person is active down to the one asked about; empty when not active there, or it is closed. */
  readonly chain: readonly number[];
  /** Indexes of every group that contains the person. */
  readonly groups: readonly number[];
  /** Assignments of the person and those groups on the chain, his own first. */
  readonly assignments: readonly Assignment[];
  readonly defaults: readonly DefaultRoleGrant[];
}

export function memberContextOf(
  numbered: NumberedOrganization,
  member: MemberId,
  scope: number,
): MemberContext {
  const memberships = numbered.memberships.get(member);
  const whole = numbered.tree.chain(scope);
  const activeAt = new Set(memberships.map((membership) => membership.scope));
  const start = whole.findIndex((above) => activeAt.has(above));
  const isOpen = numbered.tree.at(scope).closed === null;
  const chain = start < 0 || !isOpen ? [] : whole.slice(start);
  const groups = numbered.groups.containing(numbered.groups.direct(member));
  const assignments = [
    ...numbered.assignmentsOfMember(member),
    ...groups.flatMap((group) => numbered.assignmentsOfGroup(group)),
  ].filter((assignment) => chain.includes(assignment.scope));
  const defaults = defaultRoles(numbered, member).filter((held) => chain.includes(held.scope));
  return { chain, groups, assignments, defaults };
}

/** Whether a role given on the scope names the permission's module, so that the parent's is not taken over. */
export function overridesModule(
  numbered: NumberedOrganization,
  memberContext: MemberContext,
  scope: number,
  position: number,
): boolean {
  return overridingRoles(numbered, memberContext, scope, position).length > 0;
}

/** A role on a scope that stands in place of what comes from above. */
export interface OverridingRole {
  readonly principal: Principal;
  readonly role: RoleKey;
  readonly origin: Origin;
}

/** The roles given on the scope that name the permission's module. */
export function overridingRoles(
  numbered: NumberedOrganization,
  memberContext: MemberContext,
  scope: number,
  position: number,
): readonly OverridingRole[] {
  const asked = memberContext.chain.at(-1) === scope;
  if (!asked && !flowsDown(numbered.tree, scope)) return [];
  const reaches = asked ? reachesHere : reachesBelow;
  return memberContext.assignments
    .filter((assignment) => assignment.scope === scope)
    .flatMap((assignment) =>
      rolesOfAssignment(assignment).flatMap(({ role, origin, reach }): readonly OverridingRole[] => {
        const { principal } = assignment;
        const effect = effectOf(numbered.roles, numbered.catalogue, role);
        const names = effect !== null && reaches(reach ?? effect.reach) && hasBit(effect.names, position);
        return names ? [{ principal, role, origin }] : [];
      }),
    );
}

/** Each ungated role held strictly above the scope, once for each line that gives it. */
export function ungatedRolesAbove(
  numbered: NumberedOrganization,
  memberContext: MemberContext,
  scope: number,
): readonly UngatedRole[] {
  const passes = new Map<string, UngatedRole>();
  for (const above of memberContext.chain) {
    if (above === scope) break;
    const held = [
      ...memberContext.assignments
        .filter((assignment) => assignment.scope === above)
        .flatMap(rolesOfAssignment),
      ...memberContext.defaults.filter((byDefault) => byDefault.scope === above),
    ];
    for (const { role, origin } of held) {
      for (const ungated of ungatedIn(numbered, role)) {
        passes.set(`${ungated} ${formatOrigin(origin)}`, { role: ungated, origin });
      }
    }
  }
  return [...passes.values()];
}

/** What an assignment gives, with the reach that it says itself. */
export interface RoleOfAssignment {
  readonly role: RoleKey;
  readonly origin: Origin;
  readonly reach: 'below' | null;
}

export function rolesOfAssignment({ roles, below }: Assignment): readonly RoleOfAssignment[] {
  return [
    ...[...roles].map(([role, origin]) => ({ role, origin, reach: null })),
    ...[...below].map(([role, origin]) => ({ role, origin, reach: 'below' as const })),
  ];
}

/** The ungated roles among a role and all it includes. */
function ungatedIn(numbered: NumberedOrganization, key: RoleKey): readonly RoleKey[] {
  const reached = new Set([key]);
  const ungated: RoleKey[] = [];
  for (const next of reached) {
    const role = numbered.roles.get(next);
    if (role === undefined || role.none) continue;
    if (role.ungated) ungated.push(next);
    for (const included of includedIn(role)) reached.add(included);
  }
  return ungated;
}
