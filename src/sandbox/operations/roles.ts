import { randomUUID } from 'node:crypto';
import { createdResponse, okResponse, noContentResponse } from '../api/answer.ts';
import { requireUnchanged } from '../api/entity-tag.ts';
import { type OperationHandler, pathParameter, type OperationRequest, type UnitOfWork } from '../api/handler.ts';
import { listPage } from '../api/paging.ts';
import { alreadyExistsProblem, conflictProblem, invalidProblem, notFoundProblem } from '../api/problem.ts';
import {
  findRole,
  findRoleBySlug,
  ROLE_COLUMNS,
  type RoleRow,
  roleJson,
  roleSubject,
} from '../records/role.ts';
import { requireValidRole } from './role-rules.ts';

export const listRoles: OperationHandler<'listRoles'> = (request, work) => {
  const { slug } = request.query;
  return listPage<RoleRow>(request, work, {
    select: ROLE_COLUMNS,
    from: 'roles',
    where: slug === undefined ? 'org_id = ?' : 'org_id = ? AND slug = ?',
    values: slug === undefined ? [work.organization.id] : [work.organization.id, slug],
    order: 'id',
    toJson: roleJson,
  });
};

export const createRole: OperationHandler<'createRole'> = ({ body }, work) => {
  if (work.rules.customRoles === null) {
    throw invalidProblem('custom-roles-not-supported', 'the platform has predefined roles only');
  }
  const { slug, name, description = '', permissions = [], includes = [] } = body;
  const there = findRoleBySlug(work, slug);
  if (there) throw alreadyExistsProblem(`role ${slug}`, there.id);
  requireValidRole(work, { id: null, permissions, includes });
  const id = randomUUID();
  work.database.run(
    'INSERT INTO roles VALUES (?, ?, ?, ?, ?, ?, 0, 1, ?, ?)',
    id,
    work.organization.id,
    slug,
    name,
    description,
    JSON.stringify(permissions),
    work.at,
    work.at,
  );
  setIncludes(work, id, includes);
  const role = reread(work, id);
  work.audit({ action: 'role.created', target: roleSubject(role), after: roleJson(role) });
  return createdResponse(roleJson(role), role, `${work.base}/roles/${id}`);
};

export const getRole: OperationHandler<'getRole'> = (request, work) => {
  const role = addressed(request, work);
  return okResponse(roleJson(role), role);
};

export const updateRole: OperationHandler<'updateRole'> = (request, work) => {
  const role = addressed(request, work);
  requireUnchanged(request, role);
  requireCustom(role);
  const { slug = role.slug, name = role.name, description = role.description } = request.body;
  const before = {
    permissions: JSON.parse(role.permissions) as string[],
    includes: JSON.parse(role.includes) as string[],
  };
  const { permissions = before.permissions, includes = before.includes } = request.body;
  const samePermissions = JSON.stringify(permissions) === role.permissions;
  const sameIncludes = JSON.stringify([...includes].sort()) === role.includes;
  const sameTexts = slug === role.slug && name === role.name && description === role.description;
  if (samePermissions && sameIncludes && sameTexts) return okResponse(roleJson(role), role);
  const there = slug === role.slug ? undefined : findRoleBySlug(work, slug);
  if (there) throw alreadyExistsProblem(`role ${slug}`, there.id);
  if (!samePermissions || !sameIncludes) requireValidRole(work, { id: role.id, permissions, includes });
  work.database.run(
    `UPDATE roles SET slug = ?, name = ?, description = ?, permissions = ?, version = version + 1, updated_at = ?
     WHERE id = ?`,
    slug,
    name,
    description,
    JSON.stringify(permissions),
    work.at,
    role.id,
  );
  if (!sameIncludes) setIncludes(work, role.id, includes);
  const changed = reread(work, role.id);
  work.audit({
    action: 'role.updated',
    target: roleSubject(changed),
    before: roleJson(role),
    after: roleJson(changed),
  });
  return okResponse(roleJson(changed), changed);
};

export const deleteRole: OperationHandler<'deleteRole'> = (request, work) => {
  const role = addressed(request, work);
  requireUnchanged(request, role);
  requireCustom(role);
  const assigned = work.database.count('FROM assignment_roles WHERE role_id = ?', role.id);
  const included = work.database.count('FROM role_includes WHERE included_id = ?', role.id);
  if (assigned + included > 0) {
    throw conflictProblem('role-in-use', `${role.slug} is in ${assigned} assignments and ${included} other roles`);
  }
  work.database.run('DELETE FROM role_includes WHERE role_id = ?', role.id);
  work.database.run('DELETE FROM roles WHERE id = ?', role.id);
  work.audit({ action: 'role.deleted', target: roleSubject(role), before: roleJson(role) });
  return noContentResponse();
};

function addressed(request: OperationRequest<unknown>, work: UnitOfWork): RoleRow {
  const role = findRole(work, pathParameter(request, 'roleId'));
  if (role === undefined) throw notFoundProblem('role');
  return role;
}

function reread(work: UnitOfWork, id: string): RoleRow {
  const role = findRole(work, id);
  if (role === undefined) throw new Error(`role ${id} is gone`);
  return role;
}

function requireCustom(role: RoleRow): void {
  if (role.predefined === 1) throw conflictProblem('predefined-role', `${role.slug} belongs to the platform`);
}

function setIncludes(work: UnitOfWork, id: string, includes: readonly string[]): void {
  work.database.run('DELETE FROM role_includes WHERE role_id = ?', id);
  for (const included of includes) work.database.run('INSERT INTO role_includes VALUES (?, ?)', id, included);
}
