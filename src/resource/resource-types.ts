import type { Origin } from '../source/origin.ts';
import type { Address } from './address.ts';
import { assignmentAddress, groupAddress, memberAddress, roleAddress, scopeAddress } from './address.ts';
import {
  type AttributeSpec,
  type AttributeTable,
  choicesOf,
  display,
  entries,
  fixed,
  identity,
  links,
  prose,
  settings,
  text,
  wording,
} from './attribute-spec.ts';
import { groupPath, lastName, parentScope, principalKey } from './identifiers.ts';
import {
  type AttributesByType,
  type Entries,
  NO_ENTRIES,
  type Resource,
  type ResourceOf,
  type ResourceTypeName,
} from './resource.ts';

export interface ResourceType<T extends ResourceTypeName> {
  readonly name: T;
  readonly attributes: AttributeTable<AttributesByType[T]>;
  readonly address: (attributes: AttributesByType[T]) => Address;
}

const scope = {
  name: 'scope',
  attributes: {
    path: identity('path', 'Path of names from the organization.'),
    kind: fixed('kind', 'Kind of scope, one of the platform’s.', () => ''),
    title: wording('title', 'Display name.', ({ path }) => lastName(String(path))),
    settings: settings('What it is set to: each setting of the platform with its value.'),
    parent: fixed('parent', 'Path of the scope above; null for the organization.', ({ path }) =>
      parentScope(String(path)),
    ),
  },
  address: (a) => scopeAddress(a.path),
} satisfies ResourceType<'scope'>;

const role = {
  name: 'role',
  attributes: {
    home: identity('home', 'Scope in which the role is defined.'),
    name: identity('name', 'Key by which assignments name the role.'),
    title: wording('title', 'Display name.', ({ name }) => String(name)),
    description: prose('description', 'What the role is for.'),
    permissions: entries('permissions', 'Permissions the role gives, patterns expanded.'),
    denies: entries('denies', 'Permissions the role takes away, patterns expanded.'),
    includes: entries('includes', 'Roles whose permissions it gives too.'),
  },
  address: (a) => roleAddress(a.home, a.name),
} satisfies ResourceType<'role'>;

const member = {
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
  },
  address: (a) => memberAddress(a.scope, a.member),
} satisfies ResourceType<'member'>;

const group = {
  name: 'group',
  attributes: {
    home: identity('home', 'Scope in which the group lives.'),
    name: identity('name', 'Slug of the group.'),
    title: wording('title', 'Display name.', ({ name }) => String(name)),
    description: prose('description', 'What the group is for.'),
    settings: settings('What it is set to; nobody’s access depends on it.'),
    members: links('members', 'People in the group.'),
    membershipRoles: choicesOf(
      'members',
      'membership-roles',
      'What people are in the group, where not the ordinary thing.',
    ),
    groups: links('groups', 'Child groups, whose members are members of this group.'),
    permissions: entries('permissions', 'Permissions the group carries at its home scope.'),
  },
  address: (a) => groupAddress(groupPath(a.home, a.name)),
} satisfies ResourceType<'group'>;

const assignment = {
  name: 'assignment',
  attributes: {
    scope: identity('scope', 'Scope the roles are assigned on.'),
    principal: identity('principal', 'Who holds them: a member or a group.'),
    roles: entries('roles', 'Roles held; none of any kind means attached only.'),
    below: entries('below', 'Roles held on the scopes below, and not on this one.'),
    denied: entries('denied', 'Roles of which all that they give is taken away.'),
  },
  address: (a) => assignmentAddress(a.scope, principalKey(a.principal)),
} satisfies ResourceType<'assignment'>;

const TYPES = { scope, role, member, group, assignment };

export const RESOURCE_TYPES: { readonly [T in ResourceTypeName]: ResourceType<T> } = TYPES;

type TableOf<T extends ResourceTypeName> = (typeof TYPES)[T]['attributes'];

/** The names of the attributes that one update of a thing sets, all of them together. */
type OwnName<T extends ResourceTypeName> = {
  [K in keyof TableOf<T>]: TableOf<T>[K] extends { role: 'text'; forcesReplace: false }
    ? K
    : TableOf<T>[K] extends { role: 'entries' }
      ? TableOf<T>[K] extends { isLinked: true }
        ? never
        : K
      : never;
}[keyof TableOf<T>] &
  keyof AttributesByType[T];

/** What one update of a thing sets: all but its identity, what cannot change, and what is written entry by entry. */
export type OwnAttributes<T extends ResourceTypeName> = Pick<AttributesByType[T], OwnName<T>>;

type IdentityName<T extends ResourceTypeName> = {
  [K in keyof TableOf<T>]: TableOf<T>[K] extends { role: 'identity' } ? K : never;
}[keyof TableOf<T>] &
  keyof AttributesByType[T];

