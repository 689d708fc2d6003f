/** The issue of drift on GitLab: its issues API as it is documented, as much of it as is used. No server of theirs runs here. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { meddle } from './live.ts';
import { organization, stageOf } from './workspaces.ts';

interface Issue {
  readonly iid: number;
  readonly author: { readonly username: string };
  title: string;
  description: string;
  state: 'opened' | 'closed';
  readonly web_url: string;
  readonly labels: readonly string[];
}

const TOKEN = 'glpat-of-this-test-only';

async function gitlab() {
  const issues: Issue[] = [];
  const writes: string[] = [];
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://x');
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      const answer = (status: number, body: unknown): void => {
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(JSON.stringify(body));
      };
      if (request.headers['private-token'] !== TOKEN) return answer(401, { message: '401 Unauthorized' });
      if (pathname === '/api/v4/user') return answer(200, { id: 1, username: 'bylaw-bot' });
      const [, number] = /^\/api\/v4\/projects\/acme%2Faccess\/issues(?:\/(\d+))?$/.exec(pathname) ?? [null];
      if (number === null) return answer(404, { message: '404 Project Not Found' });
      if (request.method === 'GET')
        return answer(
          200,
          issues.filter(({ labels }) => labels.includes(searchParams.get('labels') ?? '')),
        );
      const sent = JSON.parse(Buffer.concat(pieces).toString());
      writes.push(`${request.method} ${pathname}`);
      if (request.method === 'POST') {
        const iid = issues.length + 1;
        const made: Issue = {
          iid,
          author: { username: 'bylaw-bot' },
          title: sent.title,
          description: sent.description,
          state: 'opened',
          web_url: `http://gitlab.example/acme/access/-/issues/${iid}`,
          labels: sent.labels.split(','),
        };
        issues.push(made);
        return answer(201, made);
      }
      const found = issues.find(({ iid }) => iid === Number(number));
      if (found === undefined) return answer(404, { message: '404 Issue Not Found' });
      if (sent.title !== undefined) found.title = sent.title;
      if (sent.description !== undefined) found.description = sent.description;
      if (sent.state_event !== undefined) found.state = sent.state_event === 'close' ? 'closed' : 'opened';
      return answer(200, found);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
  return { issues, writes, api: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v4` };
}

it('is opened, left alone while the facts are the same, closed, and opened again', async () => {
  const { issues, writes, api } = await gitlab();
  const made = (
    await stageOf(organization('title: Acme\nmembers:\n  ana@acme.example:\n'), {
      seed: { organization: 'acme', members: [{ key: 'ana@acme.example' }] },
    })
  ).with({ GITLAB_CI: 'true', CI_API_V4_URL: api, CI_PROJECT_PATH: 'acme/access', GITLAB_TOKEN: TOKEN });
  await meddle(made, 'POST', '/members', { key: 'eve@evil.example' });
  const opened = await made.run('drift', '--issue');
  expect([opened.status, opened.err]).toEqual([
    2,
    'Issue opened http://gitlab.example/acme/access/-/issues/1\n',
  ]);
  expect(issues).toMatchObject([{ state: 'opened', labels: ['bylaw-drift'] }]);
  expect(await made.run('drift', '--issue')).toMatchObject({ status: 2, err: '' });
  expect(writes).toHaveLength(1);
  await meddle(made, 'DELETE', '/members/{members/eve@evil.example}');
  expect((await made.run('drift', '--issue')).err).toMatch(/^Issue closed: /);
  await meddle(made, 'POST', '/members', { key: 'eve@evil.example' });
  expect((await made.run('drift', '--issue')).err).toMatch(/^Issue opened again: /);
  expect(issues.map(({ iid, state }) => [iid, state])).toEqual([[1, 'opened']]);
});

it('is a warning where the token is refused, which is told to nobody', async () => {
  const { api } = await gitlab();
  const made = (
    await stageOf(organization('title: Acme\n'), { organizations: [{ slug: 'acme', name: 'Acme' }] })
  ).with({ CI_API_V4_URL: api, GITLAB_TOKEN: 'glpat-of-somebody-else' });
  const { status, out, err } = await made.run(
    'drift',
    '--issue',
    '--forge',
    'gitlab',
    '--repository',
    'acme/access',
  );
  expect(status).toBe(0);
  expect(out).toContain('warning[issue-not-kept]');
  expect(out + err).not.toContain('somebody-else');
});
