import type { Origin } from '../../source/origin.ts';
import type {
  ApiDescription,
  ListDescription,
  MemberRows,
  Paging,
  ReadRows,
  TakenFrom,
} from '../described/description/api-description.ts';
import type { DescribedValue, PathPart, RefValue } from '../described/description/value-description.ts';
import { GROUP_LEAVES, REFERENCE_LEAVES, USER_LEAVES } from './scim-attributes.ts';
import type { ScimDialect } from './scim-dialect.ts';

/** Names of lists: a group's own answer is a list for each group. */
export const USERS = 'users';
export const GROUPS = 'groups';
export const SINGLE_GROUPS = 'group';

/** What the proofs of lists read by: the two lists of SCIM in a dialect, and what of people and groups stands in them. */
export function scimDescription(dialect: ScimDialect, base: string): ApiDescription {
  const origin: Origin = { from: 'live', url: base };
  const lists = [
    listOf(USERS, '/Users', dialect, origin, userLeaves(dialect)),
    listOf(GROUPS, '/Groups', dialect, origin, groupLeaves(dialect)),
    ...(dialect.members === 'group' ? [singleGroups(dialect, origin)] : []),
  ];
  return {
    name: 'scim',
    description: 'SCIM 2.0',
    base: '',
    version: null,
    auth: { by: 'bearer', variable: 'SCIM_TOKEN', word: 'Bearer' },
    seesAll: null,
    headers: {},
    settles: 0,
    pace: { inFlight: 1, perMinute: null },
    errors: { inBody: null, already: [], gone: [], changed: [] },
    slashes: 'none',
    consistent: { by: 'twice' },
    lists: new Map(lists.map((list) => [list.name, list])),
    entries: entriesIn(dialect, origin),
    effective: [],
    // Writes go by the dialect, and not by requests of a file.
    write: new Map(),
  };
}

/** One group's own answer, as a list for each group. */
export function singleGroups(dialect: ScimDialect, origin: Origin): ListDescription {
  const get: readonly PathPart[] = [
    { is: 'text', text: '/Groups/' },
    { is: 'field', path: ['id'] },
  ];
  const whole = { by: 'unpaged' } as const;
  const list = listOf(SINGLE_GROUPS, '', dialect, origin, groupLeaves(dialect));
  return { ...list, get, around: GROUPS, paging: { by: 'none' }, whole };
}

function listOf(
  name: string,
  path: string,
  dialect: ScimDialect,
  origin: Origin,
  leaves: readonly string[],
): ListDescription {
  const paging: Paging =
    dialect.paging === 'none'
      ? { by: 'none' }
      : { by: 'offset', at: 'startIndex', first: 1, size: 'count', most: dialect.count };
  return {
    name,
    origin,
    get: [{ is: 'text', text: path }],
    query: new Map(),
    body: null,
    around: null,
    items: ['Resources'],
    id: [['id']],
    paging,
    whole: { by: 'total', path: ['totalResults'] },
    cut: null,
    leaves: new Set([...leaves, ...dialect.leaves]),
    leavesRows: [],
  };
}

function userLeaves({ members }: ScimDialect): readonly string[] {
  return [
    ...USER_LEAVES,
    ...(members === 'user' ? REFERENCE_LEAVES.map((leaf) => `groups.[].${leaf}`) : ['groups']),
  ];
}

function groupLeaves({ members }: ScimDialect): readonly string[] {
  const references = ['people', 'nested'].flatMap((list) =>
    REFERENCE_LEAVES.map((leaf) => `${list}.[].${leaf}`),
  );
  // In the answer of a list that does not tell them, they are neither read nor left: where they stand, the dialect is wrong.
  return members === 'user' ? [...GROUP_LEAVES, ...references] : [...GROUP_LEAVES, ...references, 'members'];
}

const path = (name: string, around: string | null = null): DescribedValue => ({
  is: 'path',
  path: [name],
  around,
});

const ref = (list: string, by: DescribedValue): RefValue => ({ is: 'ref', list, by: [by] });

function entriesIn(dialect: ScimDialect, origin: Origin): readonly ReadRows[] {
  const from = (list: string, each: string | null = null): TakenFrom => ({
    from: list,
    each: each === null ? null : [each],
    where: [],
    origin,
  });
  const inGroup = ref(GROUPS, path('id', GROUPS));
  const inside = ref(USERS, path('value'));
  const rest = { home: null, description: null, permissions: null, memberCount: null, settings: new Map() };
  return [
    memberRows(dialect, from(USERS)),
    { gives: 'group', ...from(GROUPS), key: path('slug'), title: path('displayName'), ...rest },
    dialect.members === 'user'
      ? {
          gives: 'membership',
          ...from(USERS, 'groups'),
          group: ref(GROUPS, path('value')),
          member: ref(USERS, path('id', USERS)),
          role: null,
        }
      : { gives: 'membership', ...from(GROUPS, 'people'), group: inGroup, member: inside, role: null },
    // Of groups whose people stand in each person, nobody tells the groups inside.
    ...(dialect.members === 'user' && dialect.nests
      ? []
      : [
          {
            gives: 'nesting' as const,
            ...from(GROUPS, 'nested'),
            group: inGroup,
            child: ref(GROUPS, path('value')),
          },
        ]),
  ];
}

/** Words that servers have for true and false. */
const ACTIVE = new Map(
  ['true', 'True', 'TRUE', 'false', 'False', 'FALSE'].map((word) => [
    word,
    word.toLowerCase() === 'true' ? 'active' : 'deactivated',
  ]),
);

function memberRows({ person, active }: ScimDialect, from: TakenFrom): MemberRows {
  return {
    gives: 'member',
    ...from,
    who: { by: 'key', key: path(person) },
    state:
      active === 'untold'
        ? { is: 'const', text: 'active' }
        : { is: 'map', of: path('active'), words: ACTIVE },
    invitation: { sent: null, sentAt: null, expiresAt: null },
  };
}
