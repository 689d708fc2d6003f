/** What doctor says of a workspace that is in order, and of each thing that is not. */

import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it, onTestFinished } from 'vitest';
import { clockCheck } from '../../src/command/doctor/platform-checks.ts';
import { APP_NEEDS, missingForApp } from '../../src/connector/github/token-needs.ts';
import { type GithubStandInOptions, startGithubStandIn } from '../../src/sandbox/github/github-stand-in.ts';
import { githubWorkspace } from '../connector/github/at-the-command-line.ts';
import { itWithTerraform } from '../terraform/available.ts';
import { exampleOf, stageOf, TOKEN, type Workspace } from './workspaces.ts';

interface Check {
  readonly check: string;
  readonly about: string | null;
  readonly verdict: string;
  readonly said: string;
  readonly wayOut: string | null;
}

const conforms = new Ajv2020({ strict: false }).compile(
  JSON.parse(readFileSync('schemas/report.schema.json', 'utf8')),
);

/** Checks by name, held against the schema; each that is not ok says what to do. */
async function examined(workspace: Workspace, ...words: readonly string[]) {
  const { status, out, err } = await workspace.run('doctor', '--json', '--engine', 'embedded', ...words);
  expect(err).toBe('');
  const report: { result: string; checks: readonly Check[] } = JSON.parse(out);
  expect(conforms(report), JSON.stringify(conforms.errors)).toBe(true);
  for (const { verdict, wayOut, check } of report.checks) {
    expect({ check, told: verdict === 'ok' || wayOut !== null }).toEqual({ check, told: true });
  }
  const of = (name: string) => report.checks.filter(({ check }) => check === name);
  return { status, result: report.result, of, verdicts: verdictsOf(report.checks) };
}

/** Those that are not ok. */
function verdictsOf(checks: readonly Check[]): readonly string[] {
  return checks.filter(({ verdict }) => verdict !== 'ok').map(({ check, verdict }) => `${check} ${verdict}`);
}

const SCOPES = ['admin:org', 'repo', 'user', 'read:audit_log'];

async function onGithub(options: Partial<GithubStandInOptions> = {}, settings = '') {
  const standIn = await startGithubStandIn({
    seed: {
      organizations: [{ login: 'acme', owners: ['octavia'] }],
      tokens: [{ value: TOKEN, login: 'octavia', scopes: SCOPES }],
      ...options.seed,
    },
    ...options,
  });
  onTestFinished(() => standIn.close());
  const documents = 'members:\n  octavia: { roles: [owner] }\n';
  return { standIn, workspace: githubWorkspace(standIn.url, { documents, settings }) };
}

const seedWith = (token: object) => ({
  organizations: [{ login: 'acme', owners: ['octavia'] }],
  tokens: [{ value: TOKEN, login: 'octavia', scopes: SCOPES, ...token }],
});

describe('a workspace on a sandbox', () => {
  it('is in order, and stays as it is', async () => {
    const stage = await stageOf(exampleOf('lumoauth'));
    const { status, result, verdicts } = await examined(stage);
    expect({ status, result, verdicts }).toEqual({ status: 0, result: 'ok', verdicts: [] });
    const { out } = await stage.run('doctor', '--engine', 'embedded');
    expect(out).toMatch(/^ok {10}documents {2}\d+ files of bylaw\/v1, 1 organization\n/);
    expect(out).toMatch(/\n8 checks: 8 ok\n$/);
  });

  it('a token that the platform does not know', async () => {
    const stage = await stageOf(exampleOf('lumoauth'));
    const { status, of } = await examined(stage.with({ BYLAW_TOKEN: 'tok-of-nobody-here' }));
    expect(status).toBe(1);
    expect(of('token')).toMatchObject([{ about: 'acme', verdict: 'error' }]);
    expect(of('clock')).toMatchObject([{ verdict: 'ok' }]);
  });

  it('no token at all', async () => {
    const stage = await stageOf(exampleOf('lumoauth'));
    const { status, of } = await examined(stage.with({ BYLAW_TOKEN: undefined }));
    expect(status).toBe(1);
    expect(of('token')).toMatchObject([{ verdict: 'error', said: expect.stringContaining('BYLAW_TOKEN') }]);
  });

  it('a platform that is not there', async () => {
    const { status, verdicts } = await examined(exampleOf('lumoauth'), '--url', 'http://127.0.0.1:9');
    expect(status).toBe(1);
    expect(verdicts).toEqual(['platform error', 'token unknown', 'clock unknown', 'api unknown']);
  });

  it('documents with errors hide nothing that needs no documents', async () => {
    const workspace = exampleOf('lumoauth');
    workspace.write('access/broken.yaml', 'kind: [');
    const { status, verdicts, of } = await examined(workspace);
    expect(status).toBe(1);
    expect(verdicts).toEqual([
      'documents error',
      'state unknown',
      'token unknown',
      'clock unknown',
      'api unknown',
    ]);
    expect(of('engine')).toMatchObject([{ verdict: 'ok' }]);
  });

  it('a terraform that is not there', async () => {
    const stage = await stageOf(exampleOf('lumoauth'));
    const { out, status } = await stage.with({ PATH: '/nowhere' }).run('doctor', '--engine', 'terraform');
    expect(status).toBe(1);
    expect(out).toContain('error       engine     No terraform is on the PATH. (engine-missing)');
  });

  it('an organization that nobody declares is a mistake of the command line', async () => {
    const { status, err } = await exampleOf('lumoauth').run('doctor', 'acne');
    expect({ status, err }).toEqual({ status: 1, err: expect.stringContaining('Did you mean acme?') });
  });
});

