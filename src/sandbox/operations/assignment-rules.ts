import type { Work } from '../api/handler.ts';
import { invalid } from '../api/problem.ts';
import type { Principal } from '../records/assignment.ts';
import { findMember, type MemberRow } from '../records/member.ts';
import { findRole, type RoleRow } from '../records/role.ts';
import type { ScopeRow } from '../records/scope.ts';
import { hasAccepted, statesAt } from './standing.ts';

/**
 * Checks a role set about to be given. A role the principal has there already is not checked for being assignable: an
 * owner by transfer stays owner when somebody adds another role.
 */
export function requireAssignable(
  work: Work,
  scope: ScopeRow,
  principal: Principal,
  roleIds: readonly string[],
  held: readonly string[],
): void {
  if (scope.kind !== work.rules.root && !takes(work, scope, principal)) {
    throw invalid(
      'principal-not-supported',
      `a ${scope.kind} is not given to a ${principal.type}`,
      '/roleIds',
    );
  }
  const member = requireMembership(work, scope, principal);
  const roles = roleIds.map((id, index) => {
    const role = findRole(work, id);
    if (role === undefined) throw invalid('unknown-role', `no role ${id}`, `/roleIds/${index}`);
    if (!held.includes(id)) {
      requireAssignableAt(work, scope, role, `/roleIds/${index}`);
      requireAccepted(work, scope, member, role, `/roleIds/${index}`);
    }
    return role;
  });
  if (principal.type === 'group') requireGroupRoles(work, roles);
  else requireCardinality(work, scope, roles);
}

/** Something is given to a person where a membership of his reaches. The person, or undefined for a group. */
export function requireMembership(work: Work, scope: ScopeRow, principal: Principal): MemberRow | undefined {
  const member = principal.type === 'member' ? findMember(work, principal.id) : undefined;
  if (member && statesAt(work, member, scope.id).length === 0) {
    throw invalid('not-a-member', `${member.key} is a member neither of ${scope.slug} nor of what it is in`);
  }
  return member;
}

function takes(work: Work, scope: ScopeRow, principal: Principal): boolean {
  return work.rules.scopeKinds.get(scope.kind)?.principals.includes(principal.type) ?? true;
}

/** Some roles are for those who are in already: an invitation does not bring them. */
function requireAccepted(
  work: Work,
  scope: ScopeRow,
  member: MemberRow | undefined,
  role: RoleRow,
  pointer: string,
): void {
  if (member === undefined || role.predefined !== 1) return;
  if (work.rules.roles.get(role.slug)?.byInvitation !== false) return;
  if (hasAccepted(statesAt(work, member, scope.id))) return;
  throw invalid('role-not-by-invitation', `${role.slug} is given to members who have accepted`, pointer);
}

function requireAssignableAt(work: Work, scope: ScopeRow, role: RoleRow, pointer: string): void {
  const predefined = role.predefined === 1 ? work.rules.roles.get(role.slug) : undefined;
  if (predefined && !predefined.assignable) {
    throw invalid('role-not-assignable', `${role.slug} is not given by assignment`, pointer);
  }
  const kinds = predefined ? predefined.assignableAt : (work.rules.customRoles?.at ?? []);
  if (!kinds.includes(scope.kind)) {
    throw invalid('role-not-assignable-here', `${role.slug} is not for a ${scope.kind}`, pointer);
  }
}

function requireGroupRoles(work: Work, roles: readonly RoleRow[]): void {
  if (roles.length > 0 && !work.rules.groupsCarryRoles) {
    throw invalid('group-roles-not-supported', 'groups carry no roles here', '/roleIds');
  }
}

function requireCardinality(work: Work, scope: ScopeRow, roles: readonly RoleRow[]): void {
  const { memberRoles, root } = work.rules;
  if (memberRoles === 'exactly-one' && scope.kind === root && roles.length !== 1) {
    throw invalid('exactly-one-role', `a member of a ${root} has exactly one role`, '/roleIds');
  }
  if (memberRoles !== 'one-per-module') return;
  const taken = new Map<string, string>();
  for (const role of roles) {
    const module = role.predefined === 1 ? work.rules.roles.get(role.slug)?.module : null;
    if (module === null || module === undefined) continue;
    const other = taken.get(module);
    if (other !== undefined) {
      throw invalid('one-role-per-module', `${other} and ${role.slug} are both of ${module}`, '/roleIds');
    }
    taken.set(module, role.slug);
  }
}
