import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { expandWildcard } from '../permission-wildcards.ts';

/**
 * What of a platform's definition decides who can do what. Like the rest of the sandbox's rules it is read a second
 * time on purpose, and by nothing that Bylaw itself reads it with.
 */
export interface AccessRules {
  readonly catalogue: readonly string[];
  readonly kinds: ReadonlyMap<string, KindAccess>;
  readonly roles: ReadonlyMap<string, RoleAccess>;
  /** Where each custom role takes effect. */
  readonly customReach: RoleReach;
  /** Held on each scope one is an active member of, until one is given roles of one's own there. */
  readonly defaultRole: string | null;
  /** Values of settings of groups that deactivate everybody in the group: `[name, value]`. */
  readonly deactivating: readonly (readonly [string, string])[];
  /** Whether what is taken away is taken from who bypasses all, too. */
  readonly denyOverBypass: boolean;
  /** By role: what its holders hold too, by what the organization is set to. */
  readonly settings: ReadonlyMap<string, readonly RoleSetting[]>;
  /** Permissions that can be given for a text, with which other texts one covers. */
  readonly parameters: ReadonlyMap<string, 'equal' | 'prefix'>;
  moduleOf(permission: string): string | null;
  /** The permissions that the patterns name, with all that those imply. */
  granted(patterns: readonly string[]): ReadonlySet<string>;
  /** The permissions that the patterns name, with the texts that those are also about: what denies of them take. */
  taken(patterns: readonly string[]): ReadonlySet<string>;
  /** A permission and all without which it is nothing: with any of these taken away, so is the permission. */
  needed(permission: string): ReadonlySet<string>;
}

export interface RoleSetting {
  readonly name: string;
  readonly unwritten: string;
  /** By value: roles. */
  readonly includes: ReadonlyMap<string, readonly string[]>;
}

export interface KindAccess {
  readonly inherits: 'union' | 'override' | 'isolated' | 'gated';
  /** What whoever is attached there can do, whatever the roles. */
  readonly attached: ReadonlySet<string>;
  /** Whether its gate stands open while the organization has no group at all. */
  readonly openWithoutGroups: boolean;
  /** Whether what is given there holds below too. What comes from above always goes on. */
  readonly flowsDown: boolean;
  /** A setting by which such a scope combines otherwise; null where there is none. */
  readonly set: InheritanceSetting | null;
  /** Settings with the values by which nobody can do anything there, nor below. */
  readonly closing: readonly (readonly [setting: string, value: string])[];
}

export interface InheritanceSetting {
  readonly name: string;
  readonly unwritten: string;
  /** By value; of a value that is not here the kind says it. */
  readonly inherits: ReadonlyMap<string, KindAccess['inherits']>;
}

export type RoleReach = 'self' | 'below' | 'both' | 'everywhere';

export interface RoleAccess {
  readonly bypass: boolean;
  readonly ungated: boolean;
  readonly reach: RoleReach;
  readonly none: boolean;
  readonly module: string | null;
}

interface ValueData {
  includes: string[];
  inherits: KindAccess['inherits'] | null;
  closes: boolean;
}

interface AccessData {
  scopes: Record<
    string,
    {
      inherits: KindAccess['inherits'];
      attached: string[];
      'when-no-groups': 'open' | 'closed';
      'flow-down': boolean;
      root: boolean;
      settings: Record<
        string,
        { unwritten: string; extends: string | null; values: Record<string, ValueData> }
      >;
    }
  >;
  permissions: Record<
    string,
    { module: string | null; implies: string[]; parameter: { covers: 'equal' | 'prefix' } | null }
  >;
  roles: Record<
    string,
    { bypass: boolean; ungated: boolean; reach: RoleReach; none: boolean; module: string | null }
  >;
  members: { 'default-role': string | null };
  groups: { settings: Record<string, { values: Record<string, { deactivates: boolean }> }> };
  denies: { 'over-bypass': boolean };
  'custom-roles': { reach: RoleReach } | boolean | null;
}

const patterns = { type: 'array', items: { type: 'string' }, default: [] };
const no = { type: 'boolean', default: false };
const name = { type: ['string', 'null'], default: null };

function eachWith(properties: object): object {
  return { type: 'object', default: {}, additionalProperties: { type: 'object', properties } };
}

