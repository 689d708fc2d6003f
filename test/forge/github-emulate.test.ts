import { expect, onTestFinished, test } from 'vitest';
import { keepComment } from '../../src/command/change-review/keep-comment.ts';
import { markCommit } from '../../src/command/change-review/mark-commit.ts';
import { openForge } from '../../src/forge/open-forge.ts';
import { fastTime } from '../connector/fast-time.ts';
import { openEmulate } from '../sandbox/github/open-emulate.ts';
import { answered } from './answered.ts';

/** What the forge sends to GitHub, taken by a server that none of us wrote. */
async function opened(repository = 'acme/web') {
  const emulate = await openEmulate();
  onTestFinished(() => emulate.close());
  return openForge('github', { api: emulate.url, repository, token: emulate.token, time: fastTime() });
}

test('an issue is opened, found by its labels, edited, closed and opened again', async () => {
  const forge = await opened();
  expect(answered(await forge.self())).toEqual({ login: 'octavia' });
  const made = answered(await forge.openIssue({ title: 'Drift', body: 'one', labels: ['bylaw'] }));
  expect(made).toMatchObject({ author: 'octavia', title: 'Drift', body: 'one', isOpen: true });
  answered(await forge.editIssue(made.number, { body: 'two', isOpen: false }));
  expect(answered(await forge.issues(['bylaw']))).toEqual([{ ...made, body: 'two', isOpen: false }]);
  answered(await forge.editIssue(made.number, { isOpen: true, title: 'Drift again' }));
  expect(answered(await forge.issues(['bylaw']))).toEqual([{ ...made, title: 'Drift again', body: 'two' }]);
  expect(answered(await forge.issues(['other']))).toEqual([]);
});

test('a comment is added, edited and deleted', async () => {
  const forge = await opened();
  const { number } = answered(await forge.openIssue({ title: 'x', body: '', labels: [] }));
  const thread = { on: 'issue', number } as const;
  const one = answered(await forge.addComment(thread, 'first'));
  const two = answered(await forge.addComment(thread, 'second'));
  expect(one).toMatchObject({ author: 'octavia', body: 'first' });
  answered(await forge.editComment(thread, one.id, 'edited'));
  expect(answered(await forge.comments(thread))).toEqual([{ ...one, body: 'edited' }, two]);
  answered(await forge.deleteComment(thread, two.id));
  expect(await forge.deleteComment(thread, two.id)).toMatchObject({ end: 'refusal', because: 'missing' });
  expect(await forge.editComment(thread, two.id, 'x')).toMatchObject({ end: 'refusal', because: 'missing' });
  expect(answered(await forge.comments(thread))).toHaveLength(1);
});

test('what is not there is missing or forbidden, and no answer is an empty list', async () => {
  const forge = await opened('acme/nothing');
  expect(await forge.comments({ on: 'issue', number: 1 })).toMatchObject({ end: 'refusal' });
  expect(await forge.issues(['bylaw'])).toMatchObject({ end: 'refusal' });
  expect(await forge.change(1)).toMatchObject({ end: 'refusal' });
});

test('one comment is kept, and a commit is marked', async () => {
  const forge = await opened();
  const { number } = answered(await forge.openIssue({ title: 'x', body: '', labels: [] }));
  const thread = { on: 'issue', number } as const;
  const wanted = (text: string) => ({ thread, key: 'ab12', commit: null, text: () => text });
  expect(await keepComment(forge, wanted('one'))).toMatchObject({ is: 'created' });
  expect(await keepComment(forge, wanted('one'))).toMatchObject({ is: 'unchanged' });
  expect(await keepComment(forge, wanted('two'))).toMatchObject({ is: 'edited' });
  expect(answered(await forge.comments(thread))).toHaveLength(1);
  const annotations = [{ path: 'a.yaml', line: 1, level: 'notice', title: 't', message: 'm' }] as const;
  const mark = await markCommit(forge, {
    name: 'bylaw review',
    commit: 'a'.repeat(40),
    verdict: 'changes',
    title: 'x',
    summary: () => 'y',
    annotations,
    url: null,
  });
  // It lets anybody make check runs.
  expect(mark).toEqual({ by: 'check-run', annotations: 1 });
});
