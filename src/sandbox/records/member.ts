import type { AuditSubject } from '../api/audit.ts';
import type { Work } from '../api/handler.ts';
import {
  INVITATION_COLUMNS,
  type InvitationColumns,
  invitationJson,
  type MembershipState,
} from './invitation.ts';
import { type Stamped, stampsJson } from './stamps.ts';

/** `outside`: a person who is a member of scopes below and not of the organization. */
export type MemberState = MembershipState | 'outside';

/** A person the organization knows. */
export interface MemberRow extends Stamped, InvitationColumns {
  readonly key: string;
  readonly display_name: string | null;
  readonly state: MemberState;
}

export const MEMBER_COLUMNS = `id, key, display_name, state, ${INVITATION_COLUMNS}, version, created_at, updated_at`;

export function memberJson(row: MemberRow): object {
  const { id, key, state } = row;
  const invitation = invitationJson(row);
  return { id, key, displayName: row.display_name, state, invitation, ...stampsJson(row) };
}

export function memberSubject({ id, key }: MemberRow): AuditSubject {
  return { type: 'member', id, label: key };
}

/** The form under which two keys are one person on this platform: composed, where letter case counts for nothing too. */
export function comparedKey({ rules }: Work, key: string): string {
  const composed = key.normalize('NFC');
  return rules.foldMemberKeys ? composed.toLowerCase().normalize('NFC') : composed;
}

export function findMember({ database, organization }: Work, id: string): MemberRow | undefined {
  const sql = `SELECT ${MEMBER_COLUMNS} FROM members WHERE id = ? AND org_id = ?`;
  return database.one<MemberRow>(sql, id, organization.id);
}

export function findMemberByKey(work: Work, key: string): MemberRow | undefined {
  const sql = `SELECT ${MEMBER_COLUMNS} FROM members WHERE org_id = ? AND compared_key = ?`;
  return work.database.one<MemberRow>(sql, work.organization.id, comparedKey(work, key));
}

/** The member as it is after a write; gone would be a bug of ours. */
export function rereadMember(work: Work, id: string): MemberRow {
  const member = findMember(work, id);
  if (member === undefined) throw new Error(`member ${id} is gone`);
  return member;
}
