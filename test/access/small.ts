import type {
  DenyRules,
  Inheritance,
  PlatformDefinition,
  PlatformSetting,
  PredefinedRole,
  RoleName,
} from '../../src/platform/platform-definition.ts';
import { parentScope, parsePrincipal, splitGroupPath } from '../../src/resource/identifiers.ts';
import type { MembershipState, Resource } from '../../src/resource/resource.ts';
import { resource, resourceWith } from '../../src/resource/resource-types.ts';
import type { Origin } from '../../src/source/origin.ts';

/** Platforms and organizations small enough to be read in a test, written in a few words. */

interface KindWords {
  readonly inherits: Inheritance;
  readonly attached?: readonly string[];
  readonly whenNoGroups?: 'open' | 'closed';
  readonly flowDown?: boolean;
  /** Values of a setting `mode`, with what each inherits; the first is the ordinary one. */
  readonly modes?: Readonly<Record<string, Inheritance | null>>;
}

interface PlatformWords {
  readonly name?: string;
  /** The first is the root; each may lie under any other. */
  readonly kinds: Readonly<Record<string, KindWords>>;
  /** `build:run` or `build:run@build` with its module, each with what it implies. */
  readonly permissions: Readonly<Record<string, readonly string[]>>;
  readonly roles: Readonly<Record<string, Partial<PredefinedRole>>>;
  readonly defaultRole?: RoleName;
  /** With these words roles and assignments can deny. */
  readonly denies?: DenyRules;
  readonly below?: boolean;
}

export function platformOf(words: PlatformWords): PlatformDefinition {
  const kinds = Object.keys(words.kinds);
  const modules = Object.keys(words.permissions).flatMap((key) => key.split('@')[1] ?? []);
  return {
    name: words.name ?? 'small',
    title: '',
    description: '',
    root: kinds[0] ?? '',
    scopeKinds: new Map(
      Object.entries(words.kinds).map(
        ([name, { inherits, attached = [], whenNoGroups = 'closed', flowDown = true, modes }], at) => [
          name,
          {
            name,
            title: name,
            plural: at === 0 ? null : `${name}s`,
            parents: at === 0 ? [] : kinds,
            inherits,
            attached,
            whenNoGroups,
            flowDown,
            principals: ['member', 'group'],
            members: true,
            manage: true,
            settings: modes === undefined ? new Map() : new Map([['mode', modeOf(modes)]]),
          },
        ],
      ),
    ),
    modules: new Map(modules.map((name) => [name, { title: name }])),
    permissions: new Map(
      Object.entries(words.permissions).map(([key, implies]) => {
        const [name = '', module = null] = key.split('@');
        return [name, { name, title: name, module, implies, parameter: null }];
      }),
    ),
    roles: new Map(
      Object.entries(words.roles).map(([name, role]) => [
        name,
        {
          name,
          title: name,
          permissions: [],
          denies: [],
          includes: [],
          assignableAt: kinds,
          ungated: false,
          bypass: false,
          reach: 'both',
          assignable: true,
          byInvitation: true,
          module: null,
          none: false,
          ...role,
        },
      ]),
    ),
    customRoles: { at: kinds, minimumPermissions: 0, denies: words.denies !== undefined, reach: 'both' },
    assignments: {
      rolesPerPrincipal: 'many',
      below: words.below === true,
      denied: words.denies !== undefined,
    },
    denies: words.denies ?? null,
    owners: {},
    members: {
      key: 'email',
      compare: 'fold-case',
      roles: 'many',
      defaultRole: words.defaultRole ?? null,
      invitations: null,
      joining: 'invited',
      invitedInGroups: true,
      deactivation: true,
    },
    groups: {
      homes: kinds,
      carry: ['roles', 'permissions', 'attachments'],
      nesting: 'native',
      perMember: 'many',
      membershipRoles: null,
      settings: new Map(),
    },
    invariants: [],
    nobodyKept: null,
    decisions: [],
    example: null,
    lint: [],
    capabilities: {
      pageSize: 100,
    },
  };
}

