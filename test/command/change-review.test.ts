/** `bylaw review`: a real repository of git, and a pull request on the stand-in for GitHub. */
import { describe, expect, it, onTestFinished } from 'vitest';
import { PLATFORMS, startTestSandbox } from '../sandbox/start.ts';
import { HAS_GIT } from '../workspace/repository.ts';
import { EMBEDDED, run } from './bylaw.ts';
import { bot, commentsOf, type PullRequest, pullRequest } from './pull-requests.ts';
import { TOKEN } from './workspaces.ts';

const GAINS = (text: string) => text.replace('[viewer]', '[admin]');

describe.runIf(HAS_GIT)('a pull request on GitHub', () => {
  it('has one comment and one mark with annotations; a second push edits the comment, and nothing new writes nothing', async () => {
    const pull = await pullRequest();
    const head = pull.push(GAINS);
    const { status, out, err } = await pull.review();
    expect({ status, err }).toEqual({ status: 2, err: '' });
    expect(out).toContain('The comment is created.');
    const [comment, ...none] = commentsOf(pull);
    expect(none).toEqual([]);
    expect(comment?.author.login).toBe(bot);
    expect(comment?.body).toContain(head);
    expect(comment?.body).toContain('bo@acme.example');
    const [run] = [...pull.work.checkRuns.values()];
    expect(run).toMatchObject({ sha: head, conclusion: 'success' });
    expect(run?.annotations).toContainEqual(
      expect.objectContaining({ path: 'access/acme.yaml', annotation_level: 'warning' }),
    );
    const again = await pull.review();
    expect(again.out).toContain('The comment says it already.');
    const next = pull.push((text) => GAINS(text).replace('Writer', 'Author'));
    expect((await pull.review()).out).toContain('The comment is edited.');
    const [edited, ...twins] = commentsOf(pull);
    expect(twins).toEqual([]);
    expect(edited?.id).toBe(comment?.id);
    expect(edited?.body).toContain(next);
    expect(edited?.body).not.toContain(head);
  });
});

describe.runIf(HAS_GIT)('one comment', () => {
  it('is restored where somebody edited it, and made anew where somebody deleted it or took its mark away', async () => {
    const pull = await pullRequest();
    pull.push(GAINS);
    await pull.review();
    const [first] = commentsOf(pull);
    if (first === undefined) throw new Error('no comment');
    const { body } = first;
    first.body = body.replace('gains', 'gains nothing, says Mallory,');
    expect((await pull.review()).out).toContain('somebody had edited it');
    expect(commentsOf(pull).map((one) => one.body)).toEqual([body]);
    first.body = body.replaceAll('\n', '\r\n').trimEnd();
    expect((await pull.review()).out).toContain('The comment says it already.');
    first.body = 'all mine';
    expect((await pull.review()).out).toContain('The comment is created.');
    expect(commentsOf(pull).map((one) => one.body)).toEqual(['all mine', body]);
    pull.work.comments.clear();
    expect((await pull.review()).out).toContain('The comment is created.');
    expect(commentsOf(pull)).toHaveLength(1);
  });

  it('is its own: one of somebody else, marked as ours, is left alone, and so is a quotation', async () => {
    const pull = await pullRequest();
    pull.push(GAINS);
    await pull.review();
    const [own] = commentsOf(pull);
    if (own === undefined) throw new Error('no comment');
    const foreign = { id: 1, login: 'mallory', type: 'User' } as const;
    pull.work.comments.clear();
    pull.work.comments.set(1, { ...own, id: 1, author: foreign });
    pull.work.comments.set(2, { ...own, id: 2, body: `> quoted\n\n${own.body}` });
    expect((await pull.review()).out).toContain('The comment is created.');
    const all = commentsOf(pull);
    expect(all.map((one) => one.author.login)).toEqual(['mallory', bot, bot]);
    expect(all[0]?.body).toBe(own.body);
  });

  it('of twins keeps the oldest', async () => {
    const pull = await pullRequest();
    pull.push(GAINS);
    await pull.review();
    const [own] = commentsOf(pull);
    if (own === undefined) throw new Error('no comment');
    pull.work.comments.set(own.id + 500, { ...own, id: own.id + 500 });
    expect((await pull.review()).out).toContain('1 of ours that stood there twice is removed.');
    expect(commentsOf(pull).map(({ id }) => id)).toEqual([own.id]);
  });

  it('is one, when two runs look at once', async () => {
    const pull = await pullRequest();
    pull.push(GAINS);
    const both = await Promise.all([pull.review(), pull.review()]);
    expect(both.map(({ status }) => status)).toEqual([2, 2]);
    expect(commentsOf(pull)).toHaveLength(1);
  });

  it('is left alone by a run of a commit that is no longer the tip', async () => {
    const pull = await pullRequest();
    const old = pull.push(GAINS);
    await pull.review();
    const [before] = commentsOf(pull).map(({ body }) => body);
    const tip = pull.push((text) => GAINS(text).replace('Writer', 'Author'));
    pull.repository.git('checkout', '-q', old);
    const late = await pull.reviewWith({ GITHUB_SHA: old }, '--commit', old);
    expect(late.status).toBe(2);
    expect(late.out).toContain(`the change is at ${tip} now`);
    expect(commentsOf(pull).map(({ body }) => body)).toEqual([before]);
  });

  it('is one for each workspace of a repository', async () => {
    const pull = await pullRequest({ folder: 'teams/a' });
    pull.push(GAINS);
    const { out, status } = await pull.review('--base', 'main');
    expect({ status, out }).toMatchObject({ status: 2 });
    expect(out).toContain('The comment is created.');
    const [run] = [...pull.work.checkRuns.values()];
    expect(run?.annotations).toContainEqual(expect.objectContaining({ path: 'teams/a/access/acme.yaml' }));
  });
});

