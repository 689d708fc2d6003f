import type { Invitation, MembershipState } from '../../resource/resource.ts';
import type { JsonObject } from '../protocol/json-object.ts';

/** The objects of the API as far as we look at them; see schemas/access-api.openapi.json. */

export interface WireObject {
  readonly id: string;
  readonly version: number;
}

export interface WireScope extends WireObject {
  readonly slug: string;
  readonly kind: string;
  readonly parentId: string | null;
  readonly name: string;
  readonly settings: WireSettings;
}

/** What something is set to, by name; of what is not told nothing is known. */
export type WireSettings = ReadonlyMap<string, string>;

export interface WireRole extends WireObject {
  readonly slug: string;
  readonly name: string;
  readonly description: string;
  /** As written: names and patterns. */
  readonly permissions: readonly string[];
  /** In the same form; null where the platform does not tell. */
  readonly denies: readonly string[] | null;
  readonly includes: readonly string[];
  readonly predefined: boolean;
}

/** A person the organization knows. */
export interface WireMember extends WireObject {
  readonly key: string;
  /** `outside`: no member of the organization, only of scopes below it. */
  readonly state: MembershipState | 'outside';
  readonly invitation: Invitation | null;
}

/** A membership of a scope below the organization. */
export interface WireScopeMember extends WireObject {
  readonly scopeId: string;
  readonly memberId: string;
  readonly state: MembershipState;
  readonly invitation: Invitation | null;
}

export interface WireGroup extends WireObject {
  readonly slug: string;
  readonly name: string;
  readonly description: string;
  readonly scopeId: string;
  readonly settings: WireSettings;
  readonly permissions: readonly string[];
  readonly memberCount: number;
}

export interface WireMembership {
  /** Null where the platform does not tell members of a group apart. */
  readonly role: string | null;
  readonly id: string;
  readonly groupId: string;
  readonly userId: string;
}

export interface WireNesting {
  readonly id: string;
  readonly parentId: string;
  readonly childId: string;
}

export interface WireAssignment extends WireObject {
  readonly scopeId: string;
  readonly principalType: 'member' | 'group';
  readonly principalId: string;
  readonly roleIds: readonly string[];
  /** Null where the platform does not tell. */
  readonly belowRoleIds: readonly string[] | null;
  readonly deniedRoleIds: readonly string[] | null;
}

const MEMBERSHIP_STATES = ['active', 'invited', 'deactivated', 'expired'] as const;
const MEMBER_STATES = [...MEMBERSHIP_STATES, 'outside'] as const;
const PRINCIPAL_TYPES = ['member', 'group'] as const;

export const scopeDecoder = (o: JsonObject): WireScope => ({
  id: idOf(o),
  version: o.whole('version'),
  slug: o.text('slug'),
  kind: o.text('kind'),
  parentId: o.textOrNull('parentId'),
  name: o.text('name'),
  settings: o.textMap('settings'),
});

export const roleDecoder = (o: JsonObject): WireRole => ({
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

export const memberDecoder = (o: JsonObject): WireMember => ({
  id: idOf(o),
  version: o.whole('version'),
  key: o.text('key'),
  state: oneOf(o, 'state', MEMBER_STATES),
  invitation: invitationOf(o),
});

export const scopeMemberDecoder = (o: JsonObject): WireScopeMember => ({
  id: idOf(o),
  version: o.whole('version'),
  scopeId: o.text('scopeId'),
  memberId: o.text('memberId'),
  state: oneOf(o, 'state', MEMBERSHIP_STATES),
  invitation: invitationOf(o),
});

export const groupDecoder = (o: JsonObject): WireGroup => ({
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

export const membershipDecoder = (o: JsonObject): WireMembership => ({
  role: o.textOrNull('role'),
  id: o.text('id'),
  groupId: o.text('groupId'),
  userId: o.text('userId'),
});

export const nestingDecoder = (o: JsonObject): WireNesting => ({
  id: o.text('id'),
  parentId: o.text('parentId'),
  childId: o.text('childId'),
});

export const assignmentDecoder = (o: JsonObject): WireAssignment => {
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
