import { randomUUID } from 'node:crypto';
import { type ApiResponse, createdResponse, noContentResponse } from '../api/answer.ts';
import { entityTagOf, requireUnchanged } from '../api/entity-tag.ts';
import { type OperationHandler, pathParameter, type UnitOfWork } from '../api/handler.ts';
import { listPage } from '../api/paging.ts';
import { alreadyExistsProblem, invalidProblem, notFoundProblem } from '../api/problem.ts';
import { findGroup, groupSubject, touchGroup } from '../records/group.ts';
import { findNesting, NESTING_COLUMNS, type NestingRow, nestingJson } from '../records/nesting.ts';
import { addressedGroup } from './groups.ts';
import { removeNesting } from './removal.ts';

export const listGroupGroups: OperationHandler<'listGroupGroups'> = (request, work): ApiResponse => {
  const group = addressedGroup(request, work);
  requireNative(work);
  const page = listPage<NestingRow>(request, work, {
    select: NESTING_COLUMNS,
    from: 'nestings',
    where: 'parent_id = ?',
    values: [group.id],
    order: 'id',
    toJson: nestingJson,
  });
  return { ...page, headers: { etag: entityTagOf(group) } };
};

export const addGroupGroup: OperationHandler<'addGroupGroup'> = (request, work) => {
  const parent = addressedGroup(request, work);
  requireNative(work);
  requireUnchanged(request, parent);
  const child = findGroup(work, request.body.groupId);
  if (child === undefined) throw invalidProblem('unknown-group', 'no such group in this organization', '/groupId');
  const there = findNesting(work, parent.id, child.id);
  if (there) throw alreadyExistsProblem(`${child.slug} in ${parent.slug}`, there.id);
  if (isInside(work, parent.id, child.id)) {
    throw invalidProblem('group-cycle', `${parent.slug} would be inside itself`, '/groupId');
  }
  const row: NestingRow = { id: randomUUID(), parent_id: parent.id, child_id: child.id };
  work.database.run(
    'INSERT INTO nestings VALUES (?, ?, ?, ?)',
    row.id,
    work.organization.id,
    row.parent_id,
    row.child_id,
  );
  work.audit({
    action: 'group.group-added',
    target: groupSubject(parent),
    related: groupSubject(child),
    after: nestingJson(row),
  });
  const location = `${work.base}/groups/${parent.id}/groups/${child.id}`;
  return createdResponse(nestingJson(row), touchGroup(work, parent.id), location);
};

export const removeGroupGroup: OperationHandler<'removeGroupGroup'> = (request, work) => {
  const parent = addressedGroup(request, work);
  requireNative(work);
  requireUnchanged(request, parent);
  const child = findGroup(work, pathParameter(request, 'childId'));
  if (child === undefined || findNesting(work, parent.id, child.id) === undefined) throw notFoundProblem('nesting');
  return noContentResponse(removeNesting(work, parent, child));
};

export const listGroupNestings: OperationHandler<'listGroupNestings'> = (request, work) =>
  listPage<NestingRow>(request, work, {
    select: NESTING_COLUMNS,
    from: 'nestings',
    where: 'org_id = ?',
    values: [work.organization.id],
    order: 'id',
    toJson: nestingJson,
  });

function requireNative(work: UnitOfWork): void {
  if (!work.rules.nativeNesting) {
    throw invalidProblem('nesting-not-supported', 'the platform does not store groups in groups');
  }
}

/** Whether `inner` is `outer` or, at any depth, inside it. */
function isInside(work: UnitOfWork, inner: string, outer: string): boolean {
  const inside = `WITH RECURSIVE inside (id) AS (
      SELECT ?1 UNION SELECT n.child_id FROM inside JOIN nestings n ON n.parent_id = inside.id
    ) SELECT 1 AS found FROM inside WHERE id = ?2`;
  return work.database.one<{ found: 1 }>(inside, outer, inner) !== undefined;
}
