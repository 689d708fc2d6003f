import type { Invitation } from '../../resource/resource.ts';
import type {
  LiveAssignment,
  LiveGroup,
  LiveMember,
  LiveMembership,
  LiveNesting,
  LiveRole,
  LiveScope,
  LiveScopeMember,
} from '../live/live-object.ts';
import type { JsonObject } from '../protocol/json-object.ts';

const MEMBERSHIP_STATES = ['active', 'invited', 'deactivated', 'expired'] as const;
const MEMBER_STATES = [...MEMBERSHIP_STATES, 'outside'] as const;
const PRINCIPAL_TYPES = ['member', 'group'] as const;
export const scopeDecoder = (o: JsonObject): LiveScope => ({
  id: idOf(o),
  version: o.whole('version'),
  slug: o.text('slug'),
  kind: o.text('kind'),
  parentId: o.textOrNull('parentId'),
  name: o.text('name'),
  settings: o.textMap('settings'),
});

export const roleDecoder = (o: JsonObject): LiveRole => ({
  id: idOf(o),
  version: o.whole('version'),
  slug: o.text('slug'),
  name: o.text('name'),
  description: o.textOrEmpty('description'),
  permissions: o.texts('permissions'),
  denies: textsOrNull(o, 'denies'),
  includes: o.texts('includes'),
  predefined: o.flag('predefined'),
});

export const memberDecoder = (o: JsonObject): LiveMember => ({
  id: idOf(o),
  version: o.whole('version'),
  key: o.text('key'),
  state: oneOf(o, 'state', MEMBER_STATES),
  invitation: invitationOf(o),
});

export const scopeMemberDecoder = (o: JsonObject): LiveScopeMember => ({
  id: idOf(o),
  version: o.whole('version'),
  scopeId: o.text('scopeId'),
  memberId: o.text('memberId'),
  state: oneOf(o, 'state', MEMBERSHIP_STATES),
  invitation: invitationOf(o),
});

export const groupDecoder = (o: JsonObject): LiveGroup => ({
  id: idOf(o),
  version: o.whole('version'),
  slug: o.text('slug'),
  name: o.text('name'),
  description: o.textOrEmpty('description'),
  scopeId: o.text('scopeId'),
  settings: o.textMap('settings'),
  permissions: o.texts('permissions'),
  memberCount: o.whole('memberCount'),
});

export const membershipDecoder = (o: JsonObject): LiveMembership => ({
  role: o.textOrNull('role'),
  id: o.text('id'),
  groupId: o.text('groupId'),
  userId: o.text('userId'),
});

export const nestingDecoder = (o: JsonObject): LiveNesting => ({
  id: o.text('id'),
  parentId: o.text('parentId'),
  childId: o.text('childId'),
});

export const assignmentDecoder = (o: JsonObject): LiveAssignment => {
  const principal = o.object('principal');
  return {
    id: idOf(o),
    version: o.whole('version'),
    scopeId: o.text('scopeId'),
    principalType: oneOf(principal, 'type', PRINCIPAL_TYPES),
    principalId: principal.text('id'),
    roleIds: o.texts('roleIds'),
    belowRoleIds: textsOrNull(o, 'belowRoleIds'),
    deniedRoleIds: textsOrNull(o, 'deniedRoleIds'),
  };
};

function textsOrNull(o: JsonObject, name: string): readonly string[] | null {
  return o.has(name) ? o.texts(name) : null;
}

function invitationOf(o: JsonObject): Invitation | null {
  const found = o.optional('invitation');
  return found === null
    ? null
    : { sent: found.whole('sent'), sentAt: found.text('sentAt'), expiresAt: found.textOrNull('expiresAt') };
}

function idOf(o: JsonObject): string {
  const id = o.text('id');
  if (id === '' && o.has('id')) o.wrong('id', 'an id');
  return id;
}

/** One of the words of a closed set. A word we do not know must never be read as one that we do. */
function oneOf<T extends string>(o: JsonObject, name: string, words: readonly [T, ...T[]]): T {
  const written = o.text(name);
  const known = words.find((word) => word === written);
  if (known === undefined) o.wrong(name, `one of ${words.join(', ')}`);
  return known ?? words[0];
}
