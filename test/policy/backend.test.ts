import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { settingsFor } from '../../src/policy/backend-settings.ts';
import { BACKEND_TYPES, type WrittenBackend } from '../../src/policy/document-types.ts';
import { readSchemaFiles } from '../../src/workspace/schema-files.ts';
import { shown } from '../source/shown.ts';
import { got, onlyDocument, policy } from './fixture.ts';

const HEAD = 'apiVersion: bylaw/v1\nkind: Workspace\nfiles: [a]\nstate:\n  backend:\n';
const workspace = (lines: string) =>
  policy.readWorkspace(onlyDocument(`${HEAD}${lines.replace(/^/gm, '    ')}\n`, 'bylaw.yaml'));
const problems = (lines: string): readonly string[] => workspace(lines).diagnostics.map(shown);

function backendOf(lines: string): WrittenBackend {
  const { backend } = got(workspace(lines));
  if (backend === null) throw new Error('no backend');
  return backend;
}

describe('state.backend', () => {
  it('is taken in terraform’s own words', () => {
    const backend = backendOf(
      'type: s3\nbucket: b\nkey: "bylaw/{organization}.tfstate"\nuse_lockfile: true\nmax_retries: 2\nendpoints: { s3: "https://s3.acme.com/{stack}" }\nshared_config_files: [a, "{organization}.conf"]',
    );
    expect(backend).toMatchObject({ type: 's3', origin: { line: 5 } });
    expect(settingsFor(backend, 'acme')).toEqual({
      bucket: 'b',
      key: 'bylaw/acme.tfstate',
      use_lockfile: true,
      max_retries: 2,
      endpoints: { s3: 'https://s3.acme.com/acme' },
      shared_config_files: ['a', 'acme.conf'],
    });
    // A name is text, whatever it looks like to `replace`.
    expect(settingsFor(backend, '$&').key).toBe('bylaw/$&.tfstate');
  });

  it('need not be written', () => {
    expect(
      got(
        policy.readWorkspace(
          onlyDocument('apiVersion: bylaw/v1\nkind: Workspace\nfiles: [a]\n', 'bylaw.yaml'),
        ),
      ),
    ).toMatchObject({ backend: null });
  });

  it.each<[string, string, readonly string[]]>([
    [
      'another type',
      'type: s4',
      [
        'bylaw.yaml:6:11 invalid-value: `type` must be one of local, http, pg, consul, gcs, azurerm, s3, remote, cloud, but the text "s4" is written. | Did you mean `s3`?',
      ],
    ],
    ['no type', 'bucket: b', ['bylaw.yaml:5:3 missing-key: `backend` needs the key `type`.']],
    [
      'a slip in a key',
      'type: s3\nbuckt: b\nkey: k',
      [
        'bylaw.yaml:5:3 missing-key: `backend` needs the key `bucket`.',
        'bylaw.yaml:7:5 unknown-key: "buckt" is not a key of a s3 backend. | Did you mean `bucket`?',
      ],
    ],
    [
      'a key of another backend',
      'type: pg\nbucket: b',
      [
        'bylaw.yaml:7:5 unknown-key: "bucket" is not a key of a pg backend. | Keys here: type, conn_str, schema_name, skip_schema_creation, skip_table_creation, skip_index_creation.',
      ],
    ],
    [
      'a text for a number',
      'type: http\naddress: https://states.acme.com/a\nretry_max: often',
      ['bylaw.yaml:8:16 invalid-value: `retry_max` must be a whole number, but the text "often" is written.'],
    ],
    [
      'a slip in a placeholder',
      'type: s3\nbucket: b\nkey: "{organisation}.tfstate"',
      ['bylaw.yaml:8:10 invalid-value: There is no {organisation} here. | Did you mean `organization`?'],
    ],
    [
      'an expression of terraform’s',
      'type: gcs\nbucket: "${var.bucket}"',
      [
        'bylaw.yaml:7:13 invalid-value: There is no ${…} here. | Write {organization} for the name of the organization.',
      ],
    ],
    [
      'a slip inside a map',
      'type: cloud\norganization: acme\nworkspaces: { nam: x }',
      [
        'bylaw.yaml:8:5 missing-key: `workspaces` needs the key `name`.',
        'bylaw.yaml:8:19 unknown-key: "nam" is not a key of a workspace. | Did you mean `name`?',
      ],
    ],
  ])('%s', (_, lines, expected) => {
    expect(problems(lines)).toEqual(expected);
  });

  it.each([
    ['conn_str', 'type: pg\nconn_str: postgres://bylaw:s3cret@db/states', 'PGPASSWORD'],
    ['conn_str', 'type: pg\nconn_str: "host=db user=bylaw password=s3cret"', 'PGPASSWORD'],
    ['conn_str', 'type: pg\nconn_str: "postgres://db/states?user=u&password=s3cret"', 'PGPASSWORD'],
    ['address', 'type: http\naddress: "https://states.acme.com/a?private_token=s3cret"', 'TF_HTTP_PASSWORD'],
    [
      'storage_account_name',
      'type: azurerm\nkey: k\ncontainer_name: c\nstorage_account_name: "https://x/?sig=s3cret"',
      'docs/state.md',
    ],
    ['conn_str', 'type: pg\nconn_str: "postgres://bylaw:s3cret/with?signs#in@db/states"', 'PGPASSWORD'],
    ['key', 'type: s3\nbucket: b\nkey: AKIAIOSFODNN7EXAMPLE', 'docs/state.md'],
  ])('a secret inside %s is refused and not shown', (key, lines, hint) => {
    const found = problems(lines);
    expect(found).toEqual([expect.stringContaining(`secret-in-file: "${key}" holds`)]);
    expect(found[0]).toContain(hint);
    expect(found.join()).not.toMatch(/s3cret|AKIA/);
  });

  it('an address with a user name is refused and not shown', () => {
    expect(problems('type: http\naddress: https://u:s3cret@states.acme.com')).toEqual([
      expect.not.stringContaining('s3cret'),
    ]);
  });

  // Every key that the schema calls a secret, of every backend.
  const secrets = BACKEND_TYPES.flatMap((type) => {
    const { properties } = (readSchemaFiles().workspace as unknown as Schema).$defs[`${type}-backend`] ?? {
      properties: {},
    };
    return Object.entries(properties).flatMap(([key, { $comment = '' }]) =>
      $comment.startsWith('secret: ') ? [[type, key, $comment.slice(8)] as const] : [],
    );
  });

  it.each(secrets)('%s: %s is a secret', (type, key, variable) => {
    const found = problems(`type: ${type}\n${key}: s3cret-value`).filter(
      (line) => !line.includes('missing-key'),
    );
    expect(found).toEqual([
      `bylaw.yaml:7:5 secret-in-file: \`${key}\` is a secret: it does not belong in a file. | Terraform reads it from ${variable}.`,
    ]);
  });

  it('knows the secrets of every backend that has any', () => {
    expect(secrets.length).toBe(19);
  });
});

interface Schema {
  readonly $defs: Readonly<
    Record<string, { readonly properties: Readonly<Record<string, { readonly $comment?: string }>> }>
  >;
}

it('what docs/state.md writes for a workspace is one', () => {
  const page = readFileSync(new URL('../../docs/state.md', import.meta.url), 'utf8');
  const blocks = [...page.matchAll(/```yaml\n(.*?)```/gs)].map(([, text = '']) => text);
  expect(blocks.length).toBeGreaterThan(1);
  for (const text of blocks) {
    const head = 'apiVersion: bylaw/v1\nkind: Workspace\nfiles: [a]\n';
    const read = policy.readWorkspace(onlyDocument(`${head}${text}`, 'bylaw.yaml'));
    expect(read.diagnostics.map(shown)).toEqual([]);
  }
});
