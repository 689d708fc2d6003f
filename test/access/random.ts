import fc from 'fast-check';
import { OWNABLE_TYPES, type Owners } from '../../src/platform/owners.ts';
import type {
  Permission,
  PermissionParameter,
  PlatformDefinition,
  PlatformSetting,
  PlatformSettings,
  PredefinedRole,
  ScopeKind,
} from '../../src/platform/platform-definition.ts';
import { childScope, groupPath, type Principal } from '../../src/resource/identifiers.ts';
import type { Entries, Resource, ScopeResource } from '../../src/resource/resource.ts';
import { resource, resourceWith } from '../../src/resource/resource-types.ts';
import type { Origin } from '../../src/source/origin.ts';

/** A platform and resources of one organization on it: what every property of access is tried on. */
export interface Organization {
  readonly platform: PlatformDefinition;
  readonly resources: readonly Resource[];
}

const PERMISSIONS = ['documents', 'releases', 'users'].flatMap((r) =>
  ['read', 'write', 'delete'].map((a) => `${r}:${a}`),
);
const MEMBERS = ['ada@acme.com', 'bob@acme.com', 'cyd@acme.com', 'dan@acme.com'];
const MODULES = ['build', 'signing'];

const rarely = fc.nat(9).map((n) => n === 9);
const often = fc.nat(9).map((n) => n < 7);
const sometimes = fc.nat(2).map((n) => n === 2);
const index = fc.nat(60);
const indexes = fc.array(index, { maxLength: 3 });
/** Mostly none. */
const few = fc
  .array(index, { maxLength: 5 })
  .map((list) => list.slice(4).concat(list.length === 1 ? list : []));
const module = fc.option(fc.constantFrom(...MODULES), { freq: 2 });

/** Numbers stand for things by remainder, so that every shrunk value still means something. */
function pick<T>(list: readonly T[], at: number): T {
  const found = list[at % list.length];
  if (found === undefined) throw new Error('nothing to pick from');
  return found;
}

const kindPlan = fc.record({
  inherits: fc.constantFrom('union', 'override', 'isolated', 'gated'),
  below: indexes,
  attached: fc.array(index, { maxLength: 2 }),
});
const permissionPlan = fc.record({ module, implies: fc.array(index, { maxLength: 1 }) });
const rolePlan = fc.record({
  permissions: indexes,
  pattern: fc.option(fc.constantFrom('*', 'documents:*', 'users:*', 'ghosts:*'), { freq: 2 }),
  includes: fc.array(index, { maxLength: 2 }),
  ungated: rarely,
  bypass: rarely,
  none: rarely,
  reach: fc.constantFrom('both', 'both', 'self', 'below'),
  denies: fc.array(index, { maxLength: 2 }),
  module,
});

const platformPlan = fc.record({
  kinds: fc.array(kindPlan, { minLength: 1, maxLength: 4 }),
  permissions: fc.array(permissionPlan, { minLength: 2, maxLength: 9 }),
  roles: fc.array(rolePlan, { minLength: 1, maxLength: 6 }),
  defaultRole: fc.option(index, { freq: 3 }),
  nesting: fc.constantFrom('native', 'flatten'),
  // Each word in about a third of the platforms, and none in as many: of those the engine of before is asked too.
  isPlain: sometimes,
  roleDenies: sometimes,
  denied: sometimes,
  below: sometimes,
  everywhere: sometimes,
  modes: sometimes,
  overBypass: fc.boolean(),
});

type PlatformPlan = typeof platformPlan extends fc.Arbitrary<infer P> ? P : never;
const ALL_WORDS = { roleDenies: true, denied: true, below: true, everywhere: true, modes: true };
const NO_WORDS = { roleDenies: false, denied: false, below: false, everywhere: false, modes: false };

/** Any definition whose parts refer to each other rightly; rings of roles included, since live data may hold them. */
export const anyPlatform: fc.Arbitrary<PlatformDefinition> = platformPlan.map((drawn) =>
  platformOf(drawn.isPlain ? { ...drawn, ...NO_WORDS } : drawn),
);

