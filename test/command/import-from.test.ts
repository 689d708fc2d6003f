import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { itWithKubernetes, KUBERNETES } from '../import/peer/kubernetes-data.ts';
import { EMBEDDED } from './bylaw.ts';
import { acceptEverything, meddle } from './live.ts';
import { filesBelow, type Stage, stageOf, type Workspace, workspaceOf } from './workspaces.ts';

const REPORT = new Ajv2020({ strict: false }).compile(
  JSON.parse(readFileSync('schemas/report.schema.json', 'utf8')),
);

/** A folder with the files of another program beside what Bylaw will write. */
function besides(name: string): Workspace {
  const made = workspaceOf({});
  cpSync(`test/fixtures/peers/${name}`, join(made.folder, 'peer'), { recursive: true });
  return made;
}

const ACCESS_API = ['--connector', 'access-api'];
const URL_WORDS = [...ACCESS_API, '--url', 'http://127.0.0.1:1'];
const LINES: Readonly<Record<string, readonly string[]>> = {
  peribolos: ['peer/peribolos.yaml', '--organization', 'acme'],
  clowarden: ['peer/config.yaml'],
  'github-as-code': ['peer'],
  'safe-settings': ['peer', '--organization', 'acme'],
};

describe.each(Object.entries(LINES))('import --from %s', (name, words) => {
  it('shows, writes and checks; the same again writes nothing', async () => {
    const made = besides(name);
    const line = ['import', '--from', name, ...words, ...URL_WORDS];
    const shown = await made.run(...line, '--diff');
    expect(`${shown.status} ${shown.err}`).toBe('2 ');
    expect(shown.out).toContain('+++ b/bylaw.yaml');
    expect(shown.out).toContain('Documents have no place for:');
    const written = await made.run(...line);
    expect(`${written.status} ${written.err}`).toBe('0 ');
    expect(filesBelow(join(made.folder, 'access')).length).toBeGreaterThan(0);
    const checked = await made.run('check');
    expect(`${checked.status} ${checked.err}`).toBe('0 ');
    expect(checked.out).not.toContain('error');
    const again = await made.run('import', '--from', name, ...words);
    expect(`${again.status} ${again.err}`).toBe('0 ');
    expect(again.out).toContain('nothing to write');
    const json = await made.run('import', '--from', name, ...words, '--json');
    const report = JSON.parse(json.out);
    expect(REPORT(report) ? [] : REPORT.errors).toEqual([]);
    const [organization] = report.organizations;
    expect(organization.unplaced.length).toBeGreaterThan(0);
    for (const { origin } of organization.unplaced) expect(origin).toMatchObject({ from: 'file' });
    expect((await made.run('import', '--from', name, ...words, '--markdown')).out).toContain('no place for');
  });
});

describe('what is asked in a way that says too little or too much', () => {
  const cases: readonly (readonly [string, readonly string[], string])[] = [
    ['no such format', ['--from', 'peribolus', 'peer'], 'Nothing is imported from "peribolus"'],
    ['no path', ['--from', 'peribolos'], '--from peribolos needs the folder or file to read'],
    ['nothing there', ['--from', 'peribolos', 'nowhere'], 'Cannot read "nowhere"'],
    ['a folder for a file', ['--from', 'clowarden', 'peer'], 'CLOWarden is read from a file'],
    [
      'a file for a folder',
      ['--from', 'safe-settings', 'peer/peribolos.yaml'],
      'safe-settings is read from a folder',
    ],
    [
      'a folder of nothing',
      ['--from', 'safe-settings', 'peer', '--organization', 'acme'],
      'peer holds no file of safe-settings',
    ],
    [
      'no url',
      ['--from', 'peribolos', 'peer/peribolos.yaml', ...ACCESS_API],
      'so import makes one: say --url',
    ],
    [
      'an organization that is not there',
      ['--from', 'peribolos', 'peer', '--organization', 'nobody', ...URL_WORDS],
      'The files name no organization "nobody"',
    ],
  ];
  it.each(cases)('%s', async (_what, words, says) => {
    const made = besides('peribolos');
    const told = await made.run('import', ...words);
    expect(told.status).toBe(1);
    expect(told.err).toContain(says);
    expect(filesBelow(made.folder).filter((file) => !file.includes('/peer/'))).toEqual([]);
  });

  it('several organizations, each asked for', async () => {
    const made = besides('peribolos');
    const words = ['--organization', 'umbrella', '--organization', 'acme'];
    const told = await made.run('import', '--from', 'peribolos', 'peer', ...words, ...URL_WORDS);
    expect(`${told.status} ${told.err}`).toBe('0 ');
    expect(told.out).toContain('acme (github): ');
    expect(told.out).toContain('umbrella (github): ');
  });

  it('an organization that the workspace does not know', async () => {
    const made = besides('peribolos');
    made.write(
      'bylaw.yaml',
      'apiVersion: bylaw/v1\nkind: Workspace\nfiles: ["access/*.yaml"]\norganizations:\n  acme: { connector: access-api, url: "http://127.0.0.1:1" }\n',
    );
    const told = await made.run('import', '--from', 'peribolos', 'peer');
    expect(told.status).toBe(1);
    expect(told.err).toContain('does not say how to reach "umbrella"');
  });
});

