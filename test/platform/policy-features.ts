import type { PlatformDefinition, PredefinedRole } from '../../src/platform/platform-definition.ts';
import { holds, type Policy, type Timed } from './random-policy.ts';

/**
 * What random policies must come by. A generator grows poor without anybody noticing, so each feature that a platform
 * can have is counted, and has to occur in a share of its policies.
 */
interface Feature {
  readonly name: string;
  readonly possible: (platform: PlatformDefinition) => boolean;
  readonly occurs: (policy: Policy, platform: PlatformDefinition) => boolean;
}

const STATES = ['active', 'invited', 'deactivated', 'expired'] as const;

/** Those nobody could tell from their absence do not count: people outside their window, roles that ended. */
const FEATURES: readonly Feature[] = [
  ...STATES.map((state) => ({
    name: `a member ${state}`,
    possible: () => true,
    occurs: ({ members }: Policy) => members.some((member) => member.state === state && holds(member.window)),
  })),
  ...(['ended', 'ahead', 'running'] as const).map((window) => ({
    name: `a window ${window}`,
    possible: () => true,
    occurs: (policy: Policy) => windowsOf(policy).includes(window),
  })),
  {
    name: 'somebody with the default role',
    possible: ({ members }) => members.defaultRole !== null,
    occurs: ({ members }) =>
      members.some(
        ({ state, window, roles }) => state === 'active' && holds(window) && inForce(roles).length === 0,
      ),
  },
  {
    name: 'None at the organization',
    possible: hasNone,
    occurs: ({ members }, platform) => members.some(({ roles }) => some(roles, platform, ({ none }) => none)),
  },
  {
    name: 'None below the organization',
    possible: hasNone,
    occurs: ({ below }, platform) => below.some(({ roles }) => some(roles, platform, ({ none }) => none)),
  },
  {
    name: 'a role that overrides one from above',
    possible: (platform) => [...platform.scopeKinds.values()].some(({ inherits }) => inherits === 'override'),
    occurs: overrides,
  },
  {
    name: 'a custom role',
    possible: ({ customRoles }) => customRoles !== null,
    occurs: (policy) => rolesGiven(policy).some((name) => policy.roles.some((role) => role.name === name)),
  },
  {
    name: 'a custom role that includes another',
    possible: ({ customRoles }) => customRoles !== null,
    occurs: (policy) =>
      rolesGiven(policy).some((name) =>
        policy.roles.some((role) => role.name === name && role.includes.length > 0),
      ),
  },
  {
    name: 'a custom role by a pattern',
    possible: ({ customRoles }) => customRoles !== null,
    occurs: ({ roles }) => roles.some(({ permissions }) => permissions.some((name) => name.endsWith('*'))),
  },
  { name: 'no group', possible: hasGroups, occurs: ({ groups }) => groups.length === 0 },
  {
    name: 'a group with people',
    possible: hasGroups,
    occurs: ({ groups }) => groups.some(({ members }) => inForce(members).length > 0),
  },
  {
    name: 'a group with people that carries nothing, outside its window',
    possible: hasGroups,
    occurs: ({ groups }) =>
      groups.some(({ window, members }) => !holds(window) && inForce(members).length > 0),
  },
  {
    name: 'a group in a group',
    possible: ({ groups }) => groups.nesting !== 'none' && groups.homes.length > 0,
    occurs: ({ groups }) => groups.some((group) => inForce(group.groups).length > 0),
  },
  {
    name: 'a group with permissions of its own',
    possible: ({ groups }) => groups.carry.includes('permissions'),
    occurs: ({ groups }) =>
      groups.some(({ members, permissions }) => inForce(members).length > 0 && permissions.length > 0),
  },
  {
    name: 'a group with roles',
    possible: ({ groups }) => groups.carry.includes('roles'),
    occurs: ({ groups, mentions }) => [...groups, ...mentions].some(({ roles }) => inForce(roles).length > 0),
  },
  {
    name: 'a group attached without a role',
    possible: (platform) => platform.groups.carry.includes('attachments') && platform.scopeKinds.size > 1,
    occurs: ({ mentions }) =>
      mentions.some(({ window, roles }) => holds(window) && inForce(roles).length === 0),
  },
  {
    name: 'somebody attached without a role',
    possible: takesPeopleBelow,
    occurs: ({ below }) =>
      below.some(
        ({ state, window, roles }) => state === null && holds(window) && inForce(roles).length === 0,
      ),
  },
  {
    name: 'roles of one person at several levels',
    possible: (platform) =>
      takesPeopleBelow(platform) &&
      [...platform.roles.values()].some(({ assignableAt }) => assignableAt.length > 1),
    occurs: ({ members, below }) =>
      below.some(
        ({ key, window, roles }) =>
          holds(window) &&
          inForce(roles).length > 0 &&
          members.some((member) => member.key === key && inForce(member.roles).length > 0),
      ),
  },
  {
    name: 'scopes within scopes',
    possible: ({ root, scopeKinds }) =>
      [...scopeKinds.values()].some(({ parents }) => parents.some((parent) => parent !== root)),
    occurs: ({ scopes }) => scopes.some(({ parent }) => parent !== null && parent > 0),
  },
  {
    name: 'something given above what is given again where nothing flows down',
    possible: ({ scopeKinds }) => [...scopeKinds.values()].some(({ flowDown }) => !flowDown),
    occurs: ({ scopes, below, mentions }, { scopeKinds }) =>
      [...below, ...mentions].some(
        ({ scope, window, roles }) =>
          holds(window) &&
          inForce(roles).length > 0 &&
          scopeKinds.get(scopes[scope]?.kind ?? '')?.flowDown === false &&
          scopes.some(({ parent }) => parent === scope),
      ),
  },
  {
    name: 'a bypass below the organization',
    possible: (platform) => bypassing(platform, null).length > 0 && takesPeopleBelow(platform),
    occurs: ({ below, mentions, roles }, platform) => {
      const names = bypassing(platform, roles);
      return [...below, ...mentions].some(
        (given) => holds(given.window) && inForce(given.roles).some((name) => names.includes(name)),
      );
    },
  },
  ...STATES.map((state) => ({
    name: `a member of a scope below alone, ${state}`,
    possible: hasMembersBelow,
    occurs: ({ below }: Policy) => below.some((entry) => entry.state === state && holds(entry.window)),
  })),
  {
    name: 'a member of the organization who is one of a scope below too',
    possible: hasMembersBelow,
    occurs: ({ doubled }) => doubled.length > 0,
  },
  {
    name: 'an open gate, for want of groups',
    possible: ({ scopeKinds }) =>
      [...scopeKinds.values()].some(({ whenNoGroups }) => whenNoGroups === 'open'),
    occurs: ({ scopes, groups }) => groups.length === 0 && scopes.length > 1,
  },
];

