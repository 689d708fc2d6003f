import type { UnitOfWork } from './api/handler.ts';
import { invitationSent } from './operations/invitation-lifecycle.ts';
import {
  type InvitationColumns,
  NO_INVITATION,
  type StoredMembershipState,
} from './records/invitation-record.ts';

/** As the platform lets a membership begin, unless it says otherwise. */
export interface SeedMembership {
  readonly state?: StoredMembershipState;
  /** Of somebody invited or expired; what is left out is as if it was sent just now, once, or has just run out. */
  readonly invitation?: {
    readonly sentAt?: string;
    readonly sent?: number;
    readonly expiresAt?: string | null;
  };
}

/** Puts a membership that has just been made where the seed wants it; the log does not tell, for it was so from the start. */
export function applySeedMembership(
  unitOfWork: UnitOfWork,
  table: 'members' | 'scope_members',
  id: string,
  { state, invitation }: SeedMembership,
): void {
  const began = unitOfWork.rules.joining === 'invited' ? 'invited' : 'active';
  if (state === undefined && invitation === undefined) return;
  const standing = state ?? began;
  const columns = invitationOf(unitOfWork, standing, invitation);
  unitOfWork.database.run(
    `UPDATE ${table} SET state = ?, invitation_sent_at = ?, invitation_expires_at = ?, invitation_sent = ? WHERE id = ?`,
    standing,
    columns.invitation_sent_at,
    columns.invitation_expires_at,
    columns.invitation_sent,
    id,
  );
}

function invitationOf(
  unitOfWork: UnitOfWork,
  state: StoredMembershipState,
  said: SeedMembership['invitation'],
): InvitationColumns {
  if (state === 'active' || state === 'deactivated') {
    if (said !== undefined) throw new Error(`seed: who is ${state} has no invitation`);
    return NO_INVITATION;
  }
  const sentAt = instant(said?.sentAt ?? (state === 'expired' ? sentToExpireNow(unitOfWork) : unitOfWork.at));
  const sent = invitationSent(unitOfWork, sentAt, said?.sent ?? 1);
  if (said?.expiresAt === undefined) return sent;
  return { ...sent, invitation_expires_at: said.expiresAt === null ? null : instant(said.expiresAt) };
}

/** Where invitations never expire, one that did has no such instant either. */
function sentToExpireNow({ at, rules }: UnitOfWork): string {
  return new Date(Date.parse(at) - (rules.invitationDays ?? 0) * 86_400_000).toISOString();
}

/** In the form instants are stored in, so that they compare as texts. */
function instant(written: string): string {
  const time = Date.parse(written);
  if (Number.isNaN(time)) throw new Error(`seed: ${written} is no instant`);
  return new Date(time).toISOString();
}