/** What was imported, applied to an empty platform of GitHub's kind, with everybody in it. */
async function applied(made: Workspace, organization: string): Promise<Stage> {
  const stage = await stageOf(made, {
    on: 'github',
    organizations: [{ slug: organization, name: organization }],
  });
  const api = `${stage.platform.url}/orgs/${organization}/api/v1`;
  const there = { ...stage, platform: { ...stage.platform, api } };
  for (let round = 0; round < 3; round += 1) {
    await there.run('apply', '--yes', ...EMBEDDED.words);
    await acceptEverything(there);
  }
  return there;
}

async function livesOn(made: Workspace, organization: string, edit: () => string): Promise<void> {
  const stage = await applied(made, organization);
  const settled = await stage.run('plan', ...EMBEDDED.words);
  expect(`${settled.status} ${settled.out}${settled.err}`).toMatch(
    new RegExp(`^0 ${organization}: no changes`),
  );
  const says = edit();
  const planned = await stage.run('plan', ...EMBEDDED.words);
  expect(planned.status).toBe(2);
  expect(planned.out).toContain(says);
  await stage.run('apply', '--yes', ...EMBEDDED.words);
  await acceptEverything(stage);
  expect((await stage.run('plan', ...EMBEDDED.words)).status).toBe(0);
  expect((await stage.run('drift')).status).toBe(0);
}

it('what was imported is planned, applied and held against drift', { timeout: 300_000 }, async () => {
  const made = besides('peribolos');
  const line = ['import', '--from', 'peribolos', 'peer', '--organization', 'acme', ...URL_WORDS];
  expect((await made.run(...line)).status).toBe(0);
  const file = 'access/organization.yaml';
  await livesOn(made, 'acme', () => {
    made.write(file, made.read(file).replace('css: { roles: [triage] }', 'css: { roles: [maintain] }'));
    return 'maintain';
  });
});

itWithKubernetes(
  'an organization of Kubernetes is imported, applied, and drift is seen',
  async () => {
    const made = workspaceOf({});
    cpSync(join(KUBERNETES, 'etcd-io'), join(made.folder, 'etcd-io'), { recursive: true });
    const told = await made.run('import', '--from', 'peribolos', 'etcd-io', ...URL_WORDS);
    expect(`${told.status} ${told.err}`).toBe('0 ');
    expect(told.out).toContain('etcd-io (github): ');
    const stage = await applied(made, 'etcd-io');
    expect((await stage.run('plan', ...EMBEDDED.words)).out).toMatch(/^etcd-io: no changes/);
    const groups = filesBelow(join(made.folder, 'access')).find((file) =>
      made.read(file.slice(made.folder.length + 1)).includes('\ngroups:'),
    );
    expect(groups).toBeDefined();
    await meddle(stage, 'DELETE', '/groups/{groups/reviewers-etcd}');
    const drift = await stage.run('drift');
    expect(drift.status).toBe(2);
    expect(drift.out).toContain('reviewers-etcd');
    await stage.run('apply', '--yes', ...EMBEDDED.words);
    expect((await stage.run('drift')).status).toBe(0);
  },
  300_000,
);
