import { choicesIn } from '../../../resource/choices.ts';
import { grantWords } from '../../../resource/grant-words.ts';
import { type GroupPath, principalKey, type ScopePath } from '../../../resource/identifiers.ts';
import type {
  AssignmentResource,
  Entries,
  GroupResource,
  MemberResource,
  RoleResource,
  ScopeResource,
} from '../../../resource/resource.ts';
import { keyOf, specsOf } from '../../../resource/resource-types.ts';
import { groupBy, type ReadonlyListsByKey } from '../../../source/lists-by-key.ts';
import type { Row, RowValue } from '../protocol/row.ts';
import { escapeKey } from './map-key.ts';
import type { RowTypeName } from './row-tables.ts';

/** One Terraform resource instance before it has a block name. */
export interface RowInstance {
  readonly type: RowTypeName;
  /** Natural key within the type: a path. */
  readonly key: string;
  readonly row: Row;
}

type RowMap = Readonly<Record<string, string>>;

/** A thing with a name, attribute by attribute of its table. */
export function namedRow(resource: ScopeResource | RoleResource | GroupResource): RowInstance {
  const { type } = resource;
  const key = keyOf(resource);
  const values: Readonly<Record<string, unknown>> = { ...resource.attributes };
  const specs = specsOf(type);
  const cells = specs.flatMap(([name, { wire, choice }]): readonly (readonly [string, RowValue])[] => {
    if (choice !== undefined) return choice.of === null ? [[wire, choiceMap(values[name])]] : [];
    // What is chosen for each entry of a list is told as its value.
    const chosen = specs.find(([, spec]) => spec.choice?.of === name);
    return [
      [wire, cell(values[name], chosen === undefined ? NOTHING : choicesIn(entriesOf(values[chosen[0]])))],
    ];
  });
  return { type: `bylaw_${type}`, key, row: { id: key, ...Object.fromEntries(cells) } };
}

const NOTHING: ReadonlyMap<string, string> = new Map();

function choiceMap(value: unknown): RowMap {
  return sortedMap([...choicesIn(entriesOf(value))]);
}

function entriesOf(value: unknown): Entries {
  if (value instanceof Map) return value;
  throw new Error('an attribute of entries has none');
}

function cell(value: unknown, chosen: ReadonlyMap<string, string>): RowValue {
  if (value instanceof Map) return sortedMap([...value.keys()].map((key) => [key, chosen.get(key) ?? '']));
  if (typeof value === 'string' || value === null) return value;
  throw new Error(`a ${typeof value} has no form in a row`);
}

export function membersRow(scope: ScopePath, members: readonly MemberResource[]): RowInstance {
  return {
    type: 'bylaw_members',
    key: scope,
    row: {
      id: scope,
      scope,
      // A pending invitation is on its way to active: to Terraform the two are one value, so neither is a diff.
      members: sortedMap(
        members.map(({ attributes: a }) => [a.member, a.state === 'invited' ? 'active' : a.state]),
      ),
    },
  };
}

/** What happens to a person at the very end: `` is leaving the scope. */
export type Departure = '' | 'deactivated';

/** A place in a group: `acme/qa|member:dan@acme.com`, or of a child group `acme/qa|group:acme/mobile`. */
export type GroupMembershipKey = string;

export function groupMembershipKey(
  group: GroupPath,
  type: 'member' | 'group',
  entry: string,
): GroupMembershipKey {
  return `${group}|${type}:${entry}`;
}

/** What of an assignment is taken at the end: `acme/projects/x|member:dan` to `kept|taken`, or `-` for all of it. */
export type RemovedRoles = ReadonlyMap<string, string>;

/** A scope that is closed at the end: its row as it is until then, and as it is after. */
export interface ScopeClosing {
  readonly before: Row;
  readonly after: Row;
}

export type ScopeClosings = ReadonlyMap<ScopePath, ScopeClosing>;

export interface RowDepartures {
  readonly people?: ReadonlyMap<string, Departure>;
  readonly places?: readonly GroupMembershipKey[];
  readonly roles?: RemovedRoles;
  readonly closings?: ScopeClosings;
}

export function departuresRow(
  scope: ScopePath,
  { people = new Map(), places = [], roles = new Map(), closings = new Map() }: RowDepartures,
): RowInstance {
  const row = {
    id: scope,
    scope,
    members: sortedMap([...people]),
    places: sortedMap(places.map((place) => [place, ''])),
    roles: sortedMap([...roles]),
    closed: sortedMap(
      [...closings].map(([path, { before, after }]) => [path, JSON.stringify([before, after])]),
    ),
  };
  return { type: 'bylaw_departures', key: scope, row };
}

export function rosterRow(
  scope: ScopePath,
  assignments: readonly AssignmentResource[],
  type: 'bylaw_roster' | 'bylaw_group_roster' = 'bylaw_roster',
): RowInstance {
  return {
    type,
    key: scope,
    row: {
      id: scope,
      scope,
      roles: sortedMap(
        assignments.map(({ attributes: a }) => [principalKey(a.principal), grantWords(a).join(',')]),
      ),
    },
  };
}

/** Members and assignments grouped by the scope they stand on, for rows that gather a whole scope. */
export function byScope<R extends MemberResource | AssignmentResource>(
  resources: readonly R[],
): ReadonlyListsByKey<ScopePath, R> {
  return groupBy(resources, ({ attributes }) => attributes.scope);
}

/** A plain object without a prototype: a person may be called `constructor`. */
function sortedMap(pairs: readonly (readonly [string, string])[]): RowMap {
  const map: Record<string, string> = Object.create(null);
  for (const [key, value] of [...pairs].sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0)))
    map[escapeKey(key)] = value;
  return map;
}
