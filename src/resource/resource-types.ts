import type { Origin } from '../source/origin.ts';
import { principalKey } from './identifiers.ts';
import type {
  Address,
  AssignmentAttributes,
  AttributesByType,
  Entries,
  GroupAttributes,
  MemberAttributes,
  ResourceOf,
  ResourceTypeName,
  RoleAttributes,
  ScopeAttributes,
} from './resource.ts';

/**
 * How one attribute behaves. `identity` is part of the address and never differs between two resources compared;
 * `text` is one value; `entries` is a set of keys compared entry by entry; `display` is shown, never compared.
 */
export type AttributeRole = 'identity' | 'text' | 'entries' | 'display';

export interface AttributeSpec {
  /** Name on the wire, in Terraform rows and in reports. */
  readonly wire: string;
  readonly role: AttributeRole;
  /** A change cannot be made in place. */
  readonly forcesReplace: boolean;
  readonly doc: string;
  /**
   * Live values that nobody decided on: where no document speaks of the attribute, its default stands for them under
   * either authority. Absent: there are none.
   */
  readonly undecided?: (live: string | null) => boolean;
  /** When a live value satisfies a desired one although the texts differ; absent: only when equal. */
  readonly satisfies?: (desired: string | null, live: string | null) => boolean;
}

/** One row for each attribute: leaving one out does not compile. */
type AttributeTable<A> = { readonly [K in keyof A]-?: AttributeSpec };

export interface ResourceType<T extends ResourceTypeName> {
  readonly name: T;
  readonly attributes: AttributeTable<AttributesByType[T]>;
  /** The identity within an organization, without the type prefix. */
  readonly key: (attributes: AttributesByType[T]) => string;
}

const identity = (wire: string, doc: string): AttributeSpec => ({
  wire,
  role: 'identity',
  forcesReplace: true,
  doc,
});
const text = (wire: string, doc: string): AttributeSpec => ({
  wire,
  role: 'text',
  forcesReplace: false,
  doc,
});
const fixed = (wire: string, doc: string): AttributeSpec => ({
  wire,
  role: 'text',
  forcesReplace: true,
  doc,
});
const entries = (wire: string, doc: string): AttributeSpec => ({
  wire,
  role: 'entries',
  forcesReplace: false,
  doc,
});
const display = (wire: string, doc: string): AttributeSpec => ({
  wire,
  role: 'display',
  forcesReplace: false,
  doc,
});

const scope: ResourceType<'scope'> = {
  name: 'scope',
  attributes: {
    path: identity('path', 'Path of names from the organization.'),
    kind: fixed('kind', 'Kind of scope, one of the platform’s.'),
    title: text('title', 'Display name.'),
    parent: fixed('parent', 'Path of the scope above; null for the organization.'),
  } satisfies AttributeTable<ScopeAttributes>,
  key: (a) => a.path,
};

const role: ResourceType<'role'> = {
  name: 'role',
  attributes: {
    home: identity('home', 'Scope in which the role is defined.'),
    name: identity('name', 'Key by which assignments name the role.'),
    title: text('title', 'Display name.'),
    description: text('description', 'What the role is for.'),
    permissions: entries('permissions', 'Permissions the role gives, patterns expanded.'),
    includes: entries('includes', 'Roles whose permissions it gives too.'),
  } satisfies AttributeTable<RoleAttributes>,
  key: (a) => `${a.home}/${a.name}`,
};

const member: ResourceType<'member'> = {
  name: 'member',
  attributes: {
    scope: identity('scope', 'The scope the person is a member of.'),
    member: identity('member', 'The person’s key, in comparable form.'),
    display: display('display', 'The key as written or as the platform shows it.'),
    state: {
      ...text('state', 'active, invited, deactivated or expired.'),
      // A pending invitation is on its way to what is wanted: inviting again would be noise, or lock people out.
      satisfies: (desired, live) => desired === live || (desired === 'active' && live === 'invited'),
      // Nobody decides that an invitation waits or runs out: who is written is to be a member.
      undecided: (live) => live === 'invited' || live === 'expired',
    },
    invitation: display('invitation', 'How often and when an invitation was sent, and when it expires.'),
  } satisfies AttributeTable<MemberAttributes>,
  key: (a) => `${a.scope}/${a.member}`,
};

const group: ResourceType<'group'> = {
  name: 'group',
  attributes: {
    home: identity('home', 'Scope in which the group lives.'),
    name: identity('name', 'Slug of the group.'),
    title: text('title', 'Display name.'),
    description: text('description', 'What the group is for.'),
    members: entries('members', 'People in the group.'),
    groups: entries('groups', 'Child groups, whose members are members of this group.'),
    permissions: entries('permissions', 'Permissions the group carries at its home scope.'),
  } satisfies AttributeTable<GroupAttributes>,
  key: (a) => `${a.home}/${a.name}`,
};

const assignment: ResourceType<'assignment'> = {
  name: 'assignment',
  attributes: {
    scope: identity('scope', 'Scope the roles are assigned on.'),
    principal: identity('principal', 'Who holds them: a member or a group.'),
    roles: entries('roles', 'Roles held; none means attached only.'),
  } satisfies AttributeTable<AssignmentAttributes>,
  key: (a) => `${a.scope}|${principalKey(a.principal)}`,
};

export const RESOURCE_TYPES: { readonly [T in ResourceTypeName]: ResourceType<T> } = {
  scope,
  role,
  member,
  group,
  assignment,
};

export function addressOf<T extends ResourceTypeName>(type: T, attributes: AttributesByType[T]): Address {
  return `${type}:${RESOURCE_TYPES[type].key(attributes)}`;
}

/**
 * The one way to make a resource. Texts are composed (NFC): terraform composes every string it is handed, so a
 * decomposed title would differ from itself after an apply.
 */
export function resource<T extends ResourceTypeName>(
  type: T,
  attributes: AttributesByType[T],
  origin: Origin,
): ResourceOf<T> {
  return { type, address: addressOf(type, attributes), attributes: composed(type, attributes), origin };
}

function composed<T extends ResourceTypeName>(type: T, attributes: AttributesByType[T]): AttributesByType[T] {
  const table: Readonly<Record<string, AttributeSpec>> = RESOURCE_TYPES[type].attributes;
  let result: Record<string, unknown> | null = null;
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value !== 'string' || table[name]?.role !== 'text') continue;
    const form = value.normalize('NFC');
    if (form === value) continue;
    result ??= { ...attributes };
    result[name] = form;
  }
  return (result ?? attributes) as AttributesByType[T];
}

export function entriesFrom(keys: Iterable<string>, origin: Origin): Entries {
  const map = new Map<string, Origin>();
  for (const key of keys) map.set(key, origin);
  return map;
}
