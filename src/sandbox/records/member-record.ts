import type { AuditedObject } from '../api/audit-events.ts';
import type { UnitOfWork } from '../api/handler.ts';
import {
  INVITATION_COLUMNS,
  type InvitationColumns,
  invitationJson,
  type StoredMembershipState,
} from './invitation-record.ts';
import { type StampedRecord, stampsJson } from './record-stamps.ts';

/** `outside`: a person who is a member of scopes below and not of the organization. */
export type StoredMemberState = StoredMembershipState | 'outside';

/** A person the organization knows. */
export interface MemberRow extends StampedRecord, InvitationColumns {
  readonly key: string;
  readonly display_name: string | null;
  readonly state: StoredMemberState;
}

export const MEMBER_COLUMNS = `id, key, display_name, state, ${INVITATION_COLUMNS}, version, created_at, updated_at`;

export function memberJson(row: MemberRow): object {
  const { id, key, state } = row;
  const invitation = invitationJson(row);
  return { id, key, displayName: row.display_name, state, invitation, ...stampsJson(row) };
}

export function memberSubject({ id, key }: MemberRow): AuditedObject {
  return { type: 'member', id, label: key };
}

/** The form under which two keys are one person on this platform: composed, where letter case counts for nothing too. */
export function comparedKey({ rules }: UnitOfWork, key: string): string {
  const composed = key.normalize('NFC');
  return rules.foldMemberKeys ? composed.toLowerCase().normalize('NFC') : composed;
}

export function findMember({ database, organization }: UnitOfWork, id: string): MemberRow | undefined {
  const sql = `SELECT ${MEMBER_COLUMNS} FROM members WHERE id = ? AND org_id = ?`;
  return database.one<MemberRow>(sql, id, organization.id);
}

export function findMemberByKey(unitOfWork: UnitOfWork, key: string): MemberRow | undefined {
  const sql = `SELECT ${MEMBER_COLUMNS} FROM members WHERE org_id = ? AND compared_key = ?`;
  return unitOfWork.database.one<MemberRow>(sql, unitOfWork.organization.id, comparedKey(unitOfWork, key));
}

/** The member as it is after a write; gone would be a bug of ours. */
export function rereadMember(unitOfWork: UnitOfWork, id: string): MemberRow {
  const member = findMember(unitOfWork, id);
  if (member === undefined) throw new Error(`member ${id} is gone`);
  return member;
}
