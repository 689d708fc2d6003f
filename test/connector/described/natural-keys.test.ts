/** What is written to a platform that keeps rows by names: slashes, one text of a list, who comes with a group, what is sent back. */
import { expect, it } from 'vitest';
import type { LiveWriter } from '../../../src/connector/connector.ts';
import { describedSupports } from '../../../src/connector/described/write/described-supports.ts';
import type { Write } from '../../../src/plan/write/write.ts';
import { shown } from '../../source/shown.ts';
import { given, group, joins, named, person, updated } from '../attributes.ts';
import { must } from '../connections.ts';
import { described } from './describing.ts';
import { patterns, rabbitmq, SHIPPED, smallBroker, user, vhost } from './small-broker.ts';

const DEFAULT = 'acme/vhosts/default';
const SHOP = 'acme/vhosts/shop';

/** What somebody has on a virtual host, as a group. */
function has(at: string, who: string, permissions: string[], name = who): Write {
  const made = { ...group(name, at, permissions), title: who, members: named(who === '' ? [] : [who]) };
  return { write: 'create-group', group: made };
}
const joinsGroup = (at: string, name: string, member = name): Write => ({
  write: 'add-group-member',
  group: `${at}/${name}`,
  member,
});
const becomes = (path: string, permissions: string[], title = 'ana'): Write =>
  updated(path, { permissions: named(permissions), title });
const DI = 'acme/vhosts/shop/di-acme.example';

async function stops(writer: LiveWriter, write: Write): Promise<string> {
  const result = await writer.write(write);
  expect(result.ok).toBe(false);
  return result.diagnostics.map(shown).join('\n');
}

it('a slash of an id is sent as a part of it, and who a group is of comes with it', async () => {
  const { writer, rows, written } = await smallBroker();
  must(await writer.write(has(DEFAULT, 'ana', ['resources:configure!^ana-', 'resources:read'])));
  must(await writer.write(joinsGroup(DEFAULT, 'ana')));
  expect(written).toEqual([
    { asked: 'PUT /api/permissions/%2F/ana', body: { configure: '^ana-', write: '', read: '.*' } },
  ]);
  must(await writer.write({ write: 'delete-group', group: `${DEFAULT}/guest` }));
  expect(written[1]?.asked).toBe('DELETE /api/permissions/%2F/guest');
  expect(rows.permissions).toEqual([
    patterns('shop', 'ana', '', '', '^orders$'),
    patterns('/', 'ana', '^ana-', '', '.*'),
  ]);
});

it('nobody says that slashes are taken for a part of an id: they are not sent', async () => {
  const { writer, written } = await smallBroker(SHIPPED.replace(/^slashes: .*\n/m, ''));
  expect(await stops(writer, has(DEFAULT, 'ana', ['resources:read']))).toMatch(/rule sent-path/);
  expect(written).toEqual([]);
});

it.each(['..', '.', 'a/../b', '../vhosts', 'shop/.', 'a\\b'])(
  'an id that could lead elsewhere is not sent, encoded or not: %j',
  async (id) => {
    const { writer, rows, written } = await smallBroker();
    rows.vhosts[1] = vhost(id);
    rows.permissions = [patterns(id, 'ana', '', '', '^orders$')];
    const read = must(await writer.read());
    const strange = read.resources.find(({ type }) => type === 'group');
    if (strange?.type !== 'group') throw new Error('no group came');
    const { home } = strange.attributes;
    expect(await stops(writer, { write: 'delete-group', group: `${home}/ana` })).toMatch(/rule sent-path/);
    expect(written).toEqual([]);
  },
);

it('people who are called otherwise in documents are meant by their own name', async () => {
  const { writer, written } = await smallBroker();
  must(await writer.write(has(SHOP, 'di@acme.example', ['vhost:open'], 'di-acme.example')));
  expect(written).toEqual([
    { asked: 'PUT /api/permissions/shop/di%40acme.example', body: { configure: '', write: '', read: '' } },
  ]);
});

