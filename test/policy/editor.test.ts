import { readdirSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import type { PlatformDefinition } from '../../src/platform/platform-definition.ts';
import { loadWorkspace } from '../../src/workspace/workspace.ts';
import { expectGolden } from '../golden.ts';
import { NAMES, platformNamed, shipped } from '../platform/shipped.ts';
import { check, NOON, schemaOfPlatform, schemaOfWorkspace, validator } from './editor.ts';
import { documentsOf, got, onlyDocument, PLATFORMS, policy } from './fixture.ts';

const atriumFile = 'test/fixtures/platforms/atrium.yaml';
const atrium = got(policy.readPlatform(onlyDocument(readFileSync(atriumFile, 'utf8'), atriumFile)));
const known: ReadonlyMap<string, PlatformDefinition> = new Map([
  ...shipped,
  ...PLATFORMS,
  [atrium.name, atrium],
]);

const BASE = readdirSync('schemas').filter((file) => file.endsWith('.schema.json'));

describe.each(BASE)('the published schema %s', (file) => {
  const schema: Record<string, unknown> = JSON.parse(readFileSync(`schemas/${file}`, 'utf8'));

  it('says what it is', () => {
    expect(schema.$schema).toBe('https://json-schema.org/draft/2020-12/schema');
    for (const key of ['$id', 'title', 'description']) expect(schema[key], key).toMatch(/\S/);
  });

  it('is valid draft 2020-12', () => {
    const ajv = new Ajv2020();
    expect(ajv.validateSchema(schema) ? [] : ajv.errors).toEqual([]);
  });
});

it('their ids are different', () => {
  const ids = BASE.map((file) => JSON.parse(readFileSync(`schemas/${file}`, 'utf8')).$id);
  expect(new Set(ids).size).toBe(BASE.length);
});

describe.each([...known.keys()])('the schema of %s', (name) => {
  const platform = known.get(name) ?? platformNamed(name);

  it('is valid draft 2020-12, and the same twice', () => {
    const schema = schemaOfPlatform(platform);
    const ajv = new Ajv2020();
    expect(ajv.validateSchema(schema) ? [] : ajv.errors).toEqual([]);
    expect(() => validator(schema)).not.toThrow();
    expect(JSON.stringify(schemaOfPlatform(platform))).toBe(JSON.stringify(schema));
  });

  it('has every name of the platform with a description, and refers to nothing that is not there', () => {
    const schema = schemaOfPlatform(platform);
    const described = new Map<unknown, string>();
    const referred = new Set<string>();
    walk(schema, (part) => {
      if (Array.isArray(part.enum) && Array.isArray(part.enumDescriptions)) {
        expect(part.enumDescriptions).toHaveLength(part.enum.length);
        for (const [index, value] of part.enum.entries())
          described.set(value, String(part.enumDescriptions[index]));
      }
      if (typeof part.$ref === 'string') referred.add(part.$ref.slice('#/$defs/'.length));
    });
    const assignable = [...platform.roles.values()].filter((role) => role.assignable && role.module === null);
    for (const { name: role } of assignable) expect(described.get(role), role).toMatch(/\S/);
    if (platform.customRoles !== null || platform.groups.carry.includes('permissions')) {
      for (const permission of [...platform.permissions.keys(), '*']) {
        expect(described.get(permission), permission).toMatch(/\S/);
      }
    }
    const definitions = Object.keys((schema as { $defs: object }).$defs);
    for (const target of referred) expect(definitions).toContain(target);
    const unused = definitions.filter((definition) => !referred.has(definition));
    expect(unused).toEqual([]);
  });
});

interface Part {
  readonly enum?: unknown[];
  readonly enumDescriptions?: unknown[];
  readonly $ref?: unknown;
}

function walk(value: unknown, visit: (part: Part) => void): void {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) visit(value);
  for (const part of Object.values(value)) walk(part, visit);
}

it('reads as blessed, for a platform and for a workspace', () => {
  const text = (schema: object): string => `${JSON.stringify(schema, null, 2)}\n`;
  expectGolden('test/policy/golden/platform.json', text(schemaOfPlatform(platformNamed('gorules'))));
  const workspace = got(loadWorkspace('examples/gorules', NOON));
  expectGolden('test/policy/golden/workspace.json', text(schemaOfWorkspace(workspace.documents, shipped)));
  const backwards = [...workspace.documents].reverse();
  expect(text(schemaOfWorkspace(backwards, shipped))).toBe(
    text(schemaOfWorkspace(workspace.documents, shipped)),
  );
});

