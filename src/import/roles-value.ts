import type { ModuleName, PlatformDefinition } from '../platform/platform-definition.ts';
import type { RoleKey } from '../resource/identifiers.ts';
import { type Draft, type DraftMap, isDraftList, isDraftMap } from '../source/edit/draft.ts';
import { known } from '../source/known.ts';
import { compareText } from '../source/text-order.ts';

/** The name of a role under its module: `operator` for `build-operator`, as the compiler finds it again. */
function shortName(role: RoleKey, module: ModuleName, platform: PlatformDefinition): string {
  const short = role.startsWith(`${module}-`) ? role.slice(module.length + 1) : role;
  return roleUnder(module, short, platform) === role ? short : role;
}

/** The role that a name stands for below a module; null for none. */
export function roleUnder(module: ModuleName, name: string, platform: PlatformDefinition): RoleKey | null {
  for (const candidate of [name, `${module}-${name}`]) {
    if (platform.roles.get(candidate)?.module === module) return candidate;
  }
  return null;
}

/** The role that is given below a module; null where none of it is named. */
function roleGranted(module: ModuleName, grant: Draft, platform: PlatformDefinition): RoleKey | null {
  const name = grantedRole(grant);
  return name === null ? null : roleUnder(module, name, platform);
}

/** Null for a role of no module, and for a custom one. */
function moduleOf(role: RoleKey, platform: PlatformDefinition): ModuleName | null {
  return platform.roles.get(role)?.module ?? null;
}

/** The platform's order, then custom roles by name. */
export function inRoleOrder(roles: Iterable<RoleKey>, platform: PlatformDefinition): readonly RoleKey[] {
  const order = [...platform.roles.keys()];
  const rank = (role: RoleKey): number => {
    const at = order.indexOf(role);
    return at === -1 ? order.length : at;
  };
  return [...roles].sort((a, b) => rank(a) - rank(b) || compareText(a, b));
}

/** Roles as a person writes them: a map by module where each is of a module of its own, else a list. */
export function rolesValue(roles: Iterable<RoleKey>, platform: PlatformDefinition): Draft {
  const ordered = inRoleOrder(roles, platform);
  if (platform.members.roles !== 'one-per-module') return ordered;
  const byModule = new Map<ModuleName, RoleKey>();
  for (const role of ordered) {
    const module = moduleOf(role, platform);
    if (module === null || byModule.has(module)) return ordered;
    byModule.set(module, role);
  }
  return new Map(
    [...platform.modules.keys()].flatMap((module) => {
      const role = byModule.get(module);
      return role === undefined ? [] : [[module, shortName(role, module, platform)] as const];
    }),
  );
}

/** A grant as written: the role's name, or a map that names it beside its window. */
export function grantedRole(grant: Draft): string | null {
  if (typeof grant === 'string') return grant;
  const role = isDraftMap(grant) ? grant.get('role') : undefined;
  return typeof role === 'string' ? role : null;
}

/**
 * The roles as written, less those that are not live, and more those that are missing. `stays` says of a role that it
 * is not looked at: its window is over, and what becomes of it is the plan's affair. The same value when nothing
 * differs; undefined when no role is left.
 */
export function revisedRoles(
  written: Draft | undefined,
  live: ReadonlySet<RoleKey>,
  stays: (role: RoleKey) => boolean,
  platform: PlatformDefinition,
  mayBeByModule: boolean,
): Draft | undefined {
  const asNew = (roles: Iterable<RoleKey>): Draft =>
    mayBeByModule ? rolesValue(roles, platform) : inRoleOrder(roles, platform);
  if (written === undefined) return live.size === 0 ? undefined : asNew(live);
  if (isDraftMap(written)) return revisedByModule(written, live, stays, platform);
  if (!isDraftList(written)) return written;
  const kept = written.filter((grant) => {
    const role = grantedRole(grant);
    return role === null || live.has(role) || stays(role);
  });
  const said = new Set(kept.map(grantedRole));
  const missing = inRoleOrder(
    [...live].filter((role) => !said.has(role)),
    platform,
  );
  if (missing.length === 0 && kept.length === written.length) return written;
  if (kept.length + missing.length === 0) return undefined;
  // A list that nothing is kept of may as well be a map, where this platform's roles are written as one.
  return kept.length === 0 ? asNew(missing) : [...kept, ...missing];
}

function revisedByModule(
  written: DraftMap,
  live: ReadonlySet<RoleKey>,
  stays: (role: RoleKey) => boolean,
  platform: PlatformDefinition,
): Draft | undefined {
  const kept = new Map<string, Draft>();
  const said = new Set<RoleKey>();
  for (const [module, grant] of written) {
    const role = roleGranted(module, grant, platform);
    if (role === null || !(live.has(role) || stays(role))) continue;
    kept.set(module, grant);
    said.add(role);
  }
  const missing = inRoleOrder(
    [...live].filter((role) => !said.has(role)),
    platform,
  );
  if (missing.length === 0 && kept.size === written.size) return written;
  if (kept.size + missing.length === 0) return undefined;
  const fits = missing.every((role) => {
    const module = moduleOf(role, platform);
    return module !== null && !kept.has(module);
  });
  if (!fits) return asList(kept, missing, platform);
  const revised = new Map<string, Draft>();
  const added = new Map(
    missing.map((role) => [known(moduleOf(role, platform), `the module of ${role}`), role]),
  );
  // A role that takes another's place in a module stands where that stood.
  for (const module of written.keys()) {
    const grant = kept.get(module);
    const role = added.get(module);
    if (grant !== undefined) revised.set(module, grant);
    else if (role !== undefined) revised.set(module, shortName(role, module, platform));
    added.delete(module);
  }
  for (const [module, role] of added) revised.set(module, shortName(role, module, platform));
  return revised;
}

/** A role of no module, or a second one of a module, can be written in a list only. */
function asList(
  kept: ReadonlyMap<string, Draft>,
  missing: readonly RoleKey[],
  platform: PlatformDefinition,
): Draft {
  const items = [...kept].map(([module, grant]): Draft => {
    const role = known(roleGranted(module, grant, platform), `the role that is kept of ${module}`);
    return isDraftMap(grant) ? new Map([...grant, ['role', role]]) : role;
  });
  return [...items, ...missing];
}