/** The same, where each platform has every word that can be drawn. */
export const anyPlatformOfAllWords: fc.Arbitrary<PlatformDefinition> = platformPlan.map((drawn) =>
  platformOf({ ...drawn, ...ALL_WORDS }),
);

function platformOf(plan: PlatformPlan): PlatformDefinition {
  const names = PERMISSIONS.slice(0, plan.permissions.length);
  const kindNames = plan.kinds.map((_, at) => `kind-${at}`);
  const kinds = plan.kinds.map((kind, at): ScopeKind => {
    const above = kindNames.slice(0, at);
    return {
      name: `kind-${at}`,
      title: `Kind ${at}`,
      plural: at === 0 ? null : `kinds-${at}`,
      parents:
        at === 0 ? [] : [...new Set([pick(above, 0), ...kind.below.map((below) => pick(kindNames, below))])],
      inherits: kind.inherits,
      attached: [...new Set(kind.attached.map((permission) => pick(names, permission)))],
      // Out of what is drawn already: a draw more would turn all that comes after it.
      whenNoGroups: kind.below.length === 1 ? 'open' : 'closed',
      flowDown: kind.below.length !== 3,
      principals: ['member', 'group'],
      members: true,
      manage: true,
      settings: new Map([
        ...(plan.modes && at > 0 ? modeOf(kind.below.length) : []),
        // Out of what is drawn already, as above.
        ...(at > 0 && (plan.kinds.length + kind.attached.length) % 2 === 0 ? ENTRY : []),
      ]),
    };
  });
  const roleNames = plan.roles.map((_, at) => `role-${at}`);
  const roles = plan.roles.map((role, at): PredefinedRole => {
    const { ungated, bypass, none } = role;
    const reach = plan.everywhere && role.includes.length === 1 ? 'everywhere' : role.reach;
    return {
      name: `role-${at}`,
      title: `Role ${at}`,
      permissions: [
        ...role.permissions.map((p) => pick(names, p)),
        ...(role.pattern === null ? [] : [role.pattern]),
      ],
      denies: plan.roleDenies && !none ? role.denies.map((p) => pick(names, p)) : [],
      includes: [...new Set(role.includes.map((included) => pick(roleNames, included)))],
      assignableAt: kindNames,
      ungated,
      bypass,
      reach,
      assignable: true,
      byInvitation: true,
      module: role.module,
      none,
    };
  });
  return {
    name: 'anywhere',
    title: 'Anywhere',
    description: 'A random platform.',
    root: 'kind-0',
    // Out of what is drawn already, as above.
    scopeKinds: new Map(
      kinds.map((kind, at) => [
        kind.name,
        at === 0 && plan.nesting === 'native'
          ? { ...kind, settings: settingOf(roleNames, plan.kinds.length) }
          : kind,
      ]),
    ),
    modules: new Map(MODULES.map((name) => [name, { title: name }])),
    // Out of what is drawn already, as above: in some platforms permissions have a parameter.
    permissions: closedCatalogue(names, plan.permissions, (plan.kinds.length + names.length) % 2 === 0),
    roles: new Map(roles.map((role) => [role.name, role])),
    customRoles: {
      at: kindNames,
      minimumPermissions: 0,
      denies: plan.roleDenies,
      // Out of what is drawn already, as above.
      reach: pick(
        plan.everywhere ? ['both', 'self', 'below', 'everywhere'] : ['both', 'both', 'self', 'below'],
        plan.roles.length + plan.permissions.length,
      ),
    },
    assignments: {
      rolesPerPrincipal: names.length % 5 === 4 ? 'one' : 'many',
      below: plan.below,
      denied: plan.denied,
    },
    denies: plan.roleDenies || plan.denied ? { overBypass: plan.overBypass } : null,
    owners: ownersOf(plan.kinds.length * 5 + plan.roles.length * 3 + plan.permissions.length),
    members: {
      key: 'email',
      compare: 'fold-case',
      roles: 'many',
      defaultRole: plan.defaultRole === null ? null : pick(roleNames, plan.defaultRole),
      invitations: null,
      joining: 'invited',
      invitedInGroups: true,
      deactivation: true,
    },
    groups: {
      homes: kindNames,
      carry: ['roles', 'permissions', 'attachments'],
      nesting: plan.nesting,
      // A group's people are on the lists of the groups around it where those are flat: then nobody is in one alone.
      perMember:
        plan.nesting === 'native' ? pick(['many', 'many', 'one', 'one-per-home'], names.length) : 'many',
      membershipRoles: null,
      // Out of what is drawn already, as above.
      settings: (plan.kinds.length + plan.roles.length) % 3 === 0 ? STANDING : new Map(),
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

/** Out of what is drawn already, so that everything else is drawn as before: each combination now and then, and often none. */
function ownersOf(drawn: number): Owners {
  const owned = OWNABLE_TYPES.filter((_, at) => drawn % 3 !== 0 && Math.floor(drawn / 2 ** at) % 2 === 1);
  return Object.fromEntries(owned.map((type) => [type, `the owner of ${type}s`]));
}

/** A setting of groups, by one value of which everybody in the group is active nowhere. */
const STANDING: PlatformSettings = new Map([
  [
    'standing',
    {
      title: 'Standing',
      description: 'Whether its people can do anything.',
      unwritten: 'on',
      values: new Map([
        ['on', { title: 'They can', includes: [], deactivates: false, inherits: null, closes: false }],
        ['off', { title: 'They cannot', includes: [], deactivates: true, inherits: null, closes: false }],
      ]),
      extends: null,
      whenNested: null,
    },
  ],
]);

/** A setting of a kind, by one value of which nobody can do anything there, nor below. */
const ENTRY: PlatformSettings = new Map([
  [
    'entry',
    {
      title: 'Entry',
      description: 'Whether anybody can do anything there.',
      unwritten: 'open',
      values: new Map([
        ['open', { title: 'Open', includes: [], deactivates: false, inherits: null, closes: false }],
        ['shut', { title: 'Shut', includes: [], deactivates: false, inherits: null, closes: true }],
      ]),
      extends: null,
      whenNested: null,
    },
  ],
]);

/** A setting of the organization, by which holders of one role hold another. */
function settingOf(roleNames: readonly string[], at: number): PlatformSettings {
  if (roleNames.length === 0) return new Map();
  const setting: PlatformSetting = {
    title: 'Openness',
    description: 'How open it is.',
    unwritten: 'shut',
    values: new Map([
      ['shut', { title: 'Shut', includes: [], deactivates: false, inherits: null, closes: false }],
      [
        'open',
        {
          title: 'Open',
          includes: [pick(roleNames, at + 1)],
          deactivates: false,
          inherits: null,
          closes: false,
        },
      ],
    ]),
    extends: pick(roleNames, at),
    whenNested: null,
  };
  return new Map([['openness', setting]]);
}

/** A setting of a kind by which a scope combines. */
function modeOf(at: number): PlatformSettings {
  const ways = ['gated', 'union', 'isolated', 'override'] as const;
  const values = [null, ...ways.slice(at), ...ways.slice(0, at)].slice(0, 4);
  const setting: PlatformSetting = {
    title: 'Mode',
    description: 'How it combines.',
    unwritten: at % 2 === 0 ? 'mode-0' : 'mode-1',
    values: new Map(
      values.map((inherits, way) => [
        `mode-${way}`,
        { title: `Mode ${way}`, includes: [], deactivates: false, inherits, closes: false },
      ]),
    ),
    extends: null,
    whenNested: null,
  };
  return new Map([['mode', setting]]);
}

/** `implies` transitively closed, as the loader promises; rings come out as "each implies all others". */
function closedCatalogue(
  names: readonly string[],
  plans: readonly { module: string | null; implies: readonly number[] }[],
  hasParameters: boolean,
): ReadonlyMap<string, Permission> {
  const direct = new Map(plans.map((plan, at) => [pick(names, at), plan.implies.map((i) => pick(names, i))]));
  return new Map(
    plans.map((plan, at) => {
      const name = pick(names, at);
      const implied = new Set(direct.get(name));
      for (const next of implied) for (const further of direct.get(next) ?? []) implied.add(further);
      implied.delete(name);
      return [
        name,
        {
          name,
          title: name,
          module: plan.module,
          implies: [...implied],
          parameter: hasParameters ? parameterAt(at) : null,
        },
      ];
    }),
  );
}

function parameterAt(at: number): PermissionParameter | null {
  const title = 'Text';
  return at % 3 === 2 ? null : { title, covers: at % 3 === 0 ? 'equal' : 'prefix' };
}

/** Permissions as written: some for a text, where they have a parameter. */
export function withText(platform: PlatformDefinition, name: string, drawn: number): string {
  const texts = ['a', 'ab', 'b', 'a!b:*'];
  return platform.permissions.get(name)?.parameter && drawn % 3 > 0 ? `${name}!${pick(texts, drawn)}` : name;
}

const state = fc.constantFrom('active', 'active', 'active', 'active', 'invited', 'deactivated', 'expired');
const resourcePlan = fc.record({
  scopes: fc.array(fc.record({ parent: index, kind: index }), { maxLength: 6 }),
  roles: fc.array(
    fc.record({
      home: index,
      permissions: indexes,
      denies: fc.array(index, { maxLength: 1 }),
      includes: fc.array(index, { maxLength: 2 }),
    }),
    { maxLength: 3 },
  ),
  rootMembers: fc.array(fc.option(state, { freq: 6 }), { minLength: 4, maxLength: 4 }),
  memberships: fc.array(fc.record({ scope: index, member: index, state }), { maxLength: 3 }),
  groups: fc.array(
    fc.record({
      home: index,
      members: indexes,
      groups: fc.array(index, { maxLength: 2 }),
      permissions: fc.array(index, { maxLength: 1 }),
      ghost: rarely,
    }),
    { maxLength: 5 },
  ),
  assignments: fc.array(
    fc.record({
      scope: index,
      toGroup: often,
      principal: index,
      roles: fc.array(index, { maxLength: 2 }),
      below: few,
      denied: few,
      ghost: rarely,
    }),
    { maxLength: 10 },
  ),
});

/** Resources with nothing said twice; groups and roles may form rings, and a few references lead nowhere. */
export function anyResources(platform: PlatformDefinition): fc.Arbitrary<readonly Resource[]> {
  return resourcePlan.map((plan) => {
    const place = lines();
    const scopes = scopeResources(platform, plan.scopes, place);
    const scopeAt = (at: number): string => pick(scopes, at).attributes.path;
    const permissions = [...platform.permissions.keys()];
    const roleNames = [...platform.roles.keys(), ...plan.roles.map((_, at) => `custom-${at}`)];
    const groupPaths = plan.groups.map((group, at) => groupPath(scopeAt(group.home), `group-${at}`));
    const entries = (keys: readonly string[]): Entries =>
      new Map([...new Set(keys)].map((key) => [key, place()]));
    const ghost = (is: boolean, name: string): readonly string[] => (is ? [name] : []);

    const roles = plan.roles.map((role, at) =>
      resourceWith(
        'role',
        {
          home: scopeAt(role.home),
          name: `custom-${at}`,
          title: '',
          description: '',
          permissions: entries(role.permissions.map((p) => withText(platform, pick(permissions, p), p))),
          denies: entries(
            platform.customRoles?.denies === true
              ? role.denies.map((p) => withText(platform, pick(permissions, p), p))
              : [],
          ),
          includes: entries(role.includes.map((r) => pick(roleNames, r))),
        },
        place(),
      ),
    );
    const members = [
      ...plan.rootMembers.map((held, at) => ({ scope: scopeAt(0), member: pick(MEMBERS, at), state: held })),
      ...plan.memberships.map((m) => ({
        scope: scopeAt(m.scope),
        member: pick(MEMBERS, m.member),
        state: m.state,
      })),
    ].flatMap(({ scope, member, state: held }) =>
      held === null
        ? []
        : [resource('member', { scope, member, display: member, state: held, invitation: null }, place())],
    );
    const groups = plan.groups.map((group, at) =>
      resourceWith(
        'group',
        {
          home: scopeAt(group.home),
          name: `group-${at}`,
          title: '',
          description: '',
          settings: standing(platform, group.home, place),
          members: entries(group.members.map((m) => pick(MEMBERS, m))),
          groups: entries([
            ...group.groups.map((child) => pick(groupPaths, child)),
            ...ghost(group.ghost, 'acme/nobody'),
          ]),
          permissions: entries(group.permissions.map((p) => withText(platform, pick(permissions, p), p))),
        },
        place(),
      ),
    );
    const assignments = plan.assignments.map((assignment) => {
      const principal: Principal =
        assignment.toGroup && groupPaths.length > 0
          ? { type: 'group', group: pick(groupPaths, assignment.principal) }
          : { type: 'member', member: pick(MEMBERS, assignment.principal) };
      const held = assignment.roles.map((role) => pick(roleNames, role));
      const further = (is: boolean, roles: readonly number[]): Entries =>
        entries(is ? roles.map((role) => pick(roleNames, role)) : []);
      return resourceWith(
        'assignment',
        {
          scope: scopeAt(assignment.scope),
          principal,
          roles: entries([...held, ...ghost(assignment.ghost, 'no-such-role')]),
          below: further(platform.assignments.below, assignment.below),
          denied: further(platform.assignments.denied, assignment.denied),
        },
        place(),
      );
    });
    return once([...scopes, ...roles, ...members, ...groups, ...assignments]);
  });
}

export const anyOrganization: fc.Arbitrary<Organization> = anyPlatform.chain((platform) =>
  anyResources(platform).map((resources) => ({ platform, resources })),
);

/** Two versions of one organization, as a review compares them. */
export const anyChange: fc.Arbitrary<{
  platform: PlatformDefinition;
  before: readonly Resource[];
  after: readonly Resource[];
}> = anyPlatform.chain((platform) =>
  fc.record({
    platform: fc.constant(platform),
    before: anyResources(platform),
    after: anyResources(platform),
  }),
);

/** Every fourth group deactivates everybody in it, where the platform has such groups; of some nothing is known. */
function standing(platform: PlatformDefinition, drawn: number, place: () => Origin): Entries {
  if (!platform.groups.settings.has('standing') || drawn % 4 === 1) return new Map();
  return new Map([[drawn % 4 === 0 ? 'standing=off' : 'standing=on', place()]]);
}

function scopeResources(
  platform: PlatformDefinition,
  plans: readonly { parent: number; kind: number }[],
  place: () => Origin,
): readonly ScopeResource[] {
  const values = [...(platform.scopeKinds.get(platform.root)?.settings.get('openness')?.values.keys() ?? [])];
  const value = values[plans.length % (values.length + 1)];
  const settings: Entries = value === undefined ? new Map() : new Map([[`openness=${value}`, place()]]);
  const root = { path: 'acme', kind: platform.root, title: '', settings, parent: null };
  const scopes: ScopeResource[] = [resourceWith('scope', root, place())];
  plans.forEach((plan, at) => {
    const above = pick(scopes, plan.parent).attributes;
    const kinds = [...platform.scopeKinds.values()].filter((kind) => kind.parents.includes(above.kind));
    if (kinds.length === 0) return;
    const kind = pick(kinds, plan.kind);
    const path = childScope(above.path, kind.plural ?? '', `s${at}`);
    const modes = [...(kind.settings.get('mode')?.values.keys() ?? [])];
    const mode = modes[(plan.kind + plan.parent) % (modes.length + 1)];
    const entry = kind.settings.has('entry')
      ? [['entry=shut'], ['entry=open'], [], []][(plan.kind + at) % 4]
      : [];
    const set: Entries = new Map(
      [...(mode === undefined ? [] : [`mode=${mode}`]), ...(entry ?? [])].map((one) => [one, place()]),
    );
    const attributes = { path, kind: kind.name, title: '', parent: above.path, settings: set };
    scopes.push(resourceWith('scope', attributes, place()));
  });
  return scopes;
}

/** A new line for every entry, so that no two steps of an explanation can be mistaken for each other. */
function lines(): () => Origin {
  let line = 0;
  return () => {
    line += 1;
    return { from: 'file', file: 'acme.yaml', line, column: 1, endLine: line, endColumn: 2 };
  };
}

function once(resources: readonly Resource[]): readonly Resource[] {
  return [...new Map(resources.map((one) => [one.address, one])).values()];
}
