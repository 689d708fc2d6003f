import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CallOptions, caller, make, roleId, rootId } from './caller.ts';
import { operations } from './openapi.ts';
import { ADMIN, READER, startTestSandbox, type TestSandbox } from './start.ts';

let sandbox: TestSandbox;
const call = caller(() => sandbox);
const NOBODY = '00000000-0000-4000-8000-000000000000';
let root: string;
let group: string;
let admin: string;
let member: string;
let role: string;

beforeAll(async () => {
  sandbox = await startTestSandbox({
    organizations: [
      { slug: 'acme', name: 'Acme' },
      { slug: 'other', name: 'Other' },
    ],
    tokens: [
      { value: 'other-only', name: 'other-token', organization: 'other' },
      { value: 'acme-reader', name: 'acme-reader', organization: 'acme', readOnly: true },
    ],
  });
  root = await rootId(call);
  admin = await roleId(call, 'admin');
  group = (await make(call, '/groups', { slug: 'g', name: 'G' })).id;
  member = (await make(call, '/members', { key: 'm@acme.com' })).id;
  role = (await make(call, '/roles', { slug: 'r', name: 'R', permissions: ['documents:read'] })).id;
});
afterAll(() => sandbox.close());

describe('who asks', () => {
  test.each<[string, string, CallOptions, number, string]>([
    ['no token', 'GET', { token: null }, 401, 'unauthenticated'],
    ['an unknown token', 'GET', { token: 'guess' }, 401, 'unauthenticated'],
    [
      'another scheme',
      'GET',
      { token: null, headers: { authorization: `Basic ${ADMIN}` } },
      401,
      'unauthenticated',
    ],
    ['an empty token', 'GET', { token: null, headers: { authorization: 'Bearer ' } }, 401, 'unauthenticated'],
    ['a token of another organization', 'GET', { token: 'other-only' }, 403, 'forbidden'],
    ['a reader that writes', 'POST', { token: READER }, 403, 'forbidden'],
    ['a reader of one organization that writes', 'POST', { token: 'acme-reader' }, 403, 'forbidden'],
  ])('%s', async (_who, method, options, status, code) => {
    const reply = await call(
      method,
      '/groups',
      method === 'POST' ? { slug: 'n', name: 'N' } : undefined,
      options,
    );
    expect(reply).toMatchObject({ status, body: { status, code } });
    expect(reply.headers.get('content-type')).toBe('application/problem+json');
    if (status === 401) expect(reply.headers.get('www-authenticate')).toBe('Bearer');
  });

  test.each(
    operations().map(({ operation, method, path }) => [operation.operationId, method, path] as const),
  )('%s needs a token', async (_id, method, path) => {
    const url = path.replace('{orgId}', 'acme').replaceAll(/\{\w+\}/g, NOBODY);
    expect((await call(method, `/${url}`, undefined, { token: null })).status).toBe(401);
  });

  test.each(
    operations()
      .filter(({ method }) => method !== 'GET')
      .map(({ operation, method, path }) => [operation.operationId, method, path] as const),
  )('%s is closed to a reader', async (_id, method, path) => {
    const url = path.replace('{orgId}', 'acme').replaceAll(/\{\w+\}/g, NOBODY);
    expect((await call(method, `/${url}`, undefined, { token: READER })).status).toBe(403);
  });

  test('readers read; a bound token does not learn which organizations exist', async () => {
    expect((await call('GET', '/members', undefined, { token: READER })).status).toBe(200);
    expect((await call('GET', '/members', undefined, { token: 'acme-reader' })).status).toBe(200);
    expect((await call('GET', '//orgs/none/api/v1', undefined, { token: 'other-only' })).status).toBe(403);
    expect((await call('GET', '//orgs/none/api/v1')).status).toBe(404);
  });

  test('organizations do not see each other', async () => {
    for (const path of [`groups/${group}`, `members/${member}`, `roles/${role}`, `scopes/${root}`]) {
      expect((await call('GET', `//orgs/other/api/v1/${path}`)).status).toBe(404);
    }
    expect(
      await call('POST', `//orgs/other/api/v1/groups`, { slug: 'g', name: 'G', scopeId: root }),
    ).toMatchObject({
      status: 422,
      body: { code: 'unknown-scope' },
    });
  });
});

