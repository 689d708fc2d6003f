import type { UnitOfWork } from '../api/handler.ts';
import { ASSIGNMENT_COLUMNS, type AssignmentRow } from '../records/assignment.ts';
import { GROUP_COLUMNS, type GroupRow } from '../records/group.ts';
import { type MemberRow, memberJson, memberSubject, rereadMember } from '../records/member.ts';
import { existingScope } from '../records/scope.ts';
import { type ScopeMemberRow, scopeMemberJson, scopeMemberSubject } from '../records/scope-member.ts';
import { OUTSIDE_ORGANIZATION, storePerson } from './people.ts';
import { removeAssignment, removeAssignmentsOf, removeMembership } from './removal.ts';
import { membershipStatesAt, whyNotInGroup } from './standing.ts';

/**
 * Memberships that end. What a person has elsewhere stays as long as another membership carries it; the log has the
 * consequences first, and then the membership they follow from.
 */

/** Of the organization: whoever is a member of scopes below stays known, as outside. */
export function endMembership(work: UnitOfWork, member: MemberRow): void {
  const action = member.state === 'invited' ? 'member.invitation-revoked' : 'member.deleted';
  const before = memberJson(member);
  const target = memberSubject(member);
  if (work.database.count('FROM scope_members WHERE member_id = ?', member.id) === 0) {
    removePerson(work, member);
    work.audit({ action, target, before });
    return;
  }
  const outside = storePerson(work, member, OUTSIDE_ORGANIZATION);
  dropUncarried(work, outside);
  work.audit({ action, target, before, after: memberJson(outside) });
}

/** Of a scope below: whoever is outside and has no other goes with it. */
export function endScopeMembership(work: UnitOfWork, row: ScopeMemberRow): void {
  const member = rereadMember(work, row.member_id);
  work.database.run('DELETE FROM scope_members WHERE id = ?', row.id);
  const left = work.database.count('FROM scope_members WHERE member_id = ?', member.id);
  if (member.state === 'outside' && left === 0) {
    removePerson(work, member);
    work.audit({ action: 'person.removed', target: memberSubject(member), before: memberJson(member) });
  } else {
    dropUncarried(work, member);
  }
  work.audit({
    action: row.state === 'invited' ? 'scope-member.invitation-revoked' : 'scope-member.deleted',
    target: scopeMemberSubject(row, member, existingScope(work, row.scope_id)),
    related: memberSubject(member),
    before: scopeMemberJson(row),
  });
}

function removePerson(work: UnitOfWork, member: MemberRow): void {
  for (const group of groupsOf(work, member)) removeMembership(work, group, member);
  removeAssignmentsOf(work, member.id);
  work.database.run('DELETE FROM members WHERE id = ?', member.id);
}

/** Assignments and places in groups where none of the person's memberships reaches. */
function dropUncarried(work: UnitOfWork, member: MemberRow): void {
  for (const group of groupsOf(work, member)) {
    if (whyNotInGroup(work, group, member)?.code === 'not-a-member') removeMembership(work, group, member);
  }
  const given = work.database.all<AssignmentRow>(
    `SELECT ${ASSIGNMENT_COLUMNS} FROM assignments WHERE principal_type = 'member' AND principal_id = ? ORDER BY id`,
    member.id,
  );
  for (const assignment of given) {
    if (membershipStatesAt(work, member, assignment.scope_id).length === 0) removeAssignment(work, assignment);
  }
}

function groupsOf(work: UnitOfWork, member: MemberRow): GroupRow[] {
  return work.database.all<GroupRow>(
    `SELECT ${GROUP_COLUMNS} FROM groups WHERE id IN (SELECT group_id FROM memberships WHERE member_id = ?) ORDER BY id`,
    member.id,
  );
}
