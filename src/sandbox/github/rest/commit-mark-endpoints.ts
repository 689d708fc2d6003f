import { created, type GithubCall, ok, type StandInEndpoint } from '../door/github-call.ts';
import { forbidden, GithubRefusal, notFound, validationFailed } from '../rules/github-refusal.ts';
import type { GithubCheckRunRecord, GithubStatusRecord } from '../world/github-work.ts';
import { choiceIn, numberParam, pathParam, requiredTextIn, textIn } from './call-input.ts';
import { NEEDS } from './needs.ts';
import { nodeId } from './node-id.ts';
import { accountJson } from './person-json.ts';
import { pushed } from './repository-endpoints.ts';
import { type GithubWorkPlace, workPlace, writableWork } from './work-place.ts';

const CONCLUSIONS = [
  'action_required',
  'cancelled',
  'failure',
  'neutral',
  'success',
  'skipped',
  'timed_out',
] as const;
const ANNOTATIONS_AT_ONCE = 50;
const LONGEST_SUMMARY = 65_535;

/** Statuses of commits and check runs. Whether a commit is there is not known: any that has the form of one will do. */
export const COMMIT_MARK_ENDPOINTS: readonly StandInEndpoint[] = [
  {
    method: 'POST',
    path: '/repos/{owner}/{repo}/statuses/{sha}',
    need: NEEDS.work,
    handle: (call) => {
      const place = writableWork(call, ['statuses']);
      if (call.actor.kind === 'user') pushed(call);
      const status = statusIn(call, place);
      place.work.statuses.push(status);
      return created(statusJson(place, status, call.origin));
    },
  },
  {
    method: 'POST',
    path: '/repos/{owner}/{repo}/check-runs',
    need: NEEDS.work,
    handle: (call) => {
      const place = writableWork(call, ['checks']);
      const run: GithubCheckRunRecord = {
        id: call.world.nextNumber(),
        sha: commitIn(requiredTextIn(call, 'head_sha')),
        name: requiredTextIn(call, 'name'),
        slug: slugOf(call),
        conclusion: choiceIn(call, 'conclusion', CONCLUSIONS) ?? null,
        title: null,
        summary: null,
        annotations: [],
        createdAt: call.world.clock.now(),
      };
      putOutput(call, run);
      place.work.checkRuns.set(run.id, run);
      return created(checkRunJson(place, run, call.origin));
    },
  },
  {
    method: 'PATCH',
    path: '/repos/{owner}/{repo}/check-runs/{check_run_id}',
    need: NEEDS.work,
    handle: (call) => {
      const place = writableWork(call, ['checks']);
      const run = checkRunOf(call, place);
      if (run.slug !== slugOf(call))
        throw forbidden(
          'Invalid app_id `0` - check run can only be modified by the GitHub App that created it.',
        );
      run.conclusion = choiceIn(call, 'conclusion', CONCLUSIONS) ?? run.conclusion;
      putOutput(call, run);
      return ok(checkRunJson(place, run, call.origin));
    },
  },
  {
    method: 'GET',
    path: '/repos/{owner}/{repo}/check-runs/{check_run_id}',
    need: NEEDS.readChecks,
    handle: (call) => {
      const place = workPlace(call);
      return ok(checkRunJson(place, checkRunOf(call, place), call.origin));
    },
  },
];

/** "Write permission for the checks API is only available to GitHub Apps." */
function slugOf({ actor }: GithubCall): string {
  if (actor.kind !== 'installation') throw forbidden('You must authenticate via a GitHub App.');
  return actor.slug;
}

function checkRunOf(call: GithubCall, { work }: GithubWorkPlace): GithubCheckRunRecord {
  const run = work.checkRuns.get(numberParam(call, 'check_run_id'));
  if (run === undefined) throw notFound();
  return run;
}

/** "Each time you update the check run, annotations are appended to the list of annotations that already exist." */
function putOutput(call: GithubCall, run: GithubCheckRunRecord): void {
  const { output } = call.body;
  if (typeof output !== 'object' || output === null) return;
  const { title, summary, annotations }: { title?: unknown; summary?: unknown; annotations?: unknown } =
    output;
  if (typeof title !== 'string' || typeof summary !== 'string')
    throw new GithubRefusal(422, 'Invalid request.\n\n"title", "summary" weren\'t supplied.');
  if ([...summary].length > LONGEST_SUMMARY)
    throw new GithubRefusal(
      422,
      `Invalid request.\n\nOnly ${LONGEST_SUMMARY} characters are allowed; ${summary.length} were supplied.`,
    );
  const list: readonly unknown[] = Array.isArray(annotations) ? annotations : [];
  if (list.length > ANNOTATIONS_AT_ONCE)
    throw new GithubRefusal(
      422,
      `Invalid request.\n\nNo more than ${ANNOTATIONS_AT_ONCE} items are allowed; ${list.length} were supplied.`,
    );
  run.title = title;
  run.summary = summary;
  run.annotations.push(...list);
}

function commitIn(sha: string): string {
  if (!/^[0-9a-f]{40}$/.test(sha)) throw new GithubRefusal(422, `No commit found for SHA: ${sha}`);
  return sha;
}

function statusIn(call: GithubCall, { author }: GithubWorkPlace): GithubStatusRecord {
  const state = choiceIn(call, 'state', ['error', 'failure', 'pending', 'success']);
  if (state === undefined) throw new GithubRefusal(422, 'Invalid request.\n\n"state" wasn\'t supplied.');
  const description = textIn(call, 'description') ?? null;
  if (description !== null && [...description].length > 140)
    throw validationFailed(
      'Status',
      'description',
      'custom',
      'description is too long (maximum is 140 characters)',
    );
  return {
    id: call.world.nextNumber(),
    sha: commitIn(pathParam(call, 'sha')),
    state,
    context: textIn(call, 'context') ?? 'default',
    description,
    targetUrl: textIn(call, 'target_url') ?? null,
    author,
    createdAt: call.world.clock.now(),
  };
}

function statusJson(
  { organization, repository }: GithubWorkPlace,
  status: GithubStatusRecord,
  origin: string,
) {
  const at = new Date(status.createdAt).toISOString();
  return {
    url: `${origin}/repos/${organization.login}/${repository.name}/statuses/${status.sha}`,
    avatar_url: `${origin}/avatars/u/${status.author.id}?v=4`,
    id: status.id,
    node_id: nodeId('StatusContext', status.id),
    state: status.state,
    description: status.description,
    target_url: status.targetUrl,
    context: status.context,
    created_at: at,
    updated_at: at,
    creator: accountJson(status.author, status.author.type, origin),
  };
}

function checkRunJson(
  { organization, repository }: GithubWorkPlace,
  run: GithubCheckRunRecord,
  origin: string,
) {
  const url = `${origin}/repos/${organization.login}/${repository.name}/check-runs/${run.id}`;
  const at = new Date(run.createdAt).toISOString();
  return {
    id: run.id,
    node_id: nodeId('CheckRun', run.id),
    head_sha: run.sha,
    name: run.name,
    url,
    html_url: `${origin}/${organization.login}/${repository.name}/runs/${run.id}`,
    details_url: null,
    status: run.conclusion === null ? 'in_progress' : 'completed',
    conclusion: run.conclusion,
    started_at: at,
    completed_at: run.conclusion === null ? null : at,
    external_id: null,
    check_suite: { id: 1 },
    output: {
      title: run.title,
      summary: run.summary,
      text: null,
      annotations_count: run.annotations.length,
      annotations_url: `${url}/annotations`,
    },
    app: null,
    pull_requests: [],
  };
}
