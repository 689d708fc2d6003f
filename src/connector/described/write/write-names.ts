import type { SetOf, WrittenKind } from '../description/write-description.ts';
import type { IdentityType } from '../read/row-identities.ts';

/** How surely a write has something by a name. */
export type Certainty = 'always' | 'maybe';

/** Texts and things by name. */
export interface NamedEnds {
  /** Texts as they are written. */
  readonly texts: Readonly<Record<string, Certainty>>;
  /** Things that are live: a name alone is what documents call it, with more it is a field of its row. */
  readonly things: Readonly<Record<string, { readonly type: IdentityType; readonly certainty: Certainty }>>;
}

/** What each item of a list is: a text, the row that gives a permission, or things by name. */
export type ListItem = 'text' | 'row' | NamedEnds;

/** What a row is that of. */
export type RowOf = SetOf | 'permission';

/** What a thing is to be called where one name stands for both of documents: the title, of which readers make the name. */
export const TITLED_NAME = 'called';

/** What can be named in the requests of a write, and what has to be. */
export interface WriteNames extends NamedEnds {
  readonly lists: Readonly<Record<string, ListItem>>;
  /** The row of the membership, the nesting or the assignment itself. */
  readonly row: RowOf | null;
  readonly settings: boolean;
  /** Of each, one has to be said: what a request does not say is another write. */
  readonly needs: readonly (readonly string[])[];
  /** Names that `when` can ask for, beside those that may be absent. */
  readonly when: readonly string[];
}

const NONE = { texts: {}, things: {}, lists: {}, row: null, settings: false, needs: [], when: [] } as const;

const GROUP = { type: 'group', certainty: 'always' } as const;
const MEMBER = { type: 'member', certainty: 'always' } as const;
const SCOPE = { type: 'scope', certainty: 'always' } as const;
const ROLE = { type: 'role', certainty: 'always' } as const;
/** What is given to one of the two. */
const PRINCIPAL = {
  member: { type: 'member', certainty: 'maybe' },
  group: { type: 'group', certainty: 'maybe' },
} as const;

const OF_ROLE = { texts: {}, things: { role: ROLE } } as const;

const ROLE_TEXTS = { name: 'always', title: 'always', called: 'always', description: 'always' } as const;
const ROLE_LISTS = {
  permissions: 'text',
  denies: 'text',
  includes: OF_ROLE,
} as const;
const ASSIGNED = {
  roles: OF_ROLE,
  below: OF_ROLE,
  denied: OF_ROLE,
} as const;

