import type { GithubWrites } from '../../connector/github/github-client.ts';
import { githubConventions } from '../../connector/github/github-conventions.ts';
import { GITHUB_SETTINGS } from '../../connector/github/github-settings.ts';
import { GITHUB_WINDOWS } from '../../connector/github/github-windows.ts';
import { openOctokit } from '../../connector/github/octokit-client.ts';
import { readRestList, readRestObject } from '../../connector/github/rest-lists.ts';
import { bearer } from '../../connector/http/authorization.ts';
import type { Exchange } from '../../connector/http/exchange.ts';
import { createRateLimiter } from '../../connector/http/rate-limiter.ts';
import { Secret } from '../../connector/http/secret.ts';
import { RequestSchedule } from '../../plan/cost/request-windows.ts';
import type { Forge, ForgeThread } from '../forge.ts';
import {
  type ForgeAnswer,
  type ForgeQuestion,
  forgeAnswer,
  forgeRead,
  NOTHING_OF_IT,
} from '../forge-answer.ts';
import {
  FORGE_REQUESTS_AT_ONCE,
  FORGE_TIMEOUT_MS,
  type ForgeSettings,
  forgeMachine,
} from '../forge-settings.ts';
import { checkBody, checkOutputBody } from './github-checks.ts';
import { changeIn, commentIn, issueIn, issueOrChangeIn } from './github-forge-shapes.ts';

type WriteRoute = `${'POST' | 'PATCH' | 'DELETE'} /${string}`;

/** GitHub, or an Enterprise Server, over its REST API. */
export function githubForge(settings: ForgeSettings): Forge {
  const { api, repository } = settings;
  const client = clientOf(settings);
  const [owner = '', repo = ''] = repository.split('/');
  const place = { owner, repo };
  const endpoint = { rest: api };
  const origin = (path: string) => ({ from: 'live', url: `${api}/repos/${owner}/${repo}${path}` }) as const;

  const send = async <T>(
    route: WriteRoute,
    parameters: Readonly<Record<string, unknown>>,
    question: ForgeQuestion<T>,
  ): Promise<ForgeAnswer<T>> =>
    forgeAnswer(await client.send({ route, parameters: { ...place, ...parameters } }), question);

  const named = ({ on, number }: ForgeThread): string =>
    `${on === 'change' ? 'pull request' : 'issue'} ${number} of ${repository}`;

  return {
    name: 'GitHub',
    repository,
    limits: { comment: 65_536, issue: 65_536, statusText: 140 },
    self: () => askSelf(client, api),
    change: async (number) =>
      forgeRead(
        await readRestObject(client, endpoint, {
          name: `pull request ${number} of ${repository}`,
          route: 'GET /repos/{owner}/{repo}/pulls/{pull_number}',
          parameters: { ...place, pull_number: number },
          shape: changeIn,
        }),
      ),
    comments: async (thread) =>
      forgeRead(
        await readRestList(client, endpoint, {
          name: `comments on ${named(thread)}`,
          route: 'GET /repos/{owner}/{repo}/issues/{issue_number}/comments',
          parameters: { ...place, issue_number: thread.number },
          item: commentIn,
          id: ({ id }) => String(id),
        }),
      ),
    addComment: (thread, body) =>
      send(
        'POST /repos/{owner}/{repo}/issues/{issue_number}/comments',
        { issue_number: thread.number, body },
        {
          name: `a comment on ${named(thread)}`,
          origin: origin(`/issues/${thread.number}/comments`),
          shape: commentIn,
        },
      ),
    editComment: (thread, id, body) =>
      send(
        'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}',
        { comment_id: id, body },
        {
          name: `comment ${id} on ${named(thread)}`,
          origin: origin(`/issues/comments/${id}`),
          shape: commentIn,
        },
      ),
    deleteComment: async (thread, id) =>
      bodiless(
        await client.send({
          route: 'DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}',
          parameters: { ...place, comment_id: id },
        }),
        { name: `comment ${id} on ${named(thread)}`, origin: origin(`/issues/comments/${id}`) },
      ),
    issues: async (labels) => {
      const read = forgeRead(
        await readRestList(client, endpoint, {
          name: `issues of ${repository}`,
          route: 'GET /repos/{owner}/{repo}/issues',
          parameters: { ...place, labels: labels.join(','), state: 'all', sort: 'created', direction: 'asc' },
          item: issueOrChangeIn,
          id: ({ issue }) => String(issue.number),
        }),
      );
      if (read.end !== 'answer') return read;
      return { end: 'answer', value: read.value.flatMap(({ issue, isChange }) => (isChange ? [] : [issue])) };
    },
    openIssue: (issue) =>
      send(
        'POST /repos/{owner}/{repo}/issues',
        { title: issue.title, body: issue.body, labels: [...issue.labels] },
        { name: `an issue of ${repository}`, origin: origin('/issues'), shape: issueIn },
      ),
    editIssue: (number, { title, body, isOpen }) =>
      send(
        'PATCH /repos/{owner}/{repo}/issues/{issue_number}',
        {
          issue_number: number,
          ...(title === undefined ? {} : { title }),
          ...(body === undefined ? {} : { body }),
          ...(isOpen === undefined ? {} : { state: isOpen ? 'open' : 'closed' }),
        },
        { name: `issue ${number} of ${repository}`, origin: origin(`/issues/${number}`), shape: issueIn },
      ),
    setStatus: (commit, { context, state, text, url }) =>
      send(
        'POST /repos/{owner}/{repo}/statuses/{sha}',
        { sha: commit, state, context, description: text, ...(url === null ? {} : { target_url: url }) },
        {
          name: `the status of ${commit} in ${repository}`,
          origin: origin(`/statuses/${commit}`),
          shape: NOTHING_OF_IT,
        },
      ),
    checks: {
      annotationsAtOnce: 50,
      summary: 65_535,
      create: (check) =>
        send('POST /repos/{owner}/{repo}/check-runs', checkBody(check), {
          name: `a check run of ${repository}`,
          origin: origin('/check-runs'),
          shape: (found) => ({ id: found.whole('id') }),
        }),
      append: (id, output) =>
        send(
          'PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}',
          { check_run_id: id, output: checkOutputBody(output) },
          {
            name: `check run ${id} of ${repository}`,
            origin: origin(`/check-runs/${id}`),
            shape: NOTHING_OF_IT,
          },
        ),
    },
  };
}

