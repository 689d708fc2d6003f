/** The jobs of examples/github-actions, with a real repository, a real platform, and names that would like to be commands. */
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { MAIN } from '../command/bylaw.ts';
import { exampleOf, type Stage, stageOf, TOKEN, workspaceOf } from '../command/workspaces.ts';
import { openEmulate } from '../sandbox/github/open-emulate.ts';
import { GithubJobsApi, REPOSITORY } from './artifact-store.ts';
import { type Finished, type Run, runJob } from './run-job.ts';

const TEMPLATES = fileURLToPath(new URL('../../examples/github-actions/', import.meta.url));
const MAIN_REF = 'refs/heads/main';
/** A branch name that git takes. */
const HOSTILE = 'x";touch${IFS}pwned;"$(touch${IFS}pwned)`touch${IFS}pwned`';

class Repository {
  readonly stage: Stage;
  readonly api: GithubJobsApi;
  readonly top: string;
  readonly machine: string;
  #runs = 0;

  constructor(stage: Stage, api: GithubJobsApi, top: string) {
    this.stage = stage;
    this.api = api;
    this.top = top;
    this.machine = workspaceOf({}).folder;
    const bin = join(this.machine, 'bin');
    mkdirSync(bin);
    // An `npm` that needs no registry: what it installs is the command as it is built.
    const bylaw = `#!/bin/sh\nexec "${process.execPath}" "${MAIN}" "$@"\n`;
    writeFileSync(join(bin, 'bylaw.sh'), bylaw);
    writeFileSync(
      join(bin, 'npm'),
      `#!/bin/sh\ntest "$1 $2" = "ci --ignore-scripts" || exit 9\nmkdir -p node_modules/.bin\ncp "${bin}/bylaw.sh" node_modules/.bin/bylaw\n`,
    );
    for (const name of ['npm', 'bylaw.sh']) chmodSync(join(bin, name), 0o755);
  }

  git(...words: readonly string[]): string {
    const who = ['-c', 'user.name=Ana', '-c', 'user.email=ana@acme.example'];
    return execFileSync('git', [...who, ...words], { cwd: this.top, encoding: 'utf8', stdio: 'pipe' }).trim();
  }

  write(file: string, text: string): void {
    mkdirSync(dirname(join(this.top, file)), { recursive: true });
    writeFileSync(join(this.top, file), text);
  }

  read(file: string): string {
    return readFileSync(join(this.top, file), 'utf8');
  }

  commit(message = 'a change'): string {
    this.git('add', '-A');
    this.git('commit', '-qm', message);
    return this.git('rev-parse', 'HEAD');
  }

  /** A branch from main with a change on it, checked out as GitHub does: its merge with main. */
  change(branch: string, edit: () => void): { readonly head: string } {
    this.git('checkout', '-q', '-b', branch, 'main');
    edit();
    const head = this.commit();
    this.git('checkout', '-q', '--detach', 'main');
    this.git('merge', '-q', '--no-ff', '-m', 'merge', head);
    return { head };
  }

  /** As most repositories merge: one commit with the same tree. */
  squash(branch: string): void {
    this.git('checkout', '-q', 'main');
    this.git('merge', '-q', '--squash', branch);
    this.commit('merged');
  }

  async job(file: string, name: string, more: Partial<Run> = {}): Promise<Finished> {
    this.#runs += 1;
    const finished = await runJob(
      {
        checkout: this.top,
        machine: this.machine,
        api: this.api,
        number: this.#runs,
        event: 'push',
        payload: { repository: OWN },
        ref: MAIN_REF,
        secrets: { BYLAW_PLAN_TOKEN: TOKEN, BYLAW_APPLY_TOKEN: TOKEN },
        ...more,
      },
      file,
      name,
    );
    expect(finished.log).not.toContain(TOKEN);
    const places = [this.top, this.stage.folder, this.machine].flatMap((folder) => readdirSync(folder));
    expect(places).not.toContain('pwned');
    return finished;
  }
}

/** A repository with the example below `folder` of it, on a platform that already is as main says. */
async function repository(folder = '.'): Promise<Repository> {
  const stage = await stageOf(exampleOf('lumoauth'));
  stage.write('bylaw.yaml', stage.read('bylaw.yaml').replace(/url: \S+/, `url: ${stage.platform.url}`));
  const top = workspaceOf({}).folder;
  cpSync(TEMPLATES, top, { recursive: true });
  cpSync(stage.folder, join(top, folder), { recursive: true });
  const made = new Repository(stage, await new GithubJobsApi().listen(), top);
  const workflows = join(top, '.github/workflows');
  for (const name of readdirSync(workflows)) {
    const text = readFileSync(join(workflows, name), 'utf8');
    writeFileSync(join(workflows, name), text.replace('WORKSPACE: .\n', `WORKSPACE: ${folder}\n`));
  }
  made.write('.gitignore', 'node_modules/\n.bylaw/\n');
  made.write('package-lock.json', '{}\n');
  made.git('init', '-q', '-b', 'main');
  made.commit('first');
  const applied = await stage.run('apply', '--yes', '--engine', 'embedded');
  expect(applied.status, applied.err).toBe(0);
  return made;
}

