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
  type AssignmentRow,
  assignmentJson,
  assignmentSubject,
  type FoundPrincipal,
  findAssignment,
  findPrincipal,
  roleIdsOf,
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
    toJson: assignmentJson,
  });

export const getAssignment: OperationHandler<'getAssignment'> = (operationRequest, unitOfWork) => {
  const { row } = addressed(operationRequest, unitOfWork);
  if (row === undefined) throw notFoundProblem('assignment');
  return okResponse(assignmentJson(row), row);
};

export const putAssignment: OperationHandler<'putAssignment'> = (operationRequest, unitOfWork) => {
  const { scope, principal, row } = addressed(operationRequest, unitOfWork);
  requireUnchanged(operationRequest, row);
  const roleIds = [...operationRequest.body.roleIds].sort();
  requireAssignable(unitOfWork, scope, principal, operationRequest.body.roleIds, row ? roleIdsOf(row) : []);
  const stored = storeAssignment(unitOfWork, scope, principal, row, roleIds);
  if (row) return okResponse(assignmentJson(stored), stored);
  const location = `${unitOfWork.base}/scopes/${scope.id}/assignments/${principal.type}/${principal.id}`;
  return createdResponse(assignmentJson(stored), stored, location);
};

export const deleteAssignment: OperationHandler<'deleteAssignment'> = (operationRequest, unitOfWork) => {
  const { row } = addressed(operationRequest, unitOfWork);
  if (row === undefined) throw notFoundProblem('assignment');
  requireUnchanged(operationRequest, row);
  removeAssignment(unitOfWork, row);
  return noContentResponse();
};

/** Makes the assignment, or sets its roles; nothing happens when it has them already. `roleIds` are sorted. */
export function storeAssignment(
  unitOfWork: UnitOfWork,
  scope: ScopeRow,
  foundPrincipal: FoundPrincipal,
  before: AssignmentRow | undefined,
  roleIds: readonly string[],
): AssignmentRow {
  if (before && before.role_ids === JSON.stringify(roleIds)) return before;
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
  for (const roleId of roleIds) database.run('INSERT INTO assignment_roles VALUES (?, ?)', id, roleId);
  const stored = findAssignment(unitOfWork, scope.id, foundPrincipal.type, foundPrincipal.id);
  if (stored === undefined) throw new Error(`assignment ${id} was not stored`);
  unitOfWork.audit({
    action: before ? 'assignment.updated' : 'assignment.created',
    target: assignmentSubject(id, foundPrincipal, scope),
    related: foundPrincipal,
    ...(before ? { before: assignmentJson(before) } : {}),
    after: assignmentJson(stored),
  });
  return stored;
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
