/** What is wrong in a connector file is told at its place, with a way out, before anything is sent. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { READ_RULES } from '../../../src/connector/described/read/read-stops.ts';
import { expectGolden } from '../../golden.ts';
import { shown } from '../../source/shown.ts';
import { described, describedFile } from './describing.ts';
import { FILE } from './hostile-platform.ts';

/** The file with one text in place of another, which has to be there. */
function told(text: string, by: string): readonly string[] {
  expect(FILE).toContain(text);
  return described(FILE.replace(text, by)).diagnostics.map(shown);
}

it('a file that is right', () => {
  expect(described(FILE)).toMatchObject({ ok: true, diagnostics: [] });
  const { lists, entries, effective } = describedFile('schemas/connectors/access-api.yaml');
  expect(lists.size).toBe(9);
  expect(entries).toHaveLength(9);
  expect(effective.map(({ from }) => from)).toEqual(['effective']);
});

const USERS =
  '{ from: users, key: email, state: { path: status, map: { active: active, invited: invited, suspended: deactivated } } }';

const CASES: readonly (readonly [what: string, text: string, by: string])[] = [
  [
    'a key that nobody knows',
    'items: data\n    id: id\n    page: { by: offset',
    'item: data\n    id: id\n    page: { by: offset',
  ],
  ['a list without a proof', '    whole: { total: total }\n', ''],
  ['a proof that is none', 'whole: { total: total }', 'whole: probably'],
  ['pages that are unpaged', 'whole: { total: total }', 'whole: unpaged'],
  ['pages that are only not cut', 'whole: { total: total }', 'whole: { cut: more }'],
  ['offsets that end', 'whole: { total: total }', 'whole: ended'],
  ['a whole list that ends', 'whole: { cut: truncated }', 'whole: ended'],
  ['two totals', 'whole: { total: total }', 'whole: { total: total, total-header: X-Total }'],
  ['a cursor from nowhere', 'at: after, next: next, ', 'at: after, '],
  ['an offset with a next', 'at: offset, size', 'next: next, at: offset, size'],
  ['a style of pages that nobody has', 'by: cursor', 'by: cursors'],
  ['a list that is not there', 'ref: groups, by: holder', 'ref: group, by: holder'],
  ['a list that rows are not read for', 'for: groups\n', 'for: teams\n'],
  ['a field of no row around', '{groups.id}', '{users.id}'],
  ['a list that nobody asks for', 'get: /users', 'query: { all: "1" }'],
  ['a list that is asked for twice', 'get: /users', 'get: /users\n    post: /users\n    body: {}'],
  ['a body without a post', 'get: /users', 'get: /users\n    body: {}'],
  ['a post without a body', 'get: /groups/{groups.id}/members', 'post: /members'],
  ['a post of several pages', 'get: /users', 'post: /users\n    body: {}'],
  [
    'a post whose path is of a row',
    'get: /groups/{groups.id}/members',
    'post: "/groups/{groups.id}/members"\n    body: {}',
  ],
  [
    'a body with a field of another row',
    'get: /groups/{groups.id}/members',
    'post: /members\n    body: { of: ["{users.id}"] }',
  ],
  [
    'a body with a token',
    'get: /groups/{groups.id}/members',
    'post: /members\n    body: { key: ghp_0123456789abcdefghijABCDEFGHIJ012345 }',
  ],
  ['a path that leads back', 'get: /users', 'get: /x/../users'],
  ['a path that is elsewhere', 'get: /users', 'get: "https://elsewhere.example/users"'],
  ['a query in a path', 'get: /users', 'get: "/users?all=1"'],
  ['a host in the base', 'base: /api', 'base: "//elsewhere.example"'],
  ['a person by a text', 'member: { ref: users, by: user }', 'member: user'],
  [
    'a role by a text',
    'roles: { each: roles, after: role/, map: { editor: editor, viewer: viewer } }',
    'roles: { each: roles }',
  ],
  ['two origins of a value', '{ path: status, map:', '{ path: status, const: active, map:'],
  ['no origin of a value', '{ path: status, map: {', '{ map: {'],
  ['a ninth kind of value', '{ path: status, map:', '{ path: status, script: x, map:'],
  ['what says nothing of a ref', '{ ref: users, by: user }', '{ ref: users, by: user, absent: x }'],
  ['a ref by nothing', '{ ref: users, by: user }', '{ ref: users }'],
  ['a ref to rows without one id', '{ ref: users, by: user }', '{ ref: members, by: user }'],
  ['a ref by two fields of one', '{ ref: users, by: user }', '{ ref: users, by-all: [user, id] }'],
  ['a ref by this and by that', '{ ref: users, by: user }', '{ ref: users, by: user, by-all: [user, id] }'],
  [
    'permissions of no row',
    '{ from: groups, key: name }',
    '{ from: groups, key: name, permissions-where: [{ permissions: name }] }',
  ],
  ['a row that is not around', '{ path: id, of: groups }', '{ path: id, of: users }'],
  ['a list in place of a value', 'key: email', 'key: { each: emails }'],
  ['a list that is missing and not empty', '{ each: roles, after', '{ each: roles, absent: viewer, after'],
  ['somebody and a membership', USERS, `${USERS.slice(0, -2)}, member: { ref: users, by: id } }`],
  ['a scope and nobody', USERS, `${USERS.slice(0, -2)}, scope: { ref: groups, by: id } }`],
  [
    'no people',
    USERS,
    '{ from: users, member: { ref: users, by: id }, scope: { ref: groups, by: id }, state: { const: active } }',
  ],
  ['groups inside of rows', '{ from: groups, key: name }', '{ from: groups, each: teams, key: name }'],
  ['a header that lets in', 'auth: {', 'headers: { Cookie: session=1 }\nauth: {'],
  ['given to nobody', '      group: { ref: groups, by: holder }\n', ''],
  [
    'a scope of no row',
    '      group: { ref: groups, by: holder }\n',
    '      group: { ref: groups, by: holder }\n      scope: { const: acme }\n',
  ],
  ['a version that nobody tells', 'told-by: { get: /version, path: version }\n', ''],
  ['a version that nobody wants', 'version: ">=3 <5"\n', ''],
  ['a version that is no bound', 'version: ">=3 <5"', 'version: latest'],
  [
    'two ways in',
    'auth: { bearer: BYLAW_TOKEN }',
    'auth: { bearer: BYLAW_TOKEN, basic: { user: A, password: B } }',
  ],
  ['a header without a variable', 'auth: { bearer: BYLAW_TOKEN }', 'auth: { header: X-Key }'],
  ['no variable but a token', 'auth: { bearer: BYLAW_TOKEN }', 'auth: { bearer: "ghp_x-1" }'],
  ['a token that could be a name', 'bearer: BYLAW_TOKEN', 'bearer: ghp_0123456789abcdefghijABCDEFGHIJ012345'],
  [
    'an answer in two forms',
    'read:\n',
    'effective:\n  { from: users, member: { ref: users, by: id }, permissions: id, permissions-keys: { path: may } }\nread:\n',
  ],
  [
    'an answer in no form',
    'read:\n',
    'effective: [{ from: users, member: { ref: users, by: id } }]\nread:\n',
  ],
  ['an answer without entries', 'read:\n', 'effective: []\nread:\n'],
  [
    'keys that are left and mapped',
    'read:\n',
    'effective:\n  - { from: users, member: { ref: users, by: id }, permissions-keys: { path: may, map: { a: b }, leaves: [a] } }\nread:\n',
  ],
  ['no consistency', 'consistent: twice\n', ''],
  ['one reading', 'consistent: twice', 'consistent: once'],
  ['a condition that is none', '{ type: { is: [group] } }', '{ type: group }'],
  ['a condition of two minds', '{ type: { is: [group] } }', '{ type: { is: [group], not: [user] } }'],
];

it('whatever is wrong, at its place and with a way out', () => {
  const text = CASES.map(([what, from, to]) => {
    const lines = told(from, to);
    expect(lines, what).not.toEqual([]);
    return [`## ${what}`, ...lines, ''].join('\n');
  }).join('\n');
  expectGolden('test/connector/described/golden/descriptions.txt', text);
});

it('the page shows a file that is right, and names every rule', () => {
  const page = readFileSync('docs/connectors/described.md', 'utf8');
  const [, file = ''] = /```yaml\n([\s\S]*?)```/.exec(page) ?? [];
  expect(described(file).diagnostics.map(shown)).toEqual([]);
  const rules = page.slice(page.indexOf('## What stops a read'));
  expect([...rules.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, rule]) => rule)).toEqual(
    Object.keys(READ_RULES),
  );
});
