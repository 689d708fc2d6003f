/** Connector files drafted of OpenAPI documents: what is told is there, and what is not is for a person to decide. */

import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type DraftedConnector, draftConnector } from '../../../src/connector/drafting/draft-connector.ts';
import { readYaml } from '../../../src/source/yaml.ts';
import { expectGolden } from '../../golden.ts';
import { onlyDocument, policy } from '../../policy/fixture.ts';
import { must } from '../connections.ts';

function draft(document: object | string): DraftedConnector {
  const text = typeof document === 'string' ? document : JSON.stringify(document);
  return must(draftConnector(onlyDocument(text, 'openapi.yaml'), 'openapi.yaml'));
}

const list = (schema: object, more: object = {}, headers: object = {}) => ({
  get: { responses: { 200: { headers, content: { 'application/json': { schema } } } }, ...more },
});
const api = (paths: object, more: object = {}) => ({
  openapi: '3.0.3',
  info: { title: 'Acme', version: '1' },
  paths,
  ...more,
});
const user = {
  type: 'object',
  properties: { id: { type: 'string' }, role: { type: 'string', enum: ['a', 'b'] } },
};
const users = { type: 'array', items: user };
const query = (name: string, schema: object = { type: 'integer' }) => ({ name, in: 'query', schema });

it('the draft of the Access API', () => {
  const drafted = draft(readFileSync('schemas/access-api.openapi.json', 'utf8'));
  expect(drafted.lists.map(({ name }) => name)).toEqual(
    expect.arrayContaining([
      'scopes',
      'roles',
      'members',
      'groups',
      'memberships',
      'assignments',
      'groups-members',
    ]),
  );
  expectGolden('test/connector/drafting/golden/access-api.yaml', drafted.text);
});

