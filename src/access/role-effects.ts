import type {
  ModuleName,
  PlatformDefinition,
  PredefinedRole,
  Reach,
} from '../platform/platform-definition.ts';
import type { RoleKey } from '../resource/identifiers.ts';
import type { OrganizationModel } from '../resource/organization-model.ts';
import type { Entries, RoleResource } from '../resource/resource.ts';
import type { Origin } from '../source/origin.ts';
import { asOwned } from './as-owned.ts';
import { type BitSet, emptyBits, isEmpty, positionsOf, unite } from './bit-set.ts';
import { closeOver, type PermissionCatalogue, takenWith } from './permission-catalogue.ts';
import { type IncludedBySetting, rolesBySettings } from './roles-by-settings.ts';

/** One role, predefined or custom, in one form. */
export interface Role {
  readonly key: RoleKey;
  /** Positions in the catalogue that the role itself lists, patterns expanded, implied ones not added. */
  readonly grants: ReadonlyMap<number, Origin>;
  /** Positions that it takes away, in the same form. */
  readonly denies: ReadonlyMap<number, Origin>;
  readonly includes: ReadonlyMap<RoleKey, Origin>;
  /** What it includes besides, because of what the organization is set to. */
  readonly bySettings: readonly IncludedBySetting[];
  readonly module: ModuleName | null;
  readonly none: boolean;
  readonly ungated: boolean;
  readonly bypass: boolean;
  readonly reach: Reach;
  readonly origin: Origin;
}

/** All that a role includes, whoever says so. */
export function includedIn({ includes, bySettings }: Role): readonly RoleKey[] {
  return [...includes.keys(), ...bySettings.map(({ included }) => included)];
}

export type Roles = ReadonlyMap<RoleKey, Role>;

/**
 * Every role by its key. A custom role with the name of a predefined one gives nothing of its own: the platform
 * owns its names. Two custom roles of one key (live data of two scopes) are read as one that gives both.
 */
export function rolesOf(
  platform: PlatformDefinition,
  permissionCatalogue: PermissionCatalogue,
  model: OrganizationModel,
): Roles {
  const roles = new Map<RoleKey, Role>();
  for (const resource of model.all('role')) {
    const { name } = resource.attributes;
    roles.set(name, customRole(asOwned(resource, platform), platform, permissionCatalogue, roles.get(name)));
  }
  const bySettings = rolesBySettings(platform, model);
  for (const role of platform.roles.values())
    roles.set(role.name, predefinedRole(role, platform, permissionCatalogue, bySettings.get(role.name)));
  return roles;
}

function predefinedRole(
  role: PredefinedRole,
  platform: PlatformDefinition,
  permissionCatalogue: PermissionCatalogue,
  bySettings: readonly IncludedBySetting[],
): Role {
  const origin: Origin = { from: 'platform', platform: platform.name, what: `role ${role.name}` };
  const { module, none, ungated, bypass, reach } = role;
  const placed = (patterns: readonly string[]): ReadonlyMap<number, Origin> =>
    new Map(
      patterns.flatMap((written) =>
        permissionCatalogue.expand(written).map((position) => [position, origin] as const),
      ),
    );
  const grants = placed(role.permissions);
  const denies = placed(role.denies);
  const includes = new Map(role.includes.map((included) => [included, origin]));
  return {
    key: role.name,
    grants,
    denies,
    includes,
    bySettings,
    module,
    none,
    ungated,
    bypass,
    reach,
    origin,
  };
}

function customRole(
  resource: RoleResource,
  { customRoles }: PlatformDefinition,
  permissionCatalogue: PermissionCatalogue,
  same: Role | undefined,
): Role {
  const { permissions, denies, includes } = resource.attributes;
  return {
    key: resource.attributes.name,
    grants: withPlaces(same?.grants, permissions, permissionCatalogue),
    denies: withPlaces(same?.denies, denies, permissionCatalogue),
    includes: same === undefined ? includes : new Map([...includes, ...same.includes]),
    bySettings: [],
    module: null,
    none: false,
    ungated: false,
    bypass: false,
    // Live data may have one where the platform file knows of none.
    reach: customRoles === null ? 'both' : customRoles.reach,
    origin: same?.origin ?? resource.origin,
  };
}

/** What is listed already, and what more is written. */
function withPlaces(
  listed: ReadonlyMap<number, Origin> | undefined,
  entries: Entries,
  permissionCatalogue: PermissionCatalogue,
): ReadonlyMap<number, Origin> {
  const places = new Map(listed);
  for (const [written, origin] of entries) {
    for (const position of permissionCatalogue.expand(written)) {
      if (!places.has(position)) places.set(position, origin);
    }
  }
  return places;
}

/** What holding a role by assignment amounts to, its included roles taken together. */
export interface RoleEffect {
  readonly gives: BitSet;
  /** What it takes away, with all that would imply it. */
  readonly denies: BitSet;
  /** The permissions of every module the role names: what it overrides where a kind of scope overrides. */
  readonly names: BitSet;
  readonly bypass: boolean;
  readonly ungated: boolean;
  readonly reach: Reach;
}

/**
 * Decisions where the model is open:
 * - The reach of the *assigned* role holds for everything it includes, because reach is about where an assigned
 *   role takes effect and an included role is not assigned. An included bypass or ungated role counts as held.
 * - A role of a module names that module. A role without one (owner, custom) names the modules of everything it
 *   gives, and the module of those without one when it gives nothing, so that an explicit empty role still overrides. What a role gives
 *   outside the modules it names is added and overrides nothing. What a role takes away names no module, and a role that only
 *   takes away none.
 * - A `none` role, assigned or included, names nothing and gives nothing, whatever its row says.
 */
export function effectOf(
  roles: Roles,
  permissionCatalogue: PermissionCatalogue,
  key: RoleKey,
): RoleEffect | null {
  const assigned = roles.get(key);
  if (assigned === undefined || assigned.none) return null;
  const gives = emptyBits(permissionCatalogue.words);
  const denies = emptyBits(permissionCatalogue.words);
  let bypass = false;
  let ungated = false;
  const seen = new Set<RoleKey>();
  const open = [key];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const role = roles.get(next);
    if (role === undefined || role.none || seen.has(next)) continue;
    seen.add(next);
    unite(gives, 0, closeOver(permissionCatalogue, role.grants.keys()));
    unite(denies, 0, takenWith(permissionCatalogue, role.denies.keys()));
    bypass ||= role.bypass;
    ungated ||= role.ungated;
    open.push(...includedIn(role));
  }
  return {
    gives,
    denies,
    names: namedBy(assigned, gives, denies, permissionCatalogue),
    bypass,
    ungated,
    reach: assigned.reach,
  };
}

function namedBy(
  role: Role,
  gives: BitSet,
  denies: BitSet,
  permissionCatalogue: PermissionCatalogue,
): BitSet {
  if (role.module !== null) return permissionCatalogue.module(role.module);
  const given = positionsOf(gives);
  if (given.length === 0)
    return isEmpty(denies) ? permissionCatalogue.module(null) : emptyBits(permissionCatalogue.words);
  const named = emptyBits(permissionCatalogue.words);
  for (const position of given)
    unite(named, 0, permissionCatalogue.module(permissionCatalogue.moduleOf(position)));
  return named;
}

/** Whether a role assigned on a scope gives its permissions on that scope. */
export function reachesHere(reach: Reach): boolean {
  return reach !== 'below';
}

/** Whether a role assigned on a scope gives its permissions to the scopes below it. */
export function reachesBelow(reach: Reach): boolean {
  return reach !== 'self';
}
