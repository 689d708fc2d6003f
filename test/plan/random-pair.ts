import fc from 'fast-check';
import type { PlatformDefinition } from '../../src/platform/platform-definition.ts';
import { choiceEntry } from '../../src/resource/choices.ts';
import { groupPath, principalKey, scopeChain } from '../../src/resource/identifiers.ts';
import type { Entries, MembershipState, Resource } from '../../src/resource/resource.ts';
import { resource, resourceWith } from '../../src/resource/resource-types.ts';
import { anyPlatform, anyResources } from '../access/random.ts';
import { LINE, LIVE } from './fixtures.ts';

/** What documents that compile may want, and what a platform with referential integrity may hold. */
export interface Pair {
  readonly platform: PlatformDefinition;
  readonly desired: readonly Resource[];
  readonly live: readonly Resource[];
}

const TITLES = ['One', 'Two', 'Three'];

const ATTACHED = { rule: 'group-members-are-attached', code: 'not-attached' } as const;

const MEMBERSHIP_ROLES = {
  defaultRole: 'member',
  roles: new Map([
    ['member', { title: 'Member', impliedBy: [] }],
    ['lead', { title: 'Lead', impliedBy: [] }],
  ]),
};

const rules = fc.record({
  owned: fc.nat(5),
  joining: fc.constantFrom('provisioned', 'invited'),
  invitedInGroups: fc.boolean(),
  /** Groups are for those alone who are attached to the scope they live on. */
  attached: fc.boolean(),
  /** A person who is put into a group is taken out of another. */
  perMember: fc.constantFrom('many', 'many', 'many', 'one', 'one-per-home'),
});

/** Platforms with a root nobody makes, now and then another kind of scope the same, and each way of joining. */
export const anyRuledPlatform: fc.Arbitrary<PlatformDefinition> = fc
  .tuple(anyPlatform, rules)
  .map(([platform, { owned, joining, invitedInGroups, attached, perMember }]) => ({
    ...platform,
    // Laws of their own draw what something else owns.
    owners: {},
    invariants: attached ? [...platform.invariants, ATTACHED] : platform.invariants,
    scopeKinds: new Map(
      [...platform.scopeKinds].map(([name, kind], at) => [
        name,
        { ...kind, manage: name !== platform.root && at !== owned },
      ]),
    ),
    members: { ...platform.members, joining, invitedInGroups },
    groups: {
      ...platform.groups,
      membershipRoles: MEMBERSHIP_ROLES,
      // Flat on the wire, whoever is in a nested group has two places.
      perMember: platform.groups.nesting === 'native' ? perMember : 'many',
    },
  }));

const choices = fc.record({
  /** For each thing either side has: whether live has it as written, as the other draw has it, or not at all. */
  from: fc.array(fc.constantFrom('same', 'same', 'other', 'other', 'none'), { minLength: 24, maxLength: 24 }),
  titles: fc.array(fc.nat(2), { minLength: 13, maxLength: 13 }),
  liveTitles: fc.array(fc.nat(2), { minLength: 13, maxLength: 13 }),
  /** Which way containment runs: an edge that is turned round is the hardest to bring about in order. */
  turned: fc.boolean(),
});

export function anyPairOn(platform: PlatformDefinition): fc.Arbitrary<Pair> {
  return fc.tuple(anyResources(platform), anyResources(platform), choices).map(([one, two, chosen]) => {
    const written = sane(one, platform, false, false);
    const other = sane(two, platform, true, chosen.turned);
    const first = new Map(written.map((r) => [r.address, r]));
    const second = new Map(other.map((r) => [r.address, r]));
    const addresses = [...new Set([...first.keys(), ...second.keys()])].sort();
    const mixed = addresses.flatMap((address, at) => {
      const choice = chosen.from[at % chosen.from.length];
      const picked =
        choice === 'none' ? undefined : choice === 'same' ? first.get(address) : second.get(address);
      return picked === undefined ? [] : [picked];
    });
    // What the platform owns is there on both sides; only what the documents say of it is theirs.
    const owned = [...written, ...other].filter(
      (r) =>
        r.type === 'scope' &&
        scopeChain(r.attributes.path).some((path) => isOwned(path, [...written, ...other], platform)),
    );
    const desired = sane(
      [...new Map([...written, ...owned].map((r) => [r.address, r])).values()],
      platform,
      false,
      false,
    );
    const live = sane(
      [...new Map([...mixed, ...owned].map((r) => [r.address, r])).values()],
      platform,
      true,
      chosen.turned,
    );
    const states = new Map(
      live.flatMap((r) => (r.type === 'member' ? [[r.address, r.attributes.state]] : [])),
    );
    return {
      platform,
      desired: titled(desired, chosen.titles, platform).map((r) => settled(r, states, platform)),
      live: titled(live, chosen.liveTitles, platform).map((r) => ({ ...r, origin: LIVE })),
    };
  });
}

