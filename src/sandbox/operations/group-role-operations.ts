import { alreadyExistsProblem, invalidProblem, notFoundProblem } from '../api/api-problem.ts';
import { type ApiResponse, createdResponse, noContentResponse } from '../api/api-response.ts';
import { entityTagOf, requireUnchanged } from '../api/conditional-requests.ts';
import {
  type OperationHandler,
  type OperationRequest,
  pathParameter,
  type UnitOfWork,
} from '../api/handler.ts';
import { listPage } from '../api/paging.ts';
import {
  type AssignmentRow,
  assignedIdsOf,
  assignmentJson,
  type FoundPrincipal,
  findAssignment,
} from '../records/assignment-record.ts';
import { findRole, ROLE_COLUMNS, type RoleRow, roleJson } from '../records/role-record.ts';
import { findScope, type ScopeRow } from '../records/scope-record.ts';
import { storeAssignment } from './assignment-operations.ts';
import { requireAssignable } from './assignment-rules.ts';
import { removeAssignment } from './cascading-removal.ts';
import { addressedGroup } from './group-operations.ts';

/**
 * LumoAuth's way to say it: roles of a group, without a scope. They are the group's assignment at its home scope and
 * nothing of their own, so both ways to write them see each other.
 */

export const listGroupRoles: OperationHandler<'listGroupRoles'> = (
  operationRequest,
  unitOfWork,
): ApiResponse => {
  const { row } = homeAssignment(operationRequest, unitOfWork);
  const page = listPage<RoleRow>(operationRequest, unitOfWork, {
    select: ROLE_COLUMNS,
    from: 'roles',
    where: "id IN (SELECT role_id FROM assignment_roles WHERE assignment_id = ? AND way = 'roles')",
    values: [row?.id ?? null],
    order: 'id',
    toJson: roleJson,
  });
  return { ...page, headers: row ? { etag: entityTagOf(row) } : {} };
};

export const addGroupRole: OperationHandler<'addGroupRole'> = (operationRequest, unitOfWork) => {
  const { home, principal, row } = homeAssignment(operationRequest, unitOfWork);
  requireUnchanged(operationRequest, row);
  const { roleId } = operationRequest.body;
  const role = findRole(unitOfWork, roleId);
  if (role === undefined) throw invalidProblem('unknown-role', `no role ${roleId}`, '/roleId');
  const held = assignedIdsOf(row);
  if (row && held.roles.includes(roleId))
    throw alreadyExistsProblem(`${role.slug} of ${principal.label}`, row.id);
  const asked = { ...held, roles: unitOfWork.rules.oneRoleForEach ? [roleId] : [...held.roles, roleId] };
  requireAssignable(unitOfWork, home, principal, asked, held);
  const stored = storeAssignment(unitOfWork, home, principal, row, asked);
  return createdResponse(
    assignmentJson(unitOfWork, stored),
    stored,
    `${unitOfWork.base}/scopes/${home.id}/assignments/group/${principal.id}`,
  );
};

export const removeGroupRole: OperationHandler<'removeGroupRole'> = (operationRequest, unitOfWork) => {
  const { home, principal, row } = homeAssignment(operationRequest, unitOfWork);
  requireUnchanged(operationRequest, row);
  const roleId = pathParameter(operationRequest, 'roleId');
  const held = assignedIdsOf(row);
  if (row === undefined || !held.roles.includes(roleId)) throw notFoundProblem('role of this group');
  const left = { ...held, roles: held.roles.filter((id) => id !== roleId) };
  if (left.roles.length + left.below.length + left.denied.length > 0)
    return noContentResponse(storeAssignment(unitOfWork, home, principal, row, left));
  // Whoever writes by this route knows roles and no attachments, so none is left behind.
  removeAssignment(unitOfWork, row);
  return noContentResponse();
};

function homeAssignment(
  operationRequest: OperationRequest<unknown>,
  unitOfWork: UnitOfWork,
): { home: ScopeRow; principal: FoundPrincipal; row: AssignmentRow | undefined } {
  const group = addressedGroup(operationRequest, unitOfWork);
  const home = findScope(unitOfWork, group.scope_id);
  if (home === undefined) throw new Error(`group ${group.id} has no home`);
  const foundPrincipal: FoundPrincipal = { type: 'group', id: group.id, label: group.slug };
  return { home, principal: foundPrincipal, row: findAssignment(unitOfWork, home.id, 'group', group.id) };
}
