import { randomUUID } from 'node:crypto';
import { createdResponse, okResponse, noContentResponse } from '../api/answer.ts';
import { requireUnchanged } from '../api/entity-tag.ts';
import { type OperationHandler, pathParameter, type OperationRequest, type UnitOfWork } from '../api/handler.ts';
import { listPage } from '../api/paging.ts';
import { notFoundProblem } from '../api/problem.ts';
import {
  ASSIGNMENT_COLUMNS,
  type AssignmentRow,
  assignmentJson,
  assignmentSubject,
  findAssignment,
  findPrincipal,
  type FoundPrincipal,
  roleIdsOf,
} from '../records/assignment.ts';
import { findScope, type ScopeRow } from '../records/scope.ts';
import { requireAssignable } from './assignment-rules.ts';
import { removeAssignment } from './removal.ts';

export const listAssignments: OperationHandler<'listAssignments'> = (request, work) =>
  listPage<AssignmentRow>(request, work, {
    select: ASSIGNMENT_COLUMNS,
    from: 'assignments',
    where: 'org_id = ?',
    values: [work.organization.id],
    order: 'id',
    toJson: assignmentJson,
  });

export const getAssignment: OperationHandler<'getAssignment'> = (request, work) => {
  const { row } = addressed(request, work);
  if (row === undefined) throw notFoundProblem('assignment');
  return okResponse(assignmentJson(row), row);
};

export const putAssignment: OperationHandler<'putAssignment'> = (request, work) => {
  const { scope, principal, row } = addressed(request, work);
  requireUnchanged(request, row);
  const roleIds = [...request.body.roleIds].sort();
  requireAssignable(work, scope, principal, request.body.roleIds, row ? roleIdsOf(row) : []);
  const stored = storeAssignment(work, scope, principal, row, roleIds);
  if (row) return okResponse(assignmentJson(stored), stored);
  const location = `${work.base}/scopes/${scope.id}/assignments/${principal.type}/${principal.id}`;
  return createdResponse(assignmentJson(stored), stored, location);
};

export const deleteAssignment: OperationHandler<'deleteAssignment'> = (request, work) => {
  const { row } = addressed(request, work);
  if (row === undefined) throw notFoundProblem('assignment');
  requireUnchanged(request, row);
  removeAssignment(work, row);
  return noContentResponse();
};

/** Makes the assignment, or sets its roles; nothing happens when it has them already. `roleIds` are sorted. */
export function storeAssignment(
  work: UnitOfWork,
  scope: ScopeRow,
  principal: FoundPrincipal,
  before: AssignmentRow | undefined,
  roleIds: readonly string[],
): AssignmentRow {
  if (before && before.role_ids === JSON.stringify(roleIds)) return before;
  const { database, organization, at } = work;
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
      principal.type,
      principal.id,
      at,
      at,
    );
  }
  for (const roleId of roleIds) database.run('INSERT INTO assignment_roles VALUES (?, ?)', id, roleId);
  const stored = findAssignment(work, scope.id, principal.type, principal.id);
  if (stored === undefined) throw new Error(`assignment ${id} was not stored`);
  work.audit({
    action: before ? 'assignment.updated' : 'assignment.created',
    target: assignmentSubject(id, principal, scope),
    related: principal,
    ...(before ? { before: assignmentJson(before) } : {}),
    after: assignmentJson(stored),
  });
  return stored;
}

function addressed(
  request: OperationRequest<unknown>,
  work: UnitOfWork,
): { scope: ScopeRow; principal: FoundPrincipal; row: AssignmentRow | undefined } {
  const scope = findScope(work, pathParameter(request, 'scopeId'));
  if (scope === undefined) throw notFoundProblem('scope');
  const type = pathParameter(request, 'principalType');
  const principal = findPrincipal(work, type, pathParameter(request, 'principalId'));
  if (principal === undefined) throw notFoundProblem(type === 'group' ? 'group' : 'member');
  return { scope, principal, row: findAssignment(work, scope.id, principal.type, principal.id) };
}
