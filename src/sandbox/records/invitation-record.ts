/** How somebody comes to be a member, of the organization or of a scope below it, and where that stands. */
export type StoredMembershipState = 'invited' | 'active' | 'deactivated' | 'expired';

/** The columns of a pending invitation; all null for whoever has none. */
export interface InvitationColumns {
  readonly invitation_sent_at: string | null;
  /** Null for an invitation that never expires, too. */
  readonly invitation_expires_at: string | null;
  readonly invitation_sent: number | null;
}

export const INVITATION_COLUMNS = 'invitation_sent_at, invitation_expires_at, invitation_sent';

export const NO_INVITATION: InvitationColumns = {
  invitation_sent_at: null,
  invitation_expires_at: null,
  invitation_sent: null,
};

export function invitationJson(row: InvitationColumns): object | null {
  if (row.invitation_sent_at === null) return null;
  const { invitation_sent_at: sentAt, invitation_expires_at: expiresAt, invitation_sent: sent } = row;
  return { sentAt, expiresAt, sent };
}
