/** Reviews of changes that are large, and of clones that hold too little. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { HAS_GIT } from '../workspace/repository.ts';
import { run } from './bylaw.ts';
import { commentsOf, PEOPLE, pullRequest } from './pull-requests.ts';

const LIMIT = 65_536;
const people = (count: number, roles: (at: number) => string): string =>
  Array.from(
    { length: count },
    (_, at) => `  p${String(at).padStart(4, '0')}@acme.example: { roles: [${roles(at)}] }\n`,
  ).join('');

describe.runIf(HAS_GIT)('a change that touches five thousand people', () => {
  it('by one role is a few rows, which say how many', async () => {
    const pull = await pullRequest({ text: `${PEOPLE}${people(5000, () => 'writer')}` });
    pull.push((text) => text.replace('["documents:write"]', '["documents:write", "documents:delete"]'));
    const { status, err } = await pull.review('--artifact', '.git/review.json');
    expect({ status, err }).toEqual({ status: 2, err: '' });
    const [comment] = commentsOf(pull);
    expect([...(comment?.body ?? '')].length).toBeLessThan(5000);
    expect(comment?.body).toContain('acme: 5000 people gain');
    expect(comment?.body).toContain('and 4975 more');
  });

  it('one by one is cut below the limit: who administers and who loses stand in it, the rest is counted', async () => {
    const roles = ['viewer', 'editor', 'writer', 'auditor'];
    const before = people(5000, (at) => String(roles[at % 4]));
    const after = people(5000, (at) => (at === 4711 ? 'admin' : String(roles[(at + 1 + (at % 3)) % 4])));
    const pull = await pullRequest({ text: `${PEOPLE}${before}` });
    pull.push((text) => text.replace(before, after));
    const { status, err } = await pull.review('--artifact', '.git/review.json');
    expect({ status, err }).toEqual({ status: 2, err: '' });
    const body = commentsOf(pull)[0]?.body ?? '';
    expect([...body].length).toBeLessThanOrEqual(LIMIT);
    expect(body).toContain('`p4711@acme.example` can now do all that admin gives on acme');
    expect(body).toMatch(/\d+ people gain, \d+ lose/);
    // Whatever is open is closed again.
    expect(body.match(/<details>/g)?.length).toBe(body.match(/<\/details>/g)?.length);
    expect((body.match(/^```/gm) ?? []).length % 2).toBe(0);
  });

  it('has each of its faults at its line, fifty a request', async () => {
    const before = people(130, () => 'viewer');
    const pull = await pullRequest({ text: `${PEOPLE}${before}` });
    pull.push((text) =>
      text.replace(
        before,
        people(130, () => 'wiewer'),
      ),
    );
    expect((await pull.review()).status).toBe(1);
    const [check, ...none] = [...pull.work.checkRuns.values()];
    expect(none).toEqual([]);
    expect(new Set(check?.annotations.map((one) => Reflect.get(Object(one), 'start_line'))).size).toBe(130);
  });
});

describe.runIf(HAS_GIT)('a clone that holds too little', () => {
  it('is shallow: it is said, the commit is red, and the comment says that nobody looked', async () => {
    const pull = await pullRequest();
    const head = pull.push((text) => text.replace('[viewer]', '[admin]'));
    const clone = mkdtempSync(join(tmpdir(), 'bylaw-shallow-'));
    onTestFinished(() => rmSync(clone, { recursive: true, force: true }));
    pull.repository.git(
      'clone',
      '-q',
      '--depth',
      '1',
      '--branch',
      'more',
      `file://${pull.repository.folder}`,
      join(clone, 'work'),
    );
    cpSync(join(pull.repository.folder, '.git', 'event.json'), join(clone, 'event.json'));
    const { status, err } = await run(['review'], {
      cwd: join(clone, 'work'),
      env: {
        ...pull.environment,
        GITHUB_SHA: head,
        GITHUB_EVENT_PATH: join(clone, 'event.json'),
        GITHUB_STEP_SUMMARY: join(clone, 'summary.md'),
      },
    });
    expect(status).toBe(1);
    expect(err).toMatch(/error\[base-(shallow|unknown)\]/);
    expect(commentsOf(pull)[0]?.body).toContain('access was not looked at');
    expect([...pull.work.checkRuns.values()]).toMatchObject([{ sha: head, conclusion: 'failure' }]);
  });

  it('has no workspace at the base: everything is new, and it is said', async () => {
    const pull = await pullRequest({ folder: 'teams/a' });
    pull.repository.git('checkout', '-q', '--orphan', 'empty');
    pull.repository.git('rm', '-rfq', '.');
    const empty = pull.repository.commit({ 'README.md': 'none' });
    pull.repository.git('checkout', '-q', 'more');
    pull.push((text) => text.replace('[viewer]', '[editor]'));
    const { status, out, err } = await pull.review('--base', empty, '--two-dot');
    expect(status, `${out}${err}`).toBe(2);
    expect(commentsOf(pull)[0]?.body).toContain('everything is new');
  });
});