function clientOf(settings: ForgeSettings): GithubWrites {
  const { way, time, retry, onRequest, onWait, stop } = forgeMachine(settings);
  return openOctokit({
    base: settings.api,
    graphqlBase: settings.api.replace(/\/api\/v3$/, '/api'),
    authorization: bearer(new Secret(settings.token)),
    conventions: githubConventions(GITHUB_SETTINGS['api-version'].default),
    way,
    pace: createRateLimiter(FORGE_REQUESTS_AT_ONCE, time, new RequestSchedule(GITHUB_WINDOWS)),
    timeout: FORGE_TIMEOUT_MS,
    retry,
    time,
    writes: true,
    onRequest,
    onWait,
    onAnswer: () => {},
    stop,
    answers: null,
    queryLimits: new Map(),
  });
}

/**
 * `GET /user` is closed to Apps, and so to the token that a workflow is given; GraphQL tells them who they are:
 * `github-actions[bot]`, which is what they are called as the author of a comment.
 */
async function askSelf(client: GithubWrites, api: string): Promise<ForgeAnswer<{ readonly login: string }>> {
  const user = forgeAnswer(await client.get({ route: 'GET /user', parameters: {} }), {
    name: 'whom the token is of',
    origin: { from: 'live', url: `${api}/user` },
    shape: (found) => ({ login: found.text('login') }),
  });
  if (user.end !== 'refusal') return user;
  const viewer = forgeAnswer(await client.query('query { viewer { login } }', {}), {
    name: 'whom the token is of',
    origin: { from: 'live', url: `${api}/graphql` },
    shape: (found) => ({ login: found.object('data').object('viewer').text('login') }),
  });
  return viewer.end === 'answer' ? viewer : user;
}

/** A request whose answer has no body. */
function bodiless(exchange: Exchange, question: Omit<ForgeQuestion<null>, 'shape'>): ForgeAnswer<null> {
  if (exchange.end === 'answer') return { end: 'answer', value: null };
  return forgeAnswer(exchange, { ...question, shape: NOTHING_OF_IT });
}
