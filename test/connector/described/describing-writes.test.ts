/** What a connector file says of writes: what is wrong is told at its line, and what it cannot do before anything is sent. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { describedSupports } from '../../../src/connector/described/write/described-supports.ts';
import { WRITE_RULES } from '../../../src/connector/described/write/write-stops.ts';
import type { Write } from '../../../src/plan/write/write.ts';
import { expectGolden } from '../../golden.ts';
import { shown } from '../../source/shown.ts';
import { given, group, joins, person, team } from '../attributes.ts';
import { must } from '../connections.ts';
import { lumoauth } from '../platforms.ts';
import { described } from './describing.ts';
import { FILE } from './hostile-platform.ts';
import { ONE_PLACE } from './one-place-platform.ts';

const WRITES = `write:
  add-member:
    - { post: /users, body: { email: key, status: { const: active } }, made: id }
  set-member-state:
    - { patch: "/users/{member.id}", body: { status: { path: state, map: { active: active } } } }
  create-group:
    - { post: /groups, body: { name: name }, made: id }
  add-group-member:
    - { post: "/groups/{group.id}/members", body: { user: member.id } }
  remove-group-member:
    - { delete: "/groups/{group.id}/members/{row.user}" }
  put-assignment:
    - when: { principal: [group] }
      each:
        added: [{ post: /grants, body: { holder: group.id, "role.name": { join: [{ const: role/ }, { path: role }] } } }]
        removed: [{ delete: "/grants/{row.id}" }]
`;

const CASES: readonly (readonly [what: string, text: string, by: string])[] = [
  ['a kind that nobody knows', 'add-member:', 'add-people:'],
  ['an unknown name', '{group.id}/members"', '{team.id}/members"'],
  ['a name that the write does not have', 'body: { email: key', 'body: { email: group.id'],
  ['a field that no row has', '{row.user}', '{row.users}'],
  ['a field of a thing that has no rows', '{ path: role }', '{ path: role.id }'],
  ['another host', 'post: /users', 'post: "https://elsewhere.example/users"'],
  ['a host by two slashes', 'post: /users', 'post: //elsewhere.example/users'],
  ['a path that leads back', 'post: /users', 'post: /users/../admin'],
  ['a query in a path', 'post: /users', 'post: "/users?role=admin"'],
  ['a brace alone', '/groups/{group.id}/members", body', '/groups/{group.id}}/members", body'],
  ['a field of the body twice', '{ email: key, status: {', '{ email: key, email.work: key, status: {'],
  ['what could be absent', 'body: { user: member.id }', 'body: { user: member.id, as: role }'],
  ['somebody who may be a group', 'when: { principal: [group] }', 'when: { scope: [organization] }'],
  ['what is not there under when', 'holder: group.id', 'holder: member.id'],
  ['two requests', 'patch: "/users/{member.id}"', 'patch: "/users/{member.id}", put: "/users/{member.id}"'],
  ['no request', '{ post: /groups, body: { name: name }, made: id }', '{ body: { name: name }, made: id }'],
  ['nothing that tells who', 'patch: "/users/{member.id}"', 'patch: /users'],
  ['a state that is not sent', ', body: { status: { path: state, map: { active: active } } }', ''],
  ['a text with fields', 'body: { name: name }', 'body: { name: name.first }'],
  ['a list in place of a text', 'body: { name: name }', 'body: { name: permissions }'],
  ['a list that is none', 'body: { name: name }', 'body: { name: { each: people } }'],
  ['objects without each', 'body: { name: name }', 'body: { "names[].name": name }'],
  ['a ref', 'email: key, status: { const: active }', 'email: { join: [{ ref: users, by: key }] }'],
  ['a condition of nothing', 'when: { principal: [group] }', 'when: { principle: [group] }'],
  ['a word that never is', 'when: { principal: [group] }', 'when: { principal: [groups] }'],
  ['present of what always is', 'when: { principal: [group] }', 'when: { principal: present }'],
  ['an ETag of nothing', 'made: id }\n  set', 'made: id, if-match: etag }\n  set'],
  ['a look at no list', 'made: id }\n  set', 'made: id, first: { get: /users, row-of: people } }\n  set'],
  ['a key that lets in', 'made: id }\n  set', 'made: id, idempotency-key: Authorization }\n  set'],
  [
    'each of one request',
    '- { post: /groups, body: { name: name }, made: id }',
    '- each: { added: [{ post: /x }], removed: [{ post: /x }] }',
  ],
  [
    'a set that the write does not change',
    '- { post: /groups, body: { name: name }, made: id }',
    '- set: { of: membership, for: group, post: /x }',
  ],
  [
    'a set that is not sent',
    '- { post: "/groups/{group.id}/members", body: { user: member.id } }',
    '- set: { of: membership, for: group, put: "/groups/{group.id}" }',
  ],
  [
    'a way that is never taken',
    '- { post: /groups, body: { name: name }, made: id }',
    '- { post: /groups, body: { name: name } }\n    - { post: /teams, body: { name: name } }',
  ],
  ['what replaces and does not', 'post: /groups, body', 'replaces: membership, post: /groups, body'],
];

const PARTS: typeof CASES = [
  ['a pattern without a name', '&right "documents:{act}"', '&right "documents:act"'],
  ['a pattern with a brace alone', '&right "documents:{act}"', '&right "documents:{act}}"'],
  ['a pattern with a name twice', '&right "documents:{act}"', '&right "{act}:{act}"'],
  ['a pattern that nothing parts', '&right "documents:{act}"', '&right "{act}{thing}"'],
  ['a pattern with a strange name', '&right "documents:{act}"', '&right "documents:{the act}"'],
  [
    'a name that the pattern has not',
    'like: *right, path: act }\n      made',
    'like: *right, path: thing }\n      made',
  ],
  [
    'a pattern of one value',
    'name: called\n        all',
    'name: { path: called, like: "a{b}" }\n        all',
  ],
  [
    'a pattern of what are no texts',
    'rights.gone: { each: removed, path',
    'rights.gone: { each: removed, like: "a{b}", path',
  ],
  ['a word of no list', '{ has: admin, in: includes }', '{ has: admin, in: roles }'],
  ['a word without a list', '{ has: admin, in: includes }', '{ has: admin }'],
  ['a word and more', '{ has: admin, in: includes }', '{ has: admin, in: includes, as: none }'],
  ['one of no list', '{ only: set, path: group.id, as: none }', '{ only: sets, path: group.id }'],
  ['one of what is not in it', '{ only: set, path: group.id, as: none }', '{ only: set, path: member.id }'],
  ['a row without a field that is read', 'path: row.id, as: number }', 'path: row.key, as: number }'],
  ['what comes without what goes', '        rights.gone: { each: removed, path: row.id, as: number }\n', ''],
  [
    'what goes without what comes',
    'rights.new[].act: { each: added, like: *right, path: act }',
    'x: { const: "" }',
  ],
  [
    'nothing done, and something',
    'not-supported: A guest is no administrator.',
    'not-supported: No.\n      patch: /x',
  ],
  [
    'an emptied group that is not deleted',
    'body: { team: group.id }, replaces',
    'body: { team: group.id }, empties: membership, replaces',
  ],
  ['one name for two groups', 'when: { group: [staff] }, patch', 'when: { group: [staff, ops] }, patch'],
];

it('parts of permissions, names and words: whatever is wrong, at its line and with a way out', () => {
  expect(described(ONE_PLACE).diagnostics.map(shown)).toEqual([]);
  const text = PARTS.map(([what, from, to]) => {
    expect(ONE_PLACE, what).toContain(from);
    const lines = described(ONE_PLACE.replace(from, to)).diagnostics.map(shown);
    expect(lines, what).not.toEqual([]);
    return [`## ${what}`, ...lines, ''].join('\n');
  }).join('\n');
  expectGolden('test/connector/described/golden/parts.txt', text);
});

it('a file with writes, and that of the Access API', () => {
  expect(described(FILE + WRITES).diagnostics.map(shown)).toEqual([]);
  const text = readFileSync('schemas/connectors/access-api.yaml', 'utf8');
  expect(described(text).diagnostics.map(shown)).toEqual([]);
});

it('whatever is wrong, at its line and with a way out', () => {
  const text = CASES.map(([what, from, to]) => {
    expect(WRITES, what).toContain(from);
    const lines = described(FILE + WRITES.replace(from, to)).diagnostics.map(shown);
    expect(lines, what).not.toEqual([]);
    return [`## ${what}`, ...lines, ''].join('\n');
  }).join('\n');
  expectGolden('test/connector/described/golden/writes.txt', text);
});

const QA = 'acme/qa';
const DOCS = { ...group('docs'), title: 'docs' };
const asked: readonly (readonly [Write, RegExp | null])[] = [
  [{ write: 'add-group-member', group: QA, member: 'ana@acme.com' }, null],
  [{ write: 'add-group-member', group: QA, member: 'ana@acme.com', role: 'owner' }, /does not send "role"/],
  [{ write: 'delete-group', group: QA }, /describes no delete-group/],
  [{ write: 'create-group', group: DOCS }, null],
  [{ write: 'create-group', group: { ...DOCS, description: 'They write.' } }, /does not send "description"/],
  [{ write: 'create-group', group: { ...DOCS, title: 'Writers' } }, /does not send "title"/],
  [joins('eve@acme.com'), null],
  [{ write: 'set-member-state', scope: 'acme', member: 'ana@acme.com', state: 'active' }, null],
  [{ write: 'set-member-state', scope: 'acme', member: 'ana@acme.com', state: 'deactivated' }, /deactivated/],
  [{ write: 'put-assignment', assignment: given('acme', team(QA), ['editor']) }, null],
  [{ write: 'put-assignment', assignment: given('acme', team(QA), []) }, /no assignment without roles/],
  [
    { write: 'put-assignment', assignment: given('acme', person('ana@acme.com'), ['editor']) },
    /no way of put-assignment/,
  ],
  [{ write: 'delete-assignment', scope: 'acme', principal: team(QA) }, null],
  [{ write: 'delete-assignment', scope: 'acme', principal: person('ana@acme.com') }, /no delete-assignment/],
];

it.each(asked)('what it cannot, it says at plan time: %j', (write, why) => {
  const unsupported = describedSupports(must(described(FILE + WRITES)), write, lumoauth);
  if (why === null) expect(unsupported).toBeNull();
  else expect(unsupported?.why).toMatch(why);
});

it('what a write takes away is said by both files, or by none', () => {
  const api = must(described(FILE + WRITES));
  const replacing = must(
    described(FILE + WRITES.replace('post: "/groups/', 'replaces: membership, post: "/groups/')),
  );
  const one = { ...lumoauth, groups: { ...lumoauth.groups, perMember: 'one' as const } };
  const joining: Write = { write: 'add-group-member', group: QA, member: 'ana@acme.com' };
  expect(describedSupports(replacing, joining, one)).toBeNull();
  expect(describedSupports(replacing, joining, lumoauth)?.why).toMatch(/leaves the other one/);
  expect(describedSupports(api, joining, one)?.why).toMatch(
    /does not say that coming into one ends the other/,
  );
});

it('the page names every rule of writing', () => {
  const page = readFileSync('docs/connectors/described.md', 'utf8');
  const rules = page.slice(page.indexOf('### What stops a write'), page.indexOf('## What stops a read'));
  expect([...rules.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, rule]) => rule)).toEqual(
    Object.keys(WRITE_RULES),
  );
});
