import type { AttributeSpec } from '../../../resource/attribute-spec.ts';
import type { AttributesByType, ResourceTypeName } from '../../../resource/resource.ts';
import { type NamedType, RESOURCE_TYPES, type WordingName } from '../../../resource/resource-types.ts';
import type { Attribute, Attributes } from '../../provider/protocol/row.ts';

/**
 * What plain HCL sees of an organization: one block for each thing with a name of its own, and the roster of a scope.
 * Everything is known by its natural key, so a thing can be named before it is made, imported by what people call it,
 * and found again when a state was lost.
 */

export const TYPE_NAMES = [
  'bylaw_scope',
  'bylaw_role',
  'bylaw_group',
  'bylaw_member',
  'bylaw_assignment',
  'bylaw_roster',
] as const;

export type TypeName = (typeof TYPE_NAMES)[number];

/** The type of the named thing that a block is; null for what has no name. */
export function namedTypeOf(type: TypeName): NamedType | null {
  switch (type) {
    case 'bylaw_scope':
      return 'scope';
    case 'bylaw_role':
      return 'role';
    case 'bylaw_group':
      return 'group';
    case 'bylaw_member':
    case 'bylaw_assignment':
    case 'bylaw_roster':
      return null;
  }
}

/**
 * What the text of an attribute stands for, and so when two texts mean the same: people and patterns are spelled in
 * more than one way, and a spelling is no difference.
 */
export type AttributeMeaning =
  | 'text'
  | 'person'
  | 'principal'
  | 'state'
  | 'names'
  | 'permissions'
  | 'people'
  | 'settings'
  | 'roster';

export interface Column extends Attribute {
  readonly means: AttributeMeaning;
}

/** Version 0 is the form of the rows that `bylaw apply` keeps: names as maps to an empty text. */
export const SCHEMA_VERSION = 1;

type Shape = Pick<Column, 'means' | 'mode'> & { readonly doc?: string };

const VALUE_TYPES: { readonly [M in AttributeMeaning]: Attribute['type'] } = {
  text: 'string',
  person: 'string',
  principal: 'string',
  state: 'string',
  names: 'set',
  permissions: 'set',
  people: 'map',
  settings: 'map',
  roster: 'map',
};

/** One line for each attribute, but for texts to be read, of which there is no more to say. Null: Terraform has no use for it. */
type Shapes<T extends ResourceTypeName> = {
  readonly [K in Exclude<keyof AttributesByType[T], WordingName<T>>]: Shape | null;
} & { readonly [K in WordingName<T>]?: Shape };

const WORDING: Shape = { means: 'text', mode: 'optional-computed', doc: 'Left out: as it is.' };

function columns<T extends ResourceTypeName>(type: T, shapes: Shapes<T>): Readonly<Record<string, Column>> {
  const table: Readonly<Record<string, AttributeSpec>> = RESOURCE_TYPES[type].attributes;
  const made: Record<string, Column> = { id: ID };
  const written: Readonly<Record<string, Shape | null>> = { ...shapes };
  for (const [name, spec] of Object.entries(table)) {
    const shape = spec.isWording === true ? (written[name] ?? WORDING) : written[name];
    if (shape === null || shape === undefined) continue;
    made[spec.wire] = {
      type: VALUE_TYPES[shape.means],
      mode: shape.mode,
      means: shape.means,
      description: shape.doc === undefined ? spec.doc : `${spec.doc} ${shape.doc}`,
      ...(spec.role === 'identity' || spec.forcesReplace ? { replace: true } : {}),
    };
  }
  return made;
}

const ID: Column = {
  type: 'string',
  mode: 'computed',
  means: 'text',
  description: 'The natural key: what `terraform import` and the `id` of an `import` block take.',
};

const ASSIGNED_BESIDE = 'Only on platforms that have such. Authoritative where written; left out: as it is.';

const SETTINGS: Shape = {
  means: 'settings',
  mode: 'optional-computed',
  doc: 'A map from the name of a setting of the platform to its value. What is left out stays as it is.',
};

const LEFT_OUT = 'Left out, a new one has its name, and one that is there keeps what it has.';