/** A setting by which a scope combines. */
function modeOf(modes: Readonly<Record<string, Inheritance | null>>): PlatformSetting {
  return {
    title: 'Mode',
    description: 'How it combines.',
    unwritten: Object.keys(modes)[0] ?? '',
    values: new Map(
      Object.entries(modes).map(([name, inherits]) => [
        name,
        { title: name, includes: [], deactivates: false, inherits, closes: false },
      ]),
    ),
    extends: null,
    whenNested: null,
  };
}

interface OrganizationWords {
  /** Path → kind, or `kind mode`; `acme` is there of itself. */
  readonly scopes?: Readonly<Record<string, string>>;
  /** Names, active in `acme`; or `ada@acme/subs/x` → state. */
  readonly members: readonly string[] | Readonly<Record<string, MembershipState>>;
  /** Path → what it holds. */
  readonly groups?: Readonly<
    Record<
      string,
      { members?: readonly string[]; groups?: readonly string[]; permissions?: readonly string[] }
    >
  >;
  readonly roles?: Readonly<
    Record<
      string,
      { permissions?: readonly string[]; denies?: readonly string[]; includes?: readonly string[] }
    >
  >;
  /** `scope | principal` → roles; a bare name is a member. `<role` holds below, `-role` is denied. */
  readonly assigned?: Readonly<Record<string, readonly string[]>>;
}

/** Each entry gets a line of its own in `acme.yaml`, counted in the order of the words. */
export function organization(platform: PlatformDefinition, words: OrganizationWords): readonly Resource[] {
  let line = 0;
  const place = (): Origin => {
    line += 1;
    return { from: 'file', file: 'acme.yaml', line, column: 1, endLine: line, endColumn: 2 };
  };
  const entries = (keys: readonly string[] = []) => new Map(keys.map((key) => [key, place()]));
  const members: readonly (readonly [string, MembershipState])[] = isList(words.members)
    ? words.members.map((member) => [`${member}@acme`, 'active'])
    : Object.entries(words.members);
  return [
    resourceWith('scope', { path: 'acme', kind: platform.root, title: '', parent: null }, place()),
    ...Object.entries(words.scopes ?? {}).map(([path, words]) => {
      const [kind = '', mode] = words.split(' ');
      const settings = entries(mode === undefined ? [] : [`mode=${mode}`]);
      return resourceWith('scope', { path, kind, title: '', parent: parentScope(path), settings }, place());
    }),
    ...members.map(([key, state]) => {
      const [member = '', scope = ''] = key.split('@');
      return resource('member', { scope, member, display: member, state, invitation: null }, place());
    }),
    ...Object.entries(words.roles ?? {}).map(([name, role]) =>
      resourceWith(
        'role',
        {
          home: 'acme',
          name,
          title: '',
          description: '',
          permissions: entries(role.permissions),
          denies: entries(role.denies),
          includes: entries(role.includes),
        },
        place(),
      ),
    ),
    ...Object.entries(words.groups ?? {}).map(([path, group]) =>
      resourceWith(
        'group',
        {
          ...splitGroupPath(path),
          title: '',
          description: '',
          members: entries(group.members),
          groups: entries(group.groups),
          permissions: entries(group.permissions),
        },
        place(),
      ),
    ),
    ...Object.entries(words.assigned ?? {}).map(([key, roles]) => {
      const [scope = '', name = ''] = key.split(' | ');
      const principal = parsePrincipal(name) ?? { type: 'member' as const, member: name };
      const marked = (mark: string) => roles.filter((role) => role.startsWith(mark));
      const named = (mark: string) => entries(marked(mark).map((role) => role.slice(1)));
      const plain = roles.filter((role) => !/^[<-]/.test(role));
      const given = { roles: entries(plain), below: named('<'), denied: named('-') };
      return resourceWith('assignment', { scope, principal, ...given }, place());
    }),
  ];
}

function isList(members: OrganizationWords['members']): members is readonly string[] {
  return Array.isArray(members);
}
