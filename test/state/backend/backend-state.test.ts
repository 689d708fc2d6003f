import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  BACKEND_TYPES,
  type BackendSetting,
  type BackendType,
  type WrittenBackend,
} from '../../../src/policy/document-types.ts';
import { errorRedactorOf } from '../../../src/source/redact-errors.ts';
import type { BackendResult } from '../../../src/state/backend/backend-client.ts';
import { type BackendError, backendErrorOf } from '../../../src/state/backend/backend-error.ts';
import { backendStore } from '../../../src/state/backend/backend-store.ts';
import { recoveryCommand } from '../../../src/state/backend/recovery-command.ts';
import { damagedStateOwnerOf } from '../../../src/state/damaged-state-ownership.ts';
import { foreignContentIn } from '../../../src/state/state-ownership.ts';
import type { ChildResult } from '../../../src/terraform/run/child-process.ts';
import { childEnvironment } from '../../../src/terraform/run/child-process.ts';
import { backendBlock } from '../../../src/terraform/synth/backend-configuration.ts';
import { BACKEND_TRAITS } from '../../../src/terraform/synth/backend-traits.ts';
import { readSchemaFiles } from '../../../src/workspace/schema-files.ts';
import { itWithTerraform, terraform, terraformEnvironment } from '../../terraform/available.ts';
import { damagedStates, stateText } from './states.ts';

const nowhere = { from: 'file', file: 'bylaw.yaml', line: 5, column: 3, endLine: 5, endColumn: 10 } as const;
const backendOf = (type: BackendType, settings: WrittenBackend['settings']): WrittenBackend => ({
  type,
  settings,
  origin: nowhere,
});

describe('the block of a backend', () => {
  it.each<[WrittenBackend, object]>([
    [
      backendOf('s3', { bucket: 'b', key: 'x/{organization}' }),
      { backend: { s3: { bucket: 'b', key: 'x/acme' } } },
    ],
    [
      backendOf('cloud', { organization: 'o', workspaces: { name: '{stack}' } }),
      { cloud: { organization: 'o', workspaces: { name: 'acme' } } },
    ],
    [
      backendOf('local', { path: 's/{stack}.tfstate' }),
      { backend: { local: { path: '/ws/s/acme.tfstate' } } },
    ],
    [backendOf('local', { path: '/s.tfstate' }), { backend: { local: { path: '/s.tfstate' } } }],
    [
      backendOf('gcs', { bucket: 'b', credentials: '~/key.json' }),
      { backend: { gcs: { bucket: 'b', credentials: '~/key.json' } } },
    ],
    [
      backendOf('s3', { bucket: '%{b}', key: 'k', shared_config_files: ['a', '/b'] }),
      { backend: { s3: { bucket: '%%{b}', key: 'k', shared_config_files: ['/ws/a', '/b'] } } },
    ],
  ])('%o', (backend, expected) => {
    expect(backendBlock(backend, 'acme', (path) => `/ws/${path}`)).toEqual(expected);
  });
});

interface Property {
  readonly $ref?: string;
  readonly $comment?: string;
  readonly type?: string;
  readonly const?: string;
  readonly enum?: readonly string[];
  readonly properties?: Readonly<Record<string, Property>>;
  readonly items?: Property;
}

/** Some value that the schema allows. */
function sampleOf({ $ref = '', type, enum: choices, properties, items }: Property): BackendSetting {
  if (choices !== undefined) return choices[0] ?? '';
  if ($ref.endsWith('/url')) return 'http://127.0.0.1:1/x';
  switch (type) {
    case 'boolean':
      return true;
    case 'integer':
      return 1;
    case 'array':
      return [sampleOf(items ?? {})];
    case 'object':
      return properties === undefined ? { a: 'b' } : samplesOf(properties);
    default:
      return 'x';
  }
}

function samplesOf(properties: Readonly<Record<string, Property>>): Readonly<Record<string, BackendSetting>> {
  return Object.fromEntries(
    Object.entries(properties).flatMap(([key, property]) =>
      key === 'type' || property.$comment?.startsWith('secret') === true ? [] : [[key, sampleOf(property)]],
    ),
  );
}

