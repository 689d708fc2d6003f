import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';

export type SettingsData = Record<
  string,
  { unwritten: string; values: Record<string, unknown>; 'when-nested': string | null }
>;

/** A platform definition as the sandbox reads it: what is left out has its default. */
export interface PlatformData {
  name: string;
  scopes: Record<
    string,
    {
      title: string;
      root: boolean;
      parents: string[];
      manage: boolean;
      principals: string[];
      members: boolean;
      settings: SettingsData;
    }
  >;
  permissions: Record<string, unknown>;
  roles: Record<
    string,
    {
      title?: string;
      description: string;
      permissions: string[];
      denies: string[];
      includes: string[];
      'assignable-at'?: string[];
      assignable: boolean;
      'by-invitation': boolean;
      module: string | null;
    }
  >;
  'custom-roles': { at: string[]; 'minimum-permissions': number; denies: boolean } | false | null;
  assignments: { 'roles-per-principal': 'many' | 'one'; below: boolean; denied: boolean };
  members: {
    key: 'email' | 'username' | 'account';
    compare: 'fold-case' | 'exact';
    roles: 'many' | 'exactly-one' | 'one-per-module';
    joining: 'provisioned' | 'invited';
    invitations: { 'expire-after-days': number } | null;
    'invited-in-groups': boolean;
    deactivation: boolean;
  };
  groups: {
    homes?: string[];
    carry: string[];
    nesting: 'native' | 'flatten' | 'none';
    'per-member': 'many' | 'one' | 'one-per-home';
    'membership-roles': { default: string; roles: Record<string, { 'implied-by': string[] }> } | null;
    settings: SettingsData;
  };
  invariants: { rule: string; code: string; role?: string; at?: string; count?: number }[];
  capabilities: { 'page-size': number };
}

const names = { type: 'array', items: { type: 'string' }, default: [] };
const principals = { type: 'array', items: { type: 'string' }, default: ['member', 'group'] };
const yes = { type: 'boolean', default: true };
const no = { type: 'boolean', default: false };

const settings = {
  type: 'object',
  default: {},
  additionalProperties: {
    type: 'object',
    required: ['unwritten', 'values'],
    properties: {
      unwritten: { type: 'string' },
      values: { type: 'object' },
      'when-nested': { type: ['string', 'null'], default: null },
    },
  },
};

/** Keys nothing here acts on are let through: `inherits`, `reach` and the like are read where access is computed. */
const shape = {
  type: 'object',
  required: ['name', 'scopes'],
  properties: {
    name: { type: 'string', minLength: 1 },
    scopes: {
      type: 'object',
      additionalProperties: {
        type: 'object',
        properties: {
          title: { type: 'string', default: '' },
          root: no,
          parents: names,
          manage: yes,
          principals,
          members: no,
          settings,
        },
      },
    },
    permissions: { type: 'object', default: {} },
    roles: {
      type: 'object',
      default: {},
      additionalProperties: {
        type: 'object',
        properties: {
          title: { type: 'string' },
          description: { type: 'string', default: '' },
          permissions: names,
          denies: names,
          includes: names,
          'assignable-at': { type: 'array', items: { type: 'string' } },
          assignable: yes,
          'by-invitation': yes,
          module: { type: ['string', 'null'], default: null },
        },
      },
    },
    'custom-roles': {
      type: ['object', 'boolean', 'null'],
      default: null,
      properties: { at: names, 'minimum-permissions': { type: 'integer', default: 0 }, denies: no },
    },
    assignments: {
      type: 'object',
      default: {},
      properties: {
        'roles-per-principal': { enum: ['many', 'one'], default: 'many' },
        below: no,
        denied: no,
      },
    },
    members: {
      type: 'object',
      default: {},
      properties: {
        key: { enum: ['email', 'username', 'account'], default: 'email' },
        compare: { enum: ['fold-case', 'exact'], default: 'fold-case' },
        roles: { enum: ['many', 'exactly-one', 'one-per-module'], default: 'many' },
        joining: { enum: ['provisioned', 'invited'], default: 'provisioned' },
        invitations: {
          type: ['object', 'null'],
          default: null,
          required: ['expire-after-days'],
          properties: { 'expire-after-days': { type: 'integer', minimum: 1, maximum: 3650 } },
        },
        'invited-in-groups': yes,
        deactivation: no,
      },
    },
    groups: {
      type: 'object',
      default: {},
      properties: {
        homes: { type: 'array', items: { type: 'string' } },
        carry: { type: 'array', items: { type: 'string' }, default: ['roles'] },
        nesting: { enum: ['native', 'flatten', 'none'], default: 'none' },
        'per-member': { enum: ['many', 'one', 'one-per-home'], default: 'many' },
        settings,
        'membership-roles': {
          type: ['object', 'null'],
          default: null,
          required: ['default', 'roles'],
          properties: {
            default: { type: 'string' },
            roles: {
              type: 'object',
              additionalProperties: { type: 'object', properties: { 'implied-by': names } },
            },
          },
        },
      },
    },
    invariants: {
      type: 'array',
      default: [],
      items: {
        type: 'object',
        required: ['rule', 'code'],
        properties: {
          rule: { type: 'string' },
          code: { type: 'string' },
          role: { type: 'string' },
          at: { type: 'string' },
          count: { type: 'integer' },
        },
        if: { properties: { rule: { const: 'minimum-holders' } } },
        // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
        then: { required: ['role', 'at', 'count'] },
      },
    },
    capabilities: {
      type: 'object',
      default: {},
      properties: { 'page-size': { type: 'integer', minimum: 1, default: 100 } },
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
let compiled: ValidateFunction<PlatformData> | null = null;

/** Throws when the definition has not the form of one. What was given is not touched. */
export function platformDataOf(platform: unknown): PlatformData {
  compiled ??= ajv.compile<PlatformData>(shape);
  const fits = compiled;
  const data: unknown = structuredClone(platform);
  if (!fits(data)) throw new Error(`not a platform definition: ${ajv.errorsText(fits.errors)}`);
  return data;
}
