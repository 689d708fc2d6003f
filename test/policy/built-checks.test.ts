import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { globSync } from 'tinyglobby';
import { describe, expect, it } from 'vitest';
import type { PlatformDefinition } from '../../src/platform/platform-definition.ts';
import { compileCheck } from '../../src/policy/compile-check.ts';
import { builtCheckFile, createValidator } from '../../src/policy/validator.ts';
import { type DocumentPath, isPlainMap, type SourceDocument } from '../../src/source/source-document.ts';
import { checkFor } from '../../src/workspace/built-checks.ts';
import { platformFiles, readSchemaFiles } from '../../src/workspace/schema-files.ts';
import { shown } from '../source/shown.ts';
import { documentsOf, got, HEAD, NESTED, onlyDocument, policy } from './fixture.ts';

const load = createRequire(import.meta.url);
const builtFor = (schema: object) => load(resolve('dist/checks', builtCheckFile(schema)));

const schemas = readSchemaFiles();
const texts = (pattern: string): readonly SourceDocument[] =>
  globSync(pattern)
    .sort()
    .flatMap((file) => documentsOf(readFileSync(file, 'utf8'), file));
const ofKind = (kind: string): readonly SourceDocument[] =>
  texts('examples/*/**/*.yaml').filter(({ value }) => isPlainMap(value) && value.kind === kind);
const platforms = platformFiles().map((file) =>
  got(policy.readPlatform(onlyDocument(readFileSync(file, 'utf8'), file))),
);

interface Case {
  readonly name: string;
  readonly schema: object;
  readonly platform: PlatformDefinition | null;
  readonly documents: readonly SourceDocument[];
}

const backends = `apiVersion: bylaw/v1
kind: Workspace
files: [a]
organizations: { acme: { connector: access-api, url: "https://a.example" } }
state: { backend: { type: s3, bucket: b, key: k, region: eu-1, access_key: x } }
`;

const CASES: readonly Case[] = [
  {
    name: 'platform',
    schema: schemas.platform,
    platform: null,
    documents: texts('schemas/platforms/*.yaml'),
  },
  {
    name: 'workspace',
    schema: schemas.workspace,
    platform: null,
    documents: [...texts('examples/*/bylaw.yaml'), onlyDocument(backends)],
  },
  {
    name: 'expectations',
    schema: schemas.expectations,
    platform: null,
    documents: ofKind('Expectations'),
  },
  {
    name: 'organization',
    schema: schemas.organization,
    platform: null,
    documents: ofKind('Organization').slice(0, 2),
  },
  ...platforms.map((platform) => ({
    name: `organization on ${platform.name}`,
    schema: policy.organizationSchema(platform),
    platform,
    documents: ofKind('Organization').filter(
      ({ value }) => isPlainMap(value) && value.platform === platform.name,
    ),
  })),
];

/** What may stand in the place of anything. */
const INSTEAD: readonly unknown[] = [
  null,
  7,
  true,
  '',
  'Not a Name',
  '2027-02-30',
  [],
  ['x', 7],
  {},
  { at: 'x' },
];

/** The value with each place in it wrong in one way, and one more key in each map, and one less. */
function* wrongIn(value: unknown, documentPath: DocumentPath = []): Generator<(whole: unknown) => unknown> {
  const way = INSTEAD[(documentPath.length * 3 + String(documentPath.at(-1)).length) % INSTEAD.length];
  yield (whole) => put(whole, documentPath, () => way);
  if (!isPlainMap(value) && !Array.isArray(value)) return;
  if (isPlainMap(value)) {
    yield (whole) => put(whole, documentPath, (map) => ({ ...(map as object), 'Rolls of ': 1 }));
    const [first] = Object.keys(value);
    yield (whole) =>
      put(whole, documentPath, (map) =>
        Object.fromEntries(Object.entries(map as object).filter(([k]) => k !== first)),
      );
  }
  for (const [key, inner] of Object.entries(value)) yield* wrongIn(inner, [...documentPath, key]);
}

function put(whole: unknown, [key, ...rest]: DocumentPath, change: (value: unknown) => unknown): unknown {
  if (key === undefined) return change(whole);
  const copy = (Array.isArray(whole) ? [...whole] : { ...(whole as object) }) as Record<string, unknown>;
  copy[key] = put(copy[key], rest, change);
  return copy;
}

/** At most so many of each document: from all of its length. */
const MOST = 150;

describe('the check that the build made of a schema', () => {
  it.each(CASES)('says what the compiled one says: $name', ({ schema, platform, documents }) => {
    expect(documents.length).toBeGreaterThan(0);
    const built = createValidator(schema, (asked) => builtFor(asked).check, platform);
    const compiled = createValidator(schema, compileCheck, platform);
    let wrong = 0;
    for (const document of documents) {
      const ways = [...wrongIn(document.value)];
      const step = Math.ceil(ways.length / MOST);
      const values = [
        document.value,
        ...ways.filter((_, n) => n % step === 0).map((way) => way(document.value)),
      ];
      for (const value of values) {
        const said = built({ ...document, value }).map(shown);
        expect(said).toEqual(compiled({ ...document, value }).map(shown));
        if (said.length > 0) wrong += 1;
      }
    }
    expect(wrong).toBeGreaterThan(20);
  });

  it.each(CASES)('is of that schema as it is now, which is a schema: $name', ({ schema }) => {
    expect(builtFor(schema).schema).toBe(JSON.stringify(schema));
    expect(checkFor(schema)).toBe(builtFor(schema).check);
    const ajv = new Ajv2020();
    expect(ajv.validateSchema(schema) ? [] : ajv.errors).toEqual([]);
  });

  it('is not taken for another schema of its name', () => {
    const other = { ...schemas.workspace, required: ['title'] };
    const said = createValidator(other, checkFor)(onlyDocument(backends)).map(shown);
    expect(said).toContainEqual(expect.stringContaining('needs the key `title`'));
    const platform = got(policy.readPlatform(onlyDocument(NESTED.replace('name: nested', 'name: lumoauth'))));
    const organization = onlyDocument(`${HEAD}platform: lumoauth\nunits: { a: { title: A } }\n`);
    const narrowed = createValidator(policy.organizationSchema(platform), checkFor, platform);
    expect(narrowed(organization)).toEqual([]);
  });
});
