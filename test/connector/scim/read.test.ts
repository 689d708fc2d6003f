/** What is read of a SCIM server is what is there, whatever dialect it speaks; what cannot be proved stops. */
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { live } from '../../plan/fixtures.ts';
import { codesOf, must, plain } from '../connections.ts';
import { MODELS, SERVER_DIALECTS } from './random-servers.ts';
import { fastScim, SECRET, scimConnection, seed } from './scim-harness.ts';
import { type ScimServer, startScimServer } from './scim-server.ts';
import type { Json } from './scim-world.ts';
import { PLAIN_SERVER, type ServerDialect } from './server-dialect.ts';

const ORGANIZATION = [
  live.scope('acme', 'organization', 'acme'),
  ...['ana', 'bo', 'cy'].map((name) => live.member(name)),
  live.member('di', 'deactivated'),
  live.group('acme/qa', { members: ['ana', 'bo'] }),
  live.group('acme/ops', { members: ['cy'], groups: ['acme/qa'] }),
  live.group('acme/empty', {}),
];

async function serverWith(dialect: Partial<ServerDialect> = {}): Promise<ScimServer> {
  const server = await startScimServer(SECRET, { ...PLAIN_SERVER, ...dialect });
  onTestFinished(() => server.close());
  seed(server, ORGANIZATION);
  return server;
}

const read = (server: ScimServer, dialect: Record<string, string | number | boolean> = {}) =>
  fastScim()
    .openReader(scimConnection(server.url, server.world.dialect, dialect))
    .read();

test.each([
  {},
  { paging: 'all' },
  { most: 1 },
  { members: 'group' },
  { nobody: 'absent' },
  { members: 'group', nobody: 'absent' },
  { active: 'text' },
  { config: false },
  { schemas: false },
  { names: 'lower' },
  { names: 'upper' },
  { types: false },
  { etag: 'header' },
  { mediaType: 'application/json' },
] as const)('a server that speaks so: %o', async (dialect) => {
  const server = await serverWith(dialect);
  expect(plain(must(await read(server)).resources)).toEqual(plain(ORGANIZATION));
});

test('random organizations behind random servers: what is read is what is there', async () => {
  await fc.assert(
    fc.asyncProperty(
      SERVER_DIALECTS,
      MODELS,
      fc.integer({ min: 1, max: 5 }),
      async (dialect, make, count) => {
        const model = make(dialect);
        const server = await startScimServer(SECRET, dialect);
        try {
          seed(server, model);
          expect(plain(must(await read(server, { count })).resources)).toEqual(plain(model));
        } finally {
          await server.close();
        }
      },
    ),
    { seed: 91, numRuns: 60 },
  );
});

