import { cpSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it, onTestFinished } from 'vitest';
import { NAMES } from '../platform/shipped.ts';
import { caller } from '../sandbox/caller.ts';
import { startTestSandbox } from '../sandbox/start.ts';
import { EMBEDDED } from './bylaw.ts';
import { listAll, meddle } from './live.ts';
import {
  filesBelow,
  STRANGER,
  type Stage,
  stageOf,
  TOKEN,
  type Workspace,
  workspaceOf,
} from './workspaces.ts';

const ORGANIZATIONS = {
  bilbis: 'hexa',
  gorules: 'lendwell',
  lumoauth: 'acme',
  oten: 'brightline',
  github: 'northwind',
  appcircle: 'tramway',
};
const REPORT = new Ajv2020({ strict: false }).compile(
  JSON.parse(readFileSync('schemas/report.schema.json', 'utf8')),
);

interface Applied {
  readonly url: string;
  readonly name: string;
  /** The folder with the documents that were applied. */
  readonly written: Workspace;
  readonly call: ReturnType<typeof caller>;
}

/** A platform on which an example has been applied, and everybody has accepted. */
async function applied(platform: keyof typeof ORGANIZATIONS): Promise<Applied> {
  const name = ORGANIZATIONS[platform];
  const server = await startTestSandbox({
    platformFile: fileURLToPath(new URL(`../../schemas/platforms/${platform}.yaml`, import.meta.url)),
    organizations: [{ slug: name, name: 'Live title' }],
    token: { value: TOKEN, name: 'bylaw' },
    tokens: [{ value: STRANGER, name: 'pat' }],
  });
  onTestFinished(() => server.close());
  const api = `${server.url}/orgs/${name}/api/v1`;
  const stage = { platform: { ...server, api } } as unknown as Stage;
  const call = caller(() => ({ ...server, api }));
  const written = workspaceOf({});
  cpSync(fileURLToPath(new URL(`../../examples/${platform}/`, import.meta.url)), written.folder, {
    recursive: true,
  });
  const apply = () => written.run('apply', '--yes', ...EMBEDDED.words, '--url', server.url);
  await apply();
  for (const { id, state } of await listAll(stage, '/members')) {
    if (state === 'invited')
      expect((await call('POST', `/members/${id}/accept`, undefined, { token: STRANGER })).status).toBe(200);
  }
  const second = await apply();
  expect(second.err).toBe('');
  const plan = await written.run('plan', ...EMBEDDED.words, '--url', server.url);
  expect(`${plan.status} ${plan.out}${plan.err}`).toMatch(/^0 /);
  return { url: server.url, name, written, call };
}

function texts(workspace: Workspace): Record<string, string> {
  return Object.fromEntries(
    filesBelow(workspace.folder)
      .filter((file) => file.endsWith('.yaml'))
      .map((file) => [file.slice(workspace.folder.length + 1), readFileSync(file, 'utf8')]),
  );
}

describe.each(NAMES)('the example of %s, applied', (platform) => {
  it('is imported into an empty folder; the plan is empty, and the second import', {
    timeout: 600_000,
  }, async () => {
    const { url, name, written } = await applied(platform);
    const empty = workspaceOf({});
    const words = ['import', name, '--platform', platform, '--url', url];
    const shown = await empty.run(...words, '--diff');
    expect(shown.status).toBe(2);
    expect(shown.out).toContain('+++ b/bylaw.yaml');
    expect(readdirSync(empty.folder)).toEqual([]);
    const first = await empty.run(...words);
    expect(`${first.status} ${first.err}`).toBe('0 ');
    expect(first.out).toContain(`${name} (${platform}): `);
    const files = texts(empty);
    expect(Object.keys(files).sort()).toContain('access/organization.yaml');
    const plan = await empty.run('plan', ...EMBEDDED.words);
    expect(`${plan.status} ${plan.out}`).toMatch(new RegExp(`^0 ${name}: no changes`));
    const again = await empty.run('import');
    expect(`${again.status} ${again.err}`).toBe('0 ');
    expect(again.out).toContain('nothing to write');
    expect((await empty.run('import', '--diff', '--json')).status).toBe(0);
    expect(texts(empty)).toEqual(files);
    // The documents that were applied are as live, too.
    const before = texts(written);
    const own = await written.run('import', '--url', url);
    expect(`${own.status} ${own.err}`).toBe('0 ');
    expect(texts(written)).toEqual(before);
    expect(readdirSync(join(empty.folder, 'access')).filter((file) => !file.endsWith('.yaml'))).toEqual([]);
  });
});

