import { randomUUID } from 'node:crypto';
import { alreadyExistsProblem, invalidProblem, notFoundProblem } from '../api/api-problem.ts';
import { type ApiResponse, createdResponse, noContentResponse, okResponse } from '../api/api-response.ts';
import { entityTagOf, requireUnchanged } from '../api/conditional-requests.ts';
import { type OperationHandler, pathParameter, type UnitOfWork } from '../api/handler.ts';
import { listPage } from '../api/paging.ts';
import { GROUP_COLUMNS, type GroupRow, groupSubject, touchGroup } from '../records/group-record.ts';
import { findMember, type MemberRow, memberSubject } from '../records/member-record.ts';
import {
  findMembership,
  MEMBERSHIP_COLUMNS,
  type MembershipRow,
  membershipJson,
} from '../records/membership-record.ts';
import { removeMembership } from './cascading-removal.ts';
import { addressedGroup } from './group-operations.ts';
import { whyNotInGroup } from './membership-states.ts';

export const listGroupMembers: OperationHandler<'listGroupMembers'> = (
  operationRequest,
  unitOfWork,
): ApiResponse => {
  const group = addressedGroup(operationRequest, unitOfWork);
  const page = listPage<MembershipRow>(operationRequest, unitOfWork, {
    select: MEMBERSHIP_COLUMNS,
    from: 'memberships',
    where: 'group_id = ?',
    values: [group.id],
    order: 'id',
    toJson: (row) => membershipJson(unitOfWork, row),
  });
  return { ...page, headers: { etag: entityTagOf(group) } };
};

export const addGroupMember: OperationHandler<'addGroupMember'> = (operationRequest, unitOfWork) => {
  const group = addressedGroup(operationRequest, unitOfWork);
  requireUnchanged(operationRequest, group);
  const member = findMember(unitOfWork, operationRequest.body.userId);
  if (member === undefined) {
    throw invalidProblem('not-a-member', 'no such member in this organization', '/userId');
  }
  const refusal = whyNotInGroup(unitOfWork, group, member);
  if (refusal) throw refusal;
  const there = findMembership(unitOfWork, group.id, member.id);
  if (there) throw alreadyExistsProblem(`${member.key} in ${group.slug}`, there.id);
  leaveForThis(unitOfWork, group, member);
  const row: MembershipRow = {
    id: randomUUID(),
    group_id: group.id,
    member_id: member.id,
    role: roleIn(unitOfWork, operationRequest.body.role),
    added_at: unitOfWork.at,
    added_by: unitOfWork.actor.name,
  };
  unitOfWork.database.run(
    'INSERT INTO memberships VALUES (?, ?, ?, ?, ?, ?, ?)',
    row.id,
    unitOfWork.organization.id,
    row.group_id,
    row.member_id,
    row.role,
    row.added_at,
    row.added_by,
  );
  unitOfWork.audit({
    action: 'group.member-added',
    target: groupSubject(group),
    related: memberSubject(member),
    after: membershipJson(unitOfWork, row),
  });
  const location = `${unitOfWork.base}/groups/${group.id}/members/${member.id}`;
  return createdResponse(membershipJson(unitOfWork, row), touchGroup(unitOfWork, group.id), location);
};

/** Where a person is in one group at a time, a new place ends the old one. */
function leaveForThis(unitOfWork: UnitOfWork, group: GroupRow, member: MemberRow): void {
  const { groupsPerMember } = unitOfWork.rules;
  if (groupsPerMember === 'many') return;
  const others = unitOfWork.database.all<GroupRow>(
    `SELECT ${GROUP_COLUMNS} FROM groups
     WHERE id IN (SELECT group_id FROM memberships WHERE member_id = ?) ORDER BY id`,
    member.id,
  );
  for (const other of others) {
    if (groupsPerMember === 'one' || other.scope_id === group.scope_id)
      removeMembership(unitOfWork, other, member);
  }
}

export const updateGroupMember: OperationHandler<'updateGroupMember'> = (operationRequest, unitOfWork) => {
  const group = addressedGroup(operationRequest, unitOfWork);
  requireUnchanged(operationRequest, group);
  const member = findMember(unitOfWork, pathParameter(operationRequest, 'userId'));
  const row = member && findMembership(unitOfWork, group.id, member.id);
  if (member === undefined || row === undefined) throw notFoundProblem('membership');
  const role = roleIn(unitOfWork, operationRequest.body.role);
  if (role === row.role) return okResponse(membershipJson(unitOfWork, row), group);
  unitOfWork.database.run('UPDATE memberships SET role = ? WHERE id = ?', role, row.id);
  const changed = { ...row, role };
  unitOfWork.audit({
    action: 'group.member-role-changed',
    target: groupSubject(group),
    related: memberSubject(member),
    before: membershipJson(unitOfWork, row),
    after: membershipJson(unitOfWork, changed),
  });
  return okResponse(membershipJson(unitOfWork, changed), touchGroup(unitOfWork, group.id));
};

/** The role a membership is stored with. */
function roleIn(unitOfWork: UnitOfWork, asked: string | undefined): string | null {
  const { membershipRoles } = unitOfWork.rules;
  if (membershipRoles === null) {
    if (asked === undefined) return null;
    throw invalidProblem('membership-roles-not-supported', 'all members of a group are alike here', '/role');
  }
  const role = asked ?? membershipRoles.ordinary;
  if (!membershipRoles.impliedBy.has(role))
    throw invalidProblem('unknown-role', 'no such role in a group', '/role');
  return role;
}

export const removeGroupMember: OperationHandler<'removeGroupMember'> = (operationRequest, unitOfWork) => {
  const group = addressedGroup(operationRequest, unitOfWork);
  requireUnchanged(operationRequest, group);
  const member = findMember(unitOfWork, pathParameter(operationRequest, 'userId'));
  const there = member && findMembership(unitOfWork, group.id, member.id);
  if (member === undefined || there === undefined) throw notFoundProblem('membership');
  return noContentResponse(removeMembership(unitOfWork, group, member));
};

export const listMemberships: OperationHandler<'listMemberships'> = (operationRequest, unitOfWork) =>
  listPage<MembershipRow>(operationRequest, unitOfWork, {
    select: MEMBERSHIP_COLUMNS,
    from: 'memberships',
    where: 'org_id = ?',
    values: [unitOfWork.organization.id],
    order: 'id',
    toJson: (row) => membershipJson(unitOfWork, row),
  });