export const anyPair: fc.Arbitrary<Pair> = anyRuledPlatform.chain(anyPairOn);

function isOwned(path: string, resources: readonly Resource[], platform: PlatformDefinition): boolean {
  const found = resources.find((r) => r.type === 'scope' && r.attributes.path === path);
  return found?.type === 'scope' && platform.scopeKinds.get(found.attributes.kind)?.manage !== true;
}

/** Nobody can deactivate whoever has not joined. */
function settled(r: Resource, states: ReadonlyMap<string, unknown>, platform: PlatformDefinition): Resource {
  if (
    r.type !== 'member' ||
    r.attributes.state !== 'deactivated' ||
    platform.members.joining === 'provisioned'
  ) {
    return r;
  }
  const state = states.get(r.address);
  if (state === 'active' || state === 'deactivated') return r;
  return { ...r, attributes: { ...r.attributes, state: 'active' } };
}

function titled(
  resources: readonly Resource[],
  titles: readonly number[],
  platform: PlatformDefinition,
): readonly Resource[] {
  return resources.map((r, at): Resource => {
    const title = TITLES[titles[at % titles.length] ?? 0] ?? '';
    switch (r.type) {
      case 'scope':
        return { ...r, attributes: { ...r.attributes, title } };
      case 'role':
        return { ...r, attributes: { ...r.attributes, title } };
      case 'group':
        return {
          ...r,
          attributes: {
            ...r.attributes,
            title,
            description: title.toLowerCase(),
            membershipRoles: leads(r.attributes.members, extraRole(platform), titles, at),
          },
        };
      default:
        return r;
    }
  });
}

/** What somebody can be in a group besides the ordinary thing. */
function extraRole({ groups: { membershipRoles } }: PlatformDefinition): string | null {
  if (membershipRoles === null) return null;
  return [...membershipRoles.roles.keys()].find((role) => role !== membershipRoles.defaultRole) ?? null;
}

/** Some of those in a group lead it. */
function leads(members: Entries, role: string | null, titles: readonly number[], from: number): Entries {
  if (role === null) return new Map();
  const some = [...members].filter((_, at) => (titles[(from + at + 1) % titles.length] ?? 0) === 0);
  return new Map(some.map(([member, origin]) => [choiceEntry(member, role), origin]));
}

