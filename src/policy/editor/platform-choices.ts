import { expandPattern, patternsOf } from '../../platform/expand-pattern.ts';
import type {
  ModuleName,
  PlatformDefinition,
  PredefinedRole,
  ScopeKind,
} from '../../platform/platform-definition.ts';
import { known } from '../../source/known.ts';
import type { Choice } from './json-schema.ts';

/** What an editor says of the platform's own names. */

export function permissionChoices({ permissions, modules }: PlatformDefinition): readonly Choice[] {
  return patternsOf(permissions).map((value) => {
    const permission = permissions.get(value);
    if (permission === undefined) {
      const count = expandPattern(value, permissions).length;
      return {
        value,
        description: value === '*' ? `All ${count} permissions` : `All of ${value.slice(0, -2)} (${count})`,
      };
    }
    const module =
      permission.module === null
        ? ''
        : ` (${known(modules.get(permission.module), `module ${permission.module}`).title})`;
    return { value, description: `${permission.title}${module}` };
  });
}

/** The roles that can be assigned on a kind of scope, or all of them for a role that includes others. */
export function roleChoices(platform: PlatformDefinition, kind: ScopeKind | null): readonly Choice[] {
  return [...platform.roles.values()]
    .filter((role) => kind === null || isAssignable(role, kind))
    .map((role) => ({ value: role.name, description: aboutRole(role, platform) }));
}

export interface ModuleChoices {
  readonly module: ModuleName;
  readonly title: string;
  /** As they are usually written under the module: without its name. */
  readonly short: readonly Choice[];
  /** The full names of those, which are understood too. */
  readonly full: readonly string[];
}

export function moduleChoices(platform: PlatformDefinition, kind: ScopeKind): readonly ModuleChoices[] {
  return [...platform.modules].map(([module, { title }]) => {
    const roles = [...platform.roles.values()].filter(
      (role) => role.module === module && isAssignable(role, kind),
    );
    const short = roles.map((role) => {
      const value = role.name.startsWith(`${module}-`) ? role.name.slice(module.length + 1) : role.name;
      return { value, description: aboutRole(role, platform) };
    });
    const offered = new Set(short.map(({ value }) => value));
    return { module, title, short, full: roles.map(({ name }) => name).filter((name) => !offered.has(name)) };
  });
}

export function isAssignable(role: PredefinedRole, kind: ScopeKind): boolean {
  return role.assignable && role.assignableAt.includes(kind.name);
}

function aboutRole(role: PredefinedRole, platform: PlatformDefinition): string {
  const module = role.module === null ? '' : ` of ${platform.modules.get(role.module)?.title ?? role.module}`;
  const gives = role.none
    ? ['no role in the module']
    : [
        ...(role.bypass ? ['everything here and below'] : []),
        ...(role.includes.length === 0
          ? []
          : [`what ${role.includes.join(', ')} ${role.includes.length === 1 ? 'gives' : 'give'}`]),
        ...role.permissions,
      ];
  return `${role.title}${module}${gives.length === 0 ? '' : `: ${gives.join(', ')}`}`;
}
