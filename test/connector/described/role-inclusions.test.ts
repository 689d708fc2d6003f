/** Roles in roles where a list of their own tells of them. */
import { expect, it } from 'vitest';
import { shown } from '../../source/shown.ts';
import { must, plain } from '../connections.ts';
import { keystone, lumoauth } from '../platforms.ts';
import { described } from './describing.ts';
import { fileOf, list, readOf, told } from './plain-lists.ts';

const FILE = fileOf(
  list('people') + list('roles') + list('hierarchy', ', leaves: ["implied.[].name"]'),
  `  member: [{ from: people, key: key, state: { const: active } }]
  role: [{ from: roles, key: name, predefined: { const: "true" } }]
  inclusion: [{ from: hierarchy, role: { ref: roles, by: prior }, includes: { each: implied, ref: roles, by: id } }]
`,
);
const people = [{ id: 1, key: 'ana' }];
const roles = ['reader', 'member', 'admin'].map((name, at) => ({ id: at, name }));
const hierarchy = [
  { id: 'm', prior: 1, implied: [{ id: 0, name: 'reader' }] },
  { id: 'a', prior: 2, implied: [{ id: 1, name: 'member' }] },
];

it('are read: those of the platform file are as it says', async () => {
  must(await readOf(FILE, { people, roles, hierarchy }, keystone));
});

it('may stand in a row for each', async () => {
  const flat = FILE.replace('{ each: implied, ref: roles, by: id }', '{ ref: roles, by: implied }').replace(
    ', leaves: ["implied.[].name"]',
    '',
  );
  const rows = hierarchy.map(({ id, prior }) => ({ id, prior, implied: prior - 1 }));
  must(await readOf(flat, { people, roles, hierarchy: rows }, keystone));
});

it.each([
  [
    'one that is not there',
    hierarchy.slice(1),
    'Role member is not as platform keystone says: live it lacks included role reader',
  ],
  [
    'one more',
    [...hierarchy, { id: 'r', prior: 0, implied: [{ id: 2, name: 'admin' }] }],
    'Role reader is not as platform keystone says: live it has also included role admin',
  ],
  [
    'what is included is no role',
    [{ id: 'm', prior: 1, implied: [{ id: 7, name: 'x' }] }],
    'List hierarchy: m names 7, which list roles does not have (rule reference)',
  ],
  [
    'what includes it is no role',
    [{ id: 'm', prior: 7, implied: [] }],
    'List hierarchy: m names 7, which list roles does not have (rule reference)',
  ],
  ['no list', [{ id: 'm', prior: 1, implied: null }], 'List hierarchy: implied of m is no list (rule value)'],
])('stop at %s', async (_, rows, message) => {
  expect(told(await readOf(FILE, { people, roles, hierarchy: rows }, keystone))).toContain(message);
});

it('of several rows, all are', async () => {
  const more = [...hierarchy, { id: 'b', prior: 2, implied: [{ id: 0, name: 'reader' }] }];
  expect(told(await readOf(FILE, { people, roles, hierarchy: more }, keystone))).toEqual([
    'Role admin is not as platform keystone says: live it has also included role reader',
  ]);
});

it('one that an administrator made is a warning, and stops where somebody uses it', async () => {
  const more = [...roles, { id: 9, name: 'own' }];
  expect(told(await readOf(FILE, { people, roles: more, hierarchy }, keystone))).toEqual([
    'Live there is a predefined role own, which platform keystone does not know',
  ]);
  const used = [...hierarchy, { id: 'r', prior: 9, implied: [{ id: 0, name: 'reader' }] }];
  must(await readOf(FILE, { people, roles: more, hierarchy: used }, keystone));
  const inside = [...hierarchy, { id: 'r', prior: 0, implied: [{ id: 9, name: 'own' }] }];
  expect(told(await readOf(FILE, { people, roles: more, hierarchy: inside }, keystone))).toContain(
    'Live there is a predefined role own, which platform keystone does not know and role reader uses it',
  );
});

it('have to be sent where roles are written', () => {
  const makes = (body: string) =>
    described(`${FILE}write:\n  create-role: [{ post: /roles, body: { name: name${body} } }]\n`);
  expect(makes('').diagnostics.map(shown).join('\n')).toMatch(/create-role does not say "includes"/);
  expect(makes(', implied: { each: includes, path: role.id }').diagnostics.map(shown)).toEqual([]);
});

it('a custom one is read with what it includes', async () => {
  const file = FILE.replace(
    'predefined: { const: "true" }',
    'predefined: system, permissions: { each: gives }',
  );
  const own = (id: number, name: string) => ({ id, name, system: false, gives: [] });
  const read = await readOf(
    file,
    {
      people,
      roles: [own(8, 'lead'), own(9, 'clerk')],
      hierarchy: [{ id: 'l', prior: 8, implied: [{ id: 9, name: 'clerk' }] }],
    },
    { ...lumoauth, roles: new Map() },
  );
  expect(plain(must(read).resources)).toMatchObject({
    'role:acme/lead': { includes: ['clerk'] },
    'role:acme/clerk': { includes: [] },
  });
});
