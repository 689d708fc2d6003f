import type { AuditedObject } from '../api/audit-events.ts';
import type { UnitOfWork } from '../api/handler.ts';
import {
  INVITATION_COLUMNS,
  type InvitationColumns,
  invitationJson,
  type StoredMembershipState,
} from './invitation-record.ts';
import type { MemberRow } from './member-record.ts';
import { type StampedRecord, stampsJson } from './record-stamps.ts';
import type { ScopeRow } from './scope-record.ts';

/** A membership of a scope below the organization. */
export interface ScopeMemberRow extends StampedRecord, InvitationColumns {
  readonly scope_id: string;
  readonly member_id: string;
  readonly state: StoredMembershipState;
}

export const SCOPE_MEMBER_COLUMNS = `id, scope_id, member_id, state, ${INVITATION_COLUMNS}, version, created_at, updated_at`;

export function scopeMemberJson(row: ScopeMemberRow): object {
  const { id, scope_id, member_id, state } = row;
  const invitation = invitationJson(row);
  return { id, scopeId: scope_id, memberId: member_id, state, invitation, ...stampsJson(row) };
}

export function scopeMemberSubject(
  { id }: ScopeMemberRow,
  { key }: MemberRow,
  { slug }: ScopeRow,
): AuditedObject {
  return { type: 'scope-member', id, label: `${key} in ${slug}` };
}

export function findScopeMember(
  { database, organization }: UnitOfWork,
  scopeId: string,
  memberId: string,
): ScopeMemberRow | undefined {
  const sql = `SELECT ${SCOPE_MEMBER_COLUMNS} FROM scope_members WHERE scope_id = ? AND member_id = ? AND org_id = ?`;
  return database.one<ScopeMemberRow>(sql, scopeId, memberId, organization.id);
}

/** The membership as it is after a write; gone would be a bug of ours. */
export function rereadScopeMember(
  unitOfWork: UnitOfWork,
  { scope_id, member_id }: ScopeMemberRow,
): ScopeMemberRow {
  const row = findScopeMember(unitOfWork, scope_id, member_id);
  if (row === undefined) throw new Error(`membership of ${member_id} in ${scope_id} is gone`);
  return row;
}
