import { randomUUID } from 'node:crypto';
import { type ApiResponse, createdResponse, noContentResponse } from '../api/answer.ts';
import { entityTagOf, requireUnchanged } from '../api/entity-tag.ts';
import { type OperationHandler, pathParameter } from '../api/handler.ts';
import { listPage } from '../api/paging.ts';
import { alreadyExistsProblem, invalidProblem, notFoundProblem } from '../api/problem.ts';
import { groupSubject, touchGroup } from '../records/group.ts';
import { findMember, memberSubject } from '../records/member.ts';
import {
  findMembership,
  MEMBERSHIP_COLUMNS,
  type MembershipRow,
  membershipJson,
} from '../records/membership.ts';
import { addressedGroup } from './groups.ts';
import { removeMembership } from './removal.ts';
import { whyNotInGroup } from './standing.ts';

export const listGroupMembers: OperationHandler<'listGroupMembers'> = (request, work): ApiResponse => {
  const group = addressedGroup(request, work);
  const page = listPage<MembershipRow>(request, work, {
    select: MEMBERSHIP_COLUMNS,
    from: 'memberships',
    where: 'group_id = ?',
    values: [group.id],
    order: 'id',
    toJson: membershipJson,
  });
  return { ...page, headers: { etag: entityTagOf(group) } };
};

export const addGroupMember: OperationHandler<'addGroupMember'> = (request, work) => {
  const group = addressedGroup(request, work);
  requireUnchanged(request, group);
  const member = findMember(work, request.body.userId);
  if (member === undefined) {
    throw invalidProblem('not-a-member', 'no such member in this organization', '/userId');
  }
  const refusal = whyNotInGroup(work, group, member);
  if (refusal) throw refusal;
  const there = findMembership(work, group.id, member.id);
  if (there) throw alreadyExistsProblem(`${member.key} in ${group.slug}`, there.id);
  const row: MembershipRow = {
    id: randomUUID(),
    group_id: group.id,
    member_id: member.id,
    added_at: work.at,
    added_by: work.actor.name,
  };
  work.database.run(
    'INSERT INTO memberships VALUES (?, ?, ?, ?, ?, ?)',
    row.id,
    work.organization.id,
    row.group_id,
    row.member_id,
    row.added_at,
    row.added_by,
  );
  work.audit({
    action: 'group.member-added',
    target: groupSubject(group),
    related: memberSubject(member),
    after: membershipJson(row),
  });
  const location = `${work.base}/groups/${group.id}/members/${member.id}`;
  return createdResponse(membershipJson(row), touchGroup(work, group.id), location);
};

export const removeGroupMember: OperationHandler<'removeGroupMember'> = (request, work) => {
  const group = addressedGroup(request, work);
  requireUnchanged(request, group);
  const member = findMember(work, pathParameter(request, 'userId'));
  const there = member && findMembership(work, group.id, member.id);
  if (member === undefined || there === undefined) throw notFoundProblem('membership');
  return noContentResponse(removeMembership(work, group, member));
};

export const listMemberships: OperationHandler<'listMemberships'> = (request, work) =>
  listPage<MembershipRow>(request, work, {
    select: MEMBERSHIP_COLUMNS,
    from: 'memberships',
    where: 'org_id = ?',
    values: [work.organization.id],
    order: 'id',
    toJson: membershipJson,
  });
