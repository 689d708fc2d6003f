import { randomUUID } from 'node:crypto';
import { createdResponse, okResponse, noContentResponse } from '../api/answer.ts';
import { requireUnchanged } from '../api/entity-tag.ts';
import { type OperationHandler, pathParameter, type OperationRequest, type UnitOfWork } from '../api/handler.ts';
import { listPage } from '../api/paging.ts';
import { alreadyExistsProblem, invalidProblem, notFoundProblem } from '../api/problem.ts';
import { findGroup, GROUP_COLUMNS, type GroupRow, groupJson, groupSubject } from '../records/group.ts';
import { findScope, rootScope } from '../records/scope.ts';
import { removeGroup } from './removal.ts';
import { requirePermissions } from './role-rules.ts';

export const listGroups: OperationHandler<'listGroups'> = (request, work) => {
  const { slug } = request.query;
  return listPage<GroupRow>(request, work, {
    select: GROUP_COLUMNS,
    from: 'groups',
    where: slug === undefined ? 'org_id = ?' : 'org_id = ? AND slug = ?',
    values: slug === undefined ? [work.organization.id] : [work.organization.id, slug],
    order: 'id',
    toJson: groupJson,
  });
};

export const createGroup: OperationHandler<'createGroup'> = ({ body }, work) => {
  const { slug, name, description = '', permissions = [] } = body;
  const home = body.scopeId === undefined ? rootScope(work) : findScope(work, body.scopeId);
  if (home === undefined) throw invalidProblem('unknown-scope', 'no such home scope', '/scopeId');
  if (!work.rules.groupHomes.includes(home.kind)) {
    throw invalidProblem('home-not-allowed', `a group cannot be at home in a ${home.kind}`, '/scopeId');
  }
  requireCarriable(work, permissions);
  refuseDuplicate(work, home.id, slug);
  const id = randomUUID();
  work.database.run(
    'INSERT INTO groups VALUES (?, ?, ?, ?, ?, ?, ?, 1, ?, ?)',
    id,
    work.organization.id,
    slug,
    name,
    description,
    home.id,
    JSON.stringify(permissions),
    work.at,
    work.at,
  );
  const group = reread(work, id);
  work.audit({ action: 'group.created', target: groupSubject(group), after: groupJson(group) });
  return createdResponse(groupJson(group), group, `${work.base}/groups/${id}`);
};

export const getGroup: OperationHandler<'getGroup'> = (request, work) => {
  const group = addressedGroup(request, work);
  return okResponse(groupJson(group), group);
};

export const updateGroup: OperationHandler<'updateGroup'> = (request, work) => {
  const group = addressedGroup(request, work);
  requireUnchanged(request, group);
  const { slug = group.slug, name = group.name, description = group.description } = request.body;
  const permissions = request.body.permissions ?? (JSON.parse(group.permissions) as string[]);
  const samePermissions = JSON.stringify(permissions) === group.permissions;
  const sameTexts = slug === group.slug && name === group.name && description === group.description;
  if (samePermissions && sameTexts) return okResponse(groupJson(group), group);
  if (!samePermissions) requireCarriable(work, permissions);
  if (slug !== group.slug) refuseDuplicate(work, group.scope_id, slug);
  work.database.run(
    `UPDATE groups SET slug = ?, name = ?, description = ?, permissions = ?, version = version + 1, updated_at = ?
     WHERE id = ?`,
    slug,
    name,
    description,
    JSON.stringify(permissions),
    work.at,
    group.id,
  );
  const changed = reread(work, group.id);
  work.audit({
    action: 'group.updated',
    target: groupSubject(changed),
    before: groupJson(group),
    after: groupJson(changed),
  });
  return okResponse(groupJson(changed), changed);
};

export const deleteGroup: OperationHandler<'deleteGroup'> = (request, work) => {
  const group = addressedGroup(request, work);
  requireUnchanged(request, group);
  removeGroup(work, group);
  return noContentResponse();
};

/** The group of the path, for this file and for what hangs below it. */
export function addressedGroup(request: OperationRequest<unknown>, work: UnitOfWork): GroupRow {
  const group = findGroup(work, pathParameter(request, 'groupId'));
  if (group === undefined) throw notFoundProblem('group');
  return group;
}

function reread(work: UnitOfWork, id: string): GroupRow {
  const group = findGroup(work, id);
  if (group === undefined) throw new Error(`group ${id} is gone`);
  return group;
}

function requireCarriable(work: UnitOfWork, permissions: readonly string[]): void {
  if (permissions.length > 0 && !work.rules.groupsCarryPermissions) {
    throw invalidProblem('group-permissions-not-supported', 'groups carry no permissions here', '/permissions');
  }
  requirePermissions(work, permissions);
}

function refuseDuplicate(work: UnitOfWork, homeId: string, slug: string): void {
  const there = work.database.one<{ id: string }>(
    'SELECT id FROM groups WHERE org_id = ? AND slug = ? AND scope_id = ?',
    work.organization.id,
    slug,
    homeId,
  );
  if (there) throw alreadyExistsProblem(`group ${slug}`, there.id);
}
