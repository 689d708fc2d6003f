import type { Invitation, MemberResource } from '../../resource/resource.ts';
import type { Spelling } from '../../resource/spelling.ts';
import { type OriginJson, originJson } from '../json/origin-json.ts';
import { counted } from '../phrases.ts';

export interface PendingJson extends Partial<Invitation> {
  readonly address: string;
  readonly member: string;
  readonly scope: string;
  readonly origin: OriginJson;
}

export const PENDING = 'Invited, and nothing holds before they accept';

/** `vera@x.io to acme/sub-organizations/kiosk: sent once, expires 2026-11-29T10:00:00Z`. */
export function pendingPhrase(
  { attributes: { member, scope, invitation } }: MemberResource,
  spelling: Spelling,
): string {
  return `${spelling(member)} to ${scope}${invitation === null ? '' : `: ${invitationPhrase(invitation)}`}`;
}

/** `sent twice, last 2026-11-22T10:00:00Z, expires …`. */
export function invitationPhrase({ sent, sentAt, expiresAt }: Invitation): string {
  const times =
    sent === 1 ? `sent ${instant(sentAt)}` : `sent ${counted(sent, 'time')}, last ${instant(sentAt)}`;
  return expiresAt === null ? times : `${times}, expires ${instant(expiresAt)}`;
}

export function pendingJson({ address, attributes, origin }: MemberResource): PendingJson {
  const { display, scope, invitation } = attributes;
  return { address, member: display, scope, ...invitation, origin: originJson(origin) };
}

function instant(text: string): string {
  return text.replace(/\.\d+Z$/, 'Z');
}
