import type { UnitOfWork } from '../api/handler.ts';
import { MEMBER_COLUMNS, type MemberRow, rereadMember } from '../records/member-record.ts';
import { SCOPE_MEMBER_COLUMNS, type ScopeMemberRow } from '../records/scope-member-record.ts';
import { existingScope } from '../records/scope-record.ts';
import type { Database } from '../store/database.ts';
import { changePerson } from './store-person.ts';
import { changeScopeMembership } from './store-scope-membership.ts';

/** Written so that the indexes of what is due are used. */
const DUE = "org_id = ?1 AND state = 'invited' AND invitation_expires_at <= ?2";

/** Whether an invitation has run out that is not marked so yet. */
export function isAnyInvitationDue(database: Database, organizationId: string, at: string): boolean {
  const sql = `SELECT 1 AS due WHERE EXISTS (SELECT 1 FROM members WHERE ${DUE})
    OR EXISTS (SELECT 1 FROM scope_members WHERE ${DUE})`;
  return database.one(sql, organizationId, at) !== undefined;
}

/** The invitation stays as it was, so that everybody can see when it was sent and how often. */
export function expireInvitations(unitOfWork: UnitOfWork): void {
  const { database, organization, at } = unitOfWork;
  const people = database.all<MemberRow>(
    `SELECT ${MEMBER_COLUMNS} FROM members WHERE ${DUE} ORDER BY invitation_expires_at, id`,
    organization.id,
    at,
  );
  for (const member of people) {
    changePerson(unitOfWork, member, { state: 'expired' }, 'member.invitation-expired');
  }
  const below = database.all<ScopeMemberRow>(
    `SELECT ${SCOPE_MEMBER_COLUMNS} FROM scope_members WHERE ${DUE} ORDER BY invitation_expires_at, id`,
    organization.id,
    at,
  );
  for (const row of below) {
    const ends = {
      row,
      scope: existingScope(unitOfWork, row.scope_id),
      person: rereadMember(unitOfWork, row.member_id),
    };
    changeScopeMembership(unitOfWork, ends, { state: 'expired' }, 'invitation-expired');
  }
}
