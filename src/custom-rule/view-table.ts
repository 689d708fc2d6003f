/**
 * The view of rules, version 1: what an expression can ask. This table is the whole promise. The check of expressions is
 * made from it, the view is built to it, and docs/custom-rules.md is printed from it. A field may be added; one that goes or
 * means something else is a new version.
 */

export const VIEW_VERSIONS = ['v1'] as const;

export interface ViewField {
  /** As `typeOf` reads it. */
  readonly type: string;
  readonly means: string;
}

type ViewObject = Readonly<Record<string, ViewField>>;

const text = (means: string): ViewField => ({ type: 'string', means });
const texts = (means: string): ViewField => ({ type: 'list<string>', means });

/** What is not there is an empty text or an empty list, and never null. */
export const VIEW_OBJECTS = {
  organization: {
    name: text('its name'),
    platform: text('the platform it is on'),
    people: { type: 'list<person>', means: 'everybody with a membership, in any state' },
    groups: { type: 'list<group>', means: 'all groups' },
    scopes: { type: 'list<scope>', means: 'all scopes, the organization itself first' },
    roles: { type: 'list<role>', means: 'custom roles; what the platform brings is not listed' },
    assignments: { type: 'list<assignment>', means: 'who is given which roles where' },
  },
  person: {
    key: text('the e-mail address or user name, in small letters where the platform sees no difference'),
    state: text(
      'of the membership highest up: `active`, `invited`, `deactivated`, or `expired` for an invitation that nobody accepted',
    ),
    scopes: texts('paths of the scopes that the person is a member of'),
    groups: texts('paths of all groups that the person is in, through other groups too'),
    roles: texts('roles that the person is given anywhere, directly or through a group'),
  },
  group: {
    path: text('the scope it belongs to, and its name: `acme/qa`'),
    name: text('its name'),
    home: text('path of the scope it belongs to'),
    title: text('its title'),
    description: text('its description'),
    people: texts('keys of those who are listed in it'),
    everybody: texts('keys of those in it and in groups in it'),
    groups: texts('paths of the groups listed in it'),
    permissions: texts('permissions that the group itself carries'),
    settings: { type: 'map<string>', means: 'its settings, by name' },
  },
  scope: {
    path: text('its path: `acme/projects/pricing`'),
    name: text('the last part of the path'),
    kind: text('its kind on the platform: `project`'),
    title: text('its title'),
    parent: text('path of the scope above; empty for the organization'),
    settings: { type: 'map<string>', means: 'its settings, by name' },
  },
  role: {
    name: text('its name'),
    home: text('path of the scope it belongs to'),
    title: text('its title'),
    description: text('its description'),
    permissions: texts('permissions it gives, without those of roles it includes'),
    denies: texts('permissions it takes away'),
    includes: texts('roles it includes'),
  },
  assignment: {
    scope: text('path of the scope it is on'),
    person: text('key of the person; empty where it is given to a group'),
    group: text('path of the group; empty where it is given to a person'),
    roles: texts('roles it gives there'),
    below: texts('roles it gives only on the scopes below'),
    denied: texts('roles of which it takes away what they give'),
  },
  grant: {
    person: { type: 'person', means: 'who' },
    permissions: texts('all that the person can do there, by whichever way; of a difference, what differs'),
    scopes: { type: 'list<scope>', means: 'where: all scopes on which it is exactly these permissions' },
  },
  change: {
    action: text(
      '`create`, `update`, `replace`, `delete`, or `deferred` for what this apply cannot make yet',
    ),
    type: text('of what: `scope`, `role`, `member`, `group` or `assignment`'),
    address: text('what it is called in reports: `group:acme/qa`'),
    scope: text('path of the scope it is in'),
    person: text('key of the person it is about; empty for none'),
    group: text('path of the group it is about; empty for none'),
    role: text('name of the custom role it is about; empty for none'),
    because: text('the reason that a plan tells'),
    fields: { type: 'list<field>', means: 'what becomes different; of an update or a replacement' },
  },
  field: {
    name: text('the attribute: `members`, `roles`, `title`'),
    before: text('its text before; empty for lists'),
    after: text('its text after; empty for lists'),
    added: texts('entries that are added'),
    removed: texts('entries that are removed'),
  },
  access: {
    before: { type: 'list<grant>', means: 'what people can do now' },
    after: { type: 'list<grant>', means: 'what people can do in what is judged' },
    gained: { type: 'list<grant>', means: 'what somebody can do after it and not before' },
    lost: { type: 'list<grant>', means: 'what somebody can do before it and not after' },
  },
} as const satisfies Readonly<Record<string, ViewObject>>;

export type ViewObjectName = keyof typeof VIEW_OBJECTS;

/** What every rule can ask, whatever it is for. */
export const VIEW_VARIABLES = {
  desired: { type: 'organization', means: 'what the documents say' },
  live: { type: 'organization', means: 'what is on the platform now' },
  changes: { type: 'list<change>', means: 'what an apply would do' },
  access: { type: 'access', means: 'who can do what' },
  now: { type: 'timestamp', means: 'the instant of the run, or that of `--at`' },
} as const satisfies Readonly<Record<string, ViewField>>;

/** Parts of a view that are made only for rules that ask for them, and that not every command has. */
export const VIEW_PARTS = [
  'judged',
  'desired',
  'live',
  'changes',
  'before',
  'after',
  'gained',
  'lost',
] as const;
export type ViewPart = (typeof VIEW_PARTS)[number];

interface ElementRow {
  /** The variable that an expression finds it under. */
  readonly variable: ViewObjectName;
  readonly part: ViewPart;
  readonly means: string;
}

/** What a rule is judged for, one after the other. */
export const VIEW_ELEMENTS = {
  organization: { variable: 'organization', part: 'judged', means: 'once, with all that is in it' },
  person: { variable: 'person', part: 'judged', means: 'each person' },
  group: { variable: 'group', part: 'judged', means: 'each group' },
  scope: { variable: 'scope', part: 'judged', means: 'each scope' },
  role: { variable: 'role', part: 'judged', means: 'each custom role' },
  assignment: { variable: 'assignment', part: 'judged', means: 'each assignment' },
  grant: {
    variable: 'grant',
    part: 'after',
    means: 'what each person can do, once for each set of permissions',
  },
  'gained-grant': { variable: 'grant', part: 'gained', means: 'what each person gains by the change' },
  'lost-grant': { variable: 'grant', part: 'lost', means: 'what each person loses by the change' },
  change: { variable: 'change', part: 'changes', means: 'each change' },
} as const satisfies Readonly<Record<string, ElementRow>>;

export type ViewElement = keyof typeof VIEW_ELEMENTS;

/** Of `person.key`: what an object of the view has, by name; null for one that is none. */
export function fieldsOf(name: string): ViewObject | null {
  const objects: Readonly<Record<string, ViewObject>> = VIEW_OBJECTS;
  return Object.hasOwn(objects, name) ? (objects[name] ?? null) : null;
}