/** Somebody new, in a file of the example. */
function addPerson(repo: Repository, folder: string, person: string): void {
  const file = join(folder, 'access/people.yaml');
  repo.write(
    file,
    repo.read(file).replace(/^members:\n/m, `members:\n  ${person}@acme.example: { roles: [viewer] }\n`),
  );
}

/** Somebody who is given a role on the platform, and in no document. */
async function behind(repo: Repository): Promise<void> {
  const other = workspaceOf({});
  cpSync(repo.stage.folder, other.folder, { recursive: true });
  const people = other.read('access/people.yaml');
  other.write(
    'access/people.yaml',
    people.replace(/^members:\n/m, 'members:\n  behind@acme.example: { roles: [viewer] }\n'),
  );
  expect((await other.run('apply', '--yes', '--engine', 'embedded')).status).toBe(0);
}

const pull = (repo: Repository, head: string, branch: string, number = 7): Partial<Run> => ({
  event: 'pull_request',
  ref: `refs/pull/${number}/merge`,
  payload: {
    number,
    repository: OWN,
    pull_request: {
      number,
      title: 'a"; touch pwned; $(touch pwned)',
      head: { ref: branch, sha: head, repo: { full_name: REPOSITORY.name } },
      base: { ref: 'main', sha: repo.git('rev-parse', 'main'), repo: { full_name: REPOSITORY.name } },
    },
  },
});

const OWN = { default_branch: 'main', full_name: REPOSITORY.name };
const HEAD = 'apiVersion: bylaw/v1\nkind: Organization\nname: acme\n';
const SKIPPED = 'skipped';