/** Without what leads nowhere, without rings, and in the form its side has. */
function sane(
  resources: readonly Resource[],
  platform: PlatformDefinition,
  isLive: boolean,
  turned: boolean,
): readonly Resource[] {
  const origin = isLive ? LIVE : LINE;
  const all = new Set(resources.map((r) => r.address));
  const scopes = resources.filter(
    (r) => r.type === 'scope' && scopeChain(r.attributes.path).every((path) => all.has(`scope:${path}`)),
  );
  const there = (path: string): boolean => scopes.some((r) => r.address === `scope:${path}`);
  const atTop = new Set(
    resources.flatMap((r) =>
      r.type === 'member' && r.attributes.scope === 'acme' ? [r.attributes.member] : [],
    ),
  );
  // Live, somebody can be a member of the organization and of scopes below; written, of either.
  const takes = (scope: string, member: string): boolean => {
    if (scope === 'acme') return true;
    const found = scopes.find((r) => r.address === `scope:${scope}`);
    const kind = found?.type === 'scope' ? platform.scopeKinds.get(found.attributes.kind) : undefined;
    return kind?.members === true && (isLive || !atTop.has(member));
  };
  const members = resources.flatMap((r): Resource[] =>
    r.type === 'member' && takes(r.attributes.scope, r.attributes.member)
      ? [
          resource(
            'member',
            { ...r.attributes, state: stateOn(r.attributes.state, platform, isLive) },
            origin,
          ),
        ]
      : [],
  );
  const states = new Map(
    members.flatMap((r) => (r.type === 'member' ? [[r.address, r.attributes.state] as const] : [])),
  );
  /** States of the memberships that reach a scope. */
  const statesAt = (member: string, scope: string): readonly MembershipState[] =>
    scopeChain(scope).flatMap((above) => states.get(`member:${above}/${member}`) ?? []);
  const roleHomes = resources.flatMap((r) =>
    r.type === 'role' && there(r.attributes.home) ? [r.attributes] : [],
  );
  const roleNames = new Set([...platform.roles.keys(), ...roleHomes.map((a) => a.name)]);
  const groups = resources.flatMap((r) =>
    r.type === 'group' && there(r.attributes.home) ? [r.attributes] : [],
  );
  const groupPaths = new Set(groups.map((a) => groupPath(a.home, a.name)));
  const attached = platform.invariants.some(({ rule }) => rule === 'group-members-are-attached');
  const given = new Set(resources.flatMap((r) => (r.type === 'assignment' ? [r.address] : [])));
  const belongs = (member: string, home: string): boolean =>
    !attached || (given.has(`assignment:${home}|member:${member}`) && statesAt(member, home).length > 0);
  const flat = platform.groups.nesting !== 'native';
  const downward = (from: string, to: string): boolean =>
    turned ? last(from) > last(to) : last(from) < last(to);
  /** Flat, the people of a group that is nested are in the outer one, whose home has to hold them too. */
  const below = (path: string): readonly string[] =>
    groups.flatMap((a) =>
      groupPath(a.home, a.name) === path
        ? [
            ...[...a.members.keys()].filter((m) => statesAt(m, 'acme').length > 0 && belongs(m, a.home)),
            ...[...a.groups.keys()].filter((g) => groupPaths.has(g) && downward(path, g)).flatMap(below),
          ]
        : [],
    );

  const placed = new Set<string>();
  /** The first place is the one: neither documents nor a platform have two where a person has one. */
  const isOnlyPlace = (member: string, home: string): boolean => {
    const { perMember } = platform.groups;
    if (perMember === 'many') return true;
    const key = perMember === 'one' ? member : `${home} ${member}`;
    if (placed.has(key)) return false;
    placed.add(key);
    return true;
  };
  const kept: readonly Resource[] = [
    ...scopes.map((r) => ({ ...r, origin })),
    ...roleHomes.map((a) =>
      resourceWith(
        'role',
        {
          ...a,
          home: isLive ? 'acme' : a.home,
          includes: only(
            a.includes,
            (i) => platform.roles.has(i) || (roleNames.has(i) && downward(a.name, i)),
          ),
        },
        origin,
      ),
    ),
    ...members,
    ...groups.map((a) =>
      resourceWith(
        'group',
        {
          ...a,
          members: only(a.members, (m) => {
            // Documents put nobody into a group who is not written under members of the organization.
            const found = isLive ? statesAt(m, a.home) : statesAt(m, 'acme');
            if (found.length === 0 || !belongs(m, a.home)) return false;
            const takesHim =
              !isLive || platform.members.invitedInGroups || found.some((state) => state !== 'invited');
            return takesHim && isOnlyPlace(m, a.home);
          }),
          groups: only(a.groups, (g) =>
            isLive && flat
              ? false
              : groupPaths.has(g) &&
                downward(groupPath(a.home, a.name), g) &&
                (!flat || below(g).every((m) => belongs(m, a.home))),
          ),
        },
        origin,
      ),
    ),
    ...resources.flatMap((r) => {
      if (r.type !== 'assignment' || !there(r.attributes.scope)) return [];
      const key = principalKey(r.attributes.principal);
      const known = key.startsWith('group:')
        ? groupPaths.has(key.slice('group:'.length))
        : statesAt(key.slice('member:'.length), r.attributes.scope).length > 0;
      if (!known) return [];
      const roles = only(r.attributes.roles, (name) => roleNames.has(name));
      return [resource('assignment', { ...r.attributes, roles }, origin)];
    }),
  ];
  // Roles of one name are one role, wherever it was written.
  return [...new Map(kept.map((r) => [r.type === 'role' ? r.attributes.name : r.address, r])).values()];
}

function stateOn(state: MembershipState, platform: PlatformDefinition, isLive: boolean): MembershipState {
  if (state === 'active' || state === 'deactivated') return state;
  return isLive && platform.members.joining === 'invited' ? state : 'active';
}

function only(entries: Entries, keep: (key: string) => boolean): Entries {
  return new Map([...entries].filter(([key]) => keep(key)));
}

function last(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