/** Of each kind of write, what its requests can name. */
export const WRITE_NAMES: Readonly<Record<WrittenKind, WriteNames>> = {
  'create-scope': {
    ...NONE,
    texts: { name: 'always', kind: 'always', title: 'always', called: 'always' },
    things: { parent: SCOPE },
    settings: true,
    needs: [['name']],
    when: ['kind', 'parent'],
  },
  'update-scope': {
    ...NONE,
    texts: { name: 'maybe', title: 'always', called: 'always' },
    things: { scope: SCOPE },
    settings: true,
    needs: [['scope']],
    when: ['scope'],
  },
  'delete-scope': { ...NONE, things: { scope: SCOPE }, needs: [['scope']], when: ['scope'] },
  'create-role': {
    ...NONE,
    texts: ROLE_TEXTS,
    lists: ROLE_LISTS,
    needs: [['name']],
    when: Object.keys(ROLE_LISTS),
  },
  'update-role': {
    ...NONE,
    texts: { ...ROLE_TEXTS, name: 'maybe' },
    things: { role: ROLE },
    lists: { ...ROLE_LISTS, added: 'text', removed: 'row' },
    needs: [['role']],
    when: ['role', ...Object.keys(ROLE_LISTS)],
  },
  'delete-role': { ...NONE, things: { role: ROLE }, needs: [['role']], when: ['role'] },
  'add-member': {
    ...NONE,
    texts: { key: 'always', state: 'always' },
    things: {
      scope: { type: 'scope', certainty: 'maybe' },
      member: { type: 'member', certainty: 'maybe' },
    },
    needs: [['key', 'member']],
    when: ['scope', 'state'],
  },
  'set-member-state': {
    ...NONE,
    texts: { state: 'always' },
    things: { member: MEMBER, scope: SCOPE },
    needs: [['member'], ['state']],
    when: ['scope', 'state'],
  },
  'resend-invitation': {
    ...NONE,
    things: { member: MEMBER, scope: SCOPE },
    needs: [['member']],
    when: ['scope'],
  },
  'remove-member': {
    ...NONE,
    things: { member: MEMBER, scope: SCOPE },
    needs: [['member']],
    when: ['scope'],
  },
  'create-group': {
    ...NONE,
    texts: { name: 'always', title: 'always', called: 'always', description: 'always' },
    things: { home: SCOPE },
    lists: { permissions: 'text' },
    settings: true,
    needs: [['name']],
    when: ['home', 'permissions'],
  },
  'update-group': {
    ...NONE,
    texts: { name: 'maybe', title: 'always', called: 'always', description: 'always' },
    things: { group: GROUP },
    lists: { permissions: 'text' },
    settings: true,
    needs: [['group']],
    when: ['group', 'permissions'],
  },
  'delete-group': { ...NONE, things: { group: GROUP }, needs: [['group']], when: ['group'] },
  'add-group-member': {
    ...NONE,
    texts: { role: 'maybe' },
    things: { group: GROUP, member: MEMBER },
    needs: [['group'], ['member']],
    when: ['role', 'group'],
  },
  'set-membership-role': {
    ...NONE,
    texts: { role: 'maybe' },
    things: { group: GROUP, member: MEMBER },
    row: 'membership',
    needs: [['group', 'row'], ['member', 'row'], ['role']],
    when: ['role'],
  },
  'remove-group-member': {
    ...NONE,
    things: { group: GROUP, member: MEMBER },
    row: 'membership',
    needs: [
      ['group', 'row'],
      ['member', 'row'],
    ],
    when: ['group'],
  },
  'nest-group': {
    ...NONE,
    things: { group: GROUP, child: GROUP },
    needs: [['group'], ['child']],
    when: ['group', 'child'],
  },
  'unnest-group': {
    ...NONE,
    things: { group: GROUP, child: GROUP },
    row: 'nesting',
    needs: [
      ['group', 'row'],
      ['child', 'row'],
    ],
    when: ['group', 'child'],
  },
  'put-assignment': {
    ...NONE,
    things: { scope: SCOPE, ...PRINCIPAL },
    lists: ASSIGNED,
    needs: [['member', 'group'], ['roles']],
    when: ['scope', 'principal', 'group'],
  },
  'delete-assignment': {
    ...NONE,
    things: { scope: SCOPE, ...PRINCIPAL },
    row: 'assignment',
    needs: [['member', 'group', 'row']],
    when: ['scope', 'principal', 'group'],
  },
};

/** Of a way that brings whoever the group is of: they are named as who is in the group, and by no other name of it. */
export function bringingNames(names: WriteNames): WriteNames {
  return { ...names, things: { ...names.things, member: MEMBER }, needs: [['member']] };
}

/** Of one role that comes or goes. */
export function grantNames(way: 'added' | 'removed'): WriteNames {
  return {
    ...NONE,
    texts: { grant: 'always' },
    things: { scope: SCOPE, ...PRINCIPAL, role: ROLE },
    row: way === 'removed' ? 'assignment' : null,
    needs:
      way === 'removed'
        ? [
            ['member', 'group', 'row'],
            ['role', 'row'],
          ]
        : [['member', 'group'], ['role']],
    when: ['scope', 'principal', 'group', 'role', 'grant'],
  };
}

const ASSIGNED_PLACE: NamedEnds = { texts: { grant: 'always' }, things: { scope: SCOPE, role: ROLE } };

/** What a platform keeps as a whole list, by whose list it is: the writes that change it, and what each place in it has. */
export const SETS: Readonly<
  Record<
    SetOf,
    { readonly writes: readonly WrittenKind[]; readonly for: Readonly<Record<string, NamedEnds>> }
  >
> = {
  membership: {
    writes: ['add-group-member', 'remove-group-member'],
    for: {
      group: { texts: {}, things: { member: MEMBER } },
      member: { texts: {}, things: { group: GROUP } },
    },
  },
  nesting: {
    writes: ['nest-group', 'unnest-group'],
    for: {
      group: { texts: {}, things: { child: GROUP } },
      child: { texts: {}, things: { group: GROUP } },
    },
  },
  assignment: {
    writes: ['put-assignment', 'delete-assignment'],
    for: { group: ASSIGNED_PLACE, member: ASSIGNED_PLACE },
  },
};

/** The list of what stands in a set. */
export const SET_LIST = 'set';

/** Of a set that is sent whole. */
export function setNames(names: WriteNames, of: SetOf, whose: string): WriteNames {
  const place = SETS[of].for[whose];
  if (place === undefined) throw new Error(`unreachable: no set of ${of} for ${whose}`);
  return { ...names, lists: { [SET_LIST]: place }, row: null, needs: [[whose], [SET_LIST]] };
}
