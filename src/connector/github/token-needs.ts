import type { MissingPermission } from '../inspection.ts';

type Level = 'read' | 'write';

/** What an App has to be allowed, by the names of its manifest. The two manifests of docs/connectors/github-apps say the same. */
export const APP_NEEDS: Readonly<Record<string, Readonly<Record<MissingPermission['stops'], Level>>>> = {
  administration: { reading: 'read', writing: 'write' },
  members: { reading: 'read', writing: 'write' },
  metadata: { reading: 'read', writing: 'read' },
  organization_administration: { reading: 'read', writing: 'write' },
  organization_custom_org_roles: { reading: 'read', writing: 'write' },
  organization_custom_roles: { reading: 'read', writing: 'read' },
  organization_user_blocking: { reading: 'read', writing: 'read' },
};

/** Scopes of a classic token. Nothing less shows the roles of an organization, so reading needs what writing does. */
export const CLASSIC_NEEDS = ['admin:org', 'repo'] as const;

/** What of an App's permissions is not granted; a permission that stops reading is not named again for writing. */
export function missingForApp(granted: Readonly<Record<string, string>>): readonly MissingPermission[] {
  return Object.entries(APP_NEEDS).flatMap(([name, { reading, writing }]): readonly MissingPermission[] => {
    const level = granted[name];
    const isEnough = (wanted: Level) => level === 'write' || level === 'admin' || level === wanted;
    if (!isEnough(reading)) return [{ permission: `${name}: ${reading}`, stops: 'reading' }];
    return isEnough(writing) ? [] : [{ permission: `${name}: ${writing}`, stops: 'writing' }];
  });
}

export function missingForClassic(scopes: readonly string[]): readonly MissingPermission[] {
  return CLASSIC_NEEDS.filter((scope) => !scopes.includes(scope)).map((permission) => ({
    permission,
    stops: 'reading',
  }));
}