describe('one diagnostic, of the list and the rule:', () => {
  const changed =
    (path: RegExp, change: (body: Json) => Json) =>
    (method: string, at: string, body: Json): Json | null =>
      method === 'GET' && path.test(at) ? change(body) : null;
  const GROUPS = /^\/Groups\?/;
  const USERS = /^\/Users\?/;
  const items = ({ Resources = [] }: Json) => Resources as readonly Json[];
  const each = (path: RegExp, one: (item: Json) => Json) =>
    changed(path, (body) => ({ ...body, Resources: items(body).map(one) }));

  test.each([
    [
      'members that are not told',
      'connector-incomplete-read',
      /^List groups: members of g\d+ are not told \(rule value\)/,
      each(GROUPS, ({ members: _, ...rest }) => rest),
    ],
    [
      'members that are null',
      'connector-incomplete-read',
      /members of g\d+ are not told/,
      each(GROUPS, (one) => ({ ...one, members: null })),
    ],
    [
      'a list that is cut',
      'connector-incomplete-read',
      /^List users: 3 items came of 4 \(rule whole\)/,
      changed(USERS, (body) => ({ ...body, Resources: items(body).slice(1) })),
    ],
    [
      'a total that lies',
      'connector-incomplete-read',
      /^List groups: 3 items came of 5/,
      changed(GROUPS, (body) => ({ ...body, totalResults: 5 })),
    ],
    [
      'a total that is no number',
      'connector-incomplete-read',
      /does not tell the total/,
      changed(GROUPS, (body) => ({ ...body, totalResults: 'many' })),
    ],
    [
      'an id that is there twice',
      'connector-incomplete-read',
      /^List users: u\d+ came twice/,
      changed(USERS, (body) => ({ ...body, Resources: items(body).map(() => items(body)[0]) })),
    ],
    [
      'an id that is empty',
      'connector-incomplete-read',
      /has no id/,
      each(USERS, (one) => ({ ...one, id: '' })),
    ],
    [
      'a page that is larger than asked for',
      'connector-incomplete-read',
      /4 items came where 2 were asked for/,
      changed(USERS, (body) => body),
    ],
    [
      'somebody twice in a group',
      'connector-incomplete-read',
      /somebody is twice in the members/,
      each(GROUPS, (one) => ({ ...one, members: [...(one.members as Json[]), ...(one.members as Json[])] })),
    ],
    [
      'a member whom no list has',
      'connector-incomplete-read',
      /\(rule reference\)/,
      each(GROUPS, (one) => ({ ...one, members: [{ value: 'ghost' }] })),
    ],
    [
      'a grant that nobody reads',
      'connector-mismatch',
      /entitlements of u\d+ is neither read nor named/,
      each(USERS, (one) => ({ ...one, entitlements: [{ value: 'root' }] })),
    ],
    [
      'a role that nobody reads',
      'connector-mismatch',
      /roles of u\d+ is neither/,
      each(USERS, (one) => ({ ...one, roles: ['admin'] })),
    ],
    [
      'an attribute of its own',
      'connector-mismatch',
      /clearance of u\d+ is neither/,
      each(USERS, (one) => ({ ...one, clearance: 'secret' })),
    ],
    [
      'people without active',
      'connector-incomplete-read',
      /active of u\d+ is missing/,
      each(USERS, ({ active: _, ...rest }) => rest),
    ],
    [
      'active in words of its own',
      'connector-mismatch',
      /\(rule closed-words\)/,
      each(USERS, (one) => ({ ...one, active: 'enabled' })),
    ],
    [
      'two people of one name',
      'connector-mismatch',
      /\(rule one-name\)/,
      each(USERS, (one) => ({ ...one, userName: 'ana' })),
    ],
    [
      'two groups of one key',
      'connector-mismatch',
      /\(rule one-name\)/,
      each(GROUPS, (one) => ({ ...one, displayName: 'Q A' })),
    ],
    [
      'an error with a 200',
      'connector-protocol',
      /error inside of an answer with status 200: no/,
      changed(USERS, () => ({ schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], detail: 'no' })),
    ],
    [
      'a list that says to be none',
      'connector-protocol',
      /does not say by its schemas/,
      changed(USERS, (body) => ({ ...body, schemas: [] })),
    ],
    [
      'one attribute in two cases',
      'connector-protocol',
      /one attribute stands twice/,
      each(USERS, (one) => ({ ...one, USERNAME: 'root' })),
    ],
    [
      'a list that is no list',
      'connector-protocol',
      /\(rule items\)/,
      changed(GROUPS, (body) => ({ ...body, Resources: {} })),
    ],
  ] as const)('%s', async (name, code, message, meddle) => {
    const server = await serverWith(name.startsWith('a page that is larger') ? { paging: 'all' } : {});
    server.meddle(meddle);
    const outcome = await read(server, {
      paging: 'index',
      count: name.startsWith('a page that is larger') ? 2 : 100,
    });
    expect(codesOf(outcome)).toEqual([code]);
    expect(outcome.diagnostics[0]?.message).toMatch(message);
    expect(server.heard.filter((one) => !one.startsWith('GET'))).toEqual([]);
  });

  test('the next page is the same one', async () => {
    const server = await serverWith({ most: 2 });
    let first: Json | null = null;
    server.meddle((_, path, body) => {
      if (!USERS.test(path)) return null;
      first ??= body;
      return first;
    });
    expect(codesOf(await read(server))).toEqual(['connector-incomplete-read']);
  });

  test('the token ends in the middle', async () => {
    const server = await serverWith({ most: 1 });
    let asked = 0;
    server.refuse((_, path) => {
      asked += /^\/(Users|Groups)\?/.test(path) ? 1 : 0;
      return asked > 3 ? 401 : null;
    });
    expect(codesOf(await read(server))).toEqual(['token-rejected']);
  });

  test('elsewhere', async () => {
    const server = await serverWith();
    server.refuse((_, path) => (USERS.test(path) ? 302 : null));
    expect(codesOf(await read(server))).toEqual(['connector-protocol']);
  });

  test('it changes while it is read', async () => {
    const server = await serverWith();
    let more = 0;
    server.meddle((_, path, body) => {
      more += USERS.test(path) ? 1 : 0;
      if (USERS.test(path)) server.world.addUser(`new${more}`);
      return body;
    });
    expect(codesOf(await read(server))).toEqual(['connector-incomplete-read']);
  });

  test('groups without members are not empty, because the dialect says so of groups that are', async () => {
    const server = await serverWith({ members: 'group' });
    const told = await read(server, { members: 'list', 'no-members': 'empty' });
    expect(codesOf(told)).toEqual(['connector-mismatch']);
    expect(told.diagnostics[0]?.hint).toBe('Write `members: group` in dialect.');
  });

  test('people tell their groups, and nobody would tell the groups inside of groups', async () => {
    const server = await serverWith({ members: 'user' });
    expect(codesOf(await read(server, { nesting: true }))).toEqual(['connector-mismatch']);
  });

  test('a dialect that says that people tell their groups, of a server whose groups do', async () => {
    const server = await serverWith();
    expect(codesOf(await read(server, { members: 'user', nesting: false }))).not.toEqual([]);
  });
});

test('an attribute that is named in `leaves` is left', async () => {
  const server = await serverWith();
  server.meddle((_, path, body) =>
    path.startsWith('/Users?')
      ? { ...body, Resources: (body.Resources as Json[]).map((one) => ({ ...one, clearance: 'secret' })) }
      : null,
  );
  expect(codesOf(await read(server, { leaves: 'clearance badge' }))).toEqual([]);
});

test('people are named by another attribute', async () => {
  const server = await serverWith();
  server.meddle((_, path, body) =>
    path.startsWith('/Users?')
      ? {
          ...body,
          Resources: (body.Resources as Json[]).map((one) => ({
            ...one,
            externalId: `x-${String(one.userName)}`,
            emails: [
              { value: 'other@acme.com' },
              { value: `${String(one.userName)}@acme.com`, primary: true },
            ],
          })),
        }
      : null,
  );
  const keys = async (person: string) =>
    must(await read(server, { person })).resources.flatMap((one) =>
      one.type === 'member' ? [one.attributes.member] : [],
    );
  expect(await keys('externalId')).toEqual(['x-ana', 'x-bo', 'x-cy', 'x-di']);
  expect(await keys('email')).toEqual(['ana@acme.com', 'bo@acme.com', 'cy@acme.com', 'di@acme.com']);
});
