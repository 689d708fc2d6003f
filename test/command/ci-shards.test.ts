/** The CI files of examples/shards: their commands are run as a CI server runs them, each in a shell of its own. */
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { must } from '../connector/connections.ts';
import { MAIN } from './bylaw.ts';
import { exampleOf, type Stage, stageOf } from './workspaces.ts';

const NAMES = ['aspen', 'birch', 'cedar', 'elder', 'hazel', 'maple'];

interface Step {
  readonly uses?: string;
  readonly run?: string;
}
interface Job {
  readonly needs?: string;
  readonly strategy?: { readonly matrix: { readonly shard: readonly number[] } };
  readonly steps: readonly Step[];
}

/** A checkout on a machine of CI, with an `npx` and an `npm` that need no registry. */
async function checkout(): Promise<Stage> {
  const made = await stageOf(exampleOf('shards'), {
    organizations: NAMES.map((slug) => ({ slug, name: slug })),
  });
  made.write('bylaw.yaml', made.read('bylaw.yaml').replaceAll('http://127.0.0.1:7070', made.platform.url));
  const bin = join(made.folder, '../bin');
  mkdirSync(bin);
  const tool = (name: string, body: string): void => {
    writeFileSync(join(bin, name), `#!/bin/sh\n${body}\n`);
    chmodSync(join(bin, name), 0o755);
  };
  tool('npm', 'exit 0');
  tool('npx', `test "$1" = bylaw || exit 9\nshift\nexec "${process.execPath}" "${MAIN}" "$@"`);
  return made.with({ PATH: `${bin}:${process.env.PATH}` });
}

/** As runners do it: the shell stops at the first command that fails. The platform is in this process, so it is not blocked. */
async function shell(stage: Stage, script: string, variables: NodeJS.ProcessEnv): Promise<number | null> {
  const { spawn } = await import('node:child_process');
  return new Promise((resolve, reject) => {
    const child = spawn('bash', ['-e', '-o', 'pipefail', '-c', script], {
      cwd: stage.folder,
      env: { ...stage.environment, ...variables },
      stdio: ['ignore', 'ignore', 'ignore'],
    });
    child.once('error', reject);
    child.once('close', resolve);
  });
}

it('GitHub Actions: what the workflow plans, applies and reports', async () => {
  const stage = await checkout();
  const workflow = parse(stage.read('.github/workflows/access.yml')) as {
    readonly env: { readonly SHARDS: number };
    readonly jobs: Readonly<Record<string, Job>>;
  };
  const summary = join(stage.folder, 'summary.md');
  const job = async (name: string): Promise<readonly (number | null)[]> => {
    const { strategy, steps } = must({ ok: true, value: workflow.jobs[name] as Job, diagnostics: [] });
    const shards = strategy?.matrix.shard ?? [0];
    // A job for each shard that there is, and no more.
    if (strategy !== undefined)
      expect(shards).toEqual([...new Array(workflow.env.SHARDS).keys()].map((at) => at + 1));
    const statuses: (number | null)[] = [];
    for (const shard of shards) {
      for (const { run } of steps) {
        if (run === undefined) continue;
        const variables = {
          SHARD: String(shard),
          SHARDS: String(workflow.env.SHARDS),
          GITHUB_STEP_SUMMARY: summary,
          GITHUB_SHA: 'c0ffee'.repeat(7).slice(0, 40),
        };
        statuses.push(await shell(stage, run, variables));
      }
    }
    return statuses;
  };
  expect(new Set(await job('plan'))).toEqual(new Set([0]));
  expect(new Set(await job('planned'))).toEqual(new Set([0]));
  expect(readFileSync(summary, 'utf8')).toContain('plan of 4 shards, 6 organizations: changes in 6 of 6');
  expect(new Set(await job('apply'))).toEqual(new Set([0]));
  expect(new Set(await job('applied'))).toEqual(new Set([0]));
  expect(readFileSync(summary, 'utf8')).toContain('apply of 4 shards, 6 organizations: nothing left to do');
  // A job whose report never came fails the whole.
  cpSync(join(stage.folder, 'apply-1.json'), join(stage.folder, '../kept.json'));
  stage.remove('apply-1.json');
  expect(await job('applied')).toContain(1);
  expect(readFileSync(summary, 'utf8')).toContain('INCOMPLETE');
});

it('GitHub Actions: each action is pinned by the commit, with its version beside it', () => {
  const text = readFileSync('examples/shards/.github/workflows/access.yml', 'utf8');
  const uses = [...text.matchAll(/uses: (.*)/g)].map(([, one = '']) => one);
  expect(uses.length).toBeGreaterThan(8);
  for (const one of uses) expect(one).toMatch(/^actions\/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
});

it('GitLab: `parallel` with its own numbers', async () => {
  const stage = await checkout();
  const { plan, planned } = parse(stage.read('.gitlab-ci.yml')) as {
    readonly plan: { readonly parallel: number; readonly script: readonly string[] };
    readonly planned: { readonly script: readonly string[] };
  };
  for (let at = 1; at <= plan.parallel; at += 1) {
    const variables = { CI_NODE_INDEX: String(at), CI_NODE_TOTAL: String(plan.parallel) };
    expect(await shell(stage, plan.script.join('\n'), variables)).toBe(0);
    expect(existsSync(join(stage.folder, `plan-${at}.bylaw`))).toBe(true);
  }
  // Something is to be done: 2, which `allow_failure` lets pass.
  expect(await shell(stage, planned.script.join('\n'), {})).toBe(2);
  expect(stage.read('plan.md')).toContain('plan of 4 shards, 6 organizations: changes in 6 of 6');
  for (const file of readdirSync(stage.folder).filter((one) => one.endsWith('.bylaw'))) {
    expect((await stage.run('apply', file)).status).toBe(0);
  }
  expect((await stage.run('plan')).status).toBe(0);
});

it('bash is there', () => {
  expect(spawnSync('bash', ['-c', 'true']).status).toBe(0);
});