describe('GitHub Actions', () => {
  it('a pull request is checked and planned, and what is merged is applied from that plan', async () => {
    const repo = await repository();
    const { head } = repo.change(HOSTILE, () => addPerson(repo, '.', 'newcomer'));
    const opened = pull(repo, head, HOSTILE);
    const checked = await repo.job('bylaw-check.yml', 'check', opened);
    expect(checked).toMatchObject({ end: 'success' });
    expect(checked.summary).toContain('newcomer');
    expect(await repo.job('bylaw-check.yml', 'no-weakening', opened)).toMatchObject({ end: 'success' });
    const planned = await repo.job('bylaw-plan.yml', 'plan', opened);
    expect(planned, planned.log).toMatchObject({ end: 'success' });
    expect(planned.summary).toContain('newcomer@acme.example');
    expect(repo.api.artifacts.map(({ name }) => name)).toEqual([
      'bylaw-review',
      expect.stringMatching(/^bylaw-plan-[0-9a-f]{40}$/),
    ]);
    repo.squash(HOSTILE);
    const applied = await repo.job('bylaw-apply.yml', 'apply');
    expect(applied, applied.log).toMatchObject({ end: 'success' });
    expect(applied.summary).toContain('newcomer');
    expect(repo.api.artifacts.at(-1)).toMatchObject({ name: 'bylaw-journal' });
    // The same once more: the plan is of before.
    expect(await repo.job('bylaw-apply.yml', 'apply')).toMatchObject({ end: 'failure' });
  }, 60_000);

  it('a second merge in between is another tree: nothing is applied that nobody looked at', async () => {
    const repo = await repository();
    const first = repo.change('first', () => addPerson(repo, '.', 'one'));
    await repo.job('bylaw-plan.yml', 'plan', pull(repo, first.head, 'first'));
    repo.change('second', () =>
      repo.write('access/second.yaml', `${HEAD}members:\n  two@acme.example: { roles: [viewer] }\n`),
    );
    repo.squash('second');
    repo.git('merge', '-q', '-m', 'both', 'first');
    const applied = await repo.job('bylaw-apply.yml', 'apply');
    expect(applied).toMatchObject({ end: 'failure' });
    expect(applied.log).toContain('these documents were never planned');
    // Planned on main, looked at, and run again.
    const planned = await repo.job('bylaw-plan.yml', 'plan', { event: 'workflow_dispatch' });
    expect(planned.end, planned.log).toBe('success');
    const again = await repo.job('bylaw-apply.yml', 'apply', { event: 'workflow_dispatch' });
    expect(again.end, again.log).toBe('success');
  }, 60_000);

  it('what changed on the platform since stops the apply', async () => {
    const repo = await repository();
    const { head } = repo.change('change', () => addPerson(repo, '.', 'one'));
    await repo.job('bylaw-plan.yml', 'plan', pull(repo, head, 'change'));
    await behind(repo);
    repo.squash('change');
    const applied = await repo.job('bylaw-apply.yml', 'apply');
    expect(applied.end).toBe('failure');
    expect(applied.summary).toContain('plan-file-stale');
  }, 60_000);

  it('the merge queue', async () => {
    const repo = await repository();
    const base = repo.git('rev-parse', 'main');
    repo.change('queued', () => addPerson(repo, '.', 'one'));
    const queue: Partial<Run> = {
      event: 'merge_group',
      ref: 'refs/heads/gh-readonly-queue/main/pr-7',
      payload: { repository: OWN, merge_group: { base_sha: base, head_sha: repo.git('rev-parse', 'HEAD') } },
    };
    expect(await repo.job('bylaw-check.yml', 'check', queue)).toMatchObject({ end: 'success' });
    expect(await repo.job('bylaw-check.yml', 'no-weakening', queue)).toMatchObject({ end: 'success' });
    expect(await repo.job('bylaw-plan.yml', 'plan', queue)).toMatchObject({ end: 'success' });
    // The queue moves main to that very commit.
    repo.git('branch', '-f', 'main', 'HEAD');
    repo.git('checkout', '-q', 'main');
    const applied = await repo.job('bylaw-apply.yml', 'apply');
    expect(applied.end, applied.log).toBe('success');
  }, 60_000);

  it('a workspace in a folder of a repository with other things in it', async () => {
    const repo = await repository('infra/access');
    const { head } = repo.change('change', () => addPerson(repo, 'infra/access', 'one'));
    const opened = pull(repo, head, 'change');
    const checked = await repo.job('bylaw-check.yml', 'check', opened);
    expect(checked, checked.log).toMatchObject({
      end: 'success',
      summary: expect.stringContaining('one@acme.example'),
    });
    expect(await repo.job('bylaw-plan.yml', 'plan', opened)).toMatchObject({ end: 'success' });
    // What others merge meanwhile, outside of it, is no matter.
    repo.git('checkout', '-q', 'main');
    repo.write('src/other.txt', 'something else\n');
    repo.commit('something else');
    repo.squash('change');
    const applied = await repo.job('bylaw-apply.yml', 'apply');
    expect(applied.end, applied.log).toBe('success');
  }, 60_000);

  it('a fork is checked, and gets no token', async () => {
    const repo = await repository();
    const { head } = repo.change('evil', () => addPerson(repo, '.', 'one'));
    const opened = pull(repo, head, 'evil');
    const { pull_request: ours } = opened.payload as { pull_request: { head: object } };
    const fork: Partial<Run> = {
      ...opened,
      secrets: {},
      payload: {
        ...opened.payload,
        pull_request: { ...ours, head: { ...ours.head, repo: { full_name: 'evil/access' } } },
      },
    };
    expect(await repo.job('bylaw-check.yml', 'check', fork)).toMatchObject({ end: 'success' });
    expect(await repo.job('bylaw-plan.yml', 'plan', fork)).toMatchObject({ end: SKIPPED });
  }, 60_000);

  it('what a fork changes is said on its pull request, by a job that trusts nothing of it', async () => {
    const repo = await repository();
    const emulate = await openEmulate();
    onTestFinished(() => emulate.close());
    repo.api.beyond = emulate;
    const asked = async (path: string, body?: object) => {
      const answer = await fetch(`${emulate.url}/repos/${REPOSITORY.name}/${path}`, {
        method: body === undefined ? 'GET' : 'POST',
        headers: { authorization: `Bearer ${emulate.token}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return answer.json();
    };
    const { number } = (await asked('issues', { title: 'a change' })) as { number: number };
    const { head } = repo.change(HOSTILE, () => addPerson(repo, '.', 'one'));
    expect(await repo.job('bylaw-check.yml', 'check', pull(repo, head, HOSTILE, number))).toMatchObject({
      end: 'success',
    });
    const review = repo.api.artifacts.at(-1);
    expect(review?.name).toBe('bylaw-review');
    repo.git('checkout', '-q', 'main');
    const run = {
      id: review?.run,
      event: 'pull_request',
      head_sha: head,
      head_branch: HOSTILE,
      head_repository: { id: 666, full_name: 'evil/access', owner: { login: 'evil' } },
      pull_requests: [],
    };
    const after: Partial<Run> = {
      event: 'workflow_run',
      payload: { repository: OWN, workflow_run: run },
      secrets: {},
    };
    // Not of a pull request that is open.
    expect(await repo.job('bylaw-comment.yml', 'comment', after)).toMatchObject({ end: 'success' });
    expect(await asked(`issues/${number}/comments`)).toEqual([]);
    repo.api.pulls.push({ number, head: `evil:${HOSTILE}`, sha: head, repository: 666 });
    const told = await repo.job('bylaw-comment.yml', 'comment', after);
    expect(told.end, told.log).toBe('success');
    expect(await asked(`issues/${number}/comments`)).toMatchObject([
      { body: expect.stringContaining('one@acme.example') },
    ]);
    // What was made by hand says nothing, and the job fails.
    if (review !== undefined)
      repo.api.artifacts.push({ ...review, content: Buffer.from('{"format":"bylaw.review/v1"}') });
    const forged = await repo.job('bylaw-comment.yml', 'comment', after);
    expect(forged.end).toBe('failure');
  }, 60_000);

  it('a job that could not look is no green tick', async () => {
    const repo = await repository();
    const { head } = repo.change('broken', () => repo.write('access/broken.yaml', 'kind: ['));
    const opened = pull(repo, head, 'broken');
    for (const [file, job] of [
      ['bylaw-check.yml', 'check'],
      ['bylaw-check.yml', 'no-weakening'],
      ['bylaw-plan.yml', 'plan'],
    ] as const) {
      expect(await repo.job(file, job, opened)).toMatchObject({ end: 'failure' });
    }
    expect(repo.api.artifacts.map(({ name }) => name)).toEqual(['bylaw-review']);
    repo.git('checkout', '-q', 'main');
    const blind = await repo.job('bylaw-drift.yml', 'drift', { event: 'schedule', secrets: {} });
    expect(blind.end).toBe('failure');
  }, 60_000);

  it('an artifact of a fork, one that is too large, one that has expired and one that is forged', async () => {
    const repo = await repository();
    const { head } = repo.change('change', () => addPerson(repo, '.', 'one'));
    await repo.job('bylaw-plan.yml', 'plan', pull(repo, head, 'change'));
    repo.squash('change');
    const made = repo.api.artifacts.pop();
    if (made === undefined) throw new Error('no plan was kept');
    const forged = { ...made, run: 900, content: Buffer.from('{"format":"bylaw.plan-file/v4"}') };
    repo.api.artifacts.push({ ...forged, fork: true });
    expect((await repo.job('bylaw-apply.yml', 'apply')).log).toContain('never planned');
    repo.api.artifacts.push({ ...forged, run: 901, expired: true });
    expect((await repo.job('bylaw-apply.yml', 'apply')).log).toContain('it has expired');
    repo.api.artifacts.push({ ...forged, run: 902, size: 100 * 1024 * 1024 });
    expect((await repo.job('bylaw-apply.yml', 'apply')).log).toContain('is no file of Bylaw');
    repo.api.artifacts.push({ ...forged, run: 903 });
    const refused = await repo.job('bylaw-apply.yml', 'apply');
    expect(refused).toMatchObject({ end: 'failure', summary: expect.stringContaining('plan-file-invalid') });
    repo.api.artifacts.push({ ...made, run: 904 });
    const applied = await repo.job('bylaw-apply.yml', 'apply');
    expect(applied.end, applied.log).toBe('success');
  }, 60_000);

  it('drift is told against the report before, and in one issue', async () => {
    const repo = await repository();
    const emulate = await openEmulate();
    onTestFinished(() => emulate.close());
    repo.api.beyond = emulate;
    const issues = async () => {
      const answer = await fetch(`${emulate.url}/repos/${REPOSITORY.name}/issues?state=all`, {
        headers: { authorization: `Bearer ${emulate.token}` },
      });
      const all = (await answer.json()) as readonly { readonly state: string; readonly body: string }[];
      return all.filter(({ body }) => body.includes('bylaw'));
    };
    const nightly: Partial<Run> = { event: 'schedule' };
    expect(await repo.job('bylaw-drift.yml', 'drift', nightly)).toMatchObject({ end: 'success' });
    expect(repo.api.artifacts.map(({ name }) => name)).toEqual(['bylaw-drift']);
    expect(await issues()).toEqual([]);
    await behind(repo);
    const drifted = await repo.job('bylaw-drift.yml', 'drift', nightly);
    expect(drifted.end, drifted.log).toBe('success');
    const [newest] = repo.api.named('bylaw-drift');
    expect(newest?.content.toString('utf8')).toContain('behind@acme.example');
    expect(await issues()).toMatchObject([{ state: 'open' }]);
    const again = await repo.job('bylaw-drift.yml', 'drift', nightly);
    expect(again.end, again.log).toBe('success');
    expect(await issues()).toMatchObject([{ state: 'open' }]);
  }, 60_000);
});
