import { readFileSync } from 'node:fs';
import { forgeOfJob, forgeRepository, variable } from '../../forge/forge-variables.ts';
import type { ForgeKind } from '../../forge/open-forge.ts';
import { CheckedFields, MissingField } from '../../source/checked-fields.ts';
import { diagnostic } from '../../source/diagnostic.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import { quote } from '../../source/quote.ts';

/** What the CI server says of the job: by its variables, and by the event that GitHub writes into a file. */
export interface CiJob {
  readonly kind: ForgeKind | null;
  readonly repository: string | null;
  /** Number of the pull or merge request; null where the job is of none, or nobody says. */
  readonly change: number | null;
  /** The commit at the tip of the change. */
  readonly commit: string | null;
  /** Others that may be checked out in its place: the merge that the server made to try it. */
  readonly merge: string | null;
  /** What it is to be compared with, where nothing else is asked for. */
  readonly base: string | null;
  readonly isFork: boolean;
  /** Where the job can be looked at. */
  readonly url: string | null;
  /** A file whose Markdown the server shows beside the job. */
  readonly summary: string | null;
}

const NOWHERE: CiJob = {
  kind: null,
  repository: null,
  change: null,
  commit: null,
  merge: null,
  base: null,
  isFork: false,
  url: null,
  summary: null,
};

const COMMIT = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/;
/** The largest event that GitHub writes is a tenth of it. */
const LARGEST_EVENT = 32 * 1024 * 1024;

/** Fails with review-event-unreadable: a job that says it is of a pull request, and not of which. */
export function ciJob(environment: NodeJS.ProcessEnv): Outcome<CiJob> {
  const kind = forgeOfJob(environment);
  switch (kind) {
    case 'github':
      return githubJob(environment);
    case 'gitlab':
      return success(gitlabJob(environment));
    case null:
      return success(NOWHERE);
  }
}

function githubJob(environment: NodeJS.ProcessEnv): Outcome<CiJob> {
  const repository = forgeRepository('github', environment);
  const server = variable(environment, 'GITHUB_SERVER_URL');
  const run = variable(environment, 'GITHUB_RUN_ID');
  const job: CiJob = {
    ...NOWHERE,
    kind: 'github',
    repository,
    commit: commitIn(environment.GITHUB_SHA),
    url:
      server === null || repository === null || run === null
        ? null
        : `${server}/${repository}/actions/runs/${run}`,
    summary: variable(environment, 'GITHUB_STEP_SUMMARY'),
  };
  const name = environment.GITHUB_EVENT_NAME ?? 'none';
  const read = EVENTS[name];
  if (read === undefined) return success(job);
  const file = variable(environment, 'GITHUB_EVENT_PATH');
  try {
    if (file === null) throw new MissingField('GITHUB_EVENT_PATH');
    const text = readFileSync(file);
    if (text.length > LARGEST_EVENT) throw new MissingField('an event of this size');
    const event: unknown = JSON.parse(text.toString('utf8'));
    return success({ ...job, merge: job.commit, ...read(new CheckedFields(event, 'event')) });
  } catch (error) {
    const why = error instanceof MissingField ? `it lacks ${error.message}` : 'it cannot be read';
    const message = `The event ${quote(name)} does not say which change the job is about: ${why}.`;
    return failure(diagnostic('review-event-unreadable', message, null));
  }
}

/** What each event tells. The number and the commit are taken from nowhere else. */
const EVENTS: Readonly<Record<string, (event: CheckedFields) => Partial<CiJob>>> = {
  pull_request: pullRequest,
  pull_request_target: pullRequest,
  merge_group: (event) => {
    const group = event.fields('merge_group');
    return { commit: group.text('head_sha'), base: group.text('base_sha') };
  },
  workflow_run: (event) => {
    const run = event.fields('workflow_run');
    const commit = run.text('head_sha');
    // Of a fork's pull request the list is empty: then --change says which.
    const [pull] = run.list('pull_requests');
    const own = event.fields('repository').text('full_name');
    return {
      commit,
      change: pull === undefined ? null : pull.whole('number'),
      isFork: run.fields('head_repository').text('full_name') !== own,
    };
  },
};

function pullRequest(event: CheckedFields): Partial<CiJob> {
  const pull = event.fields('pull_request');
  const [head, base] = [pull.fields('head'), pull.fields('base')];
  // A fork that was deleted has no repository any more.
  const from = head.isNull('repo') ? null : head.fields('repo').text('full_name');
  return {
    change: event.whole('number'),
    commit: head.text('sha'),
    base: base.text('sha'),
    isFork: from !== base.fields('repo').text('full_name'),
  };
}

function gitlabJob(environment: NodeJS.ProcessEnv): CiJob {
  const number = Number(variable(environment, 'CI_MERGE_REQUEST_IID') ?? Number.NaN);
  const commit = commitIn(environment.CI_COMMIT_SHA);
  const source = variable(environment, 'CI_MERGE_REQUEST_SOURCE_PROJECT_ID');
  return {
    ...NOWHERE,
    kind: 'gitlab',
    repository: forgeRepository('gitlab', environment),
    change: Number.isSafeInteger(number) ? number : null,
    // In a pipeline of merged results the commit is the merge, and the tip of the branch has a variable of its own.
    commit: commitIn(environment.CI_MERGE_REQUEST_SOURCE_BRANCH_SHA) ?? commit,
    merge: commit,
    base: commitIn(environment.CI_MERGE_REQUEST_DIFF_BASE_SHA),
    isFork: source !== null && source !== variable(environment, 'CI_MERGE_REQUEST_PROJECT_ID'),
    url: variable(environment, 'CI_JOB_URL'),
  };
}

function commitIn(value: string | undefined): string | null {
  return value !== undefined && COMMIT.test(value) ? value : null;
}
