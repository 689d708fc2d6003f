import { conflictProblem } from '../api/api-problem.ts';
import type { UnitOfWork } from '../api/handler.ts';
import {
  type InvitationColumns,
  NO_INVITATION,
  type StoredMembershipState,
} from '../records/invitation-record.ts';
import type { StoredMemberState } from '../records/member-record.ts';

/** The part of a membership that inviting, accepting and expiring change; of the organization and of scopes alike. */
export interface InvitableMembership extends InvitationColumns {
  readonly state: StoredMembershipState;
}

const DAY = 86_400_000;

/** How a membership begins. */
export function beginMembership(unitOfWork: UnitOfWork): InvitableMembership {
  if (unitOfWork.rules.joining === 'provisioned') return { state: 'active', ...NO_INVITATION };
  return { state: 'invited', ...invitationSent(unitOfWork, unitOfWork.at, 1) };
}

/** The columns of an invitation sent at an instant for the nth time. */
export function invitationSent({ rules }: UnitOfWork, sentAt: string, sent: number): InvitationColumns {
  const days = rules.invitationDays;
  return {
    invitation_sent_at: sentAt,
    invitation_expires_at: days === null ? null : new Date(Date.parse(sentAt) + days * DAY).toISOString(),
    invitation_sent: sent,
  };
}

/** Refuses with not-invited whoever has no invitation. */
export function invitationResent(
  unitOfWork: UnitOfWork,
  who: string,
  now: InvitationColumns & { state: StoredMemberState },
): InvitableMembership {
  if (now.state !== 'invited' && now.state !== 'expired') throw notInvited(who, now.state);
  return { state: 'invited', ...invitationSent(unitOfWork, unitOfWork.at, (now.invitation_sent ?? 0) + 1) };
}

/** Refuses with invitation-expired and not-invited. */
export function invitationAccepted(who: string, state: StoredMemberState): InvitableMembership {
  if (state === 'expired') throw conflictProblem('invitation-expired', 'the invitation has expired');
  if (state !== 'invited') throw notInvited(who, state);
  return { state: 'active', ...NO_INVITATION };
}

function notInvited(who: string, state: StoredMemberState): Error {
  return conflictProblem('not-invited', `${who} is ${state}`);
}
