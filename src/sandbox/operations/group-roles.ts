import { type ApiResponse, createdResponse, noContentResponse } from '../api/answer.ts';
import { entityTagOf, requireUnchanged } from '../api/entity-tag.ts';
import { type OperationHandler, pathParameter, type OperationRequest, type UnitOfWork } from '../api/handler.ts';
import { listPage } from '../api/paging.ts';
import { alreadyExistsProblem, invalidProblem, notFoundProblem } from '../api/problem.ts';
import {
  type AssignmentRow,
  assignmentJson,
  findAssignment,
  type FoundPrincipal,
  roleIdsOf,
} from '../records/assignment.ts';
import { findRole, ROLE_COLUMNS, type RoleRow, roleJson } from '../records/role.ts';
import { findScope, type ScopeRow } from '../records/scope.ts';
import { requireAssignable } from './assignment-rules.ts';
import { storeAssignment } from './assignments.ts';
import { addressedGroup } from './groups.ts';
import { removeAssignment } from './removal.ts';

/**
 * LumoAuth's way to say it: roles of a group, without a scope. They are the group's assignment at its home scope and
 * nothing of their own, so both ways to write them see each other.
 */

export const listGroupRoles: OperationHandler<'listGroupRoles'> = (request, work): ApiResponse => {
  const { row } = homeAssignment(request, work);
  const page = listPage<RoleRow>(request, work, {
    select: ROLE_COLUMNS,
    from: 'roles',
    where: 'id IN (SELECT role_id FROM assignment_roles WHERE assignment_id = ?)',
    values: [row?.id ?? null],
    order: 'id',
    toJson: roleJson,
  });
  return { ...page, headers: row ? { etag: entityTagOf(row) } : {} };
};

export const addGroupRole: OperationHandler<'addGroupRole'> = (request, work) => {
  const { home, principal, row } = homeAssignment(request, work);
  requireUnchanged(request, row);
  const { roleId } = request.body;
  const role = findRole(work, roleId);
  if (role === undefined) throw invalidProblem('unknown-role', `no role ${roleId}`, '/roleId');
  const held = row ? roleIdsOf(row) : [];
  if (row && held.includes(roleId)) throw alreadyExistsProblem(`${role.slug} of ${principal.label}`, row.id);
  const roleIds = [...held, roleId].sort();
  requireAssignable(work, home, principal, roleIds, held);
  const stored = storeAssignment(work, home, principal, row, roleIds);
  return createdResponse(
    assignmentJson(stored),
    stored,
    `${work.base}/scopes/${home.id}/assignments/group/${principal.id}`,
  );
};

export const removeGroupRole: OperationHandler<'removeGroupRole'> = (request, work) => {
  const { home, principal, row } = homeAssignment(request, work);
  requireUnchanged(request, row);
  const roleId = pathParameter(request, 'roleId');
  const held = row ? roleIdsOf(row) : [];
  if (row === undefined || !held.includes(roleId)) throw notFoundProblem('role of this group');
  const left = held.filter((id) => id !== roleId);
  if (left.length > 0) return noContentResponse(storeAssignment(work, home, principal, row, left));
  // Whoever writes by this route knows roles and no attachments, so none is left behind.
  removeAssignment(work, row);
  return noContentResponse();
};

function homeAssignment(
  request: OperationRequest<unknown>,
  work: UnitOfWork,
): { home: ScopeRow; principal: FoundPrincipal; row: AssignmentRow | undefined } {
  const group = addressedGroup(request, work);
  const home = findScope(work, group.scope_id);
  if (home === undefined) throw new Error(`group ${group.id} has no home`);
  const principal: FoundPrincipal = { type: 'group', id: group.id, label: group.slug };
  return { home, principal, row: findAssignment(work, home.id, 'group', group.id) };
}
