/** GitLab's notes and statuses, against the server of gitlab-server.ts. */
import { expect, test } from 'vitest';
import { keepComment } from '../../src/command/change-review/keep-comment.ts';
import { markCommit } from '../../src/command/change-review/mark-commit.ts';
import { openForge } from '../../src/forge/open-forge.ts';
import { fastTime } from '../connector/fast-time.ts';
import { answered } from './answered.ts';
import { GITLAB_TOKEN, gitlabServer } from './gitlab-server.ts';

const HEAD = 'a'.repeat(40);

async function gitlab() {
  const server = await gitlabServer('acme%2Faccess', () => HEAD);
  const { url } = server;
  const forge = await openForge('gitlab', {
    api: url,
    repository: 'acme/access',
    token: GITLAB_TOKEN,
    time: fastTime(),
  });
  return { ...server, forge };
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