itWithTerraform('terraform knows every setting that the schema knows, of every backend', async () => {
  const { $defs } = readSchemaFiles().workspace as unknown as {
    readonly $defs: Readonly<Record<string, Property>>;
  };
  await Promise.all(
    BACKEND_TYPES.map(async (type) => {
      const settings = samplesOf($defs[`${type}-backend`]?.properties ?? {});
      expect(Object.keys(settings).length).toBeGreaterThan(1);
      const folder = mkdtempSync(join(tmpdir(), 'bylaw-block-'));
      onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
      // One that nobody knows keeps terraform from trying the others, and shows that it tells.
      const block = backendBlock(
        backendOf(type, { ...settings, known_to_nobody: 1 }),
        'acme',
        (path) => path,
      );
      writeFileSync(join(folder, 'main.tf.json'), JSON.stringify({ terraform: block }));
      const said = await new Promise<string>((resolve) => {
        execFile(
          terraform?.path ?? '',
          ['init', '-json', '-input=false'],
          { cwd: folder, env: terraformEnvironment },
          (_error, stdout) => resolve(stdout),
        );
      });
      const errors = said.split('\n').filter((line) => line.includes('"severity":"error"'));
      expect([type, errors.length, errors.join()]).toEqual([
        type,
        1,
        expect.stringContaining('known_to_nobody'),
      ]);
    }),
  );
});

describe('the environment of a child', () => {
  const user = {
    PATH: '/bin',
    HOME: '/h',
    AWS_SECRET_ACCESS_KEY: 'a',
    PGPASSWORD: 'p',
    TF_HTTP_PASSWORD: 'h',
    CONSUL_HTTP_TOKEN: 'c',
    ARM_ACCESS_KEY: 'z',
    GOOGLE_CREDENTIALS: 'g',
    TF_TOKEN_app_terraform_io: 't',
    TF_LOG: 'trace',
    TF_CLI_ARGS: '-x',
    TF_WORKSPACE: 'w',
    BYLAW_TOKEN: 'b',
    CHECKPOINT_X: '1',
  };

  it('that plans and applies has no credentials of a backend', () => {
    expect(Object.keys(childEnvironment(user, [], {})).sort()).toEqual([
      'CHECKPOINT_DISABLE',
      'HOME',
      'PATH',
      'TF_INPUT',
      'TF_IN_AUTOMATION',
    ]);
  });

  it.each<[BackendType, string | null]>([
    ['local', null],
    ['s3', 'AWS_SECRET_ACCESS_KEY'],
    ['gcs', 'GOOGLE_CREDENTIALS'],
    ['azurerm', 'ARM_ACCESS_KEY'],
    ['http', 'TF_HTTP_PASSWORD'],
    ['pg', 'PGPASSWORD'],
    ['consul', 'CONSUL_HTTP_TOKEN'],
    ['remote', 'TF_TOKEN_app_terraform_io'],
    ['cloud', 'TF_TOKEN_app_terraform_io'],
  ])('that works with %s has those of it alone', (type, variable) => {
    const given = childEnvironment(user, [], {}, BACKEND_TRAITS[type].reads);
    const credentials = Object.keys(given).filter(
      (name) => !['PATH', 'HOME', 'CHECKPOINT_DISABLE', 'TF_INPUT', 'TF_IN_AUTOMATION'].includes(name),
    );
    expect(credentials).toEqual(variable === null ? [] : [variable]);
  });
});

