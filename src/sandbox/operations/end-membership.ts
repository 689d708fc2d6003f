import type { UnitOfWork } from '../api/handler.ts';
import { ASSIGNMENT_COLUMNS, type AssignmentRow } from '../records/assignment-record.ts';
import { GROUP_COLUMNS, type GroupRow } from '../records/group-record.ts';
import { type MemberRow, memberJson, memberSubject, rereadMember } from '../records/member-record.ts';
import { type ScopeMemberRow, scopeMemberJson, scopeMemberSubject } from '../records/scope-member-record.ts';
import { existingScope } from '../records/scope-record.ts';
import { removeAssignment, removeAssignmentsOf, removeMembership } from './cascading-removal.ts';
import { membershipStatesAt, whyNotInGroup } from './membership-states.ts';
import { OUTSIDE_ORGANIZATION, storePerson } from './store-person.ts';

/**
 * Memberships that end. What a person has elsewhere stays as long as another membership carries it; the log has the
 * consequences first, and then the membership they follow from.
 */

/** Of the organization: whoever is a member of scopes below stays known, as outside. */
export function endMembership(unitOfWork: UnitOfWork, member: MemberRow): void {
  const action = member.state === 'invited' ? 'member.invitation-revoked' : 'member.deleted';
  const before = memberJson(member);
  const target = memberSubject(member);
  if (unitOfWork.database.count('FROM scope_members WHERE member_id = ?', member.id) === 0) {
    removePerson(unitOfWork, member);
    unitOfWork.audit({ action, target, before });
    return;
  }
  const outside = storePerson(unitOfWork, member, OUTSIDE_ORGANIZATION);
  dropUncarried(unitOfWork, outside);
  unitOfWork.audit({ action, target, before, after: memberJson(outside) });
}

/** Of a scope below: whoever is outside and has no other goes with it. */
export function endScopeMembership(unitOfWork: UnitOfWork, row: ScopeMemberRow): void {
  const member = rereadMember(unitOfWork, row.member_id);
  unitOfWork.database.run('DELETE FROM scope_members WHERE id = ?', row.id);
  const left = unitOfWork.database.count('FROM scope_members WHERE member_id = ?', member.id);
  if (member.state === 'outside' && left === 0) {
    removePerson(unitOfWork, member);
    unitOfWork.audit({ action: 'person.removed', target: memberSubject(member), before: memberJson(member) });
  } else {
    dropUncarried(unitOfWork, member);
  }
  unitOfWork.audit({
    action: row.state === 'invited' ? 'scope-member.invitation-revoked' : 'scope-member.deleted',
    target: scopeMemberSubject(row, member, existingScope(unitOfWork, row.scope_id)),
    related: memberSubject(member),
    before: scopeMemberJson(row),
  });
}

function removePerson(unitOfWork: UnitOfWork, member: MemberRow): void {
  for (const group of groupsOf(unitOfWork, member)) removeMembership(unitOfWork, group, member);
  removeAssignmentsOf(unitOfWork, member.id);
  unitOfWork.database.run('DELETE FROM members WHERE id = ?', member.id);
}

/** Assignments and places in groups where none of the person's memberships reaches. */
function dropUncarried(unitOfWork: UnitOfWork, member: MemberRow): void {
  for (const group of groupsOf(unitOfWork, member)) {
    if (whyNotInGroup(unitOfWork, group, member)?.code === 'not-a-member')
      removeMembership(unitOfWork, group, member);
  }
  const given = unitOfWork.database.all<AssignmentRow>(
    `SELECT ${ASSIGNMENT_COLUMNS} FROM assignments WHERE principal_type = 'member' AND principal_id = ? ORDER BY id`,
    member.id,
  );
  for (const assignment of given) {
    if (membershipStatesAt(unitOfWork, member, assignment.scope_id).length === 0)
      removeAssignment(unitOfWork, assignment);
  }
}

function groupsOf(unitOfWork: UnitOfWork, member: MemberRow): GroupRow[] {
  return unitOfWork.database.all<GroupRow>(
    `SELECT ${GROUP_COLUMNS} FROM groups WHERE id IN (SELECT group_id FROM memberships WHERE member_id = ?) ORDER BY id`,
    member.id,
  );
}
