import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { group, joins } from './attributes.ts';
import { codesOf, connectionTo, fast, must, rawServer, sandboxOf } from './connections.ts';

const TOKEN = 'tok+en/with=signs-7f3a';

/** Every way by which something of a reader or writer could be printed. */
function shown(thing: unknown): string {
  const options = { depth: 20, showHidden: true, showProxy: true, getters: true } as const;
  return `${inspect(thing, options)}\n${JSON.stringify(thing)}\n${String(thing)}`;
}

test('readers and writers show nothing of their token', async () => {
  const sandbox = await sandboxOf('lumoauth', { token: TOKEN });
  const seen: string[] = [];
  const connection = connectionTo(sandbox, undefined, {
    onRequest: (method, path) => seen.push(`${method} ${path}`),
  });
  const reader = fast().openReader(connection);
  const writer = fast().openWriter(connection);
  must(await reader.read());
  const read = await writer.read();
  const write = await writer.write(joins('a@acme.com'));
  for (const thing of [reader, writer, read, write, seen, reader.read, writer.write]) {
    expect(shown(thing)).not.toContain(TOKEN);
  }
  expect(seen).toHaveLength(reader.requests() + writer.requests());
  expect(seen).toContain('POST /members');
});

test.each([
  ['a page', 'text/html', 200],
  ['a problem', 'application/problem+json', 403],
  ['a refusal', 'application/problem+json', 422],
  ['a crash', 'text/plain', 500],
  ['JSON of another shape', 'application/json', 200],
  ['a bare 401', 'text/html', 401],
])('a platform that echoes the token: %s', async (_, type, status) => {
  const { url } = await rawServer((request, response) => {
    const header = request.headers.authorization ?? '';
    const detail = `${'x'.repeat(100)} ${header} ${encodeURIComponent(header)}`;
    const body = type.includes('json') ? JSON.stringify({ code: 'c', detail, status }) : detail;
    response.writeHead(status, { 'content-type': type, location: `/${TOKEN}` }).end(body);
  });
  const connection = connectionTo({ url, token: TOKEN });
  const read = await fast().openReader(connection).read();
  expect(read.ok).toBe(false);
  expect(shown(read)).not.toContain('7f3a');
  expect(shown(read)).not.toContain(encodeURIComponent(TOKEN));
});

test('a redirect to somewhere else is not followed; one within the platform is', async () => {
  const asked: string[] = [];
  const elsewhere = await rawServer((request, response) => {
    asked.push(request.headers.authorization ?? 'nothing');
    response.end();
  });
  const sandbox = await sandboxOf('lumoauth', { token: TOKEN });
  const away = await rawServer((request, response) => {
    response.writeHead(302, { location: `${elsewhere.url}${request.url}` }).end();
  });
  const connection = connectionTo({ url: away.url, token: TOKEN });
  expect(codesOf(await fast().openReader(connection).read())).toEqual(['connector-protocol']);
  expect(asked).toEqual([]);

  const around = await rawServer((_, response) => response.writeHead(307, { location: '/again' }).end());
  const rounds = fast().openReader(connectionTo({ url: around.url, token: TOKEN }));
  expect(codesOf(await rounds.read())).toEqual(['connector-protocol']);

  const moved = await rawServer(async (request, response) => {
    if (!request.url?.startsWith('/new/')) {
      response.writeHead(308, { location: `/new${request.url}` }).end();
      return;
    }
    const headers = { authorization: request.headers.authorization ?? '' };
    const answer = await fetch(`${sandbox.url}${request.url.slice('/new'.length)}`, { headers });
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text());
  });
  const writer = fast().openWriter(connectionTo({ url: moved.url, token: TOKEN }));
  must(await writer.read());
  // Followed, a write would be sent twice or, after a 302, turned into a read.
  expect(codesOf(await writer.write({ write: 'create-group', group: group('qa') }))).toEqual([
    'connector-protocol',
  ]);
});

test.each([
  ['', 'token-missing'],
  ['  ', 'token-missing'],
  ['abc\n', 'token-rejected'],
  ['abc\r\nX-Evil: 1', 'token-rejected'],
  ['two words', 'token-rejected'],
  ['tök€n', 'token-rejected'],
])('a token that cannot be sent is not: %j', async (token, code) => {
  const { url } = await rawServer((_, response) => response.end());
  const reader = fast().openReader(connectionTo({ url, token }));
  const read = await reader.read();
  expect(codesOf(read)).toEqual([code]);
  expect(codesOf(await reader.events(null))).toEqual([code]);
  expect(reader.requests()).toBe(0);
  if (token.trim() !== '') expect(JSON.stringify(read)).not.toContain(token.trim());
});