describe('what terraform says', () => {
  const redact = errorRedactorOf({
    PGPASSWORD: 's3cret pass',
    PG_CONN_STR: 'postgres://u:p%40ssw0rd@h/db',
    AWS_SECRET_ACCESS_KEY: 'AbC/d+e=',
    PATH: '/bin',
  });

  it.each([
    [
      'parse "postgres://u:p%40ssw0rd@h:x/db": invalid port',
      'parse "***": invalid port'.replace('***', 'postgres://***@h:x/db'),
    ],
    ['p@ssw0rd was refused', '*** was refused'],
    ['user=u password=s3cret host=h', 'user=u password=*** host=h'],
    ["password = 's3 cret' host=h", 'password = *** host=h'],
    ['GET https://h/x?private_token=abc&y=1', 'GET https://h/x?private_token=***&y=1'],
    ['https://someone:else@h/x and https://h/x', 'https://***@h/x and https://h/x'],
    ['Authorization: Basic dXNlcjpwYXNz', 'Authorization: Basic ***'],
    ['sent AbC/d+e= and s3cret%20pass', 'sent *** and ***'],
    [`sent ${Buffer.from('s3cret pass').toString('base64')}`, 'sent ***'],
    ['the basic problem is the state', 'the basic problem is the state'],
    ['/bin is on the path', '/bin is on the path'],
  ])('%s', (text, expected) => {
    expect(redact(text)).toBe(expected);
  });

  const ended = (summaries: readonly string[], said: string): ChildResult => ({
    ending: { how: 'exited', status: 1 },
    diagnostics: summaries.map((summary) => ({
      type: 'diagnostic',
      severity: 'error',
      summary,
      detail: '',
      address: null,
      attribute: null,
      element: null,
    })),
    stdout: '',
    said,
    interrupted: false,
  });
  const LOCK = (lines: string): string => `
Error: Error acquiring the state lock

Error message: ${lines}

Terraform acquires a state lock to protect the state from being written
by multiple users at the same time. Please resolve the issue above and try
again. For most commands, you can disable locking with the "-lock=false"
flag, but this is not recommended.
`;
  const RECORD = `Lock Info:
  ID:        398fc190-138b
  Path:      b/acme.tfstate
  Operation: OperationTypeInvalid
  Who:       ana@laptop of hers
  Version:   1.11.4
  Created:   2026-11-22 21:53:40.833887903 +0000 UTC
  Info:      `;
  const at = (text: string): number => Date.parse(text);
  const said = (stderr: string, begun: string): BackendError => backendErrorOf(ended([], stderr), at(begun));

  it('names the holder of a lock', () => {
    expect(said(LOCK(`resource temporarily unavailable\n${RECORD}`), '2026-11-22T21:54:00Z').holder).toEqual({
      id: '398fc190-138b',
      who: 'ana@laptop of hers',
      since: '2026-11-22 21:53:40.833887903 +0000 UTC',
      operation: null,
    });
    const plainly = LOCK(`x\n${RECORD.replace('TypeInvalid', 'TypeApply')}`);
    expect(said(plainly, '2026-11-22T21:54:00Z').holder).toMatchObject({ operation: 'apply' });
  });

  it('does not take the attempt that was refused for the holder', () => {
    const begun = '2026-11-22T21:53:40.800Z';
    expect(said(LOCK(`Workspace is already locked: default\n${RECORD}`), begun).holder).toEqual({
      id: null,
      who: null,
      since: null,
      operation: null,
    });
    expect(
      said(LOCK(`HTTP remote state already locked:\nID=90dc5ae0-687e\n${RECORD}`), begun).holder,
    ).toEqual({ id: '90dc5ae0-687e', who: null, since: null, operation: null });
  });

  it.each<[string, Partial<BackendError>]>([
    [
      LOCK('HTTP remote state endpoint requires auth'),
      {
        holder: null,
        damaged: false,
        text: 'Error acquiring the state lock HTTP remote state endpoint requires auth',
      },
    ],
    [
      'Failed to refresh state: HTTP remote state endpoint requires auth',
      { text: 'HTTP remote state endpoint requires auth' },
    ],
    [
      'Failed to refresh state: 2 problems:\n\n- Unsupported state file format: The state file could not be parsed as JSON: syntax error at byte offset 1.',
      { damaged: true },
    ],
    [
      'Failed to refresh state: Invalid state file format: The state file field "serial" has invalid value string',
      { damaged: true },
    ],
    [
      '╷\n│ Error: dial tcp 127.0.0.1:1: connect: connection refused\n│ \n╵',
      { text: 'dial tcp 127.0.0.1:1: connect: connection refused', damaged: false },
    ],
    ['', { text: 'terraform ended with status 1' }],
  ])('%j', (stderr, expected) => {
    expect(said(stderr, '2026-01-01')).toMatchObject(expected);
  });

  it('knows what is only about providers', () => {
    const only = (...summaries: readonly string[]) => backendErrorOf(ended(summaries, ''), 0).onlyProviders;
    expect(only('Failed to query available provider packages')).toBe(true);
    expect(only('Failed to query available provider packages', 'Error refreshing state: x')).toBe(false);
    expect(only()).toBe(false);
  });
});

