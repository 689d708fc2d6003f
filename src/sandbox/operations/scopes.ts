import { randomUUID } from 'node:crypto';
import { createdResponse, okResponse, noContentResponse } from '../api/answer.ts';
import { requireUnchanged } from '../api/entity-tag.ts';
import { type OperationHandler, pathParameter, type OperationRequest, type UnitOfWork } from '../api/handler.ts';
import { listPage } from '../api/paging.ts';
import { alreadyExistsProblem, conflictProblem, invalidProblem, notFoundProblem } from '../api/problem.ts';
import { findScope, SCOPE_COLUMNS, type ScopeRow, scopeJson, scopeSubject } from '../records/scope.ts';
import { removeScope } from './scope-removal.ts';

export const listScopes: OperationHandler<'listScopes'> = (request, work) => {
  const { slug } = request.query;
  return listPage<ScopeRow>(request, work, {
    select: SCOPE_COLUMNS,
    from: 'scopes',
    where: slug === undefined ? 'org_id = ?' : 'org_id = ? AND slug = ?',
    values: slug === undefined ? [work.organization.id] : [work.organization.id, slug],
    order: 'id',
    toJson: scopeJson,
  });
};

export const createScope: OperationHandler<'createScope'> = ({ body }, work) => {
  const { slug, kind, parentId, name } = body;
  const rules = work.rules.scopeKinds.get(kind);
  if (rules === undefined)
    throw invalidProblem('unknown-scope-kind', `the platform has no scope kind ${kind}`, '/kind');
  if (!rules.manage) throw invalidProblem('scope-kind-not-managed', `a ${kind} is not made by this API`, '/kind');
  const parent = findScope(work, parentId);
  if (parent === undefined) throw invalidProblem('unknown-scope', 'no such parent scope', '/parentId');
  if (!rules.parents.includes(parent.kind)) {
    throw invalidProblem('parent-not-allowed', `a ${kind} cannot be in a ${parent.kind}`, '/parentId');
  }
  refuseDuplicate(work, parentId, kind, slug);
  const id = randomUUID();
  work.database.run(
    'INSERT INTO scopes VALUES (?, ?, ?, ?, ?, ?, 1, ?, ?)',
    id,
    work.organization.id,
    kind,
    slug,
    name,
    parentId,
    work.at,
    work.at,
  );
  const scope = reread(work, id);
  work.audit({
    action: 'scope.created',
    target: scopeSubject(scope),
    related: scopeSubject(parent),
    after: scopeJson(scope),
  });
  return createdResponse(scopeJson(scope), scope, `${work.base}/scopes/${id}`);
};

export const getScope: OperationHandler<'getScope'> = (request, work) => {
  const scope = addressed(request, work);
  return okResponse(scopeJson(scope), scope);
};

export const updateScope: OperationHandler<'updateScope'> = (request, work) => {
  const scope = addressed(request, work);
  requireUnchanged(request, scope);
  requireManaged(work, scope);
  const { slug = scope.slug, name = scope.name } = request.body;
  if (slug === scope.slug && name === scope.name) return okResponse(scopeJson(scope), scope);
  if (slug !== scope.slug && scope.parent_id !== null)
    refuseDuplicate(work, scope.parent_id, scope.kind, slug);
  work.database.run(
    'UPDATE scopes SET slug = ?, name = ?, version = version + 1, updated_at = ? WHERE id = ?',
    slug,
    name,
    work.at,
    scope.id,
  );
  const changed = reread(work, scope.id);
  work.audit({
    action: 'scope.updated',
    target: scopeSubject(changed),
    before: scopeJson(scope),
    after: scopeJson(changed),
  });
  return okResponse(scopeJson(changed), changed);
};

export const deleteScope: OperationHandler<'deleteScope'> = (request, work) => {
  const scope = addressed(request, work);
  requireUnchanged(request, scope);
  requireManaged(work, scope);
  const below = work.database.count('FROM scopes WHERE parent_id = ?', scope.id);
  if (below > 0) throw conflictProblem('scope-not-empty', `there are ${below} scopes in ${scope.slug}`);
  removeScope(work, scope);
  return noContentResponse();
};

function addressed(request: OperationRequest<unknown>, work: UnitOfWork): ScopeRow {
  const scope = findScope(work, pathParameter(request, 'scopeId'));
  if (scope === undefined) throw notFoundProblem('scope');
  return scope;
}

function reread(work: UnitOfWork, id: string): ScopeRow {
  const scope = findScope(work, id);
  if (scope === undefined) throw new Error(`scope ${id} is gone`);
  return scope;
}

function requireManaged(work: UnitOfWork, scope: ScopeRow): void {
  if (work.rules.scopeKinds.get(scope.kind)?.manage) return;
  throw conflictProblem('scope-kind-not-managed', `a ${scope.kind} is not changed or deleted by this API`);
}

function refuseDuplicate(work: UnitOfWork, parentId: string, kind: string, slug: string): void {
  const there = work.database.one<{ id: string }>(
    'SELECT id FROM scopes WHERE org_id = ? AND parent_id = ? AND kind = ? AND slug = ?',
    work.organization.id,
    parentId,
    kind,
    slug,
  );
  if (there) throw alreadyExistsProblem(`${kind} ${slug}`, there.id);
}
