/**
 * A job of a workflow file, run as a runner does: each `run:` in a shell of its own that ends at the first failure, with the
 * files by which steps hand something on. Actions of GitHub's are played: what is checked out is there, and artifacts go to a
 * store.
 */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect } from 'vitest';
import { parse } from 'yaml';
import { type GithubJobsApi, REPOSITORY } from './artifact-store.ts';
import { evaluated } from './github-tools.ts';

interface Step {
  readonly id?: string;
  readonly name?: string;
  readonly if?: string | boolean;
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly 'working-directory'?: string;
  readonly 'continue-on-error'?: boolean;
}
interface Job {
  readonly if?: string;
  readonly steps: readonly Step[];
}
interface WorkflowFile {
  readonly env?: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

export interface Run {
  /** The repository, as it is checked out. */
  readonly checkout: string;
  /** A folder for the machine's own files, on whose `bin` the programs of the machine are. */
  readonly machine: string;
  readonly api: GithubJobsApi;
  readonly number: number;
  readonly event: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly ref: string;
  readonly secrets: Readonly<Record<string, string>>;
}

export interface Finished {
  /** `skipped`: its condition did not hold. */
  readonly end: 'success' | 'failure' | 'skipped';
  readonly summary: string;
  readonly log: string;
}

const TOKEN_OF_THE_JOB = 'ghs-of-the-job-4Gd8s1';

export async function runJob(run: Run, file: string, name: string): Promise<Finished> {
  const text = readFileSync(join(run.checkout, '.github/workflows', file), 'utf8');
  const workflow: WorkflowFile = parse(text);
  const job = workflow.jobs[name];
  if (job === undefined) throw new Error(`${file} has no job ${name}`);
  const runner = new Runner(run, workflow.env ?? {});
  if (job.if !== undefined && !runner.holds(job.if)) return { end: 'skipped', summary: '', log: '' };
  await runner.steps(job.steps, {});
  return runner.finished();
}

class Runner {
  readonly #run: Run;
  readonly #temp: string;
  readonly #env: Record<string, string>;
  readonly #steps: Record<string, { outputs: Record<string, string> }> = {};
  readonly #path: string[] = [];
  #failed = false;
  #log = '';