describe('what is ours in a state', () => {
  const row = (more: object = {}) => ({
    mode: 'managed',
    type: 'bylaw_group',
    name: 'acme_qa_0123456789',
    provider: 'provider["registry.terraform.io/bylaw/bylaw"]',
    instances: [{ attributes: { id: 'acme/qa' } }],
    ...more,
  });
  const state = (resources: unknown, outputs: unknown = {}): string =>
    JSON.stringify({ version: 4, serial: 1, lineage: 'l', outputs, resources });
  it.each<[string, string, string | null]>([
    ['nothing', state([]), null],
    ['no resources at all', state(null), null],
    ['our rows', state([row()]), null],
    [
      'our rows with damaged attributes',
      state([row({ instances: [{ attributes: null }, 7, { attributes: { id: 7 } }] })]),
      null,
    ],
    [
      'a resource of a cloud',
      state([
        row(),
        row({ type: 'aws_vpc', name: 'main', provider: 'provider["registry.terraform.io/hashicorp/aws"]' }),
      ]),
      'aws_vpc.main',
    ],
    ['a resource of ours that somebody wrote by hand', state([row({ name: 'qa' })]), 'bylaw_group.qa'],
    ['a row in a module', state([row({ module: 'module.x' })]), 'bylaw_group.acme_qa_0123456789'],
    ['data', state([row({ mode: 'data' })]), 'data.bylaw_group.acme_qa_0123456789'],
    ['an output', state([row()], { url: { value: 1 } }), 'output.url'],
    [
      'another organization',
      state([row({ instances: [{ attributes: { id: 'beta/qa' } }] })]),
      'rows of the organization beta',
    ],
    [
      'another organization in a roster',
      state([row({ instances: [{ attributes: { id: 'beta|x' } }] })]),
      'rows of the organization beta',
    ],
    [
      'an organization that has left this workspace, beside one that is in it',
      state([row(), row({ instances: [{ schema_version: 0, attributes: { id: 'beta/qa' } }] })]),
      null,
    ],
    [
      'a row that plain Terraform keeps',
      state([row({ instances: [{ schema_version: 1, attributes: { id: 'acme/qa' } }] })]),
      'bylaw_group.acme_qa_0123456789',
    ],
    ['what is no resource', state([7]), 'undefined.undefined'.replace(/^/, 'undefined.')],
  ])('%s', (_, text, expected) => {
    expect(foreignContentIn(text, new Set(['acme']))).toBe(expected);
  });
});

describe('whose a damaged state was', () => {
  it.each(damagedStates)('%s', (_, text, trace) => {
    expect(damagedStateOwnerOf(text)).toBe(trace);
  });

  it('is told of every beginning of a state of ours, and never as somebody else’s', () => {
    const text = stateText(['acme/qa', 'acme/dev']);
    for (let end = 0; end < text.length; end += 1)
      expect(damagedStateOwnerOf(text.slice(0, end))).not.toBe('foreign');
  });
});