describe('a backend', () => {
  const withBackend = async (backend: string) => {
    const stage = await stageOf(exampleOf('lumoauth'));
    stage.write('bylaw.yaml', `${stage.read('bylaw.yaml')}state: { backend: ${backend} }\n`);
    return stage;
  };

  it('that the embedded engine does not use', async () => {
    const stage = await withBackend('{ type: local, path: "states/{stack}.tfstate" }');
    const { status, verdicts } = await examined(stage);
    expect({ status, verdicts }).toEqual({ status: 2, verdicts: ['state warning'] });
  });

  itWithTerraform('is read and locked', async () => {
    const stage = await withBackend('{ type: local, path: "states/{stack}.tfstate" }');
    const { status, out } = await stage.run('doctor');
    expect(out).toContain('ok          state      acme: the local backend, read and locked');
    expect(status).toBe(0);
    // What is damaged is told, and stays where it is.
    mkdirSync(join(stage.folder, 'states'), { recursive: true });
    stage.write('states/acme.tfstate', '{"version": 4, "ter');
    const damaged = await stage.run('doctor');
    expect(damaged.status).not.toBe(0);
    expect(damaged.out).toContain('(state-damaged)');
    expect(stage.read('states/acme.tfstate')).toBe('{"version": 4, "ter');
  });

  itWithTerraform('that is not there', async () => {
    const stage = await withBackend('{ type: http, address: "http://127.0.0.1:9/{stack}" }');
    const { status, out } = await stage.run('doctor');
    expect(status).not.toBe(0);
    expect(out).toContain('(state-unlocked)');
    expect(out).toContain('(state-unreachable)');
  });
});

