import { randomUUID } from 'node:crypto';
import { notFoundProblem } from '../api/api-problem.ts';
import { createdResponse, noContentResponse, okResponse } from '../api/api-response.ts';
import { requireUnchanged } from '../api/conditional-requests.ts';
import {
  type OperationHandler,
  type OperationRequest,
  pathParameter,
  type UnitOfWork,
} from '../api/handler.ts';
import { listPage } from '../api/paging.ts';
import {
  ASSIGNMENT_COLUMNS,
  type AssignedIds,
  type AssignmentRow,
  assignedIdsOf,
  assignmentJson,
  assignmentSubject,
  type FoundPrincipal,
  findAssignment,
  findPrincipal,
} from '../records/assignment-record.ts';
import { findScope, type ScopeRow } from '../records/scope-record.ts';
import { requireAssignable } from './assignment-rules.ts';
import { removeAssignment } from './cascading-removal.ts';

export const listAssignments: OperationHandler<'listAssignments'> = (operationRequest, unitOfWork) =>
  listPage<AssignmentRow>(operationRequest, unitOfWork, {
    select: ASSIGNMENT_COLUMNS,
    from: 'assignments',
    where: 'org_id = ?',
    values: [unitOfWork.organization.id],
    order: 'id',
    toJson: (row) => assignmentJson(unitOfWork, row),
  });

export const getAssignment: OperationHandler<'getAssignment'> = (operationRequest, unitOfWork) => {
  const { row } = addressed(operationRequest, unitOfWork);
  if (row === undefined) throw notFoundProblem('assignment');
  return okResponse(assignmentJson(unitOfWork, row), row);
};

export const putAssignment: OperationHandler<'putAssignment'> = (operationRequest, unitOfWork) => {
  const { scope, principal, row } = addressed(operationRequest, unitOfWork);
  requireUnchanged(operationRequest, row);
  const { roleIds, belowRoleIds = [], deniedRoleIds = [] } = operationRequest.body;
  const asked = { roles: roleIds, below: belowRoleIds, denied: deniedRoleIds };
  requireAssignable(unitOfWork, scope, principal, asked, assignedIdsOf(row));
  const stored = storeAssignment(unitOfWork, scope, principal, row, asked);
  if (row) return okResponse(assignmentJson(unitOfWork, stored), stored);
  const location = `${unitOfWork.base}/scopes/${scope.id}/assignments/${principal.type}/${principal.id}`;
  return createdResponse(assignmentJson(unitOfWork, stored), stored, location);
};

export const deleteAssignment: OperationHandler<'deleteAssignment'> = (operationRequest, unitOfWork) => {
  const { row } = addressed(operationRequest, unitOfWork);
  if (row === undefined) throw notFoundProblem('assignment');
  requireUnchanged(operationRequest, row);
  removeAssignment(unitOfWork, row);
  return noContentResponse();
};

/** Makes the assignment, or sets its roles; nothing happens when it has them already. */
export function storeAssignment(
  unitOfWork: UnitOfWork,
  scope: ScopeRow,
  foundPrincipal: FoundPrincipal,
  before: AssignmentRow | undefined,
  asked: AssignedIds,
): AssignmentRow {
  const wanted = sorted(asked);
  if (before && JSON.stringify(assignedIdsOf(before)) === JSON.stringify(wanted)) return before;
  const { database, organization, at } = unitOfWork;
  const id = before?.id ?? randomUUID();
  if (before) {
    database.run('UPDATE assignments SET version = version + 1, updated_at = ? WHERE id = ?', at, id);
    database.run('DELETE FROM assignment_roles WHERE assignment_id = ?', id);
  } else {
    database.run(
      'INSERT INTO assignments VALUES (?, ?, ?, ?, ?, 1, ?, ?)',
      id,
      organization.id,
      scope.id,
      foundPrincipal.type,
      foundPrincipal.id,
      at,
      at,
    );
  }
  for (const way of ['roles', 'below', 'denied'] as const) {
    for (const roleId of wanted[way])
      database.run('INSERT INTO assignment_roles VALUES (?, ?, ?)', id, roleId, way);
  }
  const stored = findAssignment(unitOfWork, scope.id, foundPrincipal.type, foundPrincipal.id);
  if (stored === undefined) throw new Error(`assignment ${id} was not stored`);
  unitOfWork.audit({
    action: before ? 'assignment.updated' : 'assignment.created',
    target: assignmentSubject(id, foundPrincipal, scope),
    related: foundPrincipal,
    ...(before ? { before: assignmentJson(unitOfWork, before) } : {}),
    after: assignmentJson(unitOfWork, stored),
  });
  return stored;
}

function sorted({ roles, below, denied }: AssignedIds): AssignedIds {
  return { roles: [...roles].sort(), below: [...below].sort(), denied: [...denied].sort() };
}

function addressed(
  operationRequest: OperationRequest<unknown>,
  unitOfWork: UnitOfWork,
): { scope: ScopeRow; principal: FoundPrincipal; row: AssignmentRow | undefined } {
  const scope = findScope(unitOfWork, pathParameter(operationRequest, 'scopeId'));
  if (scope === undefined) throw notFoundProblem('scope');
  const type = pathParameter(operationRequest, 'principalType');
  const principal = findPrincipal(unitOfWork, type, pathParameter(operationRequest, 'principalId'));
  if (principal === undefined) throw notFoundProblem(type === 'group' ? 'group' : 'member');
  return { scope, principal, row: findAssignment(unitOfWork, scope.id, principal.type, principal.id) };
}