describe('where to', () => {
  test.each([
    ['a path nobody knows', 'GET', '/gruops', 404],
    ['the root of the server', 'GET', '//', 404],
    ['a broken escape', 'GET', '/groups/%zz', 404],
    ['an id that is none', 'GET', '/groups/1', 404],
    ['a method the path lacks', 'PUT', '/groups', 405],
    ['a method nothing has', 'PROPFIND', '/groups', 405],
    ['a group that is not', 'GET', `/groups/${NOBODY}`, 404],
    ['members of a group that is not', 'GET', `/groups/${NOBODY}/members`, 404],
    ['a kind of principal that is not', 'GET', `/scopes/${NOBODY}/assignments/robot/${NOBODY}`, 404],
  ])('%s', async (_where, method, path, status) => {
    const reply = await call(method, path);
    expect(reply).toMatchObject({ status, body: { status } });
    if (status === 405) expect(reply.headers.get('allow')).toBe('GET, POST');
  });
});

describe('what is sent', () => {
  const json = { 'content-type': 'application/json' };
  test.each<[string, CallOptions, number, string]>([
    ['no body', { headers: json }, 400, 'malformed-json'],
    ['half a body', { raw: '{"slug":' }, 400, 'malformed-json'],
    ['not UTF-8', { raw: Buffer.from([0x22, 0xff, 0x22]) }, 400, 'malformed-json'],
    [
      'a form',
      { raw: 'slug=x', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
      415,
      'unsupported-media-type',
    ],
    [
      'another charset',
      { raw: '{}', headers: { 'content-type': 'application/json; charset=latin1' } },
      415,
      'unsupported-media-type',
    ],
    ['compressed', { raw: '{}', headers: { 'content-encoding': 'gzip' } }, 415, 'unsupported-media-type'],
    ['over 1 MiB', { raw: `"${'x'.repeat(1024 * 1024)}"` }, 413, 'body-too-large'],
    ['an array', { raw: '[]' }, 422, 'invalid-body'],
    ['null', { raw: 'null' }, 422, 'invalid-body'],
    ['a prototype', { raw: '{"slug":"x","name":"X","__proto__":{}}' }, 422, 'invalid-body'],
  ])('%s', async (_what, options, status, code) => {
    expect(await call('POST', '/groups', undefined, options)).toMatchObject({ status, body: { code } });
  });

  test('exactly UTF-8 JSON passes, with the charset said', async () => {
    const raw = JSON.stringify({ slug: 'charset', name: 'ü' });
    const headers = { 'content-type': 'Application/JSON; charset=UTF-8' };
    expect((await call('POST', '/groups', undefined, { raw, headers })).status).toBe(201);
  });

  test('all places that are wrong are told at once', async () => {
    const reply = await call('POST', '/groups', { slug: 'no spaces', colour: 'red', 'a/b': 1 });
    expect(reply.body.errors).toHaveLength(4);
    const pointers = (reply.body.errors as { pointer: string }[]).map(({ pointer }) => pointer);
    expect(pointers.sort()).toEqual(['/a~1b', '/colour', '/name', '/slug']);
  });

  test.each<[string, string, () => string, () => unknown, string]>([
    ['a slug with a slash', 'POST', () => '/groups', () => ({ slug: 'a/b', name: 'x' }), 'invalid-body'],
    ['a slug with a newline', 'POST', () => '/groups', () => ({ slug: 'a\n', name: 'x' }), 'invalid-body'],
    ['an empty name', 'POST', () => '/groups', () => ({ slug: 'a', name: '' }), 'invalid-body'],
    ['a tab in a name', 'POST', () => '/groups', () => ({ slug: 'a', name: 'a\tb' }), 'invalid-body'],
    ['a newline in a name', 'POST', () => '/roles', () => ({ slug: 'a', name: 'a\n' }), 'invalid-body'],
    ['half a character', 'POST', () => '/groups', () => ({ slug: 'a', name: '\ud83d' }), 'invalid-body'],
    [
      'a bell in a description',
      'POST',
      () => '/groups',
      () => ({ slug: 'a', name: 'a', description: '\u0007' }),
      'invalid-body',
    ],
    [
      'NUL in a description',
      'PATCH',
      () => `/groups/${group}`,
      () => ({ description: 'a\u0000b' }),
      'invalid-body',
    ],
    ['a name that is a number', 'PATCH', () => `/groups/${group}`, () => ({ name: 1 }), 'invalid-body'],
    ['a change of home', 'PATCH', () => `/groups/${group}`, () => ({ scopeId: root }), 'invalid-body'],
    [
      'a home that is not',
      'POST',
      () => '/groups',
      () => ({ slug: 'a', name: 'a', scopeId: NOBODY }),
      'unknown-scope',
    ],
    [
      'permissions on a group',
      'POST',
      () => '/groups',
      () => ({ slug: 'a', name: 'a', permissions: ['*'] }),
      'group-permissions-not-supported',
    ],
    ['a key without @', 'POST', () => '/members', () => ({ key: 'alice' }), 'invalid-member-key'],
    ['a key with two @', 'POST', () => '/members', () => ({ key: 'a@b@c' }), 'invalid-member-key'],
    ['a key with a space', 'POST', () => '/members', () => ({ key: 'a @b' }), 'invalid-body'],
    ['a key with a newline', 'POST', () => '/members', () => ({ key: 'a@b\n' }), 'invalid-body'],
    [
      'a state that is made up',
      'PATCH',
      () => `/members/${member}`,
      () => ({ state: 'expired' }),
      'invalid-body',
    ],
    ['a new key', 'PATCH', () => `/members/${member}`, () => ({ key: 'b@acme.com' }), 'invalid-body'],
    [
      'a state of no member',
      'PATCH',
      () => `/members/${member}`,
      () => ({ state: 'outside' }),
      'invalid-body',
    ],
    [
      'an invitation into the organization as a scope',
      'POST',
      () => `/scopes/${root}/members`,
      () => ({ key: 'a@b' }),
      'scope-members-not-supported',
    ],
    [
      'a state of a membership there cannot be',
      'PATCH',
      () => `/scopes/${root}/members/${member}`,
      () => ({ state: 'active' }),
      'scope-members-not-supported',
    ],
    [
      'an invitation with a sending date',
      'POST',
      () => '/members',
      () => ({ key: 'a@b', invitation: { sent: 9 } }),
      'invalid-body',
    ],
    [
      'a misspelt permission',
      'POST',
      () => '/roles',
      () => ({ slug: 'a', name: 'a', permissions: ['documents:raed'] }),
      'unknown-permission',
    ],
    [
      'a pattern for nothing',
      'POST',
      () => '/roles',
      () => ({ slug: 'a', name: 'a', permissions: ['docs:*'] }),
      'unknown-permission',
    ],
    [
      'a pattern of another kind',
      'POST',
      () => '/roles',
      () => ({ slug: 'a', name: 'a', permissions: ['*:read'] }),
      'unknown-permission',
    ],
    [
      'a permission twice',
      'POST',
      () => '/roles',
      () => ({ slug: 'a', name: 'a', permissions: ['*', '*'] }),
      'invalid-body',
    ],
    [
      'an unknown include',
      'POST',
      () => '/roles',
      () => ({ slug: 'a', name: 'a', includes: [NOBODY] }),
      'unknown-role',
    ],
    [
      'a role that includes itself',
      'PATCH',
      () => `/roles/${role}`,
      () => ({ includes: [role] }),
      'role-include-cycle',
    ],
    [
      'a stranger in a group',
      'POST',
      () => `/groups/${group}/members`,
      () => ({ userId: NOBODY }),
      'not-a-member',
    ],
    [
      'a group as a stranger',
      'POST',
      () => `/groups/${group}/members`,
      () => ({ userId: group }),
      'not-a-member',
    ],
    [
      'a group in a group',
      'POST',
      () => `/groups/${group}/groups`,
      () => ({ groupId: group }),
      'nesting-not-supported',
    ],
    [
      'an unknown role for a group',
      'POST',
      () => `/groups/${group}/roles`,
      () => ({ roleId: NOBODY }),
      'unknown-role',
    ],
    [
      'an unknown role',
      'PUT',
      () => `/scopes/${root}/assignments/member/${member}`,
      () => ({ roleIds: [admin, NOBODY] }),
      'unknown-role',
    ],
    [
      'a role twice',
      'PUT',
      () => `/scopes/${root}/assignments/member/${member}`,
      () => ({ roleIds: [admin, admin] }),
      'invalid-body',
    ],
    [
      'no roles at all',
      'PUT',
      () => `/scopes/${root}/assignments/member/${member}`,
      () => ({}),
      'invalid-body',
    ],
    [
      'a scope of an unknown kind',
      'POST',
      () => '/scopes',
      () => ({ slug: 'a', kind: 'unit', parentId: root, name: 'a' }),
      'unknown-scope-kind',
    ],
    [
      'another root',
      'POST',
      () => '/scopes',
      () => ({ slug: 'a', kind: 'organization', parentId: root, name: 'a' }),
      'scope-kind-not-managed',
    ],
  ])('%s', async (_what, method, path, body, code) => {
    const { revision } = (await call('GET', '')).body;
    expect(await call(method, path(), body())).toMatchObject({ status: 422, body: { code } });
    expect((await call('GET', '')).body.revision).toBe(revision);
  });

  test.each([
    ['page=0', 'invalid-request'],
    ['page=-1', 'invalid-request'],
    ['page=1.5', 'invalid-request'],
    ['page=', 'invalid-request'],
    ['page=1e3', 'invalid-request'],
    ['pageSize=0', 'invalid-request'],
    ['pageSize=101', 'page-too-large'],
    ['page=1&page=2', 'invalid-request'],
    ['slgu=x', 'invalid-request'],
  ])('GET /groups?%s', async (query, code) => {
    expect(await call('GET', `/groups?${query}`)).toMatchObject({ status: 422, body: { code } });
  });

  test.each(['yesterday', '2026-01-01', '2026-13-01T00:00:00Z', ''])(
    'GET /audit-events?since=%s',
    async (since) => {
      expect((await call('GET', `/audit-events?since=${since}`)).status).toBe(422);
    },
  );
});

describe('what is immutable', () => {
  test.each([
    ['PATCH', () => `/roles/${admin}`, { name: 'God' }, 'predefined-role'],
    ['DELETE', () => `/roles/${admin}`, undefined, 'predefined-role'],
    ['PATCH', () => `/scopes/${root}`, { name: 'New' }, 'scope-kind-not-managed'],
    ['DELETE', () => `/scopes/${root}`, undefined, 'scope-kind-not-managed'],
    ['POST', () => `/members/${member}/accept`, undefined, 'not-invited'],
    ['POST', () => `/members/${member}/resend`, undefined, 'not-invited'],
  ] as const)('%s %s', async (method, path, body, code) => {
    expect(await call(method, path(), body)).toMatchObject({ status: 409, body: { code } });
  });

  test('nesting routes of a flat platform', async () => {
    expect((await call('GET', `/groups/${group}/groups`)).status).toBe(422);
    expect((await call('DELETE', `/groups/${group}/groups/${NOBODY}`)).status).toBe(422);
    expect((await call('GET', '/group-nestings')).body).toMatchObject({ items: [], total: 0 });
  });

  test('memberships of scopes where there are none', async () => {
    const path = `/scopes/${root}/members/${member}`;
    for (const [method, url] of [
      ['GET', path],
      ['DELETE', path],
      ['POST', `${path}/accept`],
      ['POST', `${path}/resend`],
    ] as const) {
      expect((await call(method, url)).body.code).toBe('scope-members-not-supported');
    }
    expect((await call('GET', '/scope-members')).body).toMatchObject({ items: [], total: 0 });
  });
});

test('whatever is sent, the answer keeps the contract and the server lives', async () => {
  const writes = operations().filter(({ operation }) => operation.requestBody);
  const text = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.string({ unit: 'binary' }),
    fc.constantFrom('a', 'g', 'm@acme.com', '*'),
  );
  const names = [
    'slug',
    'name',
    'key',
    'description',
    'permissions',
    'includes',
    'roleIds',
    'userId',
    'state',
    'kind',
  ];
  const ids = fc.constantFrom(NOBODY, 'here');
  const value = fc.oneof(
    text,
    ids,
    fc.array(fc.oneof(text, ids), { maxLength: 3 }),
    fc.integer(),
    fc.constant(null),
  );
  const body = fc.oneof(fc.dictionary(fc.constantFrom(...names), value), fc.jsonValue());
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...writes),
      body,
      fc.array(ids, { minLength: 3, maxLength: 3 }),
      async ({ method, path }, content, picks) => {
        const here: Record<string, string> = {
          groupId: group,
          memberId: member,
          roleId: role,
          scopeId: root,
          principalId: member,
        };
        let pick = 0;
        const url = path
          .replace('{orgId}', 'acme')
          .replace('{principalType}', 'member')
          .replaceAll(
            /\{(\w+)\}/g,
            (_whole, name: string) => (picks[pick++] === 'here' ? here[name] : undefined) ?? NOBODY,
          );
        const { status } = await call(method, `/${url}`, content ?? null);
        expect([200, 201, 404, 409, 422]).toContain(status);
      },
    ),
    { numRuns: 300 },
  );
});