describe.each(NAMES)('every file of the example of %s', (name) => {
  const folder = `examples/${name}`;
  const files = [
    `${folder}/bylaw.yaml`,
    ...readdirSync(`${folder}/access`).map((file) => `${folder}/access/${file}`),
  ];
  const workspace = got(loadWorkspace(folder, NOON));

  it.each([
    ['its platform', schemaOfPlatform(platformNamed(name))],
    ['its workspace', schemaOfWorkspace(workspace.documents, shipped)],
  ])('is valid by the schema of %s', (_, schema) => {
    const validate = validator(schema);
    for (const file of [...files, `schemas/platforms/${name}.yaml`]) {
      for (const { value } of documentsOf(readFileSync(file, 'utf8'), file)) {
        expect(validate(value) ? [] : validate.errors, file).toEqual([]);
      }
    }
  });
});

const HEAD = 'apiVersion: bylaw/v1\nkind: Organization\nname: acme\n';

/** What the workspace has when the schema is printed. */
const LUMOAUTH = `platform: lumoauth
members: { ana@acme.example: { roles: [admin] }, bo@acme.example: }
roles: { helper: { permissions: [documents:read] } }
groups: { testers: { members: [bo@acme.example], groups: [later] } }
`;
const UNITS = `platform: nested
members: { ana@acme.example: , Bo@acme.example: }
roles: { helper: { permissions: [documents:read] } }
groups: { qa: { members: [ana@acme.example] }, gone: { absent: true } }
`;
const MODULES = 'platform: appcircle\nmembers: { o@acme.example: { roles: [owner] } }\n';

interface Written {
  readonly on: string;
  readonly what: string;
  readonly body: string;
  /** What the platform's schema says of it, and what the workspace's does. */
  readonly alone: boolean;
  readonly inWorkspace: boolean;
}

const both = (on: string, what: string, body: string, valid: boolean): Written => ({
  on,
  what,
  body,
  alone: valid,
  inWorkspace: valid,
});
const named = (on: string, what: string, body: string): Written => ({
  on,
  what,
  body,
  alone: true,
  inWorkspace: false,
});
const on = (text: string) => ({
  takes: (what: string, body: string) => both(text, what, body, true),
  refuses: (what: string, body: string) => both(text, what, body, false),
  refusesKnowing: (what: string, body: string) => named(text, what, body),
});
const flat = on(LUMOAUTH);
const nested = on(UNITS);
const modular = on(MODULES);
const inUnit = (body: string): string => `units: { a: { ${body} } }`;
const inMobile = (body: string): string => `sub-organizations: { m: { members: { b@b.co: { ${body} } } } }`;

