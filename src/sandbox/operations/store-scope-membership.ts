import { randomUUID } from 'node:crypto';
import type { UnitOfWork } from '../api/handler.ts';
import { type MemberRow, memberSubject } from '../records/member-record.ts';
import {
  rereadScopeMember,
  type ScopeMemberRow,
  scopeMemberJson,
  scopeMemberSubject,
} from '../records/scope-member-record.ts';
import type { ScopeRow } from '../records/scope-record.ts';
import { beginMembership, type InvitableMembership } from './invitation-lifecycle.ts';

/** A membership with both its ends. */
export interface ScopeMembershipContext {
  readonly row: ScopeMemberRow;
  readonly scope: ScopeRow;
  readonly person: MemberRow;
}

/** Makes the membership as the platform lets one begin. Told in the log by the caller. */
export function insertScopeMembership(
  unitOfWork: UnitOfWork,
  scope: ScopeRow,
  person: MemberRow,
): ScopeMemberRow {
  const row: ScopeMemberRow = {
    id: randomUUID(),
    scope_id: scope.id,
    member_id: person.id,
    ...beginMembership(unitOfWork),
    version: 1,
    created_at: unitOfWork.at,
    updated_at: unitOfWork.at,
  };
  unitOfWork.database.run(
    'INSERT INTO scope_members VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    row.id,
    unitOfWork.organization.id,
    row.scope_id,
    row.member_id,
    row.state,
    row.invitation_sent_at,
    row.invitation_expires_at,
    row.invitation_sent,
    row.version,
    row.created_at,
    row.updated_at,
  );
  return row;
}

/** One more version of the membership, and its event `scope-member.<happened>`. What is left out stays. */
export function changeScopeMembership(
  unitOfWork: UnitOfWork,
  { row, scope, person }: ScopeMembershipContext,
  change: Partial<InvitableMembership>,
  happened: string,
): ScopeMemberRow {
  const next = { ...row, ...change };
  unitOfWork.database.run(
    `UPDATE scope_members SET state = ?, invitation_sent_at = ?, invitation_expires_at = ?, invitation_sent = ?,
       version = version + 1, updated_at = ? WHERE id = ?`,
    next.state,
    next.invitation_sent_at,
    next.invitation_expires_at,
    next.invitation_sent,
    unitOfWork.at,
    row.id,
  );
  const changed = rereadScopeMember(unitOfWork, row);
  unitOfWork.audit({
    action: `scope-member.${happened}`,
    target: scopeMemberSubject(row, person, scope),
    related: memberSubject(person),
    before: scopeMemberJson(row),
    after: scopeMemberJson(changed),
  });
  return changed;
}