const HEAD = 'apiVersion: bylaw/v1\nkind: Organization\nname: acme\nplatform: lumoauth\nauthority: full\n';
const WORKSPACE = (more = '') =>
  `apiVersion: bylaw/v1\nkind: Workspace\nfiles: ["access/*.yaml"]\norganizations:\n  acme: { connector: access-api, url: "http://127.0.0.1:1" }\n${more}`;

/** Somebody on a platform whose documents have a comment. */
async function ours(): Promise<Stage> {
  const stage = await stageOf(
    workspaceOf({
      'bylaw.yaml': WORKSPACE(),
      'access/acme.yaml': `${HEAD}members:\n  ada@acme.example: { roles: [admin] }   # the boss\n  bo@acme.example:\ngroups:\n  qa:\n    title: QA\n    members: [bo@acme.example]   # all of it\n`,
    }),
  );
  expect((await stage.run('apply', '--yes', ...EMBEDDED.words)).status).toBe(0);
  return stage;
}

const importing = (stage: Stage, ...words: readonly string[]) =>
  stage.run('import', '--url', stage.platform.url, ...words);

describe('what somebody did by hand', () => {
  it('goes into the file where it belongs, and nothing else is touched', async () => {
    const stage = await ours();
    await meddle(stage, 'POST', '/members', { key: 'cy@acme.example' });
    await meddle(stage, 'POST', '/groups/{groups/qa}/members', { userId: '{members/cy@acme.example}' });
    const shown = await importing(stage, '--diff');
    expect(shown.status).toBe(2);
    expect(shown.out).toContain('-    members: [bo@acme.example]   # all of it');
    expect(shown.out).toContain('+    members: [bo@acme.example, cy@acme.example]   # all of it');
    const json = await importing(stage, '--diff', '--json');
    expect(REPORT(JSON.parse(json.out)) ? [] : REPORT.errors).toEqual([]);
    expect(JSON.parse(json.out)).toMatchObject({
      result: 'changes',
      wrote: false,
      files: [{ file: 'access/acme.yaml', status: 'changed', added: 2, removed: 1 }],
    });
    expect((await importing(stage, '--diff', '--markdown')).out).toContain('would be written');
    const { mode } = statSync(join(stage.folder, 'access/acme.yaml'));
    const done = await importing(stage);
    expect(`${done.status} ${done.err}`).toBe('0 ');
    expect(stage.read('access/acme.yaml')).toBe(
      `${HEAD}members:\n  ada@acme.example: { roles: [admin] }   # the boss\n  bo@acme.example:\n  cy@acme.example:\ngroups:\n  qa:\n    title: QA\n    members: [bo@acme.example, cy@acme.example]   # all of it\n`,
    );
    expect(statSync(join(stage.folder, 'access/acme.yaml')).mode).toBe(mode);
    expect((await stage.run('plan', ...EMBEDDED.words)).status).toBe(0);
  });

  it('is reported with its place where documents have no word for it, and left alone by the plan', async () => {
    const stage = await ours();
    await meddle(stage, 'POST', '/groups', { slug: 'weird', name: 'QA\u202egnp' });
    const done = await importing(stage);
    expect(done.status).toBe(1);
    expect(done.out).toContain('not-importable');
    expect(done.out).toContain('/groups/');
    expect(stage.read('access/acme.yaml')).toContain('groups: declared');
    const plan = await stage.run('plan', ...EMBEDDED.words);
    expect(plan.status).toBe(0);
    const before = texts(stage);
    expect((await importing(stage)).status).toBe(1);
    expect(texts(stage)).toEqual(before);
  });

  it('stays ruled out where the documents rule it out', async () => {
    const stage = await ours();
    stage.write(
      'access/more.yaml',
      'apiVersion: bylaw/v1\nkind: Organization\nname: acme\nmembers:\n  eve@acme.example: { absent: true }   # left\n',
    );
    await meddle(stage, 'POST', '/members', { key: 'eve@acme.example' });
    await meddle(stage, 'POST', '/groups/{groups/qa}/members', { userId: '{members/eve@acme.example}' });
    const before = texts(stage);
    const done = await importing(stage);
    expect(`${done.status} ${done.err}`).toBe('0 ');
    expect(done.out).toContain('ruled out');
    expect(texts(stage)).toEqual(before);
    expect((await stage.run('plan', ...EMBEDDED.words)).out).toContain('eve@acme.example');
  });
});

