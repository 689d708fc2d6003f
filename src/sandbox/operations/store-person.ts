import { randomUUID } from 'node:crypto';
import { invalidProblem } from '../api/api-problem.ts';
import type { UnitOfWork } from '../api/handler.ts';
import { NO_INVITATION } from '../records/invitation-record.ts';
import {
  comparedKey,
  type MemberRow,
  memberJson,
  memberSubject,
  rereadMember,
  type StoredMemberState,
} from '../records/member-record.ts';
import type { InvitableMembership } from './invitation-lifecycle.ts';

/** The people an organization knows, and what changes about them: one row each, whatever they are members of. */

export function requireMemberKey({ rules }: UnitOfWork, key: string): void {
  if (rules.memberKey === 'email' && !/^[^@]+@[^@]+$/.test(key)) {
    throw invalidProblem('invalid-member-key', 'not an e-mail address', '/key');
  }
  if (rules.memberKey === 'username' && !/^[A-Za-z0-9._-]+$/.test(key)) {
    const detail = 'a username is of letters, digits, dots, underscores, dashes';
    throw invalidProblem('invalid-member-key', detail, '/key');
  }
  if (rules.memberKey === 'account' && !/^(?![@-])[^\s"(),:;<>[\]\\]+( [^\s"(),:;<>[\]\\]+)*$/.test(key)) {
    throw invalidProblem(
      'invalid-member-key',
      'an account name has no quotes and brackets, and no spaces but single ones inside',
      '/key',
    );
  }
}

/** Makes the row of somebody not known yet. Told in the log by the caller, who knows why. */
export function insertPerson(
  unitOfWork: UnitOfWork,
  key: string,
  displayName: string | null,
  standing: InvitableMembership | typeof OUTSIDE_ORGANIZATION,
): MemberRow {
  const id = randomUUID();
  unitOfWork.database.run(
    'INSERT INTO members VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?)',
    id,
    unitOfWork.organization.id,
    key,
    comparedKey(unitOfWork, key),
    displayName,
    standing.state,
    standing.invitation_sent_at,
    standing.invitation_expires_at,
    standing.invitation_sent,
    unitOfWork.at,
    unitOfWork.at,
  );
  return rereadMember(unitOfWork, id);
}

/** How somebody stands with an organization he is no member of. */
export const OUTSIDE_ORGANIZATION = { state: 'outside', ...NO_INVITATION } as const;

export interface PersonChange extends Omit<InvitableMembership, 'state'> {
  readonly state: StoredMemberState;
  readonly display_name: string | null;
}

/** One more version of the row, and its event. What is left out stays. */
export function changePerson(
  unitOfWork: UnitOfWork,
  member: MemberRow,
  change: Partial<PersonChange>,
  action: string,
): MemberRow {
  const changed = storePerson(unitOfWork, member, change);
  const [before, after] = [memberJson(member), memberJson(changed)];
  unitOfWork.audit({ action, target: memberSubject(changed), before, after });
  return changed;
}

/** Without an event: for whoever tells it later, after its consequences. */
export function storePerson(
  unitOfWork: UnitOfWork,
  member: MemberRow,
  change: Partial<PersonChange>,
): MemberRow {
  const next = { ...member, ...change };
  unitOfWork.database.run(
    `UPDATE members SET display_name = ?, state = ?, invitation_sent_at = ?, invitation_expires_at = ?,
       invitation_sent = ?, version = version + 1, updated_at = ? WHERE id = ?`,
    next.display_name,
    next.state,
    next.invitation_sent_at,
    next.invitation_expires_at,
    next.invitation_sent,
    unitOfWork.at,
    member.id,
  );
  return rereadMember(unitOfWork, member.id);
}