it('no draft is a connector file, and each decision by itself keeps it from being one', () => {
  const { text, decisions } = draft(readFileSync('schemas/access-api.openapi.json', 'utf8'));
  expect(decisions).toBeGreaterThan(20);
  const document = onlyDocument(text, 'draft.yaml');
  const read = policy.readConnector(document);
  const refused = new Set(read.diagnostics.map(({ origin }) => (origin?.from === 'file' ? origin.line : 0)));
  const undecided = text.split('\n').flatMap((line, at) => (/"\? /.test(line) ? [at + 1] : []));
  expect(undecided.filter((line) => !refused.has(line))).toEqual([]);
});

describe('pages', () => {
  it.each<[what: string, parameters: readonly object[], schema: object, headers: object, told: RegExp]>([
    ['none', [], users, {}, /page: none\n[\s\S]*whole: "\? decide"/],
    [
      'page and a total',
      [query('page'), query('per_page', { type: 'integer', maximum: 50 })],
      { type: 'object', properties: { data: users, total: { type: 'integer' } } },
      {},
      /items: data\n.*\n +page: \{ by: page, at: page, size: per_page, most: 50 \}\n +whole: \{ total: total \}/,
    ],
    [
      'offset and a total in a header',
      [query('offset'), query('limit', { type: 'integer', maximum: 20 })],
      users,
      { 'X-Total-Count': {} },
      /page: \{ by: offset, at: offset, size: limit, most: 20 \}\n +whole: \{ total-header: "?X-Total-Count"? \}/,
    ],
    [
      'first and max',
      [query('first'), query('max', { type: 'integer', maximum: 100 })],
      users,
      {},
      /page: \{ by: offset, at: first, size: max, most: 100 \}/,
    ],
    [
      'a cursor',
      [query('pageToken'), query('pageSize', { type: 'integer', maximum: 30 })],
      {
        type: 'object',
        properties: { users, meta: { type: 'object', properties: { nextPageToken: { type: 'string' } } } },
      },
      {},
      /items: users\n.*\n +page: \{ by: cursor, at: pageToken, size: pageSize, most: 30, next: meta.nextPageToken \}\n +whole: ended/,
    ],
    [
      'links',
      [query('page'), query('per_page', { type: 'integer', maximum: 100 })],
      users,
      { Link: {} },
      /page: \{ by: link, size: per_page, most: 100 \}\n +whole: ended/,
    ],
    [
      'pages from nought, of a size that nobody tells',
      [query('page', { type: 'integer', minimum: 0 }), query('size', { type: 'integer', default: 20 })],
      users,
      {},
      /DECIDE: how many items there are on a page at most; 20, where nobody asks[\s\S]*most: "\? decide", first: "\? 0"/,
    ],
  ])('%s', (_what, parameters, schema, headers, told) => {
    expect(draft(api({ '/users': list(schema, { parameters }, headers) })).text).toMatch(told);
  });
});

describe('lists for each row of another', () => {
  const member = { type: 'array', items: { type: 'object', properties: { user_id: { type: 'string' } } } };
  const group = {
    type: 'array',
    items: { type: 'object', properties: { id: { type: 'string' }, slug: {}, login: {} } },
  };
  it.each<[path: string, told: RegExp | null]>([
    ['/groups/{group_id}/members', /for: groups\n +get: "\/groups\/\{groups\.id\}\/members"/],
    ['/groups/{slug}/members', /get: "\/groups\/\{groups\.slug\}\/members"/],
    ['/groups/{username}/members', /get: "\/groups\/\{groups\.login\}\/members"/],
    [
      '/groups/{thing}/members',
      /DECIDE: whether id is what the path wants[\s\S]*get: "\? \/groups\/\{groups\.id\}\/members"/,
    ],
    ['/teams/{team_id}/members', null],
    ['/groups/{id}/members/{member_id}/roles', null],
  ])('%s', (path, told) => {
    const drafted = draft(api({ '/groups': list(group), [path]: list(member) }));
    if (told === null) expect(drafted.left.map(({ get }) => get)).toEqual([path]);
    else expect(drafted.text).toMatch(told);
  });

  it('below an organization', () => {
    const { text, lists } = draft(
      api(
        { '/v1/orgs/{org}/groups': list(group), '/v1/orgs/{org}/groups/{slug}/members': list(member) },
        { servers: [{ url: 'https://acme.example/api' }] },
      ),
    );
    expect(text).toContain('base: "/api/v1/orgs/{organization}"\n');
    expect(lists.map(({ get }) => get)).toEqual(['/groups', '/groups/{groups.slug}/members']);
  });
});

it('what is left out is said, with why', () => {
  const several = { type: 'object', properties: { a: users, b: users } };
  const { left, lists, writes } = draft(
    api({
      '/users': { ...list(users), post: { summary: 'Add' }, parameters: 'none' },
      '/users/{id}': { ...list(user), delete: {} },
      '/users/me': list({ type: 'object', properties: { roles: users } }),
      '/members': list(several),
      '/invoices': list(users),
      '/access points': list(users),
      '/roles': { get: { responses: { 404: {} } } },
    }),
  );
  expect(lists.map(({ get }) => get)).toEqual(['/users']);
  expect(writes).toBe(2);
  expect(left).toEqual([
    { get: '/members', because: 'its answer holds several lists' },
    { get: '/invoices', because: 'its path says nothing of access' },
    { get: '/access points', because: 'its path cannot be sent as it is written' },
  ]);
});

describe('hostile documents', () => {
  it('references in rings come to nothing', () => {
    const ring = { $ref: '#/components/schemas/Ring' };
    const document = api(
      {
        '/users': list({ $ref: '#/components/schemas/Page' }),
        '/groups': list(ring),
        '/roles': { $ref: '#/paths/~1roles' },
      },
      {
        components: {
          schemas: {
            Ring: ring,
            Page: {
              allOf: [
                { $ref: '#/components/schemas/Page' },
                { $ref: '#/components/schemas/Other' },
                { properties: { users: { type: 'array', items: { $ref: '#/components/schemas/Page' } } } },
              ],
            },
            Other: { allOf: Array.from({ length: 40 }, () => ({ $ref: '#/components/schemas/Page' })) },
          },
        },
      },
    );
    expect(draft(document).lists).toMatchObject([{ name: 'users' }]);
  });

  it('references to elsewhere are not followed: no file is read, and nothing is fetched', async () => {
    let asked = 0;
    const server = createServer((_request, response) => {
      asked += 1;
      response.end(JSON.stringify(users));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/schema.json`;
    const { lists } = draft(
      api({
        '/users': list({ $ref: url }),
        '/groups': list({ $ref: './schema.yaml#/a' }),
        '/roles': list({ $ref: '/etc/passwd' }),
      }),
    );
    expect(lists).toEqual([]);
    await new Promise((resolve) => setImmediate(resolve));
    expect(asked).toBe(0);
  });

  it('no text of a document leaves its line', () => {
    const evil = 'x\nlists: {}\r\nauth: { bearer: EVIL }\u2028# \u202e"';
    const { text } = draft(
      api(
        {
          '/users': {
            ...list(
              {
                type: 'array',
                items: { type: 'object', properties: { [evil]: { type: 'string', enum: [evil] }, id: {} } },
              },
              { summary: evil },
            ),
            post: { summary: evil },
          },
        },
        { info: { title: evil } },
      ),
    );
    expect(onlyDocument(text, 'draft.yaml').value).toMatchObject({ kind: 'Connector', lists: { users: {} } });
    expect(text).not.toMatch(/^auth: \{ bearer: EVIL/m);
  });

  it('keys of prototypes are keys', () => {
    const text = `{"openapi":"3.1.0","paths":{"/users":{"get":{"responses":{"200":{"content":{"application/json":{"schema":{"type":"array","items":{"$ref":"#/__proto__/constructor"}}}}}}}},"/groups":{"get":{"responses":{"200":{"content":{"application/json":{"schema":{"type":"array","items":{"properties":{"__proto__":{"type":"string"},"id":{}}}}}}}}}}}}`;
    expect(draft(text).lists.map(({ name }) => name)).toEqual(['users', 'groups']);
    expect(({} as { type?: string }).type).toBeUndefined();
  });

  it.each<[what: string, document: string, said: RegExp]>([
    ['version 2', '{"swagger":"2.0","paths":{}}', /version 2/],
    ['no document of the kind', '[1, 2]', /no OpenAPI document/],
    ['no version', 'paths: {}', /says no version/],
    ['a version to come', '{"openapi":"4.0.0","paths":{}}', /version "4\.0\.0"/],
    ['no paths', '{"openapi":"3.1.0"}', /no paths/],
  ])('%s', (_what, document, said) => {
    const { ok, diagnostics } = draftConnector(onlyDocument(document, 'openapi.yaml'), 'openapi.yaml');
    expect(ok).toBe(false);
    expect(diagnostics.map(({ code, message }) => `${code}: ${message}`).join()).toMatch(said);
  });

  it('a document nested ten thousand deep, or of more than may be read, is told', () => {
    expect(
      readYaml(`${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`, 'deep.json').diagnostics[0]?.code,
    ).toMatch(/yaml-/);
    expect(readYaml(Buffer.alloc(21 * 1024 * 1024, ' '), 'large.json').diagnostics[0]?.code).toBe(
      'file-too-large',
    );
  });

  it('whatever a document holds, the draft is YAML, and no connector file', () => {
    const value = fc.jsonValue({ maxDepth: 4 });
    const schema = fc.oneof(
      value,
      fc.constant(users),
      fc.record({ allOf: fc.array(value), type: value, properties: value, items: value }),
    );
    const parameters = fc.array(
      fc.oneof(
        value,
        fc.record({
          name: fc.constantFrom('page', 'limit', 'cursor', 'x'),
          in: fc.constant('query'),
          schema: value,
        }),
      ),
    );
    const path = fc.oneof(
      fc.constantFrom('/users', '/groups', '/groups/{id}/members', '/orgs/{org}/roles'),
      fc.string(),
    );
    const operation = fc.record({
      summary: value,
      parameters,
      responses: fc.record({
        200: fc.record({ headers: value, content: fc.record({ 'application/json': fc.record({ schema }) }) }),
      }),
    });
    fc.assert(
      fc.property(
        fc.dictionary(path, fc.record({ get: operation, post: value })),
        value,
        value,
        (paths, info, components) => {
          const { text } = draft({ openapi: '3.1.0', info, paths, components, servers: components });
          expect(policy.readConnector(onlyDocument(text, 'draft.yaml')).ok).toBe(false);
        },
      ),
      { numRuns: 300, seed: 20264 },
    );
  });
});