describe.runIf(HAS_GIT)('ways that are not open', () => {
  it('a token of a user has no check run: a status, commands in the log, and it is said', async () => {
    const pull = await pullRequest({ byUser: true });
    const head = pull.push(GAINS);
    const { status, out, err } = await pull.review();
    expect(status).toBe(2);
    expect(out).toContain('The commit is marked by a status.');
    expect(out).toContain('You must authenticate via a GitHub App.');
    expect(pull.work.statuses).toMatchObject([{ sha: head, state: 'success', context: 'bylaw review' }]);
    expect(err).toContain('::notice file=access/acme.yaml,line=10,title=');
    expect(commentsOf(pull)).toHaveLength(1);
  });

  it('a fork has no token: the summary and the log have it, and the status says what was found', async () => {
    const pull = await pullRequest();
    pull.push(GAINS);
    const { status, out, err } = await pull.reviewWith({ GITHUB_TOKEN: '' });
    expect(status).toBe(2);
    expect(out).toContain('There is no token in GITHUB_TOKEN');
    expect(out).toContain('It is in the summary of the step.');
    expect(err).toContain('::warning file=access/acme.yaml');
    expect(pull.repository.git('hash-object', '.git/summary.md')).not.toBe('');
    expect(commentsOf(pull)).toEqual([]);
  });

  it('a token that may only read fails nothing', async () => {
    const pull = await pullRequest({ permissions: { pull_requests: 'read', metadata: 'read' } });
    pull.push(GAINS);
    const { status, out } = await pull.review();
    expect(status).toBe(2);
    expect(out).toContain('The comment is not written.');
    expect(out).toContain('is not marked');
    expect(out).toContain('It is in the summary of the step.');
  });

  it('a comment that is refused as it is (422) fails nothing', async () => {
    const pull = await pullRequest();
    pull.push(GAINS);
    pull.github.setFaults([
      { kind: 'status', status: 422, match: { method: 'POST', path: '/comments$' }, nth: 1 },
    ]);
    const { status, out } = await pull.review();
    expect(status).toBe(2);
    expect(out).toContain('The comment is not written.');
    expect(out).toContain('It is in the summary of the step.');
  });
});

/** What the platform has is planned against, by the job that may read it, into a file outside of the checkout. */
async function planned({ repository, environment }: PullRequest): Promise<string> {
  const platform = await startTestSandbox({
    platformFile: PLATFORMS.lumoauth,
    token: { value: TOKEN, name: 'bylaw' },
    seed: { organization: 'acme', members: [{ key: 'ana@acme.example' }, { key: 'bo@acme.example' }] },
  });
  onTestFinished(() => platform.close());
  const words = ['plan', ...EMBEDDED.words, '--url', platform.url, '--out', '.git/plan.bylaw'];
  const env = { ...environment, BYLAW_TOKEN: TOKEN };
  expect((await run(words, { cwd: repository.folder, env })).status).toBe(2);
  return '.git/plan.bylaw';
}

describe.runIf(HAS_GIT)('a plan beside it', () => {
  it('stands in the comment, as what an apply would do', async () => {
    const pull = await pullRequest();
    pull.push(GAINS);
    const { status, err } = await pull.review('--plan', await planned(pull));
    expect({ status, err }).toEqual({ status: 2, err: '' });
    const [comment] = commentsOf(pull);
    expect(comment?.body).toContain('**What the plan does to acme: 3 changes**');
    expect(comment?.body).toContain(
      '`+` role `acme/writer`, title "Writer", permissions `documents:write`\n',
    );
  });

  it('of documents that have changed since is none of this change', async () => {
    const pull = await pullRequest();
    pull.push(GAINS);
    const plan = await planned(pull);
    pull.push((text) => GAINS(text).replace('Writer', 'Author'));
    const { status, err } = await pull.review('--plan', plan);
    expect(status).toBe(1);
    expect(err).toContain('error[plan-file-stale]');
    expect(commentsOf(pull)[0]?.body).toContain('access was not looked at');
  });
});

