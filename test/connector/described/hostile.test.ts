/** Whatever a platform answers: what was not read is never taken for absent, and the diagnostic names list and rule. */
import { describe, expect, it } from 'vitest';
import type { ReadRule } from '../../../src/connector/described/read/read-stops.ts';
import { codesOf, must, plain, rawServer } from '../connections.ts';
import { described, fastDescribed } from './describing.ts';
import { type Answer, FILE, hostilePlatform, type Json, type Spoil } from './hostile-platform.ts';

function readWith(spoil: Spoil, change: (file: string) => string = (file) => file) {
  const api = must(described(change(FILE)));
  return hostilePlatform(spoil).then(async ({ connection, asked }) => ({
    asked,
    read: await fastDescribed(api).openReader(connection).read(),
  }));
}

/** The answer for a path, with its body changed. */
const at =
  (path: string, change: (body: Json, answer: Answer) => Json, where = ''): Spoil =>
  ({ path: asked, query }, answer) =>
    asked === path && `${query}`.includes(where) ? { body: change(answer.body as Json, answer) } : null;

/** The rows of a path, with one of them changed. */
const row = (path: string, index: number, change: Json): Spoil =>
  at(path, (body) => {
    const rows = body.data as readonly Json[];
    return rows.length > index
      ? { ...body, data: rows.map((one, at) => (at === index ? { ...one, ...change } : one)) }
      : body;
  });

const CASES: readonly (readonly [what: string, list: string, rule: ReadRule, spoil: Spoil])[] = [
  ['a page that is empty', 'users', 'whole', at('/api/users', (b) => ({ ...b, data: [] }), 'offset=2')],
  [
    'a list cut to its first page',
    'users',
    'whole',
    at('/api/users', (b) => ({ ...b, data: [] }), 'offset=4'),
  ],
  ['a total of fewer than there are', 'users', 'whole', at('/api/users', (b) => ({ ...b, total: 2 }))],
  ['a total of none (a planner’s estimate)', 'users', 'whole', at('/api/users', (b) => ({ ...b, total: 0 }))],
  ['a total of more than there are', 'users', 'whole', at('/api/users', (b) => ({ ...b, total: 9 }))],
  ['a total that changes', 'users', 'whole', at('/api/users', (b) => ({ ...b, total: 6 }), 'offset=4')],
  ['no total', 'users', 'whole', at('/api/users', ({ data }) => ({ data }))],
  ['a total that is no number', 'users', 'whole', at('/api/users', (b) => ({ ...b, total: 'many' }))],
  [
    'a header without a total',
    'grants',
    'whole',
    ({ path }, { headers }) => {
      const { 'x-total': _, ...rest } = headers;
      return path === '/api/grants' ? { headers: { ...rest, 'x-total': '' } } : null;
    },
  ],
  [
    'an id that comes twice',
    'users',
    'whole',
    at('/api/users', (b) => ({ ...b, data: [{ id: 1, email: 'x@acme.com', status: 'active' }] }), 'offset=4'),
  ],
  ['an item without an id', 'users', 'whole', row('/api/users', 1, { id: null })],
  ['an empty id', 'grants', 'whole', row('/api/grants', 0, { id: '' })],
  [
    'more items than were asked for',
    'users',
    'whole',
    at('/api/users', (b) => ({ ...b, data: [...(b.data as Json[]), { id: 8 }] }), 'offset=0'),
  ],
  [
    'a cursor that stands still',
    'groups',
    'whole',
    at('/api/groups', () => ({ data: [], next: '1' }), 'after=1'),
  ],
  ['no word of a next page', 'groups', 'whole', at('/api/groups', ({ data }) => ({ data }))],
  ['a next page that is no text', 'groups', 'whole', at('/api/groups', (b) => ({ ...b, next: {} }))],
  [
    'a list that says that it was cut off',
    'members',
    'whole',
    at('/api/groups/g1/members', (b) => ({ ...b, truncated: true })),
  ],
  [
    'a next page elsewhere',
    'grants',
    'answer',
    ({ path }, { headers }) =>
      path === '/api/grants'
        ? { headers: { ...headers, link: '<http://127.0.0.2:9/api/grants?start=1>; rel="next"' } }
        : null,
  ],
  [
    'a Link header that is none',
    'grants',
    'whole',
    ({ path }, { headers }) =>
      path === '/api/grants' ? { headers: { ...headers, link: 'next please' } } : null,
  ],
  ['a field that nobody knows', 'grants', 'closed-row', row('/api/grants', 0, { inherited: true })],
  [
    'a field that nobody knows, and that is null',
    'users',
    'closed-row',
    row('/api/users', 0, { role: null }),
  ],
  [
    'a text that became an object',
    'users',
    'closed-row',
    row('/api/users', 0, { email: { work: 'a@acme.com' } }),
  ],
  ['a word that no map has', 'users', 'closed-words', row('/api/users', 1, { status: 'locked' })],
  [
    'a word that is a key of all objects',
    'users',
    'closed-words',
    row('/api/users', 1, { status: 'constructor' }),
  ],
  ['a role that no map has', 'grants', 'closed-words', row('/api/grants', 0, { roles: ['role/admin'] })],
  ['a prefix that is not there', 'grants', 'closed-words', row('/api/grants', 0, { roles: ['rule/editor'] })],
  [
    'a kind of row that no entry speaks of',
    'grants',
    'closed-words',
    row('/api/grants', 0, { type: 'service' }),
  ],
  ['a row that no entry takes', 'grants', 'rows-taken', row('/api/grants', 0, { type: null })],
  ['a group that is not there', 'grants', 'reference', row('/api/grants', 0, { holder: 'g9' })],
  ['a person who is not there', 'members', 'reference', row('/api/groups/g2/members', 0, { user: 77 })],
  ['a field that is missing', 'users', 'value', row('/api/users', 0, { status: null })],
  ['a number that cannot be told exactly', 'users', 'value', row('/api/users', 0, { email: 1.5 })],
  ['a list inside a row that is none', 'grants', 'value', row('/api/grants', 0, { roles: null })],
  ['two people of one name', 'users', 'one-name', row('/api/users', 1, { email: 'ANA@acme.com' })],
  [
    'an error inside a 200',
    'members',
    'answer',
    at('/api/groups/g2/members', () => ({ error: { code: -32602 }, data: [] })),
  ],
  ['no list where the list should be', 'members', 'items', at('/api/groups/g2/members', () => ({}))],
  ['an object in place of the list', 'users', 'items', at('/api/users', (b) => ({ ...b, data: { 1: {} } }))],
  [
    'a list that is not there',
    'members',
    'answer',
    ({ path }) => (path.endsWith('/g2/members') ? { status: 404 } : null),
  ],
  [
    'a server that fails',
    'users',
    'answer',
    ({ path, query }) => (path === '/api/users' && query.get('offset') === '2' ? { status: 500 } : null),
  ],
  [
    'a page of HTML',
    'users',
    'answer',
    ({ path }) => (path === '/api/users' ? { headers: { 'content-type': 'text/html' } } : null),
  ],
  [
    'a redirect elsewhere',
    'users',
    'answer',
    ({ path }) =>
      path === '/api/users' ? { status: 302, headers: { location: 'http://127.0.0.2:9/api/users' } } : null,
  ],
  [
    'a token that is rejected in the middle',
    'members',
    'answer',
    ({ path }) => (path.endsWith('/g2/members') ? { status: 401 } : null),
  ],
  [
    'a token that may not read one list',
    'members',
    'answer',
    ({ path }) => (path.endsWith('/g1/members') ? { status: 403 } : null),
  ],
  [
    'an id that leads to another path',
    'members',
    'path',
    ({ path, query }, { body }) =>
      path === '/api/groups' && !query.has('after')
        ? { body: { ...(body as Json), data: [{ id: '..', name: 'up' }] } }
        : null,
  ],
  ['another version', 'told-by', 'version', at('/api/version', () => ({ version: '5.0' }))],
  ['a version before the first', 'told-by', 'version', at('/api/version', () => ({ version: '2.9.9' }))],
  ['no version', 'told-by', 'version', at('/api/version', () => ({}))],
];

