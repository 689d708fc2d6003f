/** `bylaw review`, whole, against a server that none of us wrote: pushes, the comment that is edited, check runs. */
import { createServer } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openEmulate } from '../sandbox/github/open-emulate.ts';
import { HAS_GIT, Repository } from '../workspace/repository.ts';
import { run } from './bylaw.ts';
import { PEOPLE, WORKSPACE } from './pull-requests.ts';
import { document } from './workspaces.ts';

/** The same server, but for the commit of the pull request: it makes up its own, and ours is one of git's. */
async function withHead(
  url: string,
  head: () => string,
): Promise<{ readonly url: string; readonly checks: readonly unknown[] }> {
  const checks: unknown[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', async () => {
      const { authorization = '', accept = '' } = request.headers;
      const { method = 'GET', url: path = '/' } = request;
      const body = Buffer.concat(chunks);
      const answer = await fetch(url + path, {
        method,
        headers: { authorization, accept, 'content-type': 'application/json' },
        ...(body.length === 0 ? {} : { body }),
      });
      const text = await answer.text();
      response.statusCode = answer.status;
      for (const name of ['content-type', 'link']) {
        const value = answer.headers.get(name);
        if (value !== null) response.setHeader(name, value);
      }
      if (/\/check-runs$/.test(path) && answer.ok) checks.push(JSON.parse(text));
      if (!/\/pulls\/\d+$/.test(path)) return response.end(text);
      const pull = JSON.parse(text);
      return response.end(JSON.stringify({ ...pull, head: { ...pull.head, sha: head() } }));
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => {
    server.close();
  });
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no address');
  return { url: `http://127.0.0.1:${address.port}`, checks };
}

describe.runIf(HAS_GIT)('a pull request on a stranger’s stand-in', () => {
  it('has one comment, edited by the second push, and a check run for each commit', async () => {
    const emulate = await openEmulate();
    onTestFinished(() => emulate.close());
    const ask = async (method: string, path: string, body?: object) => {
      const answer = await fetch(emulate.url + path, {
        method,
        headers: { authorization: `Bearer ${emulate.token}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      expect(answer.status, `${method} ${path}`).toBeLessThan(300);
      return JSON.parse(await answer.text());
    };
    const { number } = await ask('POST', '/repos/acme/web/pulls', { title: 'x', head: 'more', base: 'main' });
    const repository = new Repository();
    const base = repository.commit({ 'bylaw.yaml': WORKSPACE, 'access/acme.yaml': document(PEOPLE) });
    repository.git('checkout', '-q', '-b', 'more');
    let head = base;
    const { url, checks } = await withHead(emulate.url, () => head);
    const push = (change: (text: string) => string): void => {
      head = repository.commit({ 'access/acme.yaml': document(change(PEOPLE)) });
    };
    const review = () =>
      run(
        [
          'review',
          '--base',
          'main',
          '--forge',
          'github',
          '--repository',
          'acme/web',
          '--change',
          String(number),
          '--commit',
          head,
        ],
        {
          cwd: repository.folder,
          env: {
            PATH: process.env.PATH,
            HOME: process.env.HOME,
            TMPDIR: join(repository.folder, '..'),
            GITHUB_API_URL: url,
            GITHUB_TOKEN: emulate.token,
          },
        },
      );
    const comments = async (): Promise<readonly { readonly id: number; readonly body: string }[]> =>
      ask('GET', `/repos/acme/web/issues/${number}/comments`);

    push((text) => text.replace('[viewer]', '[admin]'));
    const first = await review();
    expect({ status: first.status, err: first.err }, first.out).toEqual({ status: 2, err: '' });
    const [comment, ...none] = await comments();
    expect(none).toEqual([]);
    expect(comment?.body).toContain('`bo@acme.example` can now do all that admin gives on acme');
    expect(comment?.body).toContain(head);
    expect(checks.at(-1)).toMatchObject({ name: 'bylaw review', head_sha: head, conclusion: 'success' });

    expect((await review()).out).toContain('The comment says it already.');
    push((text) => text.replace('  bo@acme.example: { roles: [viewer] }\n', ''));
    expect((await review()).out).toContain('The comment is edited.');
    const [edited, ...twins] = await comments();
    expect(twins).toEqual([]);
    expect(edited?.id).toBe(comment?.id);
    expect(edited?.body).toContain('loses all access');
    expect(edited?.body).toContain(head);

    push((text) => text.replace('[viewer]', '[wiewer]'));
    expect((await review()).status).toBe(1);
    expect((await comments()).map(({ body }) => body.includes('access was not looked at'))).toEqual([true]);
    expect(checks.at(-1)).toMatchObject({ conclusion: 'failure' });
  });
});