it('what is left of a row is sent back as it is now', async () => {
  const broker = await smallBroker();
  const { writer, rows, written } = broker;
  broker.onLook = () => {
    rows.users[1] = { ...user('ana', ['management']), password_hash: 'a new one' };
  };
  must(
    await writer.write({
      write: 'put-assignment',
      assignment: given('acme', person('ana'), ['monitoring', 'policymaker']),
    }),
  );
  expect(written).toEqual([
    {
      asked: 'PUT /api/users/ana',
      body: { password_hash: 'a new one', hashing_algorithm: 'sha256', tags: ['monitoring', 'policymaker'] },
    },
  ]);
});

it('tags that somebody else changed meanwhile are left as they are', async () => {
  const broker = await smallBroker();
  const { writer, rows, written } = broker;
  broker.onLook = () => {
    rows.users[1] = user('ana', ['administrator']);
  };
  const taking: Write = { write: 'delete-assignment', scope: 'acme', principal: person('ana') };
  expect(await stops(writer, taking)).toMatch(/live-changed.*rule as-read/);
  expect(written).toEqual([]);
});

it('who was made by somebody else meanwhile keeps the password', async () => {
  const { writer, rows, written } = await smallBroker();
  rows.users.push(user('eve'));
  must(await writer.write(joins('eve')));
  expect(written).toEqual([]);
  must(await writer.write(joins('fay')));
  expect(written).toEqual([{ asked: 'PUT /api/users/fay', body: { password_hash: '', tags: [] } }]);
});

it('what somebody has been given meanwhile is not written over', async () => {
  const { writer, rows, written } = await smallBroker();
  rows.permissions.push(patterns('/', 'ana', '.*', '.*', '.*'));
  expect(await stops(writer, has(DEFAULT, 'ana', ['resources:read']))).toMatch(/live-changed.*rule as-read/);
  expect(written).toEqual([]);
});

it('who was taken out of their group meanwhile is not put into it by half', async () => {
  const { writer, rows } = await smallBroker();
  must(await writer.write(has(DEFAULT, 'ana', ['resources:read'])));
  rows.permissions.pop();
  must(await writer.read());
  expect(await stops(writer, joinsGroup(DEFAULT, 'ana'))).toMatch(/came with it.*rule as-read/);
});

const ANA = `${SHOP}/ana`;
/** The title is what documents say where they say nothing. */
const TITLED: Write = {
  write: 'create-group',
  group: {
    ...group('di-acme.example', DEFAULT, ['vhost:open']),
    title: 'di-acme.example',
    members: named(['di@acme.example']),
  },
};
it.each<readonly [Write, RegExp | null]>([
  [has(DEFAULT, 'ana', ['resources:read']), null],
  [has(DEFAULT, 'ana', ['vhost:open']), null],
  [has(DEFAULT, 'ana', []), /no way of create-group/],
  [has(DEFAULT, 'ana', ['vhost:open', 'resources:read']), /no field takes vhost:open/],
  [has(DEFAULT, 'ana', ['resources:read!a', 'resources:read!b']), /are two, and one can be sent/],
  [has(DEFAULT, 'ana', ['resources:read!a', 'resources:read']), /are two, and one can be sent/],
  [has(DEFAULT, 'ana', ['resources:read!.*']), /resources:read!\.\* is resources:read/],
  [has(DEFAULT, 'ana', ['resources:read!']), /would be nothing/],
  [has(DEFAULT, '', ['resources:read'], 'ana'), /holds nobody else/],
  [has(DEFAULT, 'guest', ['resources:read'], 'ana'), /For guest it is called "guest"/],
  [has(DEFAULT, 'di@acme.example', ['vhost:open'], 'di-acme.example'), null],
  [TITLED, /Write title: "di@acme.example"/],
  [joinsGroup(SHOP, 'ana'), null],
  [joinsGroup(SHOP, 'ana', 'guest'), /holds nobody else/],
  [{ write: 'remove-group-member', group: ANA, member: 'ana' }, /is not without them/],
  [becomes(ANA, ['resources:write']), null],
  [becomes(DI, ['vhost:open'], 'di@acme.example'), null],
  [becomes(DI, ['vhost:open'], 'The operator'), /does not send "title"/],
  [becomes(ANA, []), /no way of update-group/],
  [becomes(ANA, ['management:use']), /no field takes management:use/],
  [{ write: 'set-member-state', scope: 'acme', member: 'ana', state: 'deactivated' }, /deactivated/],
  [
    { write: 'update-scope', path: SHOP, title: 'shop', settings: new Map(), name: 'stall' },
    /no update-scope/,
  ],
])('what it cannot, it says at plan time: %#', (write, why) => {
  const unsupported = describedSupports(must(described(SHIPPED)), write, rabbitmq);
  if (why === null) expect(unsupported).toBeNull();
  else expect(`${unsupported?.why} ${unsupported?.wayOut}`).toMatch(why);
});

