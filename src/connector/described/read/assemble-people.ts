import { memberId } from '../../../resource/identifiers.ts';
import type { Invitation, MembershipState } from '../../../resource/resource.ts';
import type { LiveMember, LiveScopeMember } from '../../live/live-object.ts';
import type { InvitationValues, MemberRows } from '../description/api-description.ts';
import { type Assembly, entriesOf, takenBy } from './assembly.ts';
import { rowId } from './row-identities.ts';
import type { RowItem } from './row-value.ts';

const STATES = ['active', 'invited', 'deactivated', 'expired'] as const satisfies readonly MembershipState[];
/** Known to the platform, and no member. */
const NONE = 'none';

/** People, each by a row of their own. */
export function assembleMembers(assembly: Assembly): readonly LiveMember[] {
  const { api, values, identities, platform } = assembly;
  return takenBy(assembly, entriesOf(api, 'member')).flatMap(({ entry, at }): readonly LiveMember[] => {
    if (entry.who.by !== 'key') return [];
    const id = rowId(at.from, at.row.id);
    identities.enter('member', id);
    const [key, state] = [values.text(entry.who.key, at), stateOf(assembly, entry, at)];
    if (key === null || state === null) return [];
    identities.claim('member', memberId(key, platform.members.compare), at);
    const invitation = invitationOf(assembly, entry.invitation, state, at);
    return [{ id, version: 0, key, state: state === NONE ? 'outside' : state, invitation }];
  });
}

/** Memberships of scopes; whoever is none there has no membership. */
export function assembleScopeMembers(assembly: Assembly): readonly LiveScopeMember[] {
  const { api, identities } = assembly;
  return takenBy(assembly, entriesOf(api, 'member')).flatMap(({ entry, at }): readonly LiveScopeMember[] => {
    if (entry.who.by !== 'member') return [];
    const memberId = identities.meant('member', entry.who.member, at);
    const scopeId = identities.meant('scope', entry.who.scope, at);
    const state = stateOf(assembly, entry, at);
    if (memberId === null || scopeId === null || state === null || state === NONE) return [];
    const invitation = invitationOf(assembly, entry.invitation, state, at);
    return [{ id: `${scopeId} ${memberId}`, version: 0, scopeId, memberId, state, invitation }];
  });
}

function stateOf(
  { values, stops }: Assembly,
  entry: MemberRows,
  at: RowItem,
): MembershipState | typeof NONE | null {
  const told = values.text(entry.state, at);
  if (told === null || told === NONE) return told;
  const state = STATES.find((one) => one === told);
  if (state !== undefined) return state;
  stops.add(
    at.from,
    'closed-words',
    `the state of ${at.row.id} comes to ${told}, and none of ${STATES.join(', ')}, ${NONE}`,
  );
  return null;
}

function invitationOf(
  { values }: Assembly,
  { sent, sentAt, expiresAt }: InvitationValues,
  state: MembershipState | typeof NONE,
  at: RowItem,
): Invitation | null {
  if (sentAt === null || (state !== 'invited' && state !== 'expired')) return null;
  const when = values.text(sentAt, at);
  if (when === null || when === '') return null;
  const times = sent === null ? '1' : values.text(sent, at);
  const until = expiresAt === null ? '' : values.text(expiresAt, at);
  return {
    sent: times !== null && /^\d{1,9}$/.test(times) ? Number(times) : 1,
    sentAt: when,
    expiresAt: until === '' ? null : until,
  };
}
