import { readFileSync } from 'node:fs';
import { globSync } from 'tinyglobby';
import type { PlatformDefinition } from '../../src/platform/platform-definition.ts';
import { type DocumentPath, isPlainMap, type SourceDocument } from '../../src/source/source-document.ts';
import { platformFiles, readSchemaFiles } from '../../src/workspace/schema-files.ts';
import { documentsOf, got, onlyDocument, policy } from './fixture.ts';

export const schemas = readSchemaFiles();
const texts = (pattern: string): readonly SourceDocument[] =>
  globSync(pattern)
    .sort()
    .flatMap((file) => documentsOf(readFileSync(file, 'utf8'), file));
const ofKind = (kind: string): readonly SourceDocument[] =>
  texts('examples/*/**/*.yaml').filter(({ value }) => isPlainMap(value) && value.kind === kind);
const platforms = platformFiles().map((file) =>
  got(policy.readPlatform(onlyDocument(readFileSync(file, 'utf8'), file))),
);

export interface SchemaCase {
  readonly name: string;
  readonly schema: object;
  readonly platform: PlatformDefinition | null;
  readonly documents: readonly SourceDocument[];
}

export const backends = `apiVersion: bylaw/v1
kind: Workspace
files: [a]
organizations: { acme: { connector: access-api, url: "https://a.example" } }
state: { backend: { type: s3, bucket: b, key: k, region: eu-1, access_key: x } }
`;

export const rails = `apiVersion: bylaw/v1
kind: Guardrails
organizations: ["*"]
limits:
  members: { count: 20, percent: 10, few: 3 }
  each-group: { percent: 50 }
  reduced: off
protected: { members: [glass@acme.example], groups: [acme/keepers], bylaw: bot@acme.example }
holders:
  two who administer: { role: admin, on: acme, minimum: 2, maximum: 5 }
exceptions:
  the contractors of 2026 leave:
    limits: { members: 60, each-group: 40 }
    of: acme/contractors
    protected: glass@acme.example
    holders: [two who administer]
    administration: true
    connection: { platform: oten, url: "https://b.example", organization: acme-2 }
    reason: CHG-1234
    owner: ana@acme.example
    from: 2026-12-01
    until: 2026-12-31
longest-exception: 60
`;

/** Each schema of documents, and documents that are right by it. */
export const SCHEMA_CASES: readonly SchemaCase[] = [
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
    name: 'guardrails',
    schema: schemas.guardrails,
    platform: null,
    documents: [onlyDocument(rails)],
  },
  {
    name: 'connector',
    schema: schemas.connector,
    platform: null,
    documents: texts('schemas/connectors/*.yaml'),
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
export const INSTEAD: readonly unknown[] = [
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
export function* wrongIn(
  value: unknown,
  documentPath: DocumentPath = [],
): Generator<(whole: unknown) => unknown> {
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

export function put(
  whole: unknown,
  [key, ...rest]: DocumentPath,
  change: (value: unknown) => unknown,
): unknown {
  if (key === undefined) return change(whole);
  const copy = (Array.isArray(whole) ? [...whole] : { ...(whole as object) }) as Record<string, unknown>;
  copy[key] = put(copy[key], rest, change);
  return copy;
}
