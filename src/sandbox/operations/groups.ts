import { randomUUID } from 'node:crypto';
import { created, found, gone } from '../api/answer.ts';
import { requireUnchanged } from '../api/entity-tag.ts';
import { type Handler, param, type Request, type Work } from '../api/handler.ts';
import { listPage } from '../api/paging.ts';
import { alreadyExists, invalid, notFound } from '../api/problem.ts';
import { findGroup, GROUP_COLUMNS, type GroupRow, groupJson, groupSubject } from '../records/group.ts';
import { findScope, rootScope } from '../records/scope.ts';
import { removeGroup } from './removal.ts';
import { requirePermissions } from './role-rules.ts';

export const listGroups: Handler<'listGroups'> = (request, work) => {
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

export const createGroup: Handler<'createGroup'> = ({ body }, work) => {
  const { slug, name, description = '', permissions = [] } = body;
  const home = body.scopeId === undefined ? rootScope(work) : findScope(work, body.scopeId);
  if (home === undefined) throw invalid('unknown-scope', 'no such home scope', '/scopeId');
  if (!work.rules.groupHomes.includes(home.kind)) {
    throw invalid('home-not-allowed', `a group cannot be at home in a ${home.kind}`, '/scopeId');
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
  return created(groupJson(group), group, `${work.base}/groups/${id}`);
};

export const getGroup: Handler<'getGroup'> = (request, work) => {
  const group = addressedGroup(request, work);
  return found(groupJson(group), group);
};

export const updateGroup: Handler<'updateGroup'> = (request, work) => {
  const group = addressedGroup(request, work);
  requireUnchanged(request, group);
  const { slug = group.slug, name = group.name, description = group.description } = request.body;
  const permissions = request.body.permissions ?? (JSON.parse(group.permissions) as string[]);
  const samePermissions = JSON.stringify(permissions) === group.permissions;
  const sameTexts = slug === group.slug && name === group.name && description === group.description;
  if (samePermissions && sameTexts) return found(groupJson(group), group);
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
  return found(groupJson(changed), changed);
};

export const deleteGroup: Handler<'deleteGroup'> = (request, work) => {
  const group = addressedGroup(request, work);
  requireUnchanged(request, group);
  removeGroup(work, group);
  return gone();
};

/** The group of the path, for this file and for what hangs below it. */
export function addressedGroup(request: Request<unknown>, work: Work): GroupRow {
  const group = findGroup(work, param(request, 'groupId'));
  if (group === undefined) throw notFound('group');
  return group;
}

function reread(work: Work, id: string): GroupRow {
  const group = findGroup(work, id);
  if (group === undefined) throw new Error(`group ${id} is gone`);
  return group;
}

function requireCarriable(work: Work, permissions: readonly string[]): void {
  if (permissions.length > 0 && !work.rules.groupsCarryPermissions) {
    throw invalid('group-permissions-not-supported', 'groups carry no permissions here', '/permissions');
  }
  requirePermissions(work, permissions);
}

function refuseDuplicate(work: Work, homeId: string, slug: string): void {
  const there = work.database.one<{ id: string }>(
    'SELECT id FROM groups WHERE org_id = ? AND slug = ? AND scope_id = ?',
    work.organization.id,
    slug,
    homeId,
  );
  if (there) throw alreadyExists(`group ${slug}`, there.id);
}
