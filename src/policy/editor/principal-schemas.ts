import type { ScopeKind } from '../../platform/platform-definition.ts';
import { GRANT_KEYS } from '../document-types.ts';
import type { EditorContext } from './editor-context.ts';
import { type Choice, type Definitions, type JsonSchema, partOf, partsOf, reference } from './json-schema.ts';
import { otherSpellings, peopleOf } from './reference-schemas.ts';

/** Members and groups as they are written on one kind of scope. */
export function principalSchemas(
  kind: ScopeKind,
  editorContext: EditorContext,
  basis: Definitions,
): Definitions {
  const { platform } = editorContext;
  const home = platform.groups.homes.includes(kind.name);
  const group = partOf(basis, home ? 'group' : 'group-mention');
  return {
    [`member-${kind.name}`]: memberOf(kind, editorContext, partOf(basis, 'member')),
    [`members-${kind.name}`]: membersOf(kind, editorContext, partOf(basis, 'members')),
    [`group-${kind.name}`]: withRoles(group, kind),
    [`groups-${kind.name}`]: groupsOf(kind, home, editorContext, partOf(basis, 'groups')),
  };
}

function memberOf(kind: ScopeKind, { platform }: EditorContext, base: JsonSchema): JsonSchema {
  const { state, ...properties } = partsOf(withRoles(base, kind), 'properties');
  // A state belongs to a membership: people who are only given something on a scope have none there.
  const owned = kind.name === platform.root || kind.members;
  const states = platform.members.deactivation ? {} : { enum: ['active'] };
  return { ...base, properties: owned ? { ...properties, state: { ...state, ...states } } : properties };
}

function withRoles(base: JsonSchema, kind: ScopeKind): JsonSchema {
  const properties = partsOf(base, 'properties');
  const given = GRANT_KEYS.filter((key) => properties[key] !== undefined);
  if (given.length === 0) return base;
  const lists = given.map((key) => [key, reference(`${key}-${kind.name}`)] as const);
  return { ...base, properties: { ...properties, ...Object.fromEntries(lists) } };
}

/** Where people become members any key can be written; elsewhere they are those who are members already. */
function membersOf(kind: ScopeKind, { platform, names }: EditorContext, base: JsonSchema): JsonSchema {
  const entry = reference(`member-${kind.name}`);
  const open = { ...base, additionalProperties: entry };
  if (names === null) return open;
  const joins = kind.name === platform.root || kind.members;
  const people = kind.name === platform.root ? names.members : peopleOf(names);
  const known = { ...open, properties: offered(people, entry, 'Member') };
  if (joins) return known;
  const others = people.length === 0 ? [] : otherSpellings(people, platform);
  return {
    ...known,
    patternProperties: Object.fromEntries(others.map((pattern) => [pattern, entry])),
    additionalProperties: TOMBSTONE,
  };
}

const TOMBSTONE: JsonSchema = {
  title: 'Nobody of the organization',
  description:
    'Nobody of that name is written under members of the organization: only absent: true is possible.',
  type: 'object',
  required: ['absent'],
  properties: { absent: reference('absent') },
  additionalProperties: false,
};

/** Groups are defined at their homes, under any name; elsewhere they are those that are defined. */
function groupsOf(kind: ScopeKind, home: boolean, { names }: EditorContext, base: JsonSchema): JsonSchema {
  const entry = reference(`group-${kind.name}`);
  const open = { ...base, additionalProperties: entry };
  if (names === null) return open;
  if (home) return { ...open, properties: offered(names.groups, entry, 'Group') };
  return {
    ...open,
    properties: offered([...names.groups, ...names.absentGroups], entry, 'Group'),
    additionalProperties: false,
  };
}

function offered(choices: readonly Choice[], entry: JsonSchema, title: string): Definitions {
  return Object.fromEntries(
    choices.map(({ value, description }) => [value, { ...entry, title, description }]),
  );
}
