import { headerNamed } from '../../connector/http/authorization.ts';
import { openHttpWriter } from '../../connector/http/http-client.ts';
import type { HttpWrite, HttpWriter } from '../../connector/http/http-interface.ts';
import { createRateLimiter } from '../../connector/http/rate-limiter.ts';
import { Secret } from '../../connector/http/secret.ts';
import type { JsonObject } from '../../connector/protocol/json-object.ts';
import type { Forge, ForgeIssueEdit, ForgeThread } from '../forge.ts';
import { type ForgeAnswer, forgeAnswer, NOTHING_OF_IT } from '../forge-answer.ts';
import {
  FORGE_REQUESTS_AT_ONCE,
  FORGE_TIMEOUT_MS,
  type ForgeSettings,
  forgeMachine,
} from '../forge-settings.ts';
import { gitlabList } from './gitlab-lists.ts';
import { mergeRequestIn, noteIn, workItemIn } from './gitlab-shapes.ts';

/** GitLab, over its REST API. An own name for a mark is a status of the commit; check runs there are none. */
export function gitlabForge(settings: ForgeSettings): Forge {
  const { api, repository } = settings;
  const client = clientOf(settings);
  const project = `/projects/${encodeURIComponent(repository)}`;
  const origin = (path: string) => ({ from: 'live', url: `${api}${path}` }) as const;

  const get = async <T>(path: string, name: string, shape: (found: JsonObject) => T) =>
    forgeAnswer(await client.get(path), { name, origin: origin(path), shape });
  const send = async <T>(
    write: HttpWrite,
    name: string,
    shape: (found: JsonObject) => T,
  ): Promise<ForgeAnswer<T>> =>
    forgeAnswer(await client.send(write), { name, origin: origin(write.path), shape });

  const pathOf = ({ on, number }: ForgeThread): string =>
    `${project}/${on === 'change' ? 'merge_requests' : 'issues'}/${number}/notes`;
  const named = ({ on, number }: ForgeThread): string =>
    `${on === 'change' ? 'merge request' : 'issue'} ${number} of ${repository}`;

  return {
    name: 'GitLab',
    repository,
    limits: { comment: 1_000_000, issue: 1_048_576, statusText: 255 },
    self: () => get('/user', 'whom the token is of', (found) => ({ login: found.text('username') })),
    change: (number) =>
      get(`${project}/merge_requests/${number}`, `merge request ${number} of ${repository}`, mergeRequestIn),
    comments: async (thread) => {
      const read = await gitlabList(client, {
        name: `notes on ${named(thread)}`,
        origin: origin(pathOf(thread)),
        path: `${pathOf(thread)}?sort=asc&order_by=created_at`,
        item: (found) => ({ note: noteIn(found), isOfSystem: found.flag('system') }),
        id: ({ note }) => String(note.id),
      });
      if (read.end !== 'answer') return read;
      return {
        end: 'answer',
        value: read.value.flatMap(({ note, isOfSystem }) => (isOfSystem ? [] : [note])),
      };
    },
    addComment: (thread, body) =>
      send({ method: 'POST', path: pathOf(thread), body: { body } }, `a note on ${named(thread)}`, noteIn),
    editComment: (thread, id, body) =>
      send(
        { method: 'PUT', path: `${pathOf(thread)}/${id}`, body: { body } },
        `note ${id} on ${named(thread)}`,
        noteIn,
      ),
    deleteComment: async (thread, id) => {
      const path = `${pathOf(thread)}/${id}`;
      const exchange = await client.send({ method: 'DELETE', path });
      if (exchange.end === 'answer') return { end: 'answer', value: null };
      const question = { name: `note ${id} on ${named(thread)}`, origin: origin(path), shape: NOTHING_OF_IT };
      return forgeAnswer(exchange, question);
    },
    issues: (labels) =>
      gitlabList(client, {
        name: `issues of ${repository}`,
        origin: origin(`${project}/issues`),
        path: `${project}/issues?${new URLSearchParams({
          labels: labels.join(','),
          scope: 'all',
          order_by: 'created_at',
          sort: 'asc',
        })}`,
        item: workItemIn,
        id: ({ number }) => String(number),
      }),
    openIssue: ({ title, body, labels }) =>
      send(
        {
          method: 'POST',
          path: `${project}/issues`,
          body: { title, description: body, labels: labels.join(',') },
        },
        `an issue of ${repository}`,
        workItemIn,
      ),
    editIssue: (number, edit) =>
      send(
        { method: 'PUT', path: `${project}/issues/${number}`, body: issueEdit(edit) },
        `issue ${number} of ${repository}`,
        workItemIn,
      ),
    setStatus: (commit, { context, state, text, url }) =>
      send(
        {
          method: 'POST',
          path: `${project}/statuses/${commit}`,
          body: {
            state: state === 'failure' ? 'failed' : state,
            name: context,
            description: text,
            ...(url === null ? {} : { target_url: url }),
          },
        },
        `the status of ${commit} in ${repository}`,
        NOTHING_OF_IT,
      ),
    checks: null,
  };
}

function issueEdit({ title, body, isOpen }: ForgeIssueEdit) {
  return {
    ...(title === undefined ? {} : { title }),
    ...(body === undefined ? {} : { description: body }),
    ...(isOpen === undefined ? {} : { state_event: isOpen ? 'reopen' : 'close' }),
  };
}

function clientOf(settings: ForgeSettings): HttpWriter {
  const { way, time, retry, onRequest, onWait, stop } = forgeMachine(settings);
  return openHttpWriter({
    base: settings.api,
    authorization: headerNamed('private-token', new Secret(settings.token)),
    way,
    pace: createRateLimiter(FORGE_REQUESTS_AT_ONCE, time),
    timeout: FORGE_TIMEOUT_MS,
    retry,
    time,
    onRequest,
    onWait,
    stop,
  });
}