it('reads what is right', async () => {
  const { read, asked } = await readWith(() => null);
  expect(plain(must(read).resources)).toMatchObject({
    'group:acme/qa': { members: ['ana@acme.com', 'bo@acme.com'] },
    'group:acme/ops': { members: ['eve@acme.com'] },
  });
  expect(must(read).resources.map(({ address }) => address)).toEqual([
    'scope:acme',
    'member:acme/ana@acme.com',
    'member:acme/bo@acme.com',
    'member:acme/cy@acme.com',
    'member:acme/di@acme.com',
    'member:acme/eve@acme.com',
    'group:acme/ops',
    'group:acme/qa',
    'assignment:acme|group:acme/qa',
    'assignment:acme|member:eve@acme.com',
  ]);
  // Version; then twice: users 3 pages, groups 2, members of 2 groups, grants 2.
  expect(asked).toHaveLength(1 + 2 * (3 + 2 + 2 + 2));
});

describe('stops at', () => {
  it.each(CASES)('%s', async (_, list, rule, spoil) => {
    const { read } = await readWith(spoil);
    expect(read.ok).toBe(false);
    expect(read.diagnostics).toHaveLength(1);
    const message = read.diagnostics[0]?.message;
    expect(message).toMatch(new RegExp(`^List ${list}: `));
    expect(message).toMatch(new RegExp(`\\(rule ${rule}\\)$`));
    expect(message).not.toContain('raw-token');
  });

  it('a token that is rejected, by its own code', async () => {
    const { read } = await readWith(({ path }) => (path.endsWith('/g2/members') ? { status: 401 } : null));
    expect(codesOf(read)).toEqual(['token-rejected']);
  });
});

