import { randomUUID } from 'node:crypto';
import { created, found, gone } from '../api/answer.ts';
import { requireUnchanged } from '../api/entity-tag.ts';
import { type Handler, param, type Request, type Work } from '../api/handler.ts';
import { listPage } from '../api/paging.ts';
import { alreadyExists, conflict, invalid, notFound } from '../api/problem.ts';
import { findScope, SCOPE_COLUMNS, type ScopeRow, scopeJson, scopeSubject } from '../records/scope.ts';
import { removeScope } from './scope-removal.ts';

export const listScopes: Handler<'listScopes'> = (request, work) => {
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

export const createScope: Handler<'createScope'> = ({ body }, work) => {
  const { slug, kind, parentId, name } = body;
  const rules = work.rules.scopeKinds.get(kind);
  if (rules === undefined)
    throw invalid('unknown-scope-kind', `the platform has no scope kind ${kind}`, '/kind');
  if (!rules.manage) throw invalid('scope-kind-not-managed', `a ${kind} is not made by this API`, '/kind');
  const parent = findScope(work, parentId);
  if (parent === undefined) throw invalid('unknown-scope', 'no such parent scope', '/parentId');
  if (!rules.parents.includes(parent.kind)) {
    throw invalid('parent-not-allowed', `a ${kind} cannot be in a ${parent.kind}`, '/parentId');
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
  return created(scopeJson(scope), scope, `${work.base}/scopes/${id}`);
};

export const getScope: Handler<'getScope'> = (request, work) => {
  const scope = addressed(request, work);
  return found(scopeJson(scope), scope);
};

export const updateScope: Handler<'updateScope'> = (request, work) => {
  const scope = addressed(request, work);
  requireUnchanged(request, scope);
  requireManaged(work, scope);
  const { slug = scope.slug, name = scope.name } = request.body;
  if (slug === scope.slug && name === scope.name) return found(scopeJson(scope), scope);
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
  return found(scopeJson(changed), changed);
};

export const deleteScope: Handler<'deleteScope'> = (request, work) => {
  const scope = addressed(request, work);
  requireUnchanged(request, scope);
  requireManaged(work, scope);
  const below = work.database.count('FROM scopes WHERE parent_id = ?', scope.id);
  if (below > 0) throw conflict('scope-not-empty', `there are ${below} scopes in ${scope.slug}`);
  removeScope(work, scope);
  return gone();
};

function addressed(request: Request<unknown>, work: Work): ScopeRow {
  const scope = findScope(work, param(request, 'scopeId'));
  if (scope === undefined) throw notFound('scope');
  return scope;
}

function reread(work: Work, id: string): ScopeRow {
  const scope = findScope(work, id);
  if (scope === undefined) throw new Error(`scope ${id} is gone`);
  return scope;
}

function requireManaged(work: Work, scope: ScopeRow): void {
  if (work.rules.scopeKinds.get(scope.kind)?.manage) return;
  throw conflict('scope-kind-not-managed', `a ${scope.kind} is not changed or deleted by this API`);
}

function refuseDuplicate(work: Work, parentId: string, kind: string, slug: string): void {
  const there = work.database.one<{ id: string }>(
    'SELECT id FROM scopes WHERE org_id = ? AND parent_id = ? AND kind = ? AND slug = ?',
    work.organization.id,
    parentId,
    kind,
    slug,
  );
  if (there) throw alreadyExists(`${kind} ${slug}`, there.id);
}