it('that a group is of one person is said by both files, or by none', () => {
  const making = has(DEFAULT, 'ana', ['resources:read']);
  const many = { ...rabbitmq, invariants: [] };
  expect(describedSupports(must(described(SHIPPED)), making, many)?.why).toMatch(
    /the platform file does not/,
  );
  const silent = SHIPPED.replaceAll(/^ +brings: membership\n/gm, '').replaceAll(
    '{home.name}/{member.name}',
    '{home.name}/{name}',
  );
  const plain = must(described(silent));
  expect(describedSupports(plain, making, rabbitmq)?.why).toMatch(/does not say that they come with it/);
});

const WRONG: readonly (readonly [what: string, from: string, to: string, told: RegExp])[] = [
  [
    'a list that is none',
    'one: permissions, map: { "resources:configure"',
    'one: people, map: { "resources:configure"',
    /no list "people"/,
  ],
  [
    'nothing in its place',
    'after: "resources:configure!", absent: "" }',
    'after: "resources:configure!" }',
    /is not said/,
  ],
  [
    'no text that it is',
    'map: { "resources:configure": ".*" }, after: "resources:configure!", absent',
    'absent',
    /Which text of the list/,
  ],
  [
    'a word beside it',
    'absent: "" }\n        write',
    'absent: "", as: none }\n        write',
    /`as` says nothing/,
  ],
  [
    'one word for two',
    '"resources:configure": ".*" }',
    '"resources:configure": ".*", "vhost:open": ".*" }',
    /sent for/,
  ],
  ['a word that is nothing', '"resources:configure": ".*" }', '"resources:configure": "" }', /sent for/],
  [
    'a list of roles',
    'tags: { each: roles, path: role }',
    'tags: { one: roles, after: "x", absent: "" }',
    /no list of texts/,
  ],
  [
    'what comes with no group',
    '    - delete: "/users/{member.name}"',
    '    - brings: membership\n      delete: "/users/{member.name}"',
    /Only with a group/,
  ],
  [
    'what comes by half of the ways',
    '      brings: membership\n    - when: { permissions: present }',
    '    - when: { permissions: present }',
    /nothing named "member"|all or none/,
  ],
  [
    'who comes and is not named',
    'put: "/permissions/{home.name}/{member.name}"',
    'put: "/permissions/{home.name}/{name}"',
    /does not say "member"/,
  ],
  [
    'present of what is sent by no field',
    'configure: { one: permissions, map: { "resources:configure": ".*" }, after: "resources:configure!", absent: "" }\n        write: { one: permissions, map: { "resources:write": ".*" }, after: "resources:write!", absent: "" }\n        read: { one: permissions, map: { "resources:read": ".*" }, after: "resources:read!", absent: "" }',
    'read: { const: ".*" }',
    /does not say "permissions"/,
  ],
  ['slashes of another kind', 'slashes: encoded', 'slashes: plain', /slashes/],
];

it.each(WRONG)('what is wrong is told at its line: %s', (what, from, to, told) => {
  expect(SHIPPED, what).toContain(from);
  const text = described(SHIPPED.replace(from, () => to))
    .diagnostics.map(shown)
    .join('\n');
  expect(text, what).toMatch(told);
});

it('a row that takes nothing away is read, and any other of topics is a stop', async () => {
  const { writer, rows } = await smallBroker();
  rows['topic-permissions'].push({
    user: 'ana',
    vhost: 'shop',
    exchange: 'amq.topic',
    write: '.*',
    read: '.*',
  });
  must(await writer.read());
  rows['topic-permissions'].push({ user: 'ana', vhost: 'shop', exchange: 'logs', write: '^a', read: '.*' });
  const { diagnostics } = await writer.read();
  expect(diagnostics.map(({ message }) => message).join()).toMatch(
    /List topic-permissions.*\["shop","ana","logs"\]/,
  );
});
