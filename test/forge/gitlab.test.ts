/**
 * GitLab's notes, issues and statuses, against a small server written from GitLab's documentation: no real GitLab was
 * there. What the server refuses is what the documentation says is refused.
 */
import { expect, test } from 'vitest';
import { keepComment } from '../../src/command/change-review/keep-comment.ts';
import { markCommit } from '../../src/command/change-review/mark-commit.ts';
import { openForge } from '../../src/forge/open-forge.ts';
import { rawServer } from '../connector/connections.ts';
import { fastTime } from '../connector/fast-time.ts';
import { answered } from './answered.ts';

const HEAD = 'a'.repeat(40);

interface Note {
  readonly id: number;
  body: string;
  readonly system: boolean;
  readonly author: { readonly username: string };
}

/** `GET/POST /projects/:id/merge_requests/:iid/notes`, `PUT/DELETE …/notes/:note_id`, `GET …/merge_requests/:iid`, statuses, `/user`. */
async function gitlab() {
  const notes: Note[] = [
    { id: 1, body: 'changed the description', system: true, author: { username: 'bylaw-bot' } },
    { id: 2, body: 'fine with me', system: false, author: { username: 'ana' } },
  ];
  const asked: string[] = [];
  const statuses: unknown[] = [];
  let last = 2;
  const { url } = await rawServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString();
    const body = text === '' ? {} : JSON.parse(text);
    const [path = '', query = ''] = (request.url ?? '').split('?');
    const { method = 'GET' } = request;
    asked.push(`${method} ${path}`);
    const say = (status: number, answer?: unknown, headers = {}) => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(answer === undefined ? undefined : JSON.stringify(answer));
    };
    if (request.headers['private-token'] !== 'glpat-x') return say(401, { message: '401 Unauthorized' });
    const project = '/projects/acme%2Faccess';
    const one = new RegExp(`^${project}/merge_requests/3/notes/(\\d+)$`).exec(path);
    const note = notes.find(({ id }) => id === Number(one?.[1]));
    if (path === '/user') return say(200, { id: 9, username: 'bylaw-bot' });
    if (path === `${project}/merge_requests/3`)
      return say(200, { iid: 3, state: 'opened', sha: HEAD, target_branch: 'main' });
    if (path === `${project}/merge_requests/3/notes` && method === 'GET') {
      const page = Number(new URLSearchParams(query).get('page') ?? '1');
      // Pages of one, by Link headers, as GitLab tells of the next one.
      const next = `<${url}${path}?page=${page + 1}&sort=asc&order_by=created_at&per_page=100>; rel="next"`;
      return say(200, notes.slice(page - 1, page), page < notes.length ? { link: next } : {});
    }
    if (path === `${project}/merge_requests/3/notes` && method === 'POST') {
      if (typeof body.body !== 'string' || [...body.body].length > 1_000_000)
        return say(400, { message: { note: ['is too long (maximum is 1000000 characters)'] } });
      last += 1;
      const added = { id: last, body: body.body, system: false, author: { username: 'bylaw-bot' } };
      notes.push(added);
      return say(201, added);
    }
    if (note !== undefined && method === 'PUT') {
      note.body = body.body;
      return say(200, note);
    }
    if (note !== undefined && method === 'DELETE') {
      notes.splice(notes.indexOf(note), 1);
      return say(204);
    }
    if (path === `${project}/statuses/${HEAD}` && method === 'POST') {
      if (!['pending', 'running', 'success', 'failed', 'canceled', 'skipped'].includes(body.state))
        return say(400, { error: 'state does not have a valid value' });
      statuses.push(body);
      return say(201, { id: 1, ...body });
    }
    return say(404, { message: '404 Not found' });
  });
  const forge = await openForge('gitlab', {
    api: url,
    repository: 'acme/access',
    token: 'glpat-x',
    time: fastTime(),
  });
  return { forge, notes, statuses, asked };
}

const wanted = (text: string) => ({
  thread: { on: 'change', number: 3 } as const,
  key: 'ab12',
  commit: HEAD,
  text: () => text,
});

test('one note is added, left alone, edited, and twins of it are taken away', async () => {
  const { forge, notes, asked } = await gitlab();
  expect(await keepComment(forge, wanted('one'))).toMatchObject({ is: 'created', removed: 0 });
  expect(notes.at(-1)?.body).toContain('one');
  asked.length = 0;
  expect(await keepComment(forge, wanted('one'))).toMatchObject({ is: 'unchanged' });
  expect(asked.filter((line) => !line.startsWith('GET'))).toEqual([]);
  expect(await keepComment(forge, wanted('two'))).toMatchObject({ is: 'edited' });
  const [, , own] = notes;
  if (own === undefined) throw new Error('no note');
  notes.push({ ...own, id: 99 });
  expect(await keepComment(forge, wanted('two'))).toMatchObject({ is: 'unchanged', id: own.id, removed: 1 });
  expect(notes.map(({ id }) => id)).toEqual([1, 2, own.id]);
});

test('a commit that is no longer the tip is overtaken', async () => {
  const { forge, notes } = await gitlab();
  const kept = await keepComment(forge, { ...wanted('one'), commit: 'b'.repeat(40) });
  expect(kept).toEqual({ is: 'overtaken', head: HEAD });
  expect(notes).toHaveLength(2);
});

test('a commit has a status, and what was not looked at is failed', async () => {
  const { forge, statuses } = await gitlab();
  const mark = {
    name: 'bylaw review',
    commit: HEAD,
    title: 'x'.repeat(300),
    summary: () => '',
    annotations: [],
    url: null,
  };
  expect(await markCommit(forge, { ...mark, verdict: 'changes' })).toMatchObject({ by: 'status' });
  expect(await markCommit(forge, { ...mark, verdict: 'not-looked' })).toMatchObject({ by: 'status' });
  expect(statuses).toMatchObject([{ state: 'success' }, { state: 'failed' }]);
  expect(statuses.map((one) => JSON.stringify(one).length)).toEqual([expect.any(Number), expect.any(Number)]);
});

test('another token, and another project, are refused and never an empty list', async () => {
  const { forge } = await gitlab();
  expect(await forge.change(4)).toMatchObject({ end: 'refusal', because: 'missing' });
  expect(await forge.comments({ on: 'change', number: 4 })).toMatchObject({ end: 'refusal' });
  expect(answered(await forge.self())).toEqual({ login: 'bylaw-bot' });
});