describe.runIf(HAS_GIT)('the merge queue', () => {
  it('is compared with the base of its group, marks the commit that it tries, and has no comment', async () => {
    const pull = await pullRequest();
    const base = pull.repository.git('rev-parse', 'main');
    const head = pull.push(GAINS);
    pull.event({ merge_group: { head_sha: head, base_sha: base } });
    const inQueue = { GITHUB_EVENT_NAME: 'merge_group' };
    const { status, out, err } = await pull.reviewWith(inQueue);
    expect({ status, err }).toEqual({ status: 2, err: '' });
    expect(out).toContain('bo@acme.example');
    expect(commentsOf(pull)).toEqual([]);
    expect([...pull.work.checkRuns.values()]).toMatchObject([{ sha: head, conclusion: 'success' }]);
    pull.event({ merge_group: { head_sha: head } });
    expect((await pull.reviewWith(inQueue)).err).toContain('error[review-event-unreadable]');
  });
});

describe.runIf(HAS_GIT)('what could not be looked at is never green', () => {
  it('documents that do not compile: the comment of yesterday says so, and the commit is marked red', async () => {
    const pull = await pullRequest();
    pull.push(GAINS);
    await pull.review();
    const head = pull.push((text) => text.replace('[viewer]', '[wiewer]'));
    const { status, err } = await pull.review();
    expect(status).toBe(1);
    expect(err).toContain('wiewer');
    const [comment, ...none] = commentsOf(pull);
    expect(none).toEqual([]);
    expect(comment?.body).toContain('access was not looked at');
    expect(comment?.body).toContain(head);
    const run = [...pull.work.checkRuns.values()].at(-1);
    expect(run).toMatchObject({ sha: head, conclusion: 'failure' });
    expect(run?.annotations).toContainEqual(
      expect.objectContaining({ path: 'access/acme.yaml', annotation_level: 'failure' }),
    );
  });

  it.each([
    ['a base that is not there', ['--base', 'origin/nothing'], 'base-unknown'],
    ['a plan that is none', ['--base', 'main', '--plan', 'bylaw.yaml'], 'plan-file-invalid'],
  ])('%s', async (_, words, code) => {
    const pull = await pullRequest();
    pull.push(GAINS);
    const { status, err } = await pull.review(...words);
    expect(status).toBe(1);
    expect(err).toContain(`error[${code}]`);
    expect(commentsOf(pull)[0]?.body).toContain('access was not looked at');
    expect([...pull.work.checkRuns.values()].map(({ conclusion }) => conclusion)).toEqual(['failure']);
  });

  it('another commit than that of the pull request', async () => {
    const pull = await pullRequest();
    const head = pull.push(GAINS);
    pull.repository.git('checkout', '-q', 'main');
    const { status, err } = await pull.review();
    expect(status).toBe(1);
    expect(err).toContain('error[review-other-commit]');
    expect([...pull.work.checkRuns.values()]).toMatchObject([{ sha: head, conclusion: 'failure' }]);
  });

  it('an event that does not say which change it is about', async () => {
    const pull = await pullRequest();
    pull.push(GAINS);
    pull.event({ pull_request: null });
    const { status, err } = await pull.review();
    expect(status).toBe(1);
    expect(err).toContain('error[review-event-unreadable]');
  });

  it('a workspace that is new, or gone', async () => {
    const pull = await pullRequest();
    pull.repository.commit({ 'bylaw.yaml': null });
    pull.push(GAINS);
    const gone = await pull.review();
    expect(gone.status).toBe(1);
    expect(gone.err).toContain('There is no workspace file');
  });
});

describe.runIf(HAS_GIT)('a file of a job that nobody trusts', () => {
  it('is written by one job and told by another, of the commit of the event alone, and marks no commit', async () => {
    const pull = await pullRequest();
    const head = pull.push(GAINS);
    const looked = await pull.reviewWith({ GITHUB_TOKEN: '' }, '--artifact', '.git/review.json');
    expect(looked.status).toBe(2);
    const posted = await pull.review('--post', '.git/review.json');
    expect(posted).toMatchObject({ status: 2, err: '' });
    expect(commentsOf(pull)[0]?.body).toContain('bo@acme.example');
    expect(commentsOf(pull)[0]?.body).toContain('which the change can alter');
    expect([pull.work.checkRuns.size, pull.work.statuses.length]).toEqual([0, 0]);
    const next = pull.push((text) => GAINS(text).replace('Writer', 'Author'));
    const late = await pull.review('--post', '.git/review.json');
    expect(late.status).toBe(1);
    expect(commentsOf(pull)[0]?.body).toContain(next);
    expect(commentsOf(pull)[0]?.body).not.toContain(`Commit \`${head}\``);
  });

  it.each([
    ['of another form', '{"format":"bylaw.review/v9"}', 'it lacks format'],
    ['that is no JSON', '<html>', 'it is not JSON'],
    ['of 100 MB', ' '.repeat(100 * 1024 * 1024), 'it is larger than 16 MiB'],
  ])('%s is one clear message', async (_, text, message) => {
    const pull = await pullRequest();
    pull.push(GAINS);
    pull.repository.write({ '.git/review.json': text });
    const { status, err } = await pull.review('--post', '.git/review.json');
    expect(status).toBe(1);
    expect(err).toContain('error[review-artifact-invalid]');
    expect(err).toContain(message);
    expect(commentsOf(pull)[0]?.body).toContain('access was not looked at');
  });
});
