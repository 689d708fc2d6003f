/** The jobs of examples/gitlab-ci, with a real repository and platform, and curl against a registry of packages. */
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { MAIN } from '../command/bylaw.ts';
import { exampleOf, type Stage, stageOf, TOKEN, workspaceOf } from '../command/workspaces.ts';

const FILE = 'examples/gitlab-ci/.gitlab-ci.yml';
const JOB_TOKEN = 'glcbt-of-the-job-93Ks1';

interface Job {
  readonly script: readonly string[];
}
interface Pipeline {
  readonly variables: Readonly<Record<string, string>>;
  readonly default: { readonly before_script: readonly string[] };
  readonly [job: string]: unknown;
}
const pipeline: Pipeline = parse(readFileSync(FILE, 'utf8'));
const JOBS = ['check', 'no-weakening', 'plan', 'apply', 'drift'] as const;
const jobNamed = (name: (typeof JOBS)[number]) => pipeline[name] as Job & Readonly<Record<string, unknown>>;

/** Generic packages of one project: what is put is what is got, for who has the token of a job. */
async function packages(): Promise<{ readonly url: string; readonly files: Map<string, Buffer> }> {
  const files = new Map<string, Buffer>();
  const server = createServer(async (request, response) => {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    const name = /^\/projects\/7\/packages\/generic\/(.+)$/.exec(request.url ?? '')?.[1];
    const isKnown = request.headers['job-token'] === JOB_TOKEN;
    if (name === undefined || !isKnown) return void response.writeHead(403).end();
    if (request.method === 'PUT') {
      files.set(name, Buffer.concat(pieces));
      return void response.writeHead(201).end('{}');
    }
    const found = files.get(name);
    response.writeHead(found === undefined ? 404 : 200).end(found ?? '{}');
  });
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${port}`, files };
}

interface Project {
  readonly stage: Stage;
  readonly top: string;
  readonly files: Map<string, Buffer>;
  git(...words: readonly string[]): string;
  job(
    name: (typeof JOBS)[number],
    variables?: NodeJS.ProcessEnv,
  ): Promise<{ status: number | null; log: string }>;
}

async function project(folder = '.'): Promise<Project> {
  const stage = await stageOf(exampleOf('lumoauth'));
  stage.write('bylaw.yaml', stage.read('bylaw.yaml').replace(/url: \S+/, `url: ${stage.platform.url}`));
  expect((await stage.run('apply', '--yes', '--engine', 'embedded')).status).toBe(0);
  rmSync(join(stage.folder, '.bylaw'), { recursive: true });
  const { folder: top } = workspaceOf({});
  const { folder: bin } = workspaceOf({});
  cpSync(stage.folder, join(top, folder), { recursive: true });
  writeFileSync(
    join(top, '.gitignore'),
    'node_modules/\n.bylaw/\n*.bylaw\nplan.md\ndrift.json\nbefore.json\n',
  );
  writeFileSync(join(bin, 'bylaw.sh'), `#!/bin/sh\nexec "${process.execPath}" "${MAIN}" "$@"\n`);
  writeFileSync(
    join(bin, 'npm'),
    `#!/bin/sh\ntest "$1 $2" = "ci --ignore-scripts" || exit 9\nmkdir -p node_modules/.bin\ncp "${bin}/bylaw.sh" node_modules/.bin/bylaw\n`,
  );
  for (const name of ['npm', 'bylaw.sh']) chmodSync(join(bin, name), 0o755);
  const { url, files } = await packages();
  const git = (...words: readonly string[]): string =>
    execFileSync('git', ['-c', 'user.name=Ana', '-c', 'user.email=ana@acme.example', ...words], {
      cwd: top,
      encoding: 'utf8',
    }).trim();
  git('init', '-q', '-b', 'main');
  git('add', '-A');
  git('commit', '-qm', 'first');
  const job: Project['job'] = (name, variables = {}) => {
    const known: Record<string, string> = {
      CI: 'true',
      GITLAB_CI: 'true',
      CI_API_V4_URL: url,
      CI_PROJECT_ID: '7',
      CI_JOB_TOKEN: JOB_TOKEN,
      CI_COMMIT_REF_NAME: '"; touch pwned; $(touch pwned)',
      CI_MERGE_REQUEST_TITLE: '`touch pwned`',
    };
    for (const [key, value] of Object.entries({ ...pipeline.variables, WORKSPACE: folder }))
      known[key] = value.replaceAll(/\$\{(\w+)\}/g, (_, variable: string) => known[variable] ?? '');
    // As the runner does it: all lines in one shell, which ends at the first failure.
    const script = [...pipeline.default.before_script, ...jobNamed(name).script].join('\n');
    return new Promise((resolve, reject) => {
      const child = spawn('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], {
        cwd: top,
        env: { PATH: `${bin}:${process.env.PATH}`, HOME: bin, BYLAW_TOKEN: TOKEN, ...known, ...variables },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let log = '';
      for (const stream of [child.stdout, child.stderr])
        stream.setEncoding('utf8').on('data', (text: string) => {
          log += text;
        });
      child.once('error', reject);
      child.once('close', (status) => {
        expect(log).not.toContain(TOKEN);
        expect(log).not.toContain(JOB_TOKEN);
        expect([...readdirSync(top), ...readdirSync(join(top, folder))]).not.toContain('pwned');
        resolve({ status, log });
      });
    });
  };
  return { stage, top, files, git, job };
}

function addPerson({ top, git }: Project, folder: string, person: string): void {
  const file = join(top, folder, 'access/people.yaml');
  const text = readFileSync(file, 'utf8');
  writeFileSync(
    file,
    text.replace(/^members:\n/m, `members:\n  ${person}@acme.example: { roles: [viewer] }\n`),
  );
  git('commit', '-qam', person);
}

it('nothing of a merge request stands in a script but its base', () => {
  for (const name of JOBS) {
    const used = [
      ...jobNamed(name)
        .script.join('\n')
        .matchAll(/\$\{?(CI_\w+)/g),
    ].map(([, one]) => one);
    for (const one of used) expect(['CI_MERGE_REQUEST_DIFF_BASE_SHA', 'CI_JOB_TOKEN']).toContain(one);
  }
});

it('applies take turns, and plans of forks are not made', () => {
  expect(jobNamed('apply')).toMatchObject({ resource_group: 'bylaw-apply', interruptible: false });
  expect(JSON.stringify(jobNamed('plan').rules)).toContain(
    '$CI_MERGE_REQUEST_SOURCE_PROJECT_ID == $CI_MERGE_REQUEST_PROJECT_ID',
  );
});

it.each(['.', 'infra/access'])(
  'in %s, a merge request is checked and planned, and what is merged is applied from that plan',
  async (folder) => {
    const made = await project(folder);
    const base = made.git('rev-parse', 'HEAD');
    made.git('checkout', '-q', '-b', 'change');
    addPerson(made, folder, 'newcomer');
    mkdirSync(join(made.top, folder), { recursive: true });
    const request = { CI_MERGE_REQUEST_DIFF_BASE_SHA: base };
    const checked = await made.job('check', request);
    expect(checked.status, checked.log).toBe(0);
    expect(checked.log).toContain('newcomer@acme.example');
    expect(await made.job('no-weakening', request)).toMatchObject({ status: 0 });
    const planned = await made.job('plan', request);
    expect(planned.status, planned.log).toBe(0);
    expect([...made.files.keys()]).toEqual([
      expect.stringMatching(/^bylaw-plan\/[0-9a-f]{40}\/plan\.bylaw$/),
    ]);
    made.git('checkout', '-q', 'main');
    made.git('merge', '-q', '--squash', 'change');
    made.git('commit', '-qm', 'merged');
    const applied = await made.job('apply');
    expect(applied.status, applied.log).toBe(0);
    // Another tree was never planned.
    addPerson(made, folder, 'other');
    const refused = await made.job('apply');
    expect(refused.status).not.toBe(0);
    expect(refused.log).toContain('404');
    const nightly = await made.job('drift');
    expect(nightly.status, nightly.log).toBe(0);
    expect(await made.job('drift')).toMatchObject({ status: 0 });
  },
  90_000,
);

it('what cannot be looked at fails the job', async () => {
  const made = await project();
  const base = made.git('rev-parse', 'HEAD');
  writeFileSync(join(made.top, 'access/broken.yaml'), 'kind: [');
  const request = { CI_MERGE_REQUEST_DIFF_BASE_SHA: base };
  for (const name of ['check', 'no-weakening', 'plan'] as const)
    expect(await made.job(name, request)).toMatchObject({ status: 1 });
  rmSync(join(made.top, 'access/broken.yaml'));
  expect(await made.job('drift', { BYLAW_TOKEN: '' })).toMatchObject({ status: 1 });
  expect(await made.job('drift', { CI_JOB_TOKEN: 'of-nobody' })).toMatchObject({ status: 1 });
  expect(made.files.size).toBe(0);
}, 60_000);