describe('a backend without a lock', () => {
  const LOCK = { lock_address: 'https://h/x' };
  it.each<[BackendType, WrittenBackend['settings'], NodeJS.ProcessEnv, string | null]>([
    ['s3', {}, {}, 'use_lockfile: true'],
    ['s3', { use_lockfile: false }, {}, 'use_lockfile: true'],
    ['s3', { use_lockfile: true }, {}, null],
    ['s3', { dynamodb_table: 't' }, {}, null],
    ['http', { address: 'https://h/x' }, {}, 'lock_address'],
    ['http', LOCK, {}, null],
    ['http', {}, { TF_HTTP_LOCK_ADDRESS: 'https://h/x' }, null],
    ['http', {}, { TF_HTTP_LOCK_ADDRESS: '' }, 'lock_address'],
    ['consul', { lock: false }, {}, 'lock: false'],
    ['consul', { lock: true }, {}, null],
    ['consul', {}, {}, null],
    ['pg', { skip_table_creation: true }, {}, null],
    ...(['local', 'gcs', 'azurerm', 'remote', 'cloud'] as const).map(
      (type): [BackendType, WrittenBackend['settings'], NodeJS.ProcessEnv, null] => [type, {}, {}, null],
    ),
  ])('%s %j %j', (type, settings, environment, hint) => {
    const missing = BACKEND_TRAITS[type].lockMissing(settings, environment);
    if (hint === null) expect(missing).toBeNull();
    else expect(missing).toContain(hint);
  });
});

describe('a backend that locks and does not unlock', () => {
  const [LOCK, UNLOCK] = [{ lock_address: 'https://h/x' }, { unlock_address: 'https://h/x' }];
  const [SET, SET_BOTH] = [
    { TF_HTTP_LOCK_ADDRESS: 'https://h/x' },
    { TF_HTTP_LOCK_ADDRESS: 'https://h/x', TF_HTTP_UNLOCK_ADDRESS: 'https://h/x' },
  ];
  it.each<[BackendType, WrittenBackend['settings'], NodeJS.ProcessEnv, boolean]>([
    ['http', LOCK, {}, true],
    ['http', {}, SET, true],
    ['http', { ...LOCK, unlock_address: '' }, { TF_HTTP_UNLOCK_ADDRESS: '' }, true],
    ['http', { ...LOCK, ...UNLOCK }, {}, false],
    ['http', UNLOCK, SET, false],
    ['http', LOCK, SET_BOTH, false],
    ['http', {}, SET_BOTH, false],
    // Nothing is locked, which is another matter.
    ['http', {}, {}, false],
    ['http', UNLOCK, {}, false],
    ['s3', LOCK, SET, false],
    ['pg', {}, SET, false],
  ])('%s %j %j', (type, settings, environment, isTold) => {
    const missing = BACKEND_TRAITS[type].unlockMissing?.(settings, environment) ?? null;
    if (isTold) expect(missing).toContain('Write unlock_address');
    else expect(missing).toBeNull();
  });
});

describe('the command that clears the place of a state', () => {
  it.each<[BackendType, WrittenBackend['settings'], string]>([
    ['local', { path: "/s/it's" }, "mv -- '/s/it'\\''s' '/s/it'\\''s.damaged'"],
    [
      's3',
      { bucket: 'b', key: 'k/acme.tfstate' },
      'aws s3 mv s3://b/k/acme.tfstate s3://b/k/acme.tfstate.damaged',
    ],
    [
      's3',
      { bucket: 'b', key: 'k', dynamodb_table: 't' },
      `aws s3 mv s3://b/k s3://b/k.damaged && aws dynamodb delete-item --table-name t --key '{"LockID":{"S":"b/k-md5"}}'`,
    ],
    ['gcs', { bucket: 'b' }, 'gcloud storage mv gs://b/default.tfstate gs://b/default.tfstate.damaged'],
    [
      'gcs',
      { bucket: 'b', prefix: 'p/' },
      'gcloud storage mv gs://b/p/default.tfstate gs://b/p/default.tfstate.damaged',
    ],
    [
      'azurerm',
      { storage_account_name: 'a', container_name: 'c', key: 'k' },
      'az storage blob download --account-name a --container-name c --name k --file damaged.tfstate && az storage blob delete --account-name a --container-name c --name k',
    ],
    [
      'consul',
      { path: 'p', address: 'h:8500', scheme: 'https' },
      'consul kv get -http-addr=https://h:8500 p > damaged.tfstate && consul kv delete -http-addr=https://h:8500 p',
    ],
    ['consul', { path: 'p q' }, "consul kv get 'p q' > damaged.tfstate && consul kv delete 'p q'"],
    [
      'pg',
      { schema_name: 's"; x' },
      `psql "$PG_CONN_STR" -c 'UPDATE "s""; x".states SET name = '\\''damaged-'\\'' || id WHERE name = '\\''default'\\'''`,
    ],
    [
      'remote',
      { workspaces: { name: 'w' } },
      'on the States page of the workspace w, roll back to the version before',
    ],
    [
      'cloud',
      { workspaces: { name: 'w' } },
      'on the States page of the workspace w, roll back to the version before',
    ],
  ])('%s %j', (type, settings, command) => {
    expect(recoveryCommand(type, settings)).toBe(command);
  });
});

