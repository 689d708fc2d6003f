import type {
  PlatformDefinition,
  PlatformSetting,
  PredefinedRole,
  ScopeKind,
} from '../platform/platform-definition.ts';

const opened = new WeakMap<PlatformDefinition, PlatformDefinition>();

/**
 * The same platform with nothing in the way: every scope takes over all from above, every role reaches everywhere. What
 * it gives and the platform does not, something has taken away.
 */
export function openPlatform(platform: PlatformDefinition): PlatformDefinition {
  const found = opened.get(platform);
  if (found !== undefined) return found;
  const open: PlatformDefinition = {
    ...platform,
    scopeKinds: mapped(platform.scopeKinds, openKind),
    denies: null,
    customRoles: platform.customRoles === null ? null : { ...platform.customRoles, reach: 'both' },
    roles: mapped(platform.roles, (role): PredefinedRole => ({ ...role, reach: 'both' })),
  };
  opened.set(platform, open);
  return open;
}

function openKind(kind: ScopeKind): ScopeKind {
  return { ...kind, inherits: 'union', flowDown: true, settings: mapped(kind.settings, unset) };
}

/** Nothing that a scope is set to says how it inherits, or closes it. */
function unset(setting: PlatformSetting): PlatformSetting {
  return {
    ...setting,
    values: mapped(setting.values, (value) => ({ ...value, inherits: null, closes: false })),
  };
}

function mapped<T>(map: ReadonlyMap<string, T>, change: (value: T) => T): ReadonlyMap<string, T> {
  return new Map([...map].map(([key, value]) => [key, change(value)]));
}