describe('files that are not Bylaw’s', () => {
  it('are never written over', async () => {
    const stage = await ours();
    const empty = workspaceOf({ 'access/organization.yaml': 'not: ours\n' });
    const done = await empty.run('import', 'acme', '--platform', 'lumoauth', '--url', stage.platform.url);
    expect(`${done.status} ${done.err}`).toBe('0 ');
    expect(empty.read('access/organization.yaml')).toBe('not: ours\n');
    expect(empty.read('access/acme-organization.yaml')).toContain('name: acme');
  });

  it('are not reached through links that lead outside', async () => {
    const stage = await ours();
    const elsewhere = workspaceOf({ 'x.yaml': stage.read('access/acme.yaml') });
    stage.remove('access/acme.yaml');
    symlinkSync(join(elsewhere.folder, 'x.yaml'), join(stage.folder, 'access/acme.yaml'));
    await meddle(stage, 'POST', '/members', { key: 'cy@acme.example' });
    const done = await importing(stage);
    expect(done.status).toBe(1);
    expect(done.err).toContain('file-not-ours');
    expect(elsewhere.read('x.yaml')).not.toContain('cy@');
    const linked = workspaceOf({});
    symlinkSync(elsewhere.folder, join(linked.folder, 'access'));
    const other = await linked.run('import', 'acme', '--platform', 'lumoauth', '--url', stage.platform.url);
    expect(`${other.status} ${other.err}`).toContain('file-not-ours');
    expect(readdirSync(elsewhere.folder)).toEqual(['x.yaml']);
    expect(readdirSync(linked.folder)).toEqual(['access']);
  });

  it('keep a link within the folder a link', async () => {
    const stage = await ours();
    mkdirSync(join(stage.folder, 'real'));
    stage.write('real/acme.yaml', stage.read('access/acme.yaml'));
    stage.remove('access/acme.yaml');
    symlinkSync('../real/acme.yaml', join(stage.folder, 'access/acme.yaml'));
    await meddle(stage, 'POST', '/members', { key: 'cy@acme.example' });
    expect((await importing(stage)).status).toBe(0);
    expect(stage.read('real/acme.yaml')).toContain('cy@acme.example:');
    expect(readdirSync(join(stage.folder, 'access'), { withFileTypes: true })[0]?.isSymbolicLink()).toBe(
      true,
    );
  });
});

describe('a command line that says too little or what is not', () => {
  it.each<[string, readonly string[], string]>([
    ['no workspace', ['import'], 'import makes one'],
    [
      'no name',
      ['import', 'Acme', '--platform', 'lumoauth', '--url', 'http://127.0.0.1:1'],
      'cannot be the name of an organization',
    ],
    [
      'no such platform',
      ['import', 'acme', '--platform', 'lumoath', '--url', 'http://127.0.0.1:1'],
      'lumoauth',
    ],
    ['a url with a password', ['import', 'acme', '--platform', 'lumoauth', '--url', 'http://a:b@x'], 'url'],
    [
      'nobody there',
      ['import', 'acme', '--platform', 'lumoauth', '--url', 'http://127.0.0.1:1'],
      'connector-unreachable',
    ],
  ])('%s', async (_what, words, said) => {
    const empty = workspaceOf({});
    const done = await empty.run(...words);
    expect(done.status).toBe(1);
    expect(done.err).toContain(said);
    expect(readdirSync(empty.folder)).toEqual([]);
  });

  it('an organization that the workspace does not reach, and documents that are wrong', async () => {
    const stage = await ours();
    expect((await importing(stage, 'acmee')).err).toContain('Did you mean');
    stage.write('access/bad.yaml', `${HEAD.replace('authority: full\n', '')}members: { bo@acme.example: }\n`);
    const before = texts(stage);
    const done = await importing(stage);
    expect(done.err).toContain('duplicate-declaration');
    expect(texts(stage)).toEqual(before);
  });
});
