import { expect, test } from 'vitest';
import { openReader } from '../../../src/connector/connect.ts';
import { rawServer } from '../connections.ts';
import { fastGithub, githubConnection } from './github-connections.ts';

test('of all organizations of a host together, thirty-two reads are under way at most, and eight queries', async () => {
  const inside = { all: 0, queries: 0 };
  const most = { all: 0, queries: 0 };
  const server = await rawServer((request, response) => {
    const isQuery = request.url === '/graphql';
    inside.all += 1;
    inside.queries += isQuery ? 1 : 0;
    most.all = Math.max(most.all, inside.all);
    most.queries = Math.max(most.queries, inside.queries);
    request.resume();
    setTimeout(
      () => {
        inside.all -= 1;
        inside.queries -= isQuery ? 1 : 0;
        const isAbout = /^\/orgs\/\w+$/.test(request.url ?? '');
        const body = isAbout ? { id: 1, login: 'acme', name: null } : [];
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      },
      isQuery ? 100 : 40,
    );
  });
  const connector = fastGithub();
  const names = Array.from({ length: 12 }, (_, n) => `acme${n}`);
  const read = names.map((name) =>
    openReader(connector, githubConnection(server, {}, { organization: name, remote: name })).read(),
  );
  // No server of GitHub's: what it answers is not asked about here.
  expect((await Promise.all(read)).every(({ ok }) => !ok)).toBe(true);
  expect(most.queries).toBe(8);
  expect(most.all).toBeLessThanOrEqual(32);
  expect(most.all).toBeGreaterThan(16);
});