describe('the folder that is kept', () => {
  const git = (workspace: Workspace, ...words: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...words], { cwd: workspace.folder });

  it('others can look into it', async () => {
    const stage = await stageOf(exampleOf('lumoauth'));
    mkdirSync(join(stage.folder, '.bylaw'));
    chmodSync(join(stage.folder, '.bylaw'), 0o755);
    const { status, of } = await examined(stage);
    expect(status).toBe(2);
    expect(of('kept')).toMatchObject([{ verdict: 'warning', wayOut: 'Run chmod 700 .bylaw.' }]);
  });

  it('git would take it, and ignores it, and has it', async () => {
    const stage = await stageOf(exampleOf('lumoauth'));
    git(stage, 'init', '-q');
    stage.write('.gitignore', '');
    expect((await examined(stage)).of('kept')).toMatchObject([
      { said: expect.stringContaining('.gitignore') },
    ]);
    stage.write('.gitignore', '.bylaw/\n');
    expect((await examined(stage)).of('kept')).toMatchObject([{ verdict: 'ok' }]);
    mkdirSync(join(stage.folder, '.bylaw'), { mode: 0o700 });
    stage.write('.bylaw/acme.tfstate', '');
    git(stage, 'add', '-f', '.bylaw');
    expect((await examined(stage)).of('kept')).toMatchObject([
      { said: expect.stringContaining('is in git') },
    ]);
  });

  it('in CI nobody knows whether it is there the next time', async () => {
    const stage = await stageOf(exampleOf('lumoauth'));
    expect((await examined(stage.with({ CI: 'true' }))).verdicts).toEqual(['kept unknown']);
    stage.write('bylaw.yaml', `${stage.read('bylaw.yaml')}journal: { file: elsewhere.jsonl }\n`);
    expect((await examined(stage.with({ CI: 'true' }))).verdicts).toEqual([]);
  });

  it('journals and notes of another version, and an apply that came to no end', async () => {
    const stage = await stageOf(exampleOf('lumoauth'));
    const applied = await stage.run('apply', '--yes', '--engine', 'embedded');
    expect(applied.status).toBe(0);
    expect((await examined(stage)).of('journals')).toMatchObject([
      { said: '1 journal, all of this version and whole' },
    ]);
    const [name = ''] = execFileSync('ls', [join(stage.folder, '.bylaw/journal/acme')], {
      encoding: 'utf8',
    }).split('\n');
    const file = `.bylaw/journal/acme/${name}`;
    const text = stage.read(file);
    const lines = text.trimEnd().split('\n');
    stage.write(file, `${lines.slice(0, -1).join('\n')}\n`);
    expect((await examined(stage)).of('journals')).toMatchObject([{ said: '1 apply came to no end' }]);
    stage.write(file, text.replace('bylaw.journal/v1', 'bylaw.journal/v9'));
    const { status, of } = await examined(stage);
    expect(status).toBe(1);
    expect(of('journals')).toMatchObject([
      { verdict: 'error', said: expect.stringContaining('journal-version') },
    ]);
    stage.write(file, text);
    stage.write('.bylaw/acme.known.json', '{"version": 99}');
    expect((await examined(stage)).of('journals')).toMatchObject([
      { said: expect.stringContaining('another version') },
    ]);
  });
});

