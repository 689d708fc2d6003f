import type { PlatformDefinition } from '../../src/platform/platform-definition.ts';
import { principalKey } from '../../src/resource/identifiers.ts';
import type { Entries, Resource } from '../../src/resource/resource.ts';
import { resource, resourceWith } from '../../src/resource/resource-types.ts';
import { live, written } from '../plan/fixtures.ts';
import type { Pair } from '../plan/random-pair.ts';

/**
 * Two people who keep what they can do while the way to it changes: one from a group to another, one from a role of his
 * own to a group. A write that is believed and was not made costs them their access.
 */
export function withMovers(pair: Pair, platform: PlatformDefinition): Pair {
  const { groups, roles, root } = platform;
  const role = [...roles.values()].find(
    (one) => one.assignable && one.assignableAt.includes(root) && !one.bypass && one.permissions.length > 0,
  );
  if (!groups.homes.includes(root) || role === undefined) return pair;
  const by = (make: typeof live, from: readonly string[], to: readonly string[], own: boolean) => [
    make.member(MOVED),
    make.member(REGROUPED),
    make.group('acme/from', { members: from }),
    make.group('acme/to', { members: to }),
    ...['from', 'to'].map((name) => make.given('acme', `group:acme/${name}`, [role.name])),
    ...(own ? [make.given('acme', `member:${MOVED}`, [role.name])] : []),
  ];
  const name = (one: Resource): Resource => (platform.members.key === 'username' ? renamed(one) : one);
  return {
    platform,
    live: [...pair.live, ...by(live, [REGROUPED], [], true).map(name)],
    desired: [...pair.desired, ...by(written, [], [REGROUPED, MOVED], false).map(name)],
  };
}

const MOVED = 'moved@acme.com';
const REGROUPED = 'regrouped@acme.com';

/** A pair that the rules of this platform allow on both sides, as far as `pairsOn` does not see to it already. */
export function fitted(pair: Pair, platform: PlatformDefinition): Pair {
  return {
    platform,
    desired: allowed(pair.desired, platform, written),
    live: allowed(pair.live, platform, live),
  };
}

function allowed(
  resources: readonly Resource[],
  platform: PlatformDefinition,
  make: typeof live,
): readonly Resource[] {
  const custom = platform.customRoles !== null && platform.customRoles !== undefined;
  const byName = platform.members.key === 'username';
  const bound = platform.invariants.some(({ rule }) => rule === 'group-members-are-attached');
  const own = resources.map((one) => (byName ? renamed(one) : one));
  const attached = new Set(
    own.flatMap((one) =>
      one.type === 'assignment' ? [`${one.attributes.scope}|${principalKey(one.attributes.principal)}`] : [],
    ),
  );
  const kinds = new Map(
    own.flatMap((one) =>
      one.type === 'scope'
        ? [[one.attributes.path, platform.scopeKinds.get(one.attributes.kind)] as const]
        : [],
    ),
  );
  const fit = (one: Resource): readonly Resource[] => {
    switch (one.type) {
      case 'role':
        return custom ? [one] : [];
      case 'member': {
        const { attributes, origin } = one;
        return attributes.state === 'deactivated' && !platform.members.deactivation
          ? [resource('member', { ...attributes, state: 'active' }, origin)]
          : [one];
      }
      case 'group': {
        const { attributes, origin } = one;
        const inside = [...attributes.members].filter(
          ([member]) =>
            !bound || attributes.home === 'acme' || attached.has(`${attributes.home}|member:${member}`),
        );
        const groups: Entries = platform.groups.nesting === 'none' ? new Map() : attributes.groups;
        return [resourceWith('group', { ...attributes, members: new Map(inside), groups }, origin)];
      }
      case 'assignment': {
        const { attributes, origin } = one;
        if (attributes.principal.type === 'member' && /^owner\b/.test(attributes.principal.member)) return [];
        const { type } = attributes.principal;
        if (kinds.get(attributes.scope)?.principals.includes(type) !== true) return [];
        const { carry } = platform.groups;
        const given =
          type === 'group' && !carry.includes('roles')
            ? []
            : [...attributes.roles].filter(([name]) => custom || platform.roles.has(name));
        const single = type === 'member' && platform.members.roles === 'exactly-one';
        const isOne = single || platform.assignments.rolesPerPrincipal === 'one';
        const few = isOne ? given.slice(0, 1) : given;
        // Where one role is held, nobody holds none: who is written without one has the default.
        const attaches = type === 'group' ? carry.includes('attachments') : !single;
        if (few.length === 0 && !attaches) return [];
        return [resource('assignment', { ...attributes, roles: new Map(few) }, origin)];
      }
      case 'scope':
        return [one];
    }
  };
  const held = platform.invariants.flatMap((rule) =>
    rule.rule === 'minimum-holders' || rule.rule === 'last-holder-stays' ? [rule.role] : [],
  );
  const owner = byName ? 'owner' : 'owner@acme.com';
  const first = [...platform.roles.values()].find(({ assignableAt }) => assignableAt.includes(platform.root));
  const roles = held.length > 0 ? [...new Set(held)] : first === undefined ? [] : [first.name];
  return [...own.flatMap(fit), make.given('acme', `member:${owner}`, roles)];
}

/** People by their names alone. */
function renamed(one: Resource): Resource {
  const plain = <T>(value: T): T => {
    if (typeof value === 'string') return value.replaceAll('@acme.com', '') as T;
    if (value instanceof Map) return new Map([...value].map(([key, inner]) => [plain(key), inner])) as T;
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)])) as T;
  };
  switch (one.type) {
    case 'scope':
      return resourceWith('scope', plain(one.attributes), one.origin);
    case 'role':
      return resourceWith('role', plain(one.attributes), one.origin);
    case 'member':
      return resource('member', plain(one.attributes), one.origin);
    case 'group':
      return resourceWith('group', plain(one.attributes), one.origin);
    case 'assignment':
      return resource('assignment', plain(one.attributes), one.origin);
  }
}
