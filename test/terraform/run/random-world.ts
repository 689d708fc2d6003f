import fc from 'fast-check';
import type { PlatformDefinition } from '../../../src/platform/platform-definition.ts';
import type { Entries, Resource } from '../../../src/resource/resource.ts';
import { resource, resourceWith } from '../../../src/resource/resource-types.ts';
import { LINE, LIVE, live, written } from '../../plan/fixtures.ts';
import { anyPairOn, type Pair } from '../../plan/random-pair.ts';
import { sameNamed } from './harness.ts';

/** Pairs that the rules of a real platform allow on both sides; somebody who owns the organization stays. */
export function pairsOn(platform: PlatformDefinition, seed: number, count: number): readonly Pair[] {
  return fc
    .sample(anyPairOn(platform), { seed, numRuns: 40 * count })
    .map((pair) => ({
      ...pair,
      desired: fitTo(pair.desired, platform, false),
      live: fitTo(pair.live, platform, true),
    }))
    .filter(isRich)
    .filter((pair) => sameNamed(pair.live).length === 0)
    .slice(0, count);
}

/** Something of most kinds on both sides: shrunk samples prove little. */
function isRich({ desired, live: found }: Pair): boolean {
  const types = (resources: readonly Resource[]) => new Set(resources.map((r) => r.type)).size;
  return types(desired) >= 4 && types(found) >= 4 && desired.length + found.length > 18;
}

function fitTo(
  resources: readonly Resource[],
  platform: PlatformDefinition,
  isLive: boolean,
): readonly Resource[] {
  const origin = isLive ? LIVE : LINE;
  const make = isLive ? live : written;
  const kindOf = new Map(
    resources.flatMap((r) => (r.type === 'scope' ? [[r.attributes.path, r.attributes.kind] as const] : [])),
  );
  const owned = [...kindOf].filter(
    ([, kind]) => kind !== platform.root && !platform.scopeKinds.get(kind)?.manage,
  );
  const outside = (path: string): boolean => owned.some(([p]) => path === p || path.startsWith(`${p}/`));
  // A role whose home is not there is not there to be given or included either.
  const custom = new Set(
    resources.flatMap((r) => (r.type === 'role' && !outside(r.attributes.home) ? [r.attributes.name] : [])),
  );
  const isHome = (path: string): boolean =>
    !outside(path) && platform.groups.homes.includes(kindOf.get(path) ?? '');
  const groups = new Set(
    resources.flatMap((r) =>
      r.type === 'group' && isHome(r.attributes.home) ? [`${r.attributes.home}/${r.attributes.name}`] : [],
    ),
  );
  const assignable = (scope: string, name: string): boolean => {
    const kind = kindOf.get(scope) ?? '';
    const predefined = platform.roles.get(name);
    if (predefined !== undefined) return predefined.assignable && predefined.assignableAt.includes(kind);
    return custom.has(name) && platform.customRoles?.at.includes(kind) === true;
  };
  const fitOne = (r: Resource): Resource[] => {
    switch (r.type) {
      case 'scope':
        return outside(r.attributes.path) ? [] : [r];
      case 'role': {
        if (outside(r.attributes.home)) return [];
        const { permissions, includes } = r.attributes;
        const known = [...includes].filter(([name]) => platform.roles.has(name) || custom.has(name));
        const some: Entries = new Map([[[...platform.permissions.keys()][0] ?? '', origin]]);
        return [
          resourceWith(
            'role',
            {
              ...r.attributes,
              permissions: permissions.size > 0 ? permissions : some,
              includes: new Map(known),
            },
            origin,
          ),
        ];
      }
      case 'member':
        return outside(r.attributes.scope) ? [] : [r];
      case 'group': {
        if (!isHome(r.attributes.home)) return [];
        const { permissions, groups: children, members } = r.attributes;
        const carried: Entries = platform.groups.carry.includes('permissions') ? permissions : new Map();
        return [
          resourceWith(
            'group',
            {
              ...r.attributes,
              permissions: carried,
              groups: new Map([...children].filter(([path]) => groups.has(path))),
              members: isLive ? withoutInvited(members, resources, platform) : members,
            },
            origin,
          ),
        ];
      }
      case 'assignment': {
        const { scope, principal } = r.attributes;
        if (outside(scope)) return [];
        if (principal.type === 'group' && !groups.has(principal.group)) return [];
        const modules = new Set<string>();
        const roles = [...r.attributes.roles].filter(([name]) => {
          if (!assignable(scope, name)) return false;
          const module = platform.roles.get(name)?.module ?? null;
          if (platform.members.roles !== 'one-per-module' || principal.type === 'group' || module === null)
            return true;
          if (modules.has(module)) return false;
          modules.add(module);
          return true;
        });
        const held = platform.assignments.rolesPerPrincipal === 'one' ? roles.slice(0, 1) : roles;
        const given = (entries: Entries): Entries =>
          new Map([...entries].filter(([name]) => assignable(scope, name)));
        const { below, denied } = r.attributes;
        return [
          resource(
            'assignment',
            { ...r.attributes, roles: new Map(held), below: given(below), denied: given(denied) },
            origin,
          ),
        ];
      }
    }
  };
  const fitted = resources.flatMap(fitOne);
  const owner = platform.roles.has('owner') ? 'owner' : 'admin';
  return [...fitted, make.member('owner@acme.com'), make.given('acme', 'member:owner@acme.com', [owner])];
}

function withoutInvited(
  members: Entries,
  resources: readonly Resource[],
  platform: PlatformDefinition,
): Entries {
  if (platform.members.invitedInGroups || platform.members.joining === 'provisioned') return members;
  const pending = new Set(
    resources.flatMap((r) =>
      r.type === 'member' && (r.attributes.state === 'invited' || r.attributes.state === 'expired')
        ? [r.attributes.member]
        : [],
    ),
  );
  return new Map([...members].filter(([member]) => !pending.has(member)));
}