/** In how many of the policies each feature occurs that the platform can have. */
export class FeatureCount {
  readonly #platform: PlatformDefinition;
  readonly #counts: Map<Feature, number>;

  constructor(platform: PlatformDefinition) {
    this.#platform = platform;
    this.#counts = new Map(FEATURES.filter(({ possible }) => possible(platform)).map((one) => [one, 0]));
  }

  add(policy: Policy): void {
    for (const [feature, count] of this.#counts) {
      if (feature.occurs(policy, this.#platform)) this.#counts.set(feature, count + 1);
    }
  }

  /** Feature → share of the policies. */
  shares(policies: number): ReadonlyMap<string, number> {
    return new Map([...this.#counts].map(([{ name }, count]) => [name, count / policies]));
  }
}

function inForce(roles: readonly Timed[]): readonly string[] {
  return roles.filter(({ window }) => holds(window)).map(({ name }) => name);
}

function some(
  roles: readonly Timed[],
  platform: PlatformDefinition,
  test: (role: PredefinedRole) => boolean,
): boolean {
  return inForce(roles).some((name) => {
    const role = platform.roles.get(name);
    return role !== undefined && test(role);
  });
}

function windowsOf({ members, below, groups, mentions }: Policy) {
  return [
    ...[...members, ...below, ...mentions].flatMap(({ window, roles }) => [{ window }, ...roles]),
    ...groups.flatMap((group) => [...group.members, ...group.groups, ...group.roles]),
  ].map(({ window }) => window);
}

function rolesGiven({ members, below, groups, mentions }: Policy): readonly string[] {
  return [...members, ...below, ...groups, ...mentions].flatMap(({ roles }) => inForce(roles));
}

/** A person has a module's role above, and another than None of the same module below. */
function overrides({ members, below }: Policy, platform: PlatformDefinition): boolean {
  const modules = (roles: readonly Timed[]): readonly (string | null)[] =>
    inForce(roles).flatMap((name) => {
      const role = platform.roles.get(name);
      return role === undefined || role.none || role.module === null ? [] : [role.module];
    });
  return below.some(
    ({ key, state, window, roles }) =>
      state === null &&
      holds(window) &&
      members.some(
        (member) =>
          member.key === key &&
          holds(member.window) &&
          member.state === 'active' &&
          modules(member.roles).some((module) => modules(roles).includes(module)),
      ),
  );
}

/** Names of roles that bypass, custom ones that include such a role too; with null, whether any could. */
function bypassing(platform: PlatformDefinition, custom: Policy['roles'] | null): readonly string[] {
  const names = [...platform.roles.values()].filter(({ bypass }) => bypass).map(({ name }) => name);
  if (custom === null) {
    const below = names.some((name) =>
      platform.roles.get(name)?.assignableAt.some((kind) => kind !== platform.root),
    );
    // A custom role may include one too, which is rare where there are many roles to include.
    return below ? names : [];
  }
  for (const role of custom) if (role.includes.some((name) => names.includes(name))) names.push(role.name);
  return names;
}

function hasNone({ roles }: PlatformDefinition): boolean {
  return [...roles.values()].some(({ none }) => none);
}

function hasGroups({ groups }: PlatformDefinition): boolean {
  return groups.homes.length > 0;
}

function takesPeopleBelow({ scopeKinds }: PlatformDefinition): boolean {
  return [...scopeKinds.values()].some(
    ({ plural, principals }) => plural !== null && principals.includes('member'),
  );
}

function hasMembersBelow({ scopeKinds }: PlatformDefinition): boolean {
  return [...scopeKinds.values()].some(({ plural, members }) => plural !== null && members);
}
