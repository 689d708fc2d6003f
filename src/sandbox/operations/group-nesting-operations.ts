import { randomUUID } from 'node:crypto';
import { alreadyExistsProblem, invalidProblem, notFoundProblem } from '../api/api-problem.ts';
import { type ApiResponse, createdResponse, noContentResponse } from '../api/api-response.ts';
import { entityTagOf, requireUnchanged } from '../api/conditional-requests.ts';
import { type OperationHandler, pathParameter, type UnitOfWork } from '../api/handler.ts';
import { listPage } from '../api/paging.ts';
import { findGroup, groupSubject, touchGroup } from '../records/group-record.ts';
import { findNesting, NESTING_COLUMNS, type NestingRow, nestingJson } from '../records/nesting-record.ts';
import { removeNesting } from './cascading-removal.ts';
import { addressedGroup } from './group-operations.ts';
import { requireNestable } from './setting-rules.ts';

export const listGroupGroups: OperationHandler<'listGroupGroups'> = (
  operationRequest,
  unitOfWork,
): ApiResponse => {
  const group = addressedGroup(operationRequest, unitOfWork);
  requireNative(unitOfWork);
  const page = listPage<NestingRow>(operationRequest, unitOfWork, {
    select: NESTING_COLUMNS,
    from: 'nestings',
    where: 'parent_id = ?',
    values: [group.id],
    order: 'id',
    toJson: nestingJson,
  });
  return { ...page, headers: { etag: entityTagOf(group) } };
};

export const addGroupGroup: OperationHandler<'addGroupGroup'> = (operationRequest, unitOfWork) => {
  const parent = addressedGroup(operationRequest, unitOfWork);
  requireNative(unitOfWork);
  requireUnchanged(operationRequest, parent);
  const child = findGroup(unitOfWork, operationRequest.body.groupId);
  if (child === undefined)
    throw invalidProblem('unknown-group', 'no such group in this organization', '/groupId');
  const there = findNesting(unitOfWork, parent.id, child.id);
  if (there) throw alreadyExistsProblem(`${child.slug} in ${parent.slug}`, there.id);
  if (isInside(unitOfWork, parent.id, child.id)) {
    throw invalidProblem('group-cycle', `${parent.slug} would be inside itself`, '/groupId');
  }
  for (const group of [parent, child]) requireNestable(unitOfWork, group);
  const row: NestingRow = { id: randomUUID(), parent_id: parent.id, child_id: child.id };
  unitOfWork.database.run(
    'INSERT INTO nestings VALUES (?, ?, ?, ?)',
    row.id,
    unitOfWork.organization.id,
    row.parent_id,
    row.child_id,
  );
  unitOfWork.audit({
    action: 'group.group-added',
    target: groupSubject(parent),
    related: groupSubject(child),
    after: nestingJson(row),
  });
  const location = `${unitOfWork.base}/groups/${parent.id}/groups/${child.id}`;
  return createdResponse(nestingJson(row), touchGroup(unitOfWork, parent.id), location);
};

export const removeGroupGroup: OperationHandler<'removeGroupGroup'> = (operationRequest, unitOfWork) => {
  const parent = addressedGroup(operationRequest, unitOfWork);
  requireNative(unitOfWork);
  requireUnchanged(operationRequest, parent);
  const child = findGroup(unitOfWork, pathParameter(operationRequest, 'childId'));
  if (child === undefined || findNesting(unitOfWork, parent.id, child.id) === undefined)
    throw notFoundProblem('nesting');
  return noContentResponse(removeNesting(unitOfWork, parent, child));
};

export const listGroupNestings: OperationHandler<'listGroupNestings'> = (operationRequest, unitOfWork) =>
  listPage<NestingRow>(operationRequest, unitOfWork, {
    select: NESTING_COLUMNS,
    from: 'nestings',
    where: 'org_id = ?',
    values: [unitOfWork.organization.id],
    order: 'id',
    toJson: nestingJson,
  });

function requireNative(unitOfWork: UnitOfWork): void {
  if (!unitOfWork.rules.nativeNesting) {
    throw invalidProblem('nesting-not-supported', 'the platform does not store groups in groups');
  }
}

/** Whether `inner` is `outer` or, at any depth, inside it. */
function isInside(unitOfWork: UnitOfWork, inner: string, outer: string): boolean {
  const inside = `WITH RECURSIVE inside (id) AS (
      SELECT ?1 UNION SELECT n.child_id FROM inside JOIN nestings n ON n.parent_id = inside.id
    ) SELECT 1 AS found FROM inside WHERE id = ?2`;
  return unitOfWork.database.one<{ found: 1 }>(inside, outer, inner) !== undefined;
}