describe('GitHub', () => {
  it('a classic token with all that is needed', async () => {
    const { workspace } = await onGithub();
    const { status, of } = await examined(workspace);
    expect(status).toBe(0);
    expect(of('token')).toMatchObject([{ verdict: 'ok', said: expect.stringContaining('admin:org, repo') }]);
    expect(of('api')).toMatchObject([{ said: 'no end of version 2022-11-28 of the API is announced' }]);
  });

  it.each([
    [['read:org', 'repo'], 'a classic token with read:org, repo lacks admin:org'],
    [['admin:org'], 'a classic token with admin:org lacks repo'],
  ])('a classic token with %j lacks a scope', async (scopes, said) => {
    const { workspace } = await onGithub({ seed: seedWith({ scopes }) });
    const { status, of } = await examined(workspace);
    expect(status).toBe(1);
    expect(of('token')).toMatchObject([{ verdict: 'error', said: expect.stringContaining(said) }]);
  });

  it('a fine-grained token tells nothing', async () => {
    const { workspace } = await onGithub({ seed: seedWith({ fineGrained: true }) });
    const { status, verdicts } = await examined(workspace);
    expect({ status, verdicts }).toEqual({ status: 2, verdicts: ['token unknown'] });
  });

  it('a token that ends soon, late, and that has ended', async () => {
    const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
    const soon = await onGithub({ seed: seedWith({ expiresAt: inDays(5.5) }) });
    expect((await examined(soon.workspace)).of('token')).toMatchObject([
      { verdict: 'warning', said: expect.stringMatching(/^the token ends in 5 days, at /) },
    ]);
    const late = await onGithub({ seed: seedWith({ expiresAt: inDays(90) }) });
    expect((await examined(late.workspace)).of('token')).toMatchObject([
      { verdict: 'ok', said: expect.stringContaining(', until ') },
    ]);
    const over = await onGithub({ seed: seedWith({ expiresAt: inDays(-1) }) });
    expect((await examined(over.workspace)).of('token')).toMatchObject([
      { verdict: 'error', said: expect.stringContaining('(token-rejected)') },
    ]);
  });

  it('a clock that is wrong', async () => {
    const { standIn, workspace } = await onGithub();
    standIn.clock.advance(600);
    const { status, of } = await examined(workspace);
    expect(status).toBe(2);
    expect(of('clock')).toMatchObject([
      {
        verdict: 'warning',
        said: expect.stringMatching(/^this machine is (?:10m|9m59s) behind the platform$/),
      },
    ]);
  });

  it('a version of the API that ends, and that has ended', async () => {
    const versionEnds = {
      '2022-11-28': { deprecation: '2026-03-10T00:00:00Z', sunset: '2028-03-10T00:00:00Z' },
    };
    const { standIn, workspace } = await onGithub({ versionEnds });
    expect((await examined(workspace)).of('api')).toMatchObject([
      {
        verdict: 'warning',
        said: expect.stringContaining('deprecated since 2026-03-10, and it is answered until 2028-03-10'),
      },
    ]);
    standIn.clock.advance(2 * 366 * 86_400);
    const { status, of } = await examined(workspace);
    expect(status).toBe(1);
    expect(of('api')).toMatchObject([
      { verdict: 'error', said: expect.stringContaining('(api-version-ended)') },
    ]);
  });

  describe('an App', () => {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const manifest = (name: string): Readonly<Record<string, 'read' | 'write'>> =>
      JSON.parse(readFileSync(`docs/connectors/github-apps/${name}.json`, 'utf8')).default_permissions;
    const byApp = async (permissions: Readonly<Record<string, 'read' | 'write'>>) => {
      const app = {
        id: 7,
        slug: 'bylaw',
        publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
        installations: [{ id: 70, organization: 'acme', permissions }],
      };
      const seed = { ...seedWith({}), apps: [app] };
      const { workspace } = await onGithub({ seed }, 'app: { id: 7, key-env: APP_KEY }');
      const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
      return examined(workspace.with({ APP_KEY: key }));
    };

    it('with the permissions of each manifest', async () => {
      expect((await byApp(manifest('apply'))).of('token')).toMatchObject([{ verdict: 'ok', said: 'App 7' }]);
      const readOnly = await byApp(manifest('read-only-plan'));
      expect(readOnly.status).toBe(2);
      expect(readOnly.of('token')).toMatchObject([
        {
          verdict: 'warning',
          said: expect.stringContaining('lacks administration: write and members: write'),
        },
      ]);
    });

    it('with less than reading takes', async () => {
      const { organization_custom_org_roles: _, ...less } = manifest('read-only-plan');
      const { status, of } = await byApp(less);
      expect(status).toBe(1);
      expect(of('token')[0]).toMatchObject({
        verdict: 'error',
        said: expect.stringContaining('lacks organization_custom_org_roles: read'),
      });
    });

    it('the table of needs is what the manifests say', () => {
      expect(missingForApp(manifest('apply'))).toEqual([]);
      expect(Object.keys(APP_NEEDS)).toEqual(Object.keys(manifest('apply')));
      for (const [stops, name] of [
        ['reading', 'read-only-plan'],
        ['writing', 'apply'],
      ] as const) {
        const needs = Object.entries(APP_NEEDS).map(([permission, need]) => [permission, need[stops]]);
        expect(Object.fromEntries(needs)).toEqual(manifest(name));
      }
    });
  });
});

describe('the clock', () => {
  const NOON = Date.parse('2026-11-30T12:00:00Z');
  it.each([
    ['the same second', NOON, NOON, NOON + 900, 'ok'],
    ['a slow answer', NOON + 20_000, NOON, NOON + 40_000, 'ok'],
    ['half a minute ahead', NOON - 31_000, NOON, NOON, 'ok'],
    ['more than that', NOON - 32_000, NOON, NOON, 'warning'],
    ['half a minute behind', NOON + 30_000, NOON, NOON, 'ok'],
    ['a day behind', NOON + 86_400_000, NOON, NOON + 50, 'warning'],
    ['nobody told', null, NOON, NOON, 'unknown'],
  ])('%s', (_, time, before, after, verdict) => {
    expect(clockCheck('host', time, { before, after })).toMatchObject({ check: 'clock', verdict });
  });

  it('says on which side it is', () => {
    expect(clockCheck('host', NOON - 61_000, { before: NOON, after: NOON }).said).toBe(
      'this machine is 1m ahead of the platform',
    );
    expect(clockCheck('host', NOON + 60_000, { before: NOON, after: NOON }).said).toBe(
      'this machine is 1m behind the platform',
    );
  });
});