/** The names of texts that are there to be read by people. */
export type WordingName<T extends ResourceTypeName> = {
  [K in keyof TableOf<T>]: TableOf<T>[K] extends { isWording: true } ? K : never;
}[keyof TableOf<T>] &
  keyof AttributesByType[T];

/** What names a thing, and anything else that is known of it. */
export type SomeAttributes<T extends ResourceTypeName> = Pick<AttributesByType[T], IdentityName<T>> &
  Partial<AttributesByType[T]>;

/** The table of a type, by the name of each attribute. */
export function specsOf(type: ResourceTypeName): readonly (readonly [string, AttributeSpec])[] {
  return Object.entries<AttributeSpec>(RESOURCE_TYPES[type].attributes);
}

export function isOwn({ role, forcesReplace, isLinked }: AttributeSpec): boolean {
  return (role === 'text' && !forcesReplace) || (role === 'entries' && isLinked !== true);
}

export function ownAttributes<T extends ResourceTypeName>(
  type: T,
  attributes: OwnAttributes<T>,
): OwnAttributes<T> {
  const values: Readonly<Record<string, unknown>> = { ...attributes };
  const own = specsOf(type).flatMap(([name, spec]) => (isOwn(spec) ? [[name, values[name]] as const] : []));
  return Object.fromEntries(own) as OwnAttributes<T>;
}

/** Things that have a name and a row of their own. */
export type NamedType = 'scope' | 'role' | 'group';

/** Things of which much can be left unsaid. */
export type SparseType = NamedType | 'assignment';

/** A thing of which only some is known: what nobody says of it has its default. */
export function attributesWith<T extends SparseType>(type: T, some: SomeAttributes<T>): AttributesByType[T] {
  const values: Readonly<Record<string, unknown>> = { ...some };
  const whole = specsOf(type).map(
    ([name, spec]) => [name, name in values ? values[name] : unwrittenValue(spec, values)] as const,
  );
  return Object.fromEntries(whole) as unknown as AttributesByType[T];
}

function unwrittenValue(
  spec: AttributeSpec,
  identity: Readonly<Record<string, unknown>>,
): string | null | Entries {
  return spec.role === 'entries' ? NO_ENTRIES : unwrittenText(spec, identity);
}

/** What a text is where nobody says it. */
export function unwrittenText(
  { unwritten }: AttributeSpec,
  identity: Readonly<Record<string, unknown>>,
): string | null {
  return unwritten === undefined ? '' : unwritten(identity);
}

export function addressOf<T extends ResourceTypeName>(type: T, attributes: AttributesByType[T]): Address {
  return RESOURCE_TYPES[type].address(attributes);
}

/** The identity within an organization, without the type prefix. */
export function keyOf({ type, address }: Resource): string {
  return address.slice(type.length + 1);
}

/**
 * The one way to make a resource. Texts are composed (NFC): terraform composes every string it is handed, so a
 * decomposed title would differ from itself after an apply. `address`: where it has been made of the same attributes.
 */
export function resource<T extends ResourceTypeName>(
  type: T,
  attributes: AttributesByType[T],
  origin: Origin,
  address: Address = addressOf(type, attributes),
): ResourceOf<T> {
  return { type, address, attributes: composed(type, attributes), origin };
}

/** A thing of which only some is known: what nobody says of it has its default. */
export function resourceWith<T extends SparseType>(
  type: T,
  some: SomeAttributes<T>,
  origin: Origin,
): ResourceOf<T> {
  return resource(type, attributesWith(type, some), origin);
}

const TEXTS: { readonly [T in ResourceTypeName]: readonly (keyof AttributesByType[T])[] } = {
  scope: textsOf('scope'),
  role: textsOf('role'),
  member: textsOf('member'),
  group: textsOf('group'),
  assignment: textsOf('assignment'),
};

function textsOf<T extends ResourceTypeName>(type: T): readonly (keyof AttributesByType[T])[] {
  const table: AttributeTable<AttributesByType[T]> = RESOURCE_TYPES[type].attributes;
  const names = Object.keys(table) as (keyof AttributesByType[T])[];
  return names.filter((name) => table[name].role === 'text');
}

function composed<T extends ResourceTypeName>(type: T, attributes: AttributesByType[T]): AttributesByType[T] {
  let result = attributes;
  for (const name of TEXTS[type]) {
    const value = attributes[name];
    if (typeof value !== 'string') continue;
    const form = value.normalize('NFC');
    if (form === value) continue;
    result = { ...result, [name]: form };
  }
  return result;
}

export function entriesFrom(keys: Iterable<string>, origin: Origin): Entries {
  const map = new Map<string, Origin>();
  for (const key of keys) map.set(key, origin);
  return map;
}
