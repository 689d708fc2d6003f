import { randomUUID } from 'node:crypto';
import type { UnitOfWork } from '../api/handler.ts';
import { invalidProblem } from '../api/problem.ts';
import { NO_INVITATION } from '../records/invitation.ts';
import {
  comparedKey,
  type MemberRow,
  type StoredMemberState,
  memberJson,
  memberSubject,
  rereadMember,
} from '../records/member.ts';
import type { InvitableMembership } from './invitations.ts';

/** The people an organization knows, and what changes about them: one row each, whatever they are members of. */

export function requireMemberKey({ rules }: UnitOfWork, key: string): void {
  if (rules.memberKey === 'email' && !/^[^@]+@[^@]+$/.test(key)) {
    throw invalidProblem('invalid-member-key', 'not an e-mail address', '/key');
  }
  if (rules.memberKey === 'username' && !/^[A-Za-z0-9._-]+$/.test(key)) {
    const detail = 'a username is of letters, digits, dots, underscores, dashes';
    throw invalidProblem('invalid-member-key', detail, '/key');
  }
}

/** Makes the row of somebody not known yet. Told in the log by the caller, who knows why. */
export function insertPerson(
  work: UnitOfWork,
  key: string,
  displayName: string | null,
  standing: InvitableMembership | typeof OUTSIDE_ORGANIZATION,
): MemberRow {
  const id = randomUUID();
  work.database.run(
    'INSERT INTO members VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?)',
    id,
    work.organization.id,
    key,
    comparedKey(work, key),
    displayName,
    standing.state,
    standing.invitation_sent_at,
    standing.invitation_expires_at,
    standing.invitation_sent,
    work.at,
    work.at,
  );
  return rereadMember(work, id);
}

/** How somebody stands with an organization he is no member of. */
export const OUTSIDE_ORGANIZATION = { state: 'outside', ...NO_INVITATION } as const;

export interface PersonChange extends Omit<InvitableMembership, 'state'> {
  readonly state: StoredMemberState;
  readonly display_name: string | null;
}

/** One more version of the row, and its event. What is left out stays. */
export function changePerson(
  work: UnitOfWork,
  member: MemberRow,
  change: Partial<PersonChange>,
  action: string,
): MemberRow {
  const changed = storePerson(work, member, change);
  const [before, after] = [memberJson(member), memberJson(changed)];
  work.audit({ action, target: memberSubject(changed), before, after });
  return changed;
}

/** Without an event: for whoever tells it later, after its consequences. */
export function storePerson(work: UnitOfWork, member: MemberRow, change: Partial<PersonChange>): MemberRow {
  const next = { ...member, ...change };
  work.database.run(
    `UPDATE members SET display_name = ?, state = ?, invitation_sent_at = ?, invitation_expires_at = ?,
       invitation_sent = ?, version = version + 1, updated_at = ? WHERE id = ?`,
    next.display_name,
    next.state,
    next.invitation_sent_at,
    next.invitation_expires_at,
    next.invitation_sent,
    work.at,
    member.id,
  );
  return rereadMember(work, member.id);
}