  constructor(run: Run, env: Readonly<Record<string, string>>) {
    this.#run = run;
    this.#temp = mkdtempSync(join(run.machine, 'job-'));
    this.#env = { ...env };
    for (const one of ['output', 'env', 'path', 'summary']) writeFileSync(join(this.#temp, one), '');
    mkdirSync(join(this.#temp, 'tmp'));
    writeFileSync(join(this.#temp, 'event.json'), JSON.stringify(run.payload));
  }

  finished(): Finished {
    return {
      end: this.#failed ? 'failure' : 'success',
      summary: readFileSync(join(this.#temp, 'summary'), 'utf8'),
      log: this.#log,
    };
  }

  holds(condition: string, inputs: Readonly<Record<string, string>> = {}): boolean {
    const bare = condition.replace(/^\$\{\{(.*)\}\}$/s, '$1');
    const isAsked = /\b(?:success|failure|always|cancelled)\(\)/.test(bare);
    return (isAsked || !this.#failed) && Boolean(evaluated(bare, this.#contexts(inputs)));
  }

  async steps(steps: readonly Step[], inputs: Readonly<Record<string, string>>): Promise<void> {
    for (const step of steps) {
      if (!this.holds(String(step.if ?? 'success()'), inputs)) continue;
      const went = await this.#step(step, inputs);
      if (!went && step['continue-on-error'] !== true) this.#failed = true;
    }
  }

  async #step(step: Step, inputs: Readonly<Record<string, string>>): Promise<boolean> {
    const text = (value: unknown) => this.#filled(String(value), inputs);
    if (step.run !== undefined) {
      const env = Object.fromEntries(
        Object.entries(step.env ?? {}).map(([key, value]) => [key, text(value)]),
      );
      return this.#shell(step, step.run, text(step['working-directory'] ?? '.'), env);
    }
    const uses = step.uses ?? '';
    const given = Object.fromEntries(
      Object.entries(step.with ?? {}).map(([key, value]) => [key, text(value)]),
    );
    if (uses.startsWith('./')) {
      const action: {
        inputs?: Readonly<Record<string, { default?: string }>>;
        runs: { steps: readonly Step[] };
      } = parse(readFileSync(join(this.#run.checkout, uses, 'action.yml'), 'utf8'));
      const defaults = Object.entries(action.inputs ?? {}).map(([key, value]) => [key, value.default ?? '']);
      await this.steps(action.runs.steps, { ...Object.fromEntries(defaults), ...given });
      return true;
    }
    const { name = '', path = '' } = given;
    switch (uses.split('@')[0]) {
      case 'actions/checkout':
      case 'actions/setup-node':
        return true;
      case 'actions/upload-artifact':
        return this.#upload(name, path, given['if-no-files-found'] === 'error');
      case 'actions/download-artifact': {
        const found = this.#run.api.named(name).find((one) => String(one.run) === given['run-id']);
        if (found === undefined) return false;
        expect(given['github-token']).toBe(TOKEN_OF_THE_JOB);
        mkdirSync(path, { recursive: true });
        writeFileSync(join(path, found.file), found.content);
        return true;
      }
      default:
        throw new Error(`nobody plays ${uses}`);
    }
  }

  #upload(name: string, path: string, isNeeded: boolean): boolean {
    const place = path.startsWith('/') ? path : join(this.#run.checkout, path);
    if (!existsSync(place)) return !isNeeded;
    const branch = this.#run.ref.replace(/^refs\/heads\//, '');
    const isFile = /\.\w+$/.test(basename(place));
    const content = isFile ? readFileSync(place) : Buffer.from('a folder');
    this.#run.api.artifacts.push({
      name,
      run: this.#run.number,
      branch,
      fork: false,
      file: basename(place),
      content,
    });
    return true;
  }

  async #shell(
    step: Step,
    script: string,
    folder: string,
    env: Readonly<Record<string, string>>,
  ): Promise<boolean> {
    const { checkout, machine, api, event, ref } = this.#run;
    const file = (name: string) => join(this.#temp, name);
    for (const name of ['output', 'env', 'path']) writeFileSync(file(name), '');
    const child = spawn('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], {
      cwd: join(checkout, folder),
      env: {
        PATH: [...this.#path, join(machine, 'bin'), process.env.PATH].join(':'),
        HOME: machine,
        CI: 'true',
        GITHUB_ACTIONS: 'true',
        GITHUB_API_URL: api.url,
        GITHUB_REPOSITORY: REPOSITORY.name,
        GITHUB_EVENT_NAME: event,
        GITHUB_EVENT_PATH: file('event.json'),
        GITHUB_SHA: execFileSync('git', ['rev-parse', 'HEAD'], { cwd: checkout, encoding: 'utf8' }).trim(),
        GITHUB_REF: ref,
        GITHUB_REF_NAME: ref.replace(/^refs\/heads\//, ''),
        RUNNER_TEMP: file('tmp'),
        GITHUB_OUTPUT: file('output'),
        GITHUB_ENV: file('env'),
        GITHUB_PATH: file('path'),
        GITHUB_STEP_SUMMARY: file('summary'),
        ...this.#env,
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        this.#log += text;
      });
    }
    const status = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    if (status !== 0) this.#log += `\n${step.name ?? script} ended with ${status}\n`;
    Object.assign(this.#env, assignmentsIn(readFileSync(file('env'), 'utf8')));
    this.#path.unshift(
      ...readFileSync(file('path'), 'utf8')
        .split('\n')
        .filter((line) => line !== ''),
    );
    if (step.id !== undefined)
      this.#steps[step.id] = { outputs: assignmentsIn(readFileSync(file('output'), 'utf8')) };
    return status === 0;
  }

  #filled(text: string, inputs: Readonly<Record<string, string>>): string {
    return text.replaceAll(/\$\{\{(.*?)\}\}/g, (_, expression: string) =>
      String(evaluated(expression.trim(), this.#contexts(inputs)) ?? ''),
    );
  }

  #contexts(inputs: Readonly<Record<string, string>>): Readonly<Record<string, unknown>> {
    const { event, payload, ref, secrets } = this.#run;
    return {
      github: {
        event_name: event,
        event: payload,
        repository: REPOSITORY.name,
        ref,
        ref_name: ref.replace(/^refs\/heads\//, ''),
        token: TOKEN_OF_THE_JOB,
      },
      env: this.#env,
      secrets,
      steps: this.#steps,
      runner: { temp: join(this.#temp, 'tmp') },
      inputs,
      failed: this.#failed,
    };
  }
}

function assignmentsIn(text: string): Record<string, string> {
  const lines = text.split('\n').filter((line) => line !== '');
  return Object.fromEntries(
    lines.map((line) => {
      const [, name = '', value = ''] = /^(\w+(?:-\w+)*)=(.*)$/.exec(line) ?? [];
      expect(name, `what a step wrote: ${line}`).not.toBe('');
      return [name, value];
    }),
  );
}