const shape = {
  type: 'object',
  required: ['scopes'],
  properties: {
    scopes: eachWith({
      inherits: { enum: ['union', 'override', 'isolated', 'gated'], default: 'union' },
      attached: patterns,
      'when-no-groups': { enum: ['open', 'closed'], default: 'closed' },
      'flow-down': { type: 'boolean', default: true },
      root: no,
      settings: eachWith({
        unwritten: { type: 'string', default: '' },
        extends: name,
        values: eachWith({
          includes: patterns,
          inherits: { enum: ['union', 'override', 'isolated', 'gated', null], default: null },
          closes: no,
        }),
      }),
    }),
    permissions: eachWith({
      module: name,
      implies: patterns,
      parameter: {
        type: ['object', 'null'],
        default: null,
        properties: { covers: { enum: ['equal', 'prefix'], default: 'equal' } },
      },
    }),
    roles: eachWith({
      bypass: no,
      ungated: no,
      reach: { enum: ['self', 'below', 'both', 'everywhere'], default: 'both' },
      none: no,
      module: name,
    }),
    members: { type: 'object', default: {}, properties: { 'default-role': name } },
    groups: {
      type: 'object',
      default: {},
      properties: { settings: eachWith({ values: eachWith({ deactivates: no }) }) },
    },
    'custom-roles': {
      type: ['object', 'boolean', 'null'],
      default: null,
      properties: { reach: { enum: ['self', 'below', 'both', 'everywhere'], default: 'both' } },
    },
    denies: {
      type: 'object',
      default: {},
      properties: { 'over-bypass': { type: 'boolean', default: true } },
    },
  },
};

// Without the schema of schemas: to compile that takes longer than all shapes of the sandbox.
const ajv = new Ajv2020({
  useDefaults: true,
  allErrors: true,
  strict: false,
  meta: false,
  validateSchema: false,
});
let compiled: ValidateFunction<AccessData> | null = null;

export function readAccessRules(platform: unknown): AccessRules {
  compiled ??= ajv.compile<AccessData>(shape);
  const fits = compiled;
  const data: unknown = structuredClone(platform);
  if (!fits(data)) throw new Error(`not a platform definition: ${ajv.errorsText(fits.errors)}`);
  const { scopes, permissions, roles, members, 'custom-roles': custom } = data;
  const catalogue = Object.keys(permissions);
  const granted = (written: readonly string[]): ReadonlySet<string> => {
    const all = new Set(written.flatMap((pattern) => expandWildcard(pattern, catalogue)));
    // A set that grows while it is walked hands out what was added, so implications of implications are met too.
    for (const permission of all) {
      for (const pattern of permissions[permission]?.implies ?? []) {
        for (const implied of expandWildcard(pattern, catalogue)) all.add(implied);
      }
    }
    return all;
  };
  return {
    catalogue,
    kinds: new Map(
      Object.entries(scopes).map(([kind, rules]) => [
        kind,
        {
          inherits: rules.inherits,
          attached: granted(rules.attached),
          openWithoutGroups: rules['when-no-groups'] === 'open',
          flowsDown: rules['flow-down'],
          set: inheritanceOf(rules.settings),
          closing: Object.entries(rules.settings).flatMap(([setting, { values }]) =>
            Object.entries(values).flatMap(([value, { closes }]) =>
              closes ? [[setting, value] as const] : [],
            ),
          ),
        },
      ]),
    ),
    roles: new Map(Object.entries(roles)),
    customReach: typeof custom === 'object' && custom !== null ? custom.reach : 'both',
    defaultRole: members['default-role'],
    deactivating: Object.entries(data.groups.settings).flatMap(([setting, { values }]) =>
      Object.entries(values).flatMap(([value, { deactivates }]) =>
        deactivates ? [[setting, value] as const] : [],
      ),
    ),
    denyOverBypass: data.denies['over-bypass'],
    settings: settingsOf(data),
    parameters: new Map(
      Object.entries(permissions).flatMap(([name, { parameter }]) =>
        parameter === null ? [] : [[name, parameter.covers] as const],
      ),
    ),
    moduleOf: (permission) => permissions[permission]?.module ?? null,
    granted,
    taken: (written) => new Set(written.flatMap((pattern) => expandWildcard(pattern, catalogue))),
    needed: (permission) => granted([permission]),
  };
}

function inheritanceOf(settings: AccessData['scopes'][string]['settings']): InheritanceSetting | null {
  for (const [name, { unwritten, values }] of Object.entries(settings)) {
    const said = Object.entries(values).flatMap(([value, { inherits }]) =>
      inherits === null ? [] : [[value, inherits] as const],
    );
    if (said.length > 0) return { name, unwritten, inherits: new Map(said) };
  }
  return null;
}

/** Those of the organization alone can give anybody anything. */
function settingsOf({ scopes }: AccessData): AccessRules['settings'] {
  const settings = new Map<string, RoleSetting[]>();
  for (const kind of Object.values(scopes)) {
    if (!kind.root) continue;
    for (const [name, { unwritten, extends: role, values }] of Object.entries(kind.settings)) {
      if (role === null) continue;
      const includes = new Map(Object.entries(values).map(([value, one]) => [value, one.includes]));
      const found = settings.get(role);
      if (found === undefined) settings.set(role, [{ name, unwritten, includes }]);
      else found.push({ name, unwritten, includes });
    }
  }
  return settings;
}
