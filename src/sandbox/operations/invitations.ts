import type { Work } from '../api/handler.ts';
import { conflict } from '../api/problem.ts';
import { type InvitationColumns, type MembershipState, NO_INVITATION } from '../records/invitation.ts';
import type { MemberState } from '../records/member.ts';

/** The part of a membership that inviting, accepting and expiring change; of the organization and of scopes alike. */
export interface Joining extends InvitationColumns {
  readonly state: MembershipState;
}

const DAY = 86_400_000;

/** How a membership begins. */
export function joining(work: Work): Joining {
  if (work.rules.joining === 'provisioned') return { state: 'active', ...NO_INVITATION };
  return { state: 'invited', ...sending(work, work.at, 1) };
}

/** The columns of an invitation sent at an instant for the nth time. */
export function sending({ rules }: Work, sentAt: string, sent: number): InvitationColumns {
  const days = rules.invitationDays;
  return {
    invitation_sent_at: sentAt,
    invitation_expires_at: days === null ? null : new Date(Date.parse(sentAt) + days * DAY).toISOString(),
    invitation_sent: sent,
  };
}

/** Refuses with not-invited whoever has no invitation. */
export function resent(work: Work, who: string, now: InvitationColumns & { state: MemberState }): Joining {
  if (now.state !== 'invited' && now.state !== 'expired') throw notInvited(who, now.state);
  return { state: 'invited', ...sending(work, work.at, (now.invitation_sent ?? 0) + 1) };
}

/** Refuses with invitation-expired and not-invited. */
export function accepted(who: string, state: MemberState): Joining {
  if (state === 'expired') throw conflict('invitation-expired', 'the invitation has expired');
  if (state !== 'invited') throw notInvited(who, state);
  return { state: 'active', ...NO_INVITATION };
}

function notInvited(who: string, state: MemberState): Error {
  return conflict('not-invited', `${who} is ${state}`);
}
