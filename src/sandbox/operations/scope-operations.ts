import { randomUUID } from 'node:crypto';
import {
  alreadyExistsProblem,
  conflictProblem,
  invalidProblem,
  notFoundProblem,
} from '../api/api-problem.ts';
import { createdResponse, noContentResponse, okResponse } from '../api/api-response.ts';
import { requireUnchanged } from '../api/conditional-requests.ts';
import {
  type OperationHandler,
  type OperationRequest,
  pathParameter,
  type UnitOfWork,
} from '../api/handler.ts';
import { listPage } from '../api/paging.ts';
import { findScope, SCOPE_COLUMNS, type ScopeRow, scopeJson, scopeSubject } from '../records/scope-record.ts';
import { removeScope } from './scope-removal.ts';
import { settingsAfter } from './setting-rules.ts';

export const listScopes: OperationHandler<'listScopes'> = (operationRequest, unitOfWork) => {
  const { slug } = operationRequest.query;
  return listPage<ScopeRow>(operationRequest, unitOfWork, {
    select: SCOPE_COLUMNS,
    from: 'scopes',
    where: slug === undefined ? 'org_id = ?' : 'org_id = ? AND slug = ?',
    values: slug === undefined ? [unitOfWork.organization.id] : [unitOfWork.organization.id, slug],
    order: 'id',
    toJson: scopeJson,
  });
};

export const createScope: OperationHandler<'createScope'> = ({ body }, unitOfWork) => {
  const { slug, kind, parentId, name, settings } = body;
  const rules = unitOfWork.rules.scopeKinds.get(kind);
  if (rules === undefined)
    throw invalidProblem('unknown-scope-kind', `the platform has no scope kind ${kind}`, '/kind');
  if (!rules.manage)
    throw invalidProblem('scope-kind-not-managed', `a ${kind} is not made by this API`, '/kind');
  const parent = findScope(unitOfWork, parentId);
  if (parent === undefined) throw invalidProblem('unknown-scope', 'no such parent scope', '/parentId');
  if (!rules.parents.includes(parent.kind)) {
    throw invalidProblem('parent-not-allowed', `a ${kind} cannot be in a ${parent.kind}`, '/parentId');
  }
  refuseDuplicate(unitOfWork, parentId, kind, slug);
  const id = randomUUID();
  unitOfWork.database.run(
    'INSERT INTO scopes VALUES (?, ?, ?, ?, ?, ?, ?, 1, ?, ?)',
    id,
    unitOfWork.organization.id,
    kind,
    slug,
    name,
    parentId,
    settingsAfter(rules.settings, null, settings),
    unitOfWork.at,
    unitOfWork.at,
  );
  const scope = reread(unitOfWork, id);
  unitOfWork.audit({
    action: 'scope.created',
    target: scopeSubject(scope),
    related: scopeSubject(parent),
    after: scopeJson(scope),
  });
  return createdResponse(scopeJson(scope), scope, `${unitOfWork.base}/scopes/${id}`);
};

export const getScope: OperationHandler<'getScope'> = (operationRequest, unitOfWork) => {
  const scope = addressed(operationRequest, unitOfWork);
  return okResponse(scopeJson(scope), scope);
};

export const updateScope: OperationHandler<'updateScope'> = (operationRequest, unitOfWork) => {
  const scope = addressed(operationRequest, unitOfWork);
  requireUnchanged(operationRequest, scope);
  const { slug = scope.slug, name = scope.name, settings: asked } = operationRequest.body;
  const isCalledSo = slug === scope.slug && name === scope.name;
  // Who may not make or rename a scope may set what it is set to.
  if (!isCalledSo || asked === undefined) requireManaged(unitOfWork, scope);
  const rules = unitOfWork.rules.scopeKinds.get(scope.kind);
  const settings = settingsAfter(rules?.settings, scope.settings, asked);
  if (isCalledSo && settings === scope.settings) return okResponse(scopeJson(scope), scope);
  if (slug !== scope.slug && scope.parent_id !== null)
    refuseDuplicate(unitOfWork, scope.parent_id, scope.kind, slug);
  unitOfWork.database.run(
    'UPDATE scopes SET slug = ?, name = ?, settings = ?, version = version + 1, updated_at = ? WHERE id = ?',
    slug,
    name,
    settings,
    unitOfWork.at,
    scope.id,
  );
  const changed = reread(unitOfWork, scope.id);
  unitOfWork.audit({
    action: 'scope.updated',
    target: scopeSubject(changed),
    before: scopeJson(scope),
    after: scopeJson(changed),
  });
  return okResponse(scopeJson(changed), changed);
};

export const deleteScope: OperationHandler<'deleteScope'> = (operationRequest, unitOfWork) => {
  const scope = addressed(operationRequest, unitOfWork);
  requireUnchanged(operationRequest, scope);
  requireManaged(unitOfWork, scope);
  const below = unitOfWork.database.count('FROM scopes WHERE parent_id = ?', scope.id);
  if (below > 0) throw conflictProblem('scope-not-empty', `there are ${below} scopes in ${scope.slug}`);
  removeScope(unitOfWork, scope);
  return noContentResponse();
};

function addressed(operationRequest: OperationRequest<unknown>, unitOfWork: UnitOfWork): ScopeRow {
  const scope = findScope(unitOfWork, pathParameter(operationRequest, 'scopeId'));
  if (scope === undefined) throw notFoundProblem('scope');
  return scope;
}

function reread(unitOfWork: UnitOfWork, id: string): ScopeRow {
  const scope = findScope(unitOfWork, id);
  if (scope === undefined) throw new Error(`scope ${id} is gone`);
  return scope;
}

function requireManaged(unitOfWork: UnitOfWork, scope: ScopeRow): void {
  if (unitOfWork.rules.scopeKinds.get(scope.kind)?.manage) return;
  throw conflictProblem('scope-kind-not-managed', `a ${scope.kind} is not changed or deleted by this API`);
}

function refuseDuplicate(unitOfWork: UnitOfWork, parentId: string, kind: string, slug: string): void {
  const there = unitOfWork.database.one<{ id: string }>(
    'SELECT id FROM scopes WHERE org_id = ? AND parent_id = ? AND kind = ? AND slug = ?',
    unitOfWork.organization.id,
    parentId,
    kind,
    slug,
  );
  if (there) throw alreadyExistsProblem(`${kind} ${slug}`, there.id);
}