const CASES: readonly Written[] = [
  flat.takes('a new member', 'members: { brand.new@acme.example: { roles: [editor] } }'),
  flat.takes(
    'a new group, with people who are there',
    'groups: { brand-new: { members: [ana@acme.example] } }',
  ),
  flat.takes(
    'a new role',
    'roles: { brand-new: { includes: [viewer, helper], permissions: ["users:*", "*"] } }',
  ),
  flat.takes('a role of one’s own', 'groups: { qa: { roles: [helper] } }'),
  flat.takes('a member in other letters', 'groups: { qa: { members: [ANA@acme.example] } }'),
  flat.takes('a ring of groups, which a schema cannot see', 'groups: { later: { groups: [testers] } }'),
  flat.refuses('an unknown key', 'members: { a@b.co: { rolls: [admin] } }'),
  flat.refuses('a role with the name of one of the platform', 'roles: { admin: {} }'),
  flat.refuses('an unknown permission', 'roles: { x: { permissions: [documents:raed] } }'),
  flat.refuses('a pattern that matches nothing', 'roles: { x: { permissions: ["docs:*"] } }'),
  flat.refuses('a date that is none', 'members: { a@b.co: { until: 2027-02-30 } }'),
  flat.refuses('a member key with a blank', 'members: { "a b@c.co": }'),
  flat.refuses('a scope map the platform has not', 'units: { emea: }'),
  flat.refuses('a platform that is another', 'platform: oten'),
  flat.refusesKnowing('an unknown role', 'members: { a@b.co: { roles: [editr] } }'),
  flat.refusesKnowing('an unknown member in a group', 'groups: { qa: { members: [anna@acme.example] } }'),
  flat.refusesKnowing('… for a time', 'groups: { qa: { members: [{ member: x@b.co, until: 2099-01-01 }] } }'),
  flat.refusesKnowing('an unknown child group', 'groups: { qa: { groups: [tester] } }'),
  flat.refusesKnowing('an unknown included role', 'roles: { x: { includes: [vewer] } }'),
  nested.takes('a role of one’s own on a scope', inUnit('groups: { qa: { roles: [helper] } }')),
  nested.takes('a group ruled out, ruled out there too', inUnit('groups: { gone: { absent: true } }')),
  nested.takes('a stranger ruled out on a scope', inUnit('members: { x@b.co: { absent: true } }')),
  nested.takes('a member on a scope, in other letters', inUnit('members: { bO@acme.example: }')),
  nested.takes('… in small letters where the key has capitals', inUnit('members: { bo@acme.example: }')),
  nested.takes('new scopes', inUnit('title: A, units: { b: { workspaces: { c: } } }')),
  nested.refuses('a role that cannot be assigned there', inUnit('groups: { qa: { roles: [admin] } }')),
  nested.refuses('defining a group where it has no home', inUnit('groups: { qa: { members: [] } }')),
  nested.refuses(
    'a state where there is no membership',
    inUnit('members: { ana@acme.example: { state: active } }'),
  ),
  nested.refusesKnowing('a group that is not defined', inUnit('groups: { qq: { roles: [viewer] } }')),
  nested.refusesKnowing('somebody who is no member', inUnit('members: { x@b.co: { roles: [viewer] } }')),
  modular.takes('a module’s role by its short name', inMobile('roles: { build: operator }')),
  modular.takes('… by its full name', inMobile('roles: { build: build-operator }')),
  modular.takes('… for a time', inMobile('roles: { build: { role: viewer, until: 2099-01-01 } }')),
  modular.takes('… in a list', inMobile('roles: [build-operator, billing-viewer]')),
  modular.refuses('… of another module', inMobile('roles: { billing: operator }')),
  modular.refuses('an unknown module', inMobile('roles: { bild: viewer }')),
  modular.refuses('a role that is not given by hand', inMobile('roles: [member]')),
  modular.refuses('a deactivation the platform has not', inMobile('state: deactivated')),
  modular.refuses('groups the platform has not', 'groups: { qa: }'),
];

describe('what is written beside what is there', () => {
  it.each(CASES)('$what', ({ on: there, body, alone, inWorkspace }) => {
    const documents = got(policy.readOrganizations(documentsOf(HEAD + there), known));
    const [document] = documents;
    if (document === undefined) throw new Error('no organization');
    const platform = known.get(document.platform.value) ?? platformNamed('lumoauth');
    const { value } = onlyDocument(HEAD + body);
    expect(validator(schemaOfPlatform(platform))(value)).toBe(alone);
    expect(validator(schemaOfWorkspace(documents, known))(value)).toBe(inWorkspace);
    // What either refuses, the check refuses.
    if (!inWorkspace) expect(check(`${HEAD}${there}---\n${HEAD}${body}\n`, known).codes).not.toEqual([]);
  });

  it('a new organization is of one of the platforms', () => {
    const documents = got(policy.readOrganizations(documentsOf(HEAD + LUMOAUTH), known));
    const validate = validator(schemaOfWorkspace(documents, known));
    const other = HEAD.replace('acme', 'other');
    const valid = (body: string): boolean => validate(onlyDocument(other + body).value);
    expect(valid('platform: lumoauth\nmembers: { a@b.co: { roles: [editor] } }\n')).toBe(true);
    expect(valid('platform: lumoauth\nunits: { a: }\n')).toBe(false);
    expect(valid('platform: oten\nunits: { a: }\n')).toBe(true);
    expect(valid('platform: otem\n')).toBe(false);
    expect(valid('members: { a@b.co: }\n')).toBe(true);
  });

  it.each([
    ['Workspace', 'files: ["*.yaml"]\n', 'file: x\n'],
    ['Platform', readFileSync(atriumFile, 'utf8').replace(/^(apiVersion|kind):.*$/gm, ''), 'name: 7\n'],
  ])('a document of kind %s is held to its own schema', (kind, good, bad) => {
    const validate = validator(schemaOfPlatform(atrium));
    const begin = `apiVersion: bylaw/v1\nkind: ${kind}\n`;
    expect(validate(onlyDocument(begin + good).value) ? [] : validate.errors).toEqual([]);
    expect(validate(onlyDocument(begin + bad).value)).toBe(false);
  });

  it.each([
    'kind: Organization\n',
    'apiVersion: bylaw/v1\n',
    'apiVersion: bylaw/v1\nkind: Organisation\n',
    '[]\n',
  ])('no document: %j', (text) => {
    expect(validator(schemaOfPlatform(atrium))(onlyDocument(text).value)).toBe(false);
  });
});
