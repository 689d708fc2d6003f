import type { PlatformDefinition } from '../../src/platform/platform-definition.ts';
import type { Resource } from '../../src/resource/resource.ts';
import { entriesFrom, resource, resourceWith } from '../../src/resource/resource-types.ts';
import type { Origin } from '../../src/source/origin.ts';

const HERE: Origin = { from: 'live', url: 'https://platform.example/' };
const ACTIONS = ['read', 'write', 'delete', 'share', 'publish'];

/** Five inheriting kinds of scope, 100 permissions in 5 modules, 20 roles: `{ members, groups, scopes }` of it all. */
export function largePlatform(): PlatformDefinition {
  const names = Array.from({ length: 100 }, (_, at) => `things-${Math.floor(at / 5)}:${ACTIONS[at % 5]}`);
  const kinds = (['union', 'union', 'override', 'gated', 'isolated'] as const).map((inherits, at) => ({
    name: `kind-${at}`,
    title: '',
    plural: at === 0 ? null : `kinds-${at}`,
    parents: at === 0 ? [] : ['kind-0'],
    inherits,
    attached: [names[at] ?? ''],
    whenNoGroups: 'closed' as const,
    flowDown: true,
    principals: ['member' as const, 'group' as const],
    members: true,
    manage: true,
    settings: new Map(),
  }));
  const roles = Array.from({ length: 20 }, (_, at) => ({
    name: `role-${at}`,
    title: '',
    permissions: [`things-${at}:*`],
    denies: [],
    includes: at % 4 === 0 ? [] : [`role-${at - 1}`],
    assignableAt: kinds.map((kind) => kind.name),
    ungated: at === 7,
    bypass: false,
    reach: 'both' as const,
    assignable: true,
    byInvitation: true,
    module: null,
    none: false,
  }));
  return {
    name: 'large',
    title: '',
    description: '',
    root: 'kind-0',
    scopeKinds: new Map(kinds.map((kind) => [kind.name, kind])),
    modules: new Map(),
    permissions: new Map(
      names.map((name, at) => [
        name,
        { name, title: '', module: `module-${at % 5}`, implies: [], parameter: null },
      ]),
    ),
    roles: new Map(roles.map((role) => [role.name, role])),
    customRoles: null,
    assignments: { rolesPerPrincipal: 'many', below: false, denied: false },
    denies: null,
    owners: {},
    members: {
      key: 'email',
      compare: 'fold-case',
      roles: 'many',
      defaultRole: null,
      joining: 'provisioned',
      invitations: null,
      invitedInGroups: false,
      deactivation: true,
    },
    groups: {
      homes: ['kind-0'],
      carry: ['roles'],
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

export function largeResources(size: {
  members: number;
  groups: number;
  scopes: number;
}): readonly Resource[] {
  const next = numbers(7);
  const scopes = [
    'acme',
    ...Array.from({ length: size.scopes - 1 }, (_, at) => `acme/kinds-${1 + (at % 4)}/s${at}`),
  ];
  const people = Array.from({ length: size.members }, (_, at) => `person-${at}@acme.com`);
  const joined: string[][] = Array.from({ length: size.groups }, () => []);
  for (const person of people) {
    for (let times = 0; times < 6; times += 1) joined[next(size.groups)]?.push(person);
  }
  const role = (): string => `role-${next(20)}`;
  const nothing = new Map();
  return [
    ...scopes.map((path, at) => {
      const kind = at === 0 ? 'kind-0' : `kind-${1 + ((at - 1) % 4)}`;
      return resourceWith('scope', { path, kind, title: '', parent: at === 0 ? null : 'acme' }, HERE);
    }),
    ...people.map((member) =>
      resource('member', { scope: 'acme', member, display: member, state: 'active', invitation: null }, HERE),
    ),
    ...joined.map((members, at) => {
      const groups = at > 0 && at % 3 === 0 ? [`acme/group-${next(at)}`] : [];
      const name = `group-${at}`;
      const attributes = { home: 'acme', name, title: '', description: '', permissions: nothing };
      return resourceWith(
        'group',
        { ...attributes, members: entriesFrom(members, HERE), groups: entriesFrom(groups, HERE) },
        HERE,
      );
    }),
    ...joined.flatMap((_, at) =>
      Array.from({ length: 4 }, () => {
        const principal = { type: 'group' as const, group: `acme/group-${at}` };
        const scope = scopes[next(scopes.length)] ?? 'acme';
        return resourceWith(
          'assignment',
          { scope, principal, roles: entriesFrom([role(), role()], HERE) },
          HERE,
        );
      }),
    ),
    ...people.slice(0, size.members / 10).map((member) => {
      const scope = scopes[next(scopes.length)] ?? 'acme';
      const principal = { type: 'member' as const, member };
      return resourceWith('assignment', { scope, principal, roles: entriesFrom([role()], HERE) }, HERE);
    }),
  ];
}

/** A linear congruence, so that the large case is the same large case every time. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
