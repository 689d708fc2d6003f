import type { UnitOfWork } from '../api/handler.ts';
import {
  ASSIGNMENT_COLUMNS,
  type AssignmentRow,
  assignmentJson,
  assignmentSubject,
  assignmentEnds,
} from '../records/assignment.ts';
import { GROUP_COLUMNS, type GroupRow, groupJson, groupSubject, touchGroup } from '../records/group.ts';
import { findMember, type MemberRow, memberSubject } from '../records/member.ts';

/**
 * What goes, and what goes with it. Parts go before the whole, each with an audit event of its own, so the log tells
 * who lost what when a group or a scope was deleted.
 */

export function removeAssignment(work: UnitOfWork, row: AssignmentRow): void {
  const { principal, scope } = assignmentEnds(work, row);
  if (principal.type === 'member' && work.rules.groupMembersAreAttached) {
    leaveGroupsAt(work, scope.id, principal.id);
  }
  work.database.run('DELETE FROM assignment_roles WHERE assignment_id = ?', row.id);
  work.database.run('DELETE FROM assignments WHERE id = ?', row.id);
  work.audit({
    action: 'assignment.deleted',
    target: assignmentSubject(row.id, principal, scope),
    related: principal,
    before: assignmentJson(row),
  });
}

/** Where the groups of a scope are for those who belong to it, whoever no longer does is in none of them. */
function leaveGroupsAt(work: UnitOfWork, scopeId: string, memberId: string): void {
  const member = findMember(work, memberId);
  const groups = work.database.all<GroupRow>(
    `SELECT ${GROUP_COLUMNS} FROM groups
     WHERE scope_id = ? AND id IN (SELECT group_id FROM memberships WHERE member_id = ?) ORDER BY id`,
    scopeId,
    memberId,
  );
  for (const group of groups) if (member) removeMembership(work, group, member);
}

export function removeMembership(
  work: UnitOfWork,
  group: GroupRow,
  member: MemberRow,
): { id: string; version: number } {
  work.database.run('DELETE FROM memberships WHERE group_id = ? AND member_id = ?', group.id, member.id);
  work.audit({
    action: 'group.member-removed',
    target: groupSubject(group),
    related: memberSubject(member),
  });
  return touchGroup(work, group.id);
}

export function removeNesting(
  work: UnitOfWork,
  parent: GroupRow,
  child: GroupRow,
): { id: string; version: number } {
  work.database.run('DELETE FROM nestings WHERE parent_id = ? AND child_id = ?', parent.id, child.id);
  work.audit({ action: 'group.group-removed', target: groupSubject(parent), related: groupSubject(child) });
  return touchGroup(work, parent.id);
}

export function removeGroup(work: UnitOfWork, group: GroupRow): void {
  const { database } = work;
  const members = database.all<MemberRow>(
    'SELECT * FROM members WHERE id IN (SELECT member_id FROM memberships WHERE group_id = ?) ORDER BY id',
    group.id,
  );
  for (const member of members) removeMembership(work, group, member);
  for (const parent of linked(work, 'parent_id', 'child_id', group.id)) removeNesting(work, parent, group);
  for (const child of linked(work, 'child_id', 'parent_id', group.id)) removeNesting(work, group, child);
  removeAssignmentsOf(work, group.id);
  database.run('DELETE FROM groups WHERE id = ?', group.id);
  work.audit({ action: 'group.deleted', target: groupSubject(group), before: groupJson(group) });
}

export function removeAssignmentsOf(work: UnitOfWork, principalId: string): void {
  const given = work.database.all<AssignmentRow>(
    `SELECT ${ASSIGNMENT_COLUMNS} FROM assignments WHERE principal_id = ? ORDER BY id`,
    principalId,
  );
  for (const assignment of given) removeAssignment(work, assignment);
}

function linked(
  work: UnitOfWork,
  wanted: 'parent_id' | 'child_id',
  by: 'parent_id' | 'child_id',
  id: string,
): GroupRow[] {
  const sql = `SELECT ${GROUP_COLUMNS} FROM groups WHERE id IN (SELECT ${wanted} FROM nestings WHERE ${by} = ?) ORDER BY id`;
  return work.database.all<GroupRow>(sql, id);
}
