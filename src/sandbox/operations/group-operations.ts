import { randomUUID } from 'node:crypto';
import { alreadyExistsProblem, invalidProblem, notFoundProblem } from '../api/api-problem.ts';
import { createdResponse, noContentResponse, okResponse } from '../api/api-response.ts';
import { requireUnchanged } from '../api/conditional-requests.ts';
import {
  type OperationHandler,
  type OperationRequest,
  pathParameter,
  type UnitOfWork,
} from '../api/handler.ts';
import { listPage } from '../api/paging.ts';
import { findGroup, GROUP_COLUMNS, type GroupRow, groupJson, groupSubject } from '../records/group-record.ts';
import { findScope, rootScope } from '../records/scope-record.ts';
import { removeGroup } from './cascading-removal.ts';
import { requirePermissions } from './role-rules.ts';
import { isNested, requireNestable, settingsAfter } from './setting-rules.ts';

export const listGroups: OperationHandler<'listGroups'> = (operationRequest, unitOfWork) => {
  const { slug } = operationRequest.query;
  return listPage<GroupRow>(operationRequest, unitOfWork, {
    select: GROUP_COLUMNS,
    from: 'groups',
    where: slug === undefined ? 'org_id = ?' : 'org_id = ? AND slug = ?',
    values: slug === undefined ? [unitOfWork.organization.id] : [unitOfWork.organization.id, slug],
    order: 'id',
    toJson: groupJson,
  });
};

export const createGroup: OperationHandler<'createGroup'> = ({ body }, unitOfWork) => {
  const { slug, name, description = '', permissions = [], settings } = body;
  const home = body.scopeId === undefined ? rootScope(unitOfWork) : findScope(unitOfWork, body.scopeId);
  if (home === undefined) throw invalidProblem('unknown-scope', 'no such home scope', '/scopeId');
  if (!unitOfWork.rules.groupHomes.includes(home.kind)) {
    throw invalidProblem('home-not-allowed', `a group cannot be at home in a ${home.kind}`, '/scopeId');
  }
  requireCarriable(unitOfWork, permissions);
  refuseDuplicate(unitOfWork, home.id, slug);
  const id = randomUUID();
  unitOfWork.database.run(
    'INSERT INTO groups VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?)',
    id,
    unitOfWork.organization.id,
    slug,
    name,
    description,
    home.id,
    JSON.stringify(permissions),
    settingsAfter(unitOfWork.rules.groupSettings, null, settings),
    unitOfWork.at,
    unitOfWork.at,
  );
  const group = reread(unitOfWork, id);
  unitOfWork.audit({ action: 'group.created', target: groupSubject(group), after: groupJson(group) });
  return createdResponse(groupJson(group), group, `${unitOfWork.base}/groups/${id}`);
};

export const getGroup: OperationHandler<'getGroup'> = (operationRequest, unitOfWork) => {
  const group = addressedGroup(operationRequest, unitOfWork);
  return okResponse(groupJson(group), group);
};

export const updateGroup: OperationHandler<'updateGroup'> = (operationRequest, unitOfWork) => {
  const group = addressedGroup(operationRequest, unitOfWork);
  requireUnchanged(operationRequest, group);
  const { slug = group.slug, name = group.name, description = group.description } = operationRequest.body;
  const permissions = operationRequest.body.permissions ?? (JSON.parse(group.permissions) as string[]);
  const samePermissions = JSON.stringify(permissions) === group.permissions;
  const sameTexts = slug === group.slug && name === group.name && description === group.description;
  const { groupSettings } = unitOfWork.rules;
  const settings = settingsAfter(groupSettings, group.settings, operationRequest.body.settings);
  const sameSettings = settings === group.settings;
  if (!sameSettings && isNested(unitOfWork, group.id)) requireNestable(unitOfWork, { ...group, settings });
  if (samePermissions && sameTexts && sameSettings) return okResponse(groupJson(group), group);
  if (!samePermissions) requireCarriable(unitOfWork, permissions);
  if (slug !== group.slug) refuseDuplicate(unitOfWork, group.scope_id, slug);
  unitOfWork.database.run(
    `UPDATE groups SET slug = ?, name = ?, description = ?, permissions = ?, settings = ?,
     version = version + 1, updated_at = ? WHERE id = ?`,
    slug,
    name,
    description,
    JSON.stringify(permissions),
    settings,
    unitOfWork.at,
    group.id,
  );
  const changed = reread(unitOfWork, group.id);
  unitOfWork.audit({
    action: 'group.updated',
    target: groupSubject(changed),
    before: groupJson(group),
    after: groupJson(changed),
  });
  return okResponse(groupJson(changed), changed);
};

export const deleteGroup: OperationHandler<'deleteGroup'> = (operationRequest, unitOfWork) => {
  const group = addressedGroup(operationRequest, unitOfWork);
  requireUnchanged(operationRequest, group);
  removeGroup(unitOfWork, group);
  return noContentResponse();
};

/** The group of the path, for this file and for what hangs below it. */
export function addressedGroup(
  operationRequest: OperationRequest<unknown>,
  unitOfWork: UnitOfWork,
): GroupRow {
  const group = findGroup(unitOfWork, pathParameter(operationRequest, 'groupId'));
  if (group === undefined) throw notFoundProblem('group');
  return group;
}

function reread(unitOfWork: UnitOfWork, id: string): GroupRow {
  const group = findGroup(unitOfWork, id);
  if (group === undefined) throw new Error(`group ${id} is gone`);
  return group;
}

function requireCarriable(unitOfWork: UnitOfWork, permissions: readonly string[]): void {
  if (permissions.length > 0 && !unitOfWork.rules.groupsCarryPermissions) {
    throw invalidProblem(
      'group-permissions-not-supported',
      'groups carry no permissions here',
      '/permissions',
    );
  }
  requirePermissions(unitOfWork, permissions);
}

function refuseDuplicate(unitOfWork: UnitOfWork, homeId: string, slug: string): void {
  const there = unitOfWork.database.one<{ id: string }>(
    'SELECT id FROM groups WHERE org_id = ? AND slug = ? AND scope_id = ?',
    unitOfWork.organization.id,
    slug,
    homeId,
  );
  if (there) throw alreadyExistsProblem(`group ${slug}`, there.id);
}
