import type { UnitOfWork } from '../api/handler.ts';
import {
  ASSIGNMENT_COLUMNS,
  type AssignmentRow,
  assignmentEnds,
  assignmentJson,
  assignmentSubject,
} from '../records/assignment-record.ts';
import {
  GROUP_COLUMNS,
  type GroupRow,
  groupJson,
  groupSubject,
  touchGroup,
} from '../records/group-record.ts';
import { findMember, type MemberRow, memberSubject } from '../records/member-record.ts';

/**
 * What goes, and what goes with it. Parts go before the whole, each with an audit event of its own, so the log tells
 * who lost what when a group or a scope was deleted.
 */

export function removeAssignment(unitOfWork: UnitOfWork, row: AssignmentRow): void {
  const { principal, scope } = assignmentEnds(unitOfWork, row);
  if (principal.type === 'member' && unitOfWork.rules.groupMembersAreAttached) {
    leaveGroupsAt(unitOfWork, scope.id, principal.id);
  }
  unitOfWork.database.run('DELETE FROM assignment_roles WHERE assignment_id = ?', row.id);
  unitOfWork.database.run('DELETE FROM assignments WHERE id = ?', row.id);
  unitOfWork.audit({
    action: 'assignment.deleted',
    target: assignmentSubject(row.id, principal, scope),
    related: principal,
    before: assignmentJson(unitOfWork, row),
  });
}

/** Where the groups of a scope are for those who belong to it, whoever no longer does is in none of them. */
function leaveGroupsAt(unitOfWork: UnitOfWork, scopeId: string, memberId: string): void {
  const member = findMember(unitOfWork, memberId);
  const groups = unitOfWork.database.all<GroupRow>(
    `SELECT ${GROUP_COLUMNS} FROM groups
     WHERE scope_id = ? AND id IN (SELECT group_id FROM memberships WHERE member_id = ?) ORDER BY id`,
    scopeId,
    memberId,
  );
  for (const group of groups) if (member) removeMembership(unitOfWork, group, member);
}

export function removeMembership(
  unitOfWork: UnitOfWork,
  group: GroupRow,
  member: MemberRow,
): { id: string; version: number } {
  unitOfWork.database.run(
    'DELETE FROM memberships WHERE group_id = ? AND member_id = ?',
    group.id,
    member.id,
  );
  unitOfWork.audit({
    action: 'group.member-removed',
    target: groupSubject(group),
    related: memberSubject(member),
  });
  return touchGroup(unitOfWork, group.id);
}

export function removeNesting(
  unitOfWork: UnitOfWork,
  parent: GroupRow,
  child: GroupRow,
): { id: string; version: number } {
  unitOfWork.database.run('DELETE FROM nestings WHERE parent_id = ? AND child_id = ?', parent.id, child.id);
  unitOfWork.audit({
    action: 'group.group-removed',
    target: groupSubject(parent),
    related: groupSubject(child),
  });
  return touchGroup(unitOfWork, parent.id);
}

export function removeGroup(unitOfWork: UnitOfWork, group: GroupRow): void {
  const { database } = unitOfWork;
  const members = database.all<MemberRow>(
    'SELECT * FROM members WHERE id IN (SELECT member_id FROM memberships WHERE group_id = ?) ORDER BY id',
    group.id,
  );
  for (const member of members) removeMembership(unitOfWork, group, member);
  for (const parent of linked(unitOfWork, 'parent_id', 'child_id', group.id))
    removeNesting(unitOfWork, parent, group);
  for (const child of linked(unitOfWork, 'child_id', 'parent_id', group.id))
    removeNesting(unitOfWork, group, child);
  removeAssignmentsOf(unitOfWork, group.id);
  database.run('DELETE FROM groups WHERE id = ?', group.id);
  unitOfWork.audit({ action: 'group.deleted', target: groupSubject(group), before: groupJson(group) });
}

export function removeAssignmentsOf(unitOfWork: UnitOfWork, principalId: string): void {
  const given = unitOfWork.database.all<AssignmentRow>(
    `SELECT ${ASSIGNMENT_COLUMNS} FROM assignments WHERE principal_id = ? ORDER BY id`,
    principalId,
  );
  for (const assignment of given) removeAssignment(unitOfWork, assignment);
}

function linked(
  unitOfWork: UnitOfWork,
  wanted: 'parent_id' | 'child_id',
  by: 'parent_id' | 'child_id',
  id: string,
): GroupRow[] {
  const sql = `SELECT ${GROUP_COLUMNS} FROM groups WHERE id IN (SELECT ${wanted} FROM nestings WHERE ${by} = ?) ORDER BY id`;
  return unitOfWork.database.all<GroupRow>(sql, id);
}
