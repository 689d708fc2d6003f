/** What somebody gave another name on the platform, by the handlers of every type. */
import { describe, expect, test } from 'vitest';
import type { Resource } from '../../../src/resource/resource.ts';
import type { Row } from '../../../src/terraform/provider/protocol/row.ts';
import { decodePrivateState } from '../../../src/terraform/standalone/resource/private-state.ts';
import {
  create,
  destroy,
  organizationWith,
  planChange,
  planDeletion,
  refresh,
  type Said,
  summaries,
} from './world.ts';

const group = (name: string, more: Row = {}): Said => [
  'bylaw_group',
  { home: 'acme', name, title: 'T', description: '', members: {}, groups: [], permissions: [], ...more },
];
const role = (name: string, title = 'T'): Said => [
  'bylaw_role',
  { home: 'acme', name, title, description: '', permissions: ['build:view'], includes: [] },
];
const scope = (name: string, title = 'T'): Said => [
  'bylaw_scope',
  { path: `acme/units/${name}`, kind: 'unit', title, parent: 'acme' },
];
const member = (key: string): Said => ['bylaw_member', { scope: 'acme', member: key, state: 'active' }];
const held = (principal: string, at = 'acme'): Said => [
  'bylaw_assignment',
  { scope: at, principal, roles: ['signer'] },
];

/** The first of its type has one id, whatever it is called. */
const lastingId = ({ type, address }: Resource): string | null =>
  address === 'scope:acme' ? 'root' : `the ${type}`;

const CASES: readonly (readonly [string, Said, Said, readonly Said[], Row])[] = [
  ['a group', group('qa'), group('qa-team'), [], { name: 'qa-team', id: 'acme/qa-team' }],
  ['a role', role('writer'), role('author'), [], { name: 'author', id: 'acme/author' }],
  ['a scope', scope('emea'), scope('europe'), [], { path: 'acme/units/europe' }],
  ['a person', member('dan@acme.com'), member('daniel@acme.com'), [], { member: 'daniel@acme.com' }],
  [
    'what a group holds',
    held('group:acme/qa'),
    held('group:acme/qa-team'),
    [],
    { principal: 'group:acme/qa-team', id: 'acme|group:acme/qa-team' },
  ],
  [
    'what is held on a scope',
    held('member:dan@acme.com', 'acme/units/emea'),
    held('member:dan@acme.com', 'acme/units/europe'),
    [],
    { scope: 'acme/units/europe' },
  ],
  [
    'the roster of a scope',
    ['bylaw_roster', { scope: 'acme/units/emea', roles: { 'member:dan@acme.com': 'signer' } }],
    ['bylaw_roster', { scope: 'acme/units/europe', roles: { 'member:dan@acme.com': 'signer' } }],
    [scope('europe')],
    { scope: 'acme/units/europe' },
  ],
];

describe.each(CASES)('%s', (_what, before, after, others, expected) => {
  const there = () => organizationWith([after, ...others], { lastingId });
  const thing = before[0] === 'bylaw_roster' ? 'the scope' : `the ${before[0].slice('bylaw_'.length)}`;
  const note = JSON.stringify({ thing });

  test('is followed by the state, and stays so', async () => {
    const { session, again } = there();
    const first = await refresh(session, before, note);
    expect(first.row).toMatchObject(expected);
    expect(summaries(first)).toEqual([]);
    expect(decodePrivateState(first.note ?? null).thing).toBe(thing);
    const second = await refresh(again(), after, first.note);
    expect(second.row).toMatchObject(expected);
    expect(summaries(planChange(again(), after, {}))).toEqual([]);
  });

  test('is refused to a block of the old name, at the word to change', async () => {
    const { session } = there();
    await refresh(session, before, note);
    const { problems } = planChange(session, after, before[1]);
    const [word] = Object.keys(expected).filter((name) => name !== 'id');
    expect(problems).toMatchObject([{ severity: 'error', attribute: [word] }]);
    expect(problems?.[0]?.summary).toMatch(/ is called /);
  });

  test('is removed by its name, seen before or not', async () => {
    for (const seen of [true, false]) {
      const { session, again, writes } = there();
      if (seen) await refresh(session, before, note);
      const planned = planDeletion(session, seen ? after : before, note);
      expect(planned.problems?.[0]).toMatchObject({
        severity: 'warning',
        summary: expect.stringContaining(' was called '),
      });
      expect(summaries(await destroy(again(), seen ? after : before, planned.note ?? note))).toEqual([]);
      expect(writes).toHaveLength(1);
    }
  });

  test('is gone where it is gone', async () => {
    const { session, writes } = organizationWith([], { lastingId });
    // A scope that is not there has no roster; of the organization there always is one.
    expect((await refresh(session, before, note)).row).toBeNull();
    const { note: planned } = planDeletion(session, before, note);
    expect(summaries(await destroy(session, before, planned))).toEqual([]);
    expect(writes).toEqual([]);
  });
});

