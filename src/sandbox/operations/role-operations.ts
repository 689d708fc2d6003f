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
import {
  findRole,
  findRoleBySlug,
  ROLE_COLUMNS,
  type RoleRow,
  roleJson,
  roleSubject,
} from '../records/role-record.ts';
import { requireValidRole } from './role-rules.ts';

export const listRoles: OperationHandler<'listRoles'> = (operationRequest, unitOfWork) => {
  const { slug } = operationRequest.query;
  return listPage<RoleRow>(operationRequest, unitOfWork, {
    select: ROLE_COLUMNS,
    from: 'roles',
    where: slug === undefined ? 'org_id = ?' : 'org_id = ? AND slug = ?',
    values: slug === undefined ? [unitOfWork.organization.id] : [unitOfWork.organization.id, slug],
    order: 'id',
    toJson: roleJson,
  });
};

export const createRole: OperationHandler<'createRole'> = ({ body }, unitOfWork) => {
  if (unitOfWork.rules.customRoles === null) {
    throw invalidProblem('custom-roles-not-supported', 'the platform has predefined roles only');
  }
  const { slug, name, description = '', permissions = [], denies = [], includes = [] } = body;
  const there = findRoleBySlug(unitOfWork, slug);
  if (there) throw alreadyExistsProblem(`role ${slug}`, there.id);
  requireValidRole(unitOfWork, { id: null, permissions, denies, includes });
  const id = randomUUID();
  unitOfWork.database.run(
    'INSERT INTO roles VALUES (?, ?, ?, ?, ?, ?, ?, 0, 1, ?, ?)',
    id,
    unitOfWork.organization.id,
    slug,
    name,
    description,
    JSON.stringify(permissions),
    unitOfWork.rules.rolesDeny ? JSON.stringify(denies) : null,
    unitOfWork.at,
    unitOfWork.at,
  );
  setIncludes(unitOfWork, id, includes);
  const role = reread(unitOfWork, id);
  unitOfWork.audit({ action: 'role.created', target: roleSubject(role), after: roleJson(role) });
  return createdResponse(roleJson(role), role, `${unitOfWork.base}/roles/${id}`);
};

export const getRole: OperationHandler<'getRole'> = (operationRequest, unitOfWork) => {
  const role = addressed(operationRequest, unitOfWork);
  return okResponse(roleJson(role), role);
};

export const updateRole: OperationHandler<'updateRole'> = (operationRequest, unitOfWork) => {
  const role = addressed(operationRequest, unitOfWork);
  requireUnchanged(operationRequest, role);
  requireCustom(role);
  const { slug = role.slug, name = role.name, description = role.description } = operationRequest.body;
  const before = {
    permissions: JSON.parse(role.permissions) as string[],
    denies: role.denies === null ? [] : (JSON.parse(role.denies) as string[]),
    includes: JSON.parse(role.includes) as string[],
  };
  const {
    permissions = before.permissions,
    denies = before.denies,
    includes = before.includes,
  } = operationRequest.body;
  const samePermissions =
    JSON.stringify(permissions) === role.permissions &&
    JSON.stringify(denies) === JSON.stringify(before.denies);
  const sameIncludes = JSON.stringify([...includes].sort()) === role.includes;
  const sameTexts = slug === role.slug && name === role.name && description === role.description;
  if (samePermissions && sameIncludes && sameTexts) return okResponse(roleJson(role), role);
  const there = slug === role.slug ? undefined : findRoleBySlug(unitOfWork, slug);
  if (there) throw alreadyExistsProblem(`role ${slug}`, there.id);
  if (!samePermissions || !sameIncludes)
    requireValidRole(unitOfWork, { id: role.id, permissions, denies, includes });
  unitOfWork.database.run(
    `UPDATE roles SET slug = ?, name = ?, description = ?, permissions = ?, denies = ?, version = version + 1,
       updated_at = ?
     WHERE id = ?`,
    slug,
    name,
    description,
    JSON.stringify(permissions),
    unitOfWork.rules.rolesDeny ? JSON.stringify(denies) : null,
    unitOfWork.at,
    role.id,
  );
  if (!sameIncludes) setIncludes(unitOfWork, role.id, includes);
  const changed = reread(unitOfWork, role.id);
  unitOfWork.audit({
    action: 'role.updated',
    target: roleSubject(changed),
    before: roleJson(role),
    after: roleJson(changed),
  });
  return okResponse(roleJson(changed), changed);
};

export const deleteRole: OperationHandler<'deleteRole'> = (operationRequest, unitOfWork) => {
  const role = addressed(operationRequest, unitOfWork);
  requireUnchanged(operationRequest, role);
  requireCustom(role);
  const assigned = unitOfWork.database.count('FROM assignment_roles WHERE role_id = ?', role.id);
  const included = unitOfWork.database.count('FROM role_includes WHERE included_id = ?', role.id);
  if (assigned + included > 0) {
    throw conflictProblem(
      'role-in-use',
      `${role.slug} is in ${assigned} assignments and ${included} other roles`,
    );
  }
  unitOfWork.database.run('DELETE FROM role_includes WHERE role_id = ?', role.id);
  unitOfWork.database.run('DELETE FROM roles WHERE id = ?', role.id);
  unitOfWork.audit({ action: 'role.deleted', target: roleSubject(role), before: roleJson(role) });
  return noContentResponse();
};

function addressed(operationRequest: OperationRequest<unknown>, unitOfWork: UnitOfWork): RoleRow {
  const role = findRole(unitOfWork, pathParameter(operationRequest, 'roleId'));
  if (role === undefined) throw notFoundProblem('role');
  return role;
}

function reread(unitOfWork: UnitOfWork, id: string): RoleRow {
  const role = findRole(unitOfWork, id);
  if (role === undefined) throw new Error(`role ${id} is gone`);
  return role;
}

function requireCustom(role: RoleRow): void {
  if (role.predefined === 1) throw conflictProblem('predefined-role', `${role.slug} belongs to the platform`);
}

function setIncludes(unitOfWork: UnitOfWork, id: string, includes: readonly string[]): void {
  unitOfWork.database.run('DELETE FROM role_includes WHERE role_id = ?', id);
  for (const included of includes)
    unitOfWork.database.run('INSERT INTO role_includes VALUES (?, ?)', id, included);
}