export const COLUMNS: { readonly [T in TypeName]: Readonly<Record<string, Column>> } = {
  bylaw_scope: columns('scope', {
    path: {
      means: 'text',
      mode: 'required',
      doc: 'Names and the plural keys of kinds in turn: `acme/units/emea/workspaces/checkout`.',
    },
    kind: { means: 'text', mode: 'optional-computed', doc: 'Follows from the path.' },
    title: { means: 'text', mode: 'optional-computed', doc: LEFT_OUT },
    settings: SETTINGS,
    parent: { means: 'text', mode: 'optional-computed', doc: 'Follows from the path.' },
  }),
  bylaw_role: columns('role', {
    home: { means: 'text', mode: 'optional-computed', doc: 'Always the organization.' },
    name: { means: 'text', mode: 'required' },
    title: { means: 'text', mode: 'optional-computed', doc: LEFT_OUT },
    permissions: {
      means: 'permissions',
      mode: 'required',
      doc: 'Patterns such as `documents:*` stand for what the catalogue of the platform has.',
    },
    denies: {
      means: 'permissions',
      mode: 'optional-computed',
      doc: 'Only on platforms where a role can. Authoritative where written; left out: as it is.',
    },
    includes: {
      means: 'names',
      mode: 'optional-computed',
      doc: 'Authoritative where written; left out: as it is.',
    },
  }),
  bylaw_group: columns('group', {
    home: { means: 'text', mode: 'optional-computed', doc: 'Left out: the organization.' },
    name: { means: 'text', mode: 'required' },
    title: { means: 'text', mode: 'optional-computed', doc: LEFT_OUT },
    settings: SETTINGS,
    members: {
      means: 'people',
      mode: 'optional-computed',
      doc: 'A map from the key of each person to an empty text, `{ "dan@acme.com" = "" }`, or to a role in the group where the platform has such. With an empty text a new person is an ordinary member, and one who is there stays what they are. Authoritative: people who are not written are removed. Left out: as it is.',
    },
    groups: {
      means: 'names',
      mode: 'optional-computed',
      doc: 'As paths: `acme/qa-mobile`. Only where the platform stores groups in groups. Authoritative where written; left out: as it is.',
    },
    membershipRoles: null,
    permissions: {
      means: 'permissions',
      mode: 'optional-computed',
      doc: 'Only on platforms where groups carry permissions. Authoritative where written; left out: as it is.',
    },
  }),
  bylaw_member: columns('member', {
    scope: { means: 'text', mode: 'optional-computed', doc: 'Left out: the organization.' },
    member: {
      means: 'person',
      mode: 'required',
      doc: 'An e-mail address or user name, as the platform has it; letter case counts only where the platform says so.',
    },
    display: null,
    invitation: null,
    state: {
      means: 'state',
      mode: 'optional-computed',
      doc: '`active` or `deactivated`. An invitation that is not accepted yet counts as `active`. Left out: a new person becomes active, an expired invitation is sent again, and a deactivated person stays deactivated.',
    },
  }),
  bylaw_assignment: columns('assignment', {
    scope: { means: 'text', mode: 'required' },
    principal: {
      means: 'principal',
      mode: 'required',
      doc: '`member:dan@acme.com` or `group:acme/qa`.',
    },
    roles: { means: 'names', mode: 'required', doc: 'Authoritative for this principal on this scope.' },
    below: { means: 'names', mode: 'optional-computed', doc: ASSIGNED_BESIDE },
    denied: { means: 'names', mode: 'optional-computed', doc: ASSIGNED_BESIDE },
  }),
  bylaw_roster: {
    id: ID,
    scope: {
      type: 'string',
      mode: 'required',
      means: 'text',
      replace: true,
      description: 'Path of the scope whose assignments these are, all of them.',
    },
    roles: {
      type: 'map',
      mode: 'required',
      means: 'roster',
      description:
        'Who holds what: `member:dan@acme.com` or `group:acme/qa` to its roles, separated by commas; an empty text is attached only. `below:ROLE` holds on the scopes below alone, and `denied:ROLE` is denied, on platforms that have such. Authoritative: a principal who is not written loses everything held on this scope.',
    },
  },
};

export function attributesOf(type: TypeName): Attributes {
  return COLUMNS[type];
}

export const DESCRIPTIONS: { readonly [T in TypeName]: string } = {
  bylaw_scope:
    'A scope on which access is given: a unit, a workspace, a project, whatever kinds the platform has. The organization itself belongs to the platform and is no resource.',
  bylaw_role:
    'A custom role: a named set of permissions, on platforms that let people make roles. To give a role that is in use another name, write `lifecycle { create_before_destroy = true }` in its block: platforms do not delete a role that somebody holds, and so the new one is made and given first.',
  bylaw_group: 'A group and, where written, everybody who is in it.',
  bylaw_member: 'A person as a member of the organization, or of a scope that has members of its own.',
  bylaw_assignment:
    'What one principal holds on one scope. Use it beside others that somebody else manages; use `bylaw_roster` to own all of a scope, and never both for one scope.',
  bylaw_roster: 'Everybody who holds something on one scope. What is not written here is removed.',
};