test('of a third name the plan is the replacement it always was', async () => {
  const { session } = organizationWith([group('qa-team')], { lastingId });
  await refresh(session, group('qa'), JSON.stringify({ thing: 'the group' }));
  const { problems, row } = planChange(session, group('qa-team'), { name: 'other' });
  expect(problems).toEqual([]);
  expect(row).toMatchObject({ name: 'other' });
});

test('another thing under the old name is not taken for it without a word', async () => {
  const ids = new Map([
    ['group:acme/qa', 'second'],
    ['group:acme/qa-team', 'first'],
  ]);
  const { session } = organizationWith([group('qa'), group('qa-team')], {
    lastingId: ({ address }) => ids.get(address) ?? null,
  });
  const found = await refresh(session, group('qa'), JSON.stringify({ thing: 'first' }));
  expect(summaries(found)).toEqual(['bylaw_group "acme/qa" is another one than before']);
  expect(found.problems).toMatchObject([{ severity: 'warning' }]);
  expect(decodePrivateState(found.note ?? null).thing).toBe('second');
});

test('what was made is known by what lasts at once', async () => {
  const { session } = organizationWith([], { lastingId });
  const made = await create(session, group('qa'));
  expect(decodePrivateState(made.note ?? null).thing).toBe('the group');
});

describe('where nothing that lasts was kept', () => {
  const people = (...keys: readonly string[]): Row => ({
    members: Object.fromEntries(keys.map((key): [string, string] => [key, ''])),
  });
  test.each<[string, Said, Said, string | null]>([
    [
      'a group with its people',
      group('qa', { ...people('a@x', 'b@x'), title: 'A' }),
      group('qa-team', { ...people('a@x', 'b@x'), title: 'B' }),
      'its 2 people',
    ],
    [
      'most of its people',
      group('qa', { ...people('a@x', 'b@x', 'c@x'), title: 'A' }),
      group('qa-team', { ...people('a@x', 'b@x', 'd@x'), title: 'B' }),
      '2 of its 3 people',
    ],
    [
      'one of its people',
      group('qa', { ...people('a@x'), title: 'A' }),
      group('z', { ...people('a@x'), title: 'B' }),
      null,
    ],
    [
      'few of its people',
      group('qa', { ...people('a@x', 'b@x'), title: 'A' }),
      group('z', { ...people('a@x', 'b@x', 'c@x', 'd@x'), title: 'B' }),
      null,
    ],
    ['a group of its title', group('qa'), group('qa-team'), 'its title'],
    ['the same elsewhere', group('qa'), group('qa', { home: 'acme/units/emea' }), null],
    ['a role of its title', role('writer'), role('author'), 'its title'],
    ['a role of another title', role('writer'), role('author', 'U'), null],
    ['a scope of its title', scope('emea'), scope('europe'), 'its title'],
    ['a person', member('dan@acme.com'), member('daniel@acme.com'), null],
  ])('%s', async (_what, gone, there, words) => {
    const { session } = organizationWith([there]);
    const { row, problems = [] } = await refresh(session, gone);
    expect(row).toBeNull();
    if (words === null) return expect(problems).toEqual([]);
    expect(problems).toMatchObject([{ severity: 'warning', detail: expect.stringContaining(words) }]);
    // With a block of its own that was seen, there is nothing to tell.
    const other = organizationWith([there]).session;
    await refresh(other, there);
    expect((await refresh(other, gone)).problems).toEqual([]);
  });
});