describe('asks nobody else', () => {
  const elsewhere = async () => {
    const asked: string[] = [];
    const { url } = await rawServer((request, response) => {
      asked.push(request.url ?? '');
      const rows = { data: [{ id: 12, type: 'user', holder: 5, roles: ['role/viewer'] }], total: 5 };
      response
        .writeHead(200, { 'content-type': 'application/json', 'x-total': '2' })
        .end(JSON.stringify(rows));
    });
    return { url, asked };
  };

  it('where a next page is elsewhere', async () => {
    const { url, asked } = await elsewhere();
    const { read } = await readWith(({ path }, { headers }) =>
      path === '/api/grants' ? { headers: { ...headers, link: `<${url}/api/grants>; rel="next"` } } : null,
    );
    expect(read.diagnostics[0]?.message).toMatch(
      /^List grants: .*the token was not sent there \(rule answer\)$/,
    );
    expect(asked).toEqual([]);
  });

  it('where an answer redirects elsewhere', async () => {
    const { url, asked } = await elsewhere();
    const { read } = await readWith(({ path }) =>
      path === '/api/users' ? { status: 302, headers: { location: `${url}/api/users` } } : null,
    );
    expect(read.diagnostics[0]?.message).toMatch(
      /^List users: .*the token was not sent there \(rule answer\)$/,
    );
    expect(asked).toEqual([]);
  });
});

describe('while somebody changes something', () => {
  const status = (again: number): string => (again % 2 === 0 ? 'active' : 'invited');

  it('reads again until two readings agree', async () => {
    const { read, asked } = await readWith((one, answer) =>
      one.again === 1 ? row('/api/users', 0, { status: 'invited' })(one, answer) : null,
    );
    expect(plain(must(read).resources)).toMatchObject({ 'member:acme/ana@acme.com': { state: 'active' } });
    expect(asked.filter((path) => path.startsWith('/api/users?')).length).toBe(3 * 3);
  });

  it('stops where no two readings agree', async () => {
    const { read } = await readWith((one, answer) =>
      row('/api/users', 0, { status: status(one.again) })(one, answer),
    );
    expect(codesOf(read)).toEqual(['connector-incomplete-read']);
    expect(read.diagnostics[0]?.message).toMatch(
      /^List users, groups, members, grants: .*\(rule one-state\)$/,
    );
  });

  it('does not mind what carries no access', async () => {
    const { read, asked } = await readWith(({ path, nth }, { body }) =>
      path === '/api/groups'
        ? {
            body: {
              ...(body as Json),
              data: ((body as Json).data as Json[]).map((one) => ({ ...one, links: nth })),
            },
          }
        : null,
    );
    must(read);
    expect(asked).toHaveLength(19);
  });

  it('by a counter: reads again where pages tell two, and stops where one tells none', async () => {
    const counted = (file: string) => file.replace('consistent: twice', 'consistent: { header: X-Revision }');
    const telling =
      (revision: (nth: number) => string | null): Spoil =>
      ({ nth }, { headers }) => {
        const told = revision(nth);
        return { headers: told === null ? headers : { ...headers, 'x-revision': told } };
      };
    expect(
      must(
        (
          await readWith(
            telling(() => '7'),
            counted,
          )
        ).read,
      ).revision,
    ).toBe('7');
    const moved = await readWith(
      telling((nth) => (nth < 6 ? '7' : '8')),
      counted,
    );
    expect(must(moved.read).revision).toBe('8');
    const restless = await readWith(
      telling((nth) => String(nth)),
      counted,
    );
    expect(restless.read.diagnostics[0]?.message).toMatch(/kept changing .*\(rule one-state\)$/);
    const silent = await readWith(
      telling((nth) => (nth === 4 ? null : '7')),
      counted,
    );
    expect(silent.read.diagnostics[0]?.message).toMatch(/does not tell the counter .*\(rule one-state\)$/);
  });
});

describe('what the two files say together', () => {
  it('a role that the platform does not have', async () => {
    const { read } = await readWith(
      () => null,
      (file) => file.replaceAll('viewer: viewer', 'viewer: emperor'),
    );
    expect(read.diagnostics.map(({ message }) => message)).toEqual([
      'List grants: 12 has the role emperor, which the platform does not have (rule closed-words)',
    ]);
  });

  it('what no entry reads is a row too many, unless the list leaves it', async () => {
    const only = (file: string) =>
      file.replace(/ {4}- from: grants\n {6}where: \{ type: \{ is: \[user\][^-]*$/, '');
    const { read } = await readWith(() => null, only);
    expect(read.diagnostics.map(({ message }) => message)).toEqual([
      'List grants: type of 12 is user, of which the file says nothing (rule closed-words)',
    ]);
    const left = await readWith(
      () => null,
      (file) =>
        only(file).replace(
          'whole: { total-header: X-Total }',
          'whole: { total-header: X-Total }\n    leaves-rows: { type: { is: [user] } }',
        ),
    );
    must(left.read);
  });
});

it('names nobody where no audit log is described, and says so', async () => {
  const { connection } = await hostilePlatform();
  const events = await fastDescribed(must(described(FILE)))
    .openReader(connection)
    .events(null);
  expect(must(events)).toEqual([]);
  expect(events.diagnostics.map(({ code }) => code)).toEqual(['audit-log-absent']);
});
