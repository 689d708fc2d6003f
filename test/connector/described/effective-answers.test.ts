/** The platform's own answer in the forms that platforms have: keys of an object, and rows of scopes of several kinds. */
import { expect, it } from 'vitest';
import type { ToldAccess } from '../../../src/connector/described/read/read-effective.ts';
import { must } from '../connections.ts';
import { fileOf, list, readerOf, told } from './plain-lists.ts';

const READ = `  scope: [{ from: areas, kind: { const: unit }, name: name }]
  member: [{ from: people, key: key, state: { const: active } }]
`;
const KEYS = `effective:
  from: people
  member: { ref: people, by: id }
  permissions-keys: { path: may, map: { look: "members:read", write: "documents:write" }, leaves: [level_1] }
`;
const AREAS = { areas: [{ id: 7, name: 'north' }] };

const plainly = (access: ToldAccess | null): unknown =>
  access === null
    ? null
    : Object.fromEntries(
        [...access].map(([member, of]) => [
          member,
          Object.fromEntries([...of].map(([scope, permissions]) => [scope, [...permissions]])),
        ]),
      );

const answersOf = (may: unknown, file = fileOf(list('people') + list('areas'), READ) + KEYS) =>
  readerOf(file, { ...AREAS, people: [{ id: 1, key: 'ana@acme.com', may }] });

it('keys of an object that are true are permissions; what is false or left is none', async () => {
  const reader = await answersOf({ look: true, write: false, strange: false, level_1: true });
  expect(plainly(must(await reader.effective()))).toEqual({ 'ana@acme.com': { acme: ['members:read'] } });
  // The list of people is read as ever: what the keys say is none of its business.
  expect((await reader.read()).ok).toBe(true);
});

it('keys are permissions by themselves where there is no map', async () => {
  const file = fileOf(list('people') + list('areas'), READ) + KEYS.replace(/map: \{[^}]*\}, /, '');
  const reader = await answersOf({ 'members:read': true }, file);
  expect(plainly(must(await reader.effective()))).toEqual({ 'ana@acme.com': { acme: ['members:read'] } });
});

it.each([{}, []])('%j has no key', async (may) => {
  expect(plainly(must(await (await answersOf(may)).effective()))).toEqual({ 'ana@acme.com': { acme: [] } });
});

it.each([
  [{ fell: true }, 'List people: may.fell of 1 is a permission that no map has (rule closed-words)'],
  [{ look: 1 }, 'List people: may.look of 1 is 1, and neither true nor false (rule closed-words)'],
  [{ look: 'yes' }, 'List people: may.look of 1 is yes, and neither true nor false (rule closed-words)'],
  [{ level_1: 2 }, 'List people: may.level_1 of 1 is 2, and neither true nor false (rule closed-words)'],
  [{ look: null }, 'List people: may.look of 1 is no text, and neither true nor false (rule closed-words)'],
  ['all', 'List people: may of 1 is no object (rule value)'],
  [['look'], 'List people: may of 1 is no object (rule value)'],
  [undefined, 'List people: may of 1 is no object (rule value)'],
  [
    { look: { until: 'May' } },
    'List people: the field may.look of 1 is neither read nor named in leaves (rule closed-row)',
  ],
])('%j stops', async (may, stop) => {
  expect(told(await (await answersOf(may)).effective())).toEqual([stop]);
});

it('rows of scopes of several kinds are several entries, and each row is of one of them', async () => {
  const file = `${fileOf(list('people') + list('areas') + list('answers'), READ)}effective:
  - from: answers
    where: { area: absent }
    member: { ref: people, by: person }
    permissions: { path: may, map: { look: "members:read" } }
  - from: answers
    where: { area: present }
    scope: { ref: areas, by: area }
    member: { ref: people, by: person }
    permissions: { path: may, map: { look: "documents:read" } }
`;
  const people = [{ id: 1, key: 'ana@acme.com' }];
  const rows = (answers: readonly unknown[]) => ({ ...AREAS, people, answers });
  const one = { id: 1, person: 1, may: 'look' };
  const two = { id: 2, person: 1, may: 'look', area: 7 };
  const reader = await readerOf(file, rows([one, two]));
  expect(plainly(must(await reader.effective()))).toEqual({
    'ana@acme.com': { acme: ['members:read'], 'acme/units/north': ['documents:read'] },
  });
  const nowhere = await readerOf(file, rows([one, { ...two, area: 8 }]));
  expect(told(await nowhere.effective())).toEqual([
    'List answers: 2 names 8, which list areas does not have (rule reference)',
  ]);
  const closed = await readerOf(file.replace('{ area: present }', '{ area: { is: ["9"] } }'), rows([two]));
  expect(told(await closed.effective())).toEqual([expect.stringContaining('(rule closed-words)')]);
});
