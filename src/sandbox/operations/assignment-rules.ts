import { invalidProblem } from '../api/api-problem.ts';
import type { UnitOfWork } from '../api/handler.ts';
import type { PlatformRules } from '../platform-rules.ts';
import type { AssignedIds, AssignmentWay, FoundPrincipal } from '../records/assignment-record.ts';
import { findMember, type MemberRow } from '../records/member-record.ts';
import { findRole, type RoleRow } from '../records/role-record.ts';
import type { ScopeRow } from '../records/scope-record.ts';
import { hasAccepted, membershipStatesAt } from './membership-states.ts';

/**
 * Checks a role set about to be given. A role the principal has there already is not checked for being assignable: an
 * owner by transfer stays owner when somebody adds another role.
 */
export function requireAssignable(
  unitOfWork: UnitOfWork,
  scope: ScopeRow,
  foundPrincipal: FoundPrincipal,
  asked: AssignedIds,
  held: AssignedIds,
): void {
  requireWords(unitOfWork, asked);
  if (scope.kind !== unitOfWork.rules.root && !takes(unitOfWork, scope, foundPrincipal)) {
    throw invalidProblem(
      'principal-not-supported',
      `a ${scope.kind} is not given to a ${foundPrincipal.type}`,
      '/roleIds',
    );
  }
  const member = requireMembership(unitOfWork, scope, foundPrincipal);
  const found = (way: AssignmentWay): readonly RoleRow[] =>
    asked[way].map((id, index) => {
      const pointer = `/${FIELDS[way]}/${index}`;
      const role = findRole(unitOfWork, id);
      if (role === undefined) throw invalidProblem('unknown-role', `no role ${id}`, pointer);
      if (!held[way].includes(id)) {
        requireAssignableAt(unitOfWork, scope, role, pointer);
        if (way !== 'denied') requireAccepted(unitOfWork, scope, member, role, pointer);
      }
      return role;
    });
  const roles = found('roles');
  const further = [...found('below'), ...found('denied')];
  if (unitOfWork.rules.oneRoleForEach && roles.length > 1)
    throw invalidProblem('one-role', 'nobody holds two roles on one scope', '/roleIds');
  if (foundPrincipal.type === 'group') requireGroupRoles(unitOfWork, [...roles, ...further]);
  else requireCardinality(unitOfWork, scope, roles);
}

const FIELDS = { roles: 'roleIds', below: 'belowRoleIds', denied: 'deniedRoleIds' } as const;

/** What no assignment of the platform can say. */
function requireWords({ rules }: UnitOfWork, { below, denied }: AssignedIds): void {
  if (below.length > 0 && !rules.assignments.below)
    throw invalidProblem('below-not-supported', 'no role holds below a scope alone here', '/belowRoleIds');
  if (denied.length > 0 && !rules.assignments.denied)
    throw invalidProblem('denies-not-supported', 'nothing can be denied here', '/deniedRoleIds');
}

/** Something is given to a person where a membership of his reaches. The person, or undefined for a group. */
export function requireMembership(
  unitOfWork: UnitOfWork,
  scope: ScopeRow,
  foundPrincipal: FoundPrincipal,
): MemberRow | undefined {
  const member = foundPrincipal.type === 'member' ? findMember(unitOfWork, foundPrincipal.id) : undefined;
  if (member && membershipStatesAt(unitOfWork, member, scope.id).length === 0) {
    throw invalidProblem(
      'not-a-member',
      `${member.key} is a member neither of ${scope.slug} nor of what it is in`,
    );
  }
  return member;
}

function takes(unitOfWork: UnitOfWork, scope: ScopeRow, foundPrincipal: FoundPrincipal): boolean {
  return unitOfWork.rules.scopeKinds.get(scope.kind)?.principals.includes(foundPrincipal.type) !== false;
}

/** Some roles are for those who are in already: an invitation does not bring them. */
function requireAccepted(
  unitOfWork: UnitOfWork,
  scope: ScopeRow,
  member: MemberRow | undefined,
  role: RoleRow,
  pointer: string,
): void {
  if (member === undefined || role.predefined !== 1) return;
  if (unitOfWork.rules.roles.get(role.slug)?.byInvitation !== false) return;
  if (hasAccepted(membershipStatesAt(unitOfWork, member, scope.id))) return;
  throw invalidProblem(
    'role-not-by-invitation',
    `${role.slug} is given to members who have accepted`,
    pointer,
  );
}

/** A custom role can be given on the kinds of scopes where custom roles are defined, and on all below them. */
function takesCustomRoles(rules: PlatformRules, kind: string, seen: Set<string>): boolean {
  if (rules.customRoles?.at.includes(kind)) return true;
  if (seen.has(kind)) return false;
  seen.add(kind);
  return rules.scopeKinds.get(kind)?.parents.some((parent) => takesCustomRoles(rules, parent, seen)) === true;
}

function requireAssignableAt(unitOfWork: UnitOfWork, scope: ScopeRow, role: RoleRow, pointer: string): void {
  const predefined = role.predefined === 1 ? unitOfWork.rules.roles.get(role.slug) : undefined;
  if (predefined && !predefined.assignable) {
    throw invalidProblem('role-not-assignable', `${role.slug} is not given by assignment`, pointer);
  }
  const here = predefined
    ? predefined.assignableAt.includes(scope.kind)
    : takesCustomRoles(unitOfWork.rules, scope.kind, new Set());
  if (!here) {
    throw invalidProblem('role-not-assignable-here', `${role.slug} is not for a ${scope.kind}`, pointer);
  }
}

function requireGroupRoles(unitOfWork: UnitOfWork, roles: readonly RoleRow[]): void {
  if (roles.length > 0 && !unitOfWork.rules.groupsCarryRoles) {
    throw invalidProblem('group-roles-not-supported', 'groups carry no roles here', '/roleIds');
  }
}

function requireCardinality(unitOfWork: UnitOfWork, scope: ScopeRow, roles: readonly RoleRow[]): void {
  const { memberRoles, root } = unitOfWork.rules;
  if (memberRoles === 'exactly-one' && scope.kind === root && roles.length !== 1) {
    throw invalidProblem('exactly-one-role', `a member of a ${root} has exactly one role`, '/roleIds');
  }
  if (memberRoles !== 'one-per-module') return;
  const taken = new Map<string, string>();
  for (const role of roles) {
    const module = role.predefined === 1 ? unitOfWork.rules.roles.get(role.slug)?.module : null;
    if (module === null || module === undefined) continue;
    const other = taken.get(module);
    if (other !== undefined) {
      throw invalidProblem(
        'one-role-per-module',
        `${other} and ${role.slug} are both of ${module}`,
        '/roleIds',
      );
    }
    taken.set(module, role.slug);
  }
}
