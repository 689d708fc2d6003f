/** A token that sees a part reads shorter lists: what the platform tells of it stops the read. */
import { describe, expect, it } from 'vitest';
import { openWriter } from '../../../src/connector/connect.ts';
import { shown } from '../../source/shown.ts';
import { must } from '../connections.ts';
import { described, fastDescribed } from './describing.ts';
import { type Asked, FILE, hostilePlatform } from './hostile-platform.ts';
import { told } from './plain-lists.ts';
import { RPC_FILE, rpcPlatform } from './rpc-platform.ts';

const SIGHT = 'sees-all: { get: /me, query: { full: "1" }, path: token.sees, is: [all, more] }';
const text = (sight: string): string => FILE.replace('consistent: twice', `consistent: twice\n${sight}`);

/** What is read where the platform answers so of the token. */
async function seen(answer: (asked: Asked) => unknown, status = 200) {
  const { connection, asked } = await hostilePlatform((one) =>
    one.path === '/api/me' ? { status, body: answer(one) } : null,
  );
  const reader = fastDescribed(must(described(text(SIGHT)))).openReader(connection);
  return { read: await reader.read(), inspected: await reader.inspect?.(), asked };
}

describe('whether the token sees all', () => {
  it.each([
    ['a word', 'all'],
    ['another word', 'more'],
    ['a list with one', ['some', 'all']],
  ])('is told by %s, before each reading', async (_, sees) => {
    const { read, asked } = await seen(() => ({ token: { sees } }));
    expect(read.diagnostics).toEqual([]);
    const asks = asked.slice(0, -2).flatMap((line, at) => (line === '/api/me?full=1' ? [at] : []));
    // After the version, and again before the second reading.
    expect(asks[0]).toBe(1);
    expect(asks.length).toBeGreaterThanOrEqual(2);
  });

  it.each([
    ['another word', { token: { sees: 'some' } }, /token\.sees is some, and not all or more/],
    ['an empty list', { token: { sees: [] } }, /is an empty list/],
    ['a list of others', { token: { sees: ['some', 7] } }, /is some, 7/],
    ['what is no text', { token: { sees: { all: true } } }, /is nothing/],
    ['nothing', { token: {} }, /is nothing/],
    [
      'an error inside',
      { error: 'no', token: { sees: 'all' } },
      /there is an error inside of the answer, at error/,
    ],
  ])('stops a read by %s, and an inspection', async (_, body, why) => {
    const { read, inspected, asked } = await seen(() => body);
    expect(read.diagnostics.map(({ code }) => code)).toEqual(['connector-incomplete-read']);
    expect(told(read)[0]).toMatch(why);
    expect(told(read)[0]).toMatch(/\(rule sees-all\)$/);
    expect(inspected?.token.ok).toBe(false);
    expect(asked.some((line) => line.startsWith('/api/users'))).toBe(false);
  });

  it.each([401, 403, 404, 422])('stops a read where it is not told: %d', async (status) => {
    const { read, asked } = await seen(() => ({ detail: 'not for you' }), status);
    expect(read.ok).toBe(false);
    expect(told(read)[0]).toMatch(/sees-all/);
    expect(asked.some((line) => line.startsWith('/api/users'))).toBe(false);
  });

  it('stops a read where it is lost between two readings', async () => {
    const { read } = await seen(({ again }) => ({ token: { sees: again === 1 ? 'all' : 'some' } }));
    expect(told(read)[0]).toMatch(/rule sees-all/);
  });

  it('is asked by POST, where the platform is', async () => {
    const all = await rpcPlatform();
    const api = fastDescribed(must(described(RPC_FILE)));
    must(await openWriter(api, all.connection).read());
    const part = await rpcPlatform({ sight: '0' });
    const read = await openWriter(api, part.connection).read();
    expect(told(read)).toEqual([
      expect.stringMatching(/the token does not see all: result is 0, and not 1 \(rule sees-all\)$/),
    ]);
    expect(part.calls).toHaveLength(1);
    expect((await api.openReader(all.connection).inspect?.())?.token.ok).toBe(true);
  });

  it.each([
    ['no request', 'sees-all: { path: x, is: [all] }', /There are no requests/],
    [
      'two requests',
      'sees-all: { get: /me, post: /me, body: {}, path: x, is: [all] }',
      /There are two requests/,
    ],
    ['a POST of nothing', 'sees-all: { post: /me, path: x, is: [all] }', /`post` and `body` belong together/],
    [
      'a body of GET',
      'sees-all: { get: /me, body: {}, path: x, is: [all] }',
      /`post` and `body` belong together/,
    ],
    ['a row', 'sees-all: { get: "/users/{users.id}", path: x, is: [all] }', /asked for of no row/],
    ['a path that leads back', 'sees-all: { get: /../me, path: x, is: [all] }', /A path never leads back/],
    [
      'a row in the body',
      'sees-all: { post: /me, body: { of: "{users.id}" }, path: x, is: [all] }',
      /no field of a row/,
    ],
    ['no word', 'sees-all: { get: /me, path: x, is: [] }', /invalid-value/],
    ['an unknown key', 'sees-all: { get: /me, path: x, not: [none] }', /unknown-key|missing/],
    ['another host', 'sees-all: { get: "https://x.example/me", path: x, is: [all] }', /invalid-value/],
  ])('is described with one request: %s', (_, sight, why) => {
    const lines = described(text(sight)).diagnostics.map(shown);
    expect(lines.join('\n')).toMatch(why);
    expect(lines[0]).toMatch(/^connector\.yaml:\d+:\d+ /);
  });
});