describe('the store in a vault', () => {
  const COMPLAINT: BackendError = { text: 'no', onlyProviders: false, damaged: false, holder: null };
  function storeOf(
    kept: string | null,
    meanwhile: boolean,
    answers: readonly BackendResult<null>[] = [],
    pace = 20,
  ) {
    const pushed: { readonly serial: number; readonly lineage: string; readonly x: number }[] = [];
    let going = 0;
    const store = backendStore({
      kept,
      place: 'the s3 backend',
      meanwhile,
      pace,
      push: async (text) => {
        going += 1;
        expect(going).toBe(1);
        await new Promise((resolve) => setTimeout(resolve, 5));
        going -= 1;
        pushed.push(JSON.parse(text));
        return answers[pushed.length - 1] ?? { value: null };
      },
    });
    return { store, pushed };
  }
  const text = (x: number) => JSON.stringify({ version: 4, serial: 1, lineage: 'run', x });
  const KEPT = JSON.stringify({ version: 4, serial: 41, lineage: 'kept' });
  const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

  it('keeps the last state, as the next of what was there', async () => {
    const { store, pushed } = storeOf(KEPT, false);
    expect(await store.load()).toMatchObject({ ok: true, value: KEPT });
    for (const x of [1, 2, 3]) store.save(text(x));
    await pause(60);
    expect(pushed).toEqual([]);
    expect(await store.settle()).toEqual([]);
    expect(pushed).toEqual([{ version: 4, serial: 42, lineage: 'kept', x: 3 }]);
    expect(await store.settle()).toEqual([]);
    expect(pushed.length).toBe(1);
  });

  it('begins a lineage where there is none, and stays with it', async () => {
    const { store, pushed } = storeOf(null, false);
    store.save(text(1));
    await store.settle();
    store.save(JSON.stringify({ lineage: 'other', x: 2 }));
    await store.settle();
    expect(pushed.map(({ serial, lineage }) => [serial, lineage])).toEqual([
      [1, 'run'],
      [2, 'run'],
    ]);
  });

  it('keeps states on the way, never two at a time and never an older one later', async () => {
    const { store, pushed } = storeOf(KEPT, true);
    for (let x = 1; x <= 30; x += 1) {
      store.save(text(x));
      await pause(5);
    }
    expect(await store.settle()).toEqual([]);
    const order = pushed.map(({ x }) => x);
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(order.at(-1)).toBe(30);
    expect(order.length).toBeGreaterThan(2);
    expect(order.length).toBeLessThan(15);
    expect(pushed.map(({ serial }) => serial)).toEqual(order.map((_, at) => 42 + at));
  });

  it('tries again what was not taken, and says so only if it never was', async () => {
    const once = storeOf(KEPT, true, [{ complaint: COMPLAINT }]);
    once.store.save(text(1));
    await pause(60);
    expect(once.pushed.length).toBe(1);
    expect(await once.store.settle()).toEqual([]);
    expect(once.pushed.map(({ x }) => x)).toEqual([1, 1]);
    const never = storeOf(KEPT, false, [{ complaint: COMPLAINT }, { complaint: COMPLAINT }]);
    never.store.save(text(1));
    expect(await never.store.settle()).toMatchObject([
      {
        code: 'state-not-saved',
        severity: 'warning',
        message: 'The state could not be saved on the s3 backend: no',
      },
    ]);
  });
});

it('docs/state.md has a line for every backend', () => {
  const page = readFileSync(new URL('../../../docs/state.md', import.meta.url), 'utf8');
  for (const type of BACKEND_TYPES) expect(page).toMatch(new RegExp(`^\\| \`${type}\` \\|`, 'm'));
});
