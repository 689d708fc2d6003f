/** `bylaw review`, whole, in a job of GitLab, against the server of gitlab-server.ts. */
import { describe, expect, it } from 'vitest';
import { GITLAB_TOKEN, gitlabServer } from '../forge/gitlab-server.ts';
import { HAS_GIT, Repository } from '../workspace/repository.ts';
import { type Finished, run } from './bylaw.ts';
import { PEOPLE, WORKSPACE } from './pull-requests.ts';
import { document } from './workspaces.ts';

describe.runIf(HAS_GIT)('a merge request on GitLab', () => {
  it('has one note, which the second push edits, and a status of each commit; without a token the log has it', async () => {
    const repository = new Repository();
    const base = repository.commit({ 'bylaw.yaml': WORKSPACE, 'access/acme.yaml': document(PEOPLE) });
    repository.git('checkout', '-q', '-b', 'more');
    let head = base;
    const push = (change: (text: string) => string): void => {
      head = repository.commit({ 'access/acme.yaml': document(change(PEOPLE)) });
    };
    const { url, notes, statuses } = await gitlabServer('7', () => head);
    const review = (token: string): Promise<Finished> =>
      run(['review'], {
        cwd: repository.folder,
        env: {
          PATH: process.env.PATH,
          HOME: process.env.HOME,
          GITLAB_CI: 'true',
          CI_API_V4_URL: url,
          CI_PROJECT_ID: '7',
          CI_PROJECT_PATH: 'acme/access',
          CI_MERGE_REQUEST_IID: '3',
          CI_MERGE_REQUEST_PROJECT_ID: '7',
          CI_MERGE_REQUEST_SOURCE_PROJECT_ID: '7',
          CI_MERGE_REQUEST_DIFF_BASE_SHA: base,
          CI_COMMIT_SHA: head,
          GITLAB_TOKEN: token,
        },
      });
    const own = () => notes.filter(({ author }) => author.username === 'bylaw-bot');
    push((text) => text.replace('[viewer]', '[admin]'));
    const alone = await review('');
    expect(alone.status).toBe(2);
    expect(`${alone.out}${alone.err}`).toContain('There is no token in GITLAB_TOKEN');
    expect(notes).toHaveLength(2);
    const before = own().length;
    const first = await review(GITLAB_TOKEN);
    expect({ status: first.status, err: first.err }, first.out).toEqual({ status: 2, err: '' });
    expect(own()).toHaveLength(before + 1);
    const note = own().at(-1);
    expect(note?.body).toContain('`bo@acme.example` can now do all that admin gives on acme');
    push((text) => text.replace('  bo@acme.example: { roles: [viewer] }\n', ''));
    expect((await review(GITLAB_TOKEN)).out).toContain('The comment is edited.');
    expect(own()).toHaveLength(before + 1);
    expect(own().at(-1)?.body).toContain('loses all access');
    push((text) => text.replace('[viewer]', '[wiewer]'));
    expect((await review(GITLAB_TOKEN)).status).toBe(1);
    expect(own().at(-1)?.body).toContain('access was not looked at');
    expect(statuses).toMatchObject([{ state: 'success' }, { state: 'success' }, { state: 'failed' }]);
  });
});
