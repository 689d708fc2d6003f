/** A natural key is one thing, whatever the labels of the blocks that speak of it. */
import { describe, expect, test } from 'vitest';
import { resourceRow } from '../../../src/terraform/standalone/resource/resource-row.ts';
import { atrium, lumoauth } from '../../connector/platforms.ts';
import {
  create,
  destroy,
  inState,
  organizationWith,
  planChange,
  planCreation,
  planDeletion,
  refresh,
  type Said,
  summaries,
  waiting,
} from './world.ts';

const member = (key: string, more = {}): Said => [
  'bylaw_member',
  { scope: 'acme', member: key, state: 'active', ...more },
];
const group = (name: string): Said => [
  'bylaw_group',
  { home: 'acme', name, title: name, description: '', members: {}, groups: [], permissions: [] },
];
const role = (name: string): Said => [
  'bylaw_role',
  { home: 'acme', name, title: name, description: '', permissions: ['build:view'], includes: [] },
];
const scope = (path: string): Said => ['bylaw_scope', { path, kind: 'unit', title: 'T', parent: 'acme' }];
const assignment = (principal: string, roles = ['signer']): Said => [
  'bylaw_assignment',
  { scope: 'acme', principal, roles },
];
const roster = (roles: Record<string, string>): Said => ['bylaw_roster', { scope: 'acme', roles }];

const DAN = member('dan@acme.com');

describe('destroyed under one label, created under another', () => {
  const rows: readonly (readonly [string, Said, Said])[] = [
    ['a member', DAN, DAN],
    ['a member in another letter case', DAN, member('Dan@Acme.com')],
    ['a group', group('qa'), group('qa')],
    ['a role', role('writer'), role('writer')],
    ['a scope', scope('acme/units/emea'), scope('acme/units/emea')],
    ['an assignment', assignment('member:dan@acme.com'), assignment('member:DAN@acme.com')],
    ['a roster', roster({ 'member:dan@acme.com': 'signer' }), roster({ 'member:dan@acme.com': 'signer' })],
    ['a roster of nobody', roster({}), roster({})],
    [
      'a roster, now assignments',
      roster({ 'member:dan@acme.com': 'signer' }),
      assignment('member:dan@acme.com'),
    ],
    [
      'an assignment, now a roster',
      assignment('member:dan@acme.com'),
      roster({ 'member:dan@acme.com': 'signer' }),
    ],
  ];

  test.each(rows)('%s: the plan says so, whichever it is asked of first', async (_what, gone, made) => {
    for (const order of ['destruction first', 'creation first']) {
      const { session } = organizationWith([gone]);
      await refresh(session, gone);
      const answers =
        order === 'destruction first'
          ? [planDeletion(session, gone), planCreation(session, made)]
          : [planCreation(session, made), planDeletion(session, gone)];
      const errors = answers
        .flatMap(({ problems = [] }) => problems)
        .filter((one) => one.severity === 'error');
      expect(errors).toHaveLength(1);
      expect(errors[0]?.summary).toMatch(/destroyed/);
      expect(errors[0]?.detail).toContain(gone[0] === made[0] ? '  moved {' : '  removed {');
      expect(errors[0]?.detail).toContain(`from = ${gone[0]}.`);
    }
  });

  test.each(rows)('%s: what was created first is not removed', async (_what, gone, made) => {
    const { session, writes } = organizationWith([gone]);
    expect(summaries(await create(session, made))).toEqual([]);
    const after = [...writes];
    const { problems = [], row } = await destroy(session, gone);
    expect(problems).toMatchObject([
      { severity: 'error', summary: expect.stringContaining('was not removed') },
    ]);
    expect(row).not.toBeNull();
    expect(writes).toEqual(after);
    expect(after.filter(({ write }) => /remove|delete/.test(write))).toEqual([]);
  });

  test.each(rows)('%s: what was removed first is made again', async (_what, gone, made) => {
    const { session, writes } = organizationWith([gone]);
    expect(summaries(await destroy(session, gone))).toEqual([]);
    const removed = writes.length;
    expect(summaries(await create(session, made))).toEqual([]);
    if (Object.keys(made[1].roles ?? { one: '' }).length > 0) expect(writes.length).toBeGreaterThan(removed);
    expect((await refresh(session, made)).row).not.toBeNull();
  });

  test('also while the provider waits, when a letter is all there is to tell', () => {
    const providerInstance = waiting();
    expect(summaries(planDeletion(providerInstance, DAN))).toEqual([]);
    expect(summaries(planCreation(providerInstance, member('DAN@acme.com')))).toMatchObject([
      expect.stringContaining('destroyed by one block and created by another'),
    ]);
  });

  test('a creation waits for the deletion that is under way, and makes it anew', async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { session, writes } = organizationWith([DAN], {
      hold: ({ write }) => (write === 'remove-member' ? held : Promise.resolve()),
    });
    const going = destroy(session, DAN);
    const coming = create(session, DAN);
    release();
    expect(summaries(await going)).toEqual([]);
    expect(summaries(await coming)).toEqual([]);
    expect(writes.map(({ write }) => write)).toEqual(['remove-member', 'add-member']);
  });
});

describe('by one block', () => {
  test('replaced: planned without a word and done', async () => {
    const organization = organizationWith([group('qa')]);
    const { session, writes } = organization;
    await refresh(session, group('qa'));
    const first = planChange(session, group('qa'), {});
    expect(summaries(first)).toEqual([]);
    const second = planCreation(session, group('qa'), first.note);
    expect(summaries(second)).toEqual([]);
    const apply = organization.again();
    expect(summaries(await destroy(apply, group('qa'), second.note))).toEqual([]);
    expect(summaries(await create(apply, group('qa')))).toEqual([]);
    expect(writes.map(({ write }) => write)).toEqual(['delete-group', 'create-group']);
  });

  test('tainted: planned without a word, with members that are live and written', async () => {
    const live: Said = ['bylaw_group', { ...group('qa')[1], members: { 'dan@acme.com': '' } }];
    const { session } = organizationWith([DAN, live]);
    await refresh(session, live);
    const planned = planCreation(session, [
      'bylaw_group',
      { home: 'acme', name: 'qa', members: { 'Dan@acme.com': '' } },
    ]);
    expect(summaries(planned)).toEqual([]);
  });

  test('tainted, and not refreshed: the same', () => {
    const { session } = organizationWith([group('qa')]);
    resourceRow('bylaw_group').known?.(inState(...group('qa')), session);
    expect(summaries(planCreation(session, group('qa')))).toEqual([]);
    // What no state has is taken over with a warning, then as ever.
    expect(summaries(planCreation(organizationWith([group('qa')]).session, group('qa')))).toHaveLength(1);
  });

  test('created before it is destroyed: nothing is removed, and it says why', async () => {
    const { session, writes } = organizationWith([DAN]);
    await create(session, DAN);
    const { problems = [] } = await destroy(session, DAN);
    expect(problems[0]?.detail).toContain('create_before_destroy');
    expect(problems[0]?.detail).toContain('terraform state rm');
    // Terraform asks for the plan of that removal in the middle of the apply.
    expect(planDeletion(session, DAN).problems).toMatchObject([
      { severity: 'error', detail: expect.stringContaining('create_before_destroy') },
    ]);
    expect(writes).toEqual([]);
  });

  test('left behind under two addresses: one is not destroyed while the other stays', async () => {
    for (const swap of [false, true]) {
      const { session } = organizationWith([DAN]);
      const asks = [() => planDeletion(session, DAN), () => planChange(session, DAN, {})];
      const said = (swap ? asks.reverse() : asks).flatMap((ask) => ask().problems ?? []);
      expect(said).toMatchObject([
        { summary: expect.stringContaining('destroyed by one block and held by another') },
      ]);
      expect(said[0]?.detail).not.toContain('  moved {');
    }
  });
});

test('a module that was renamed: told in full once, with the one block that does, and nobody is said to be there', async () => {
  const people = ['a', 'b', 'c'].map((name) => member(`${name}@acme.com`));
  const { session } = organizationWith(people);
  const said = people.flatMap((one) => [
    ...(planDeletion(session, one).problems ?? []),
    ...(planCreation(session, one).problems ?? []),
  ]);
  expect(said.map(({ severity }) => severity)).toEqual(['error', 'error', 'error']);
  expect(said.filter(({ detail }) => detail.includes('from = module.…, to = module.…'))).toHaveLength(1);
  expect(said.slice(1).map(({ detail }) => detail.length < 200)).toEqual([true, true]);
});

test('count that shifts names by one is told to use for_each', () => {
  const [a, b] = [member('a@acme.com'), member('b@acme.com')];
  const { session } = organizationWith([a, b]);
  const first = planChange(session, a, { member: 'b@acme.com' });
  const said = [first, planCreation(session, b, first.note), planDeletion(session, b)].flatMap(
    ({ problems = [] }) => problems.filter(({ severity }) => severity === 'error'),
  );
  expect(said).toMatchObject([{ severity: 'error', detail: expect.stringContaining('for_each') }]);
});

describe('two blocks for one thing', () => {
  test.each<[string, Said, Said]>([
    ['a new block beside one in the state', DAN, member('DAN@acme.com')],
    [
      'a roster and an assignment',
      roster({ 'member:eve@acme.com': 'signer' }),
      assignment('member:dan@acme.com'),
    ],
  ])('%s', (_what, held, made) => {
    for (const swap of [false, true]) {
      const { session } = organizationWith([held]);
      const asks = [() => planChange(session, held, {}), () => planCreation(session, made)];
      const said = (swap ? asks.reverse() : asks)
        .flatMap((ask) => ask().problems ?? [])
        .filter(({ severity }) => severity === 'error');
      expect(said).toHaveLength(1);
      const words = `${said[0]?.summary} ${said[0]?.detail}`;
      expect(words).toMatch(/acme\|dan@acme.com|bylaw_roster "acme" and bylaw_assignment "acme\|member:dan/i);
    }
  });

  test.each<[string, Said, Said]>([
    ['a person', DAN, member('DAN@acme.com')],
    ['a group', group('qa'), group('qa')],
    ['a role', role('writer'), role('writer')],
    ['a scope', scope('acme/units/emea'), scope('acme/units/emea')],
    ['an assignment', assignment('member:dan@acme.com'), assignment('member:DAN@acme.com', ['steward'])],
    ['a roster', roster({ 'member:dan@acme.com': 'signer' }), roster({})],
  ])('%s that two blocks of the state have: each would take back what the other gives', (_what, one, two) => {
    const { session } = organizationWith([one]);
    expect(summaries(planChange(session, one, {}))).toEqual([]);
    expect(summaries(planChange(session, two, {}))).toEqual([
      expect.stringContaining(`Two blocks are ${one[0]}`),
    ]);
  });

  test('rows of a state that only look alike while the provider waits are not said to be one', () => {
    const [dan, other] = [DAN, member('DAN@acme.com')];
    for (const [platform, clashes] of [
      [null, 0],
      [lumoauth, 1],
    ] as const) {
      const providerInstance = waiting(platform);
      const said = [dan, other].flatMap((one) => summaries(planChange(providerInstance, one, {})));
      expect(said).toHaveLength(clashes);
    }
    const providerInstance = waiting();
    const said = [dan, dan].flatMap((one) => summaries(planChange(providerInstance, one, {})));
    expect(said).toEqual([expect.stringContaining('Two blocks are')]);
  });

  test('two blocks that move to one key: neither is removed for it', () => {
    for (const more of [['a', 'b'], ['a']]) {
      const { session } = organizationWith(more.map(group));
      const said = more.flatMap((name) => {
        const first = planChange(session, group(name), { name: 'c' });
        return [first, planCreation(session, group('c'), first.note)].flatMap(({ problems = [] }) =>
          problems.filter(({ severity }) => severity === 'error'),
        );
      });
      const clashes = said.filter(({ summary }) => summary === 'Two blocks are bylaw_group "acme/c"');
      expect(clashes.length > 0).toBe(more.length > 1);
      expect(said).toHaveLength(clashes.length);
    }
  });

  test('a block that takes the key of another, which keeps it', () => {
    const EVE = member('eve@acme.com');
    for (const swap of [false, true]) {
      const { session } = organizationWith([DAN, EVE]);
      const replace = () => {
        const first = planChange(session, EVE, { member: 'Dan@acme.com' });
        return [first, planCreation(session, member('Dan@acme.com'), first.note)];
      };
      const asks = [replace, () => [planChange(session, DAN, {})]];
      const said = (swap ? asks.reverse() : asks).flatMap((ask) =>
        ask().flatMap(({ problems = [] }) => problems.filter(({ severity }) => severity === 'error')),
      );
      expect(said.length).toBeGreaterThan(0);
      expect(said[0]?.summary).toContain('Two blocks are bylaw_member');
    }
  });

  test('a block that is given the key of what is there already takes nothing from it', () => {
    const [old, there] = [group('old'), group('qa')];
    const full: Said = [there[0], { ...there[1], members: { 'dan@acme.com': '' } }];
    const { session } = organizationWith([DAN, old, full]);
    const first = planChange(session, old, { name: 'qa' });
    expect(summaries(first)).toEqual([]);
    expect(summaries(planCreation(session, there, first.note))).toMatchObject([
      expect.stringContaining('is there already and holds more'),
    ]);
  });

  test('replaced by another key that nobody has: without a word', () => {
    const { session } = organizationWith([DAN]);
    const first = planChange(session, DAN, { member: 'eve@acme.com' });
    const second = planCreation(session, member('eve@acme.com'), first.note);
    expect([...summaries(first), ...summaries(second)]).toEqual([]);
  });

  test('one roster with two spellings of one person is one block', () => {
    const { session } = organizationWith([DAN]);
    const { problems = [] } = planCreation(
      session,
      roster({ 'member:dan@acme.com': 'signer', 'member:Dan@acme.com': 'signer' }),
    );
    expect(problems.map(({ summary }) => summary).join()).not.toContain('Two blocks are');
    expect(problems.filter(({ severity }) => severity === 'error')).toHaveLength(1);
  });

  test('two new blocks of one person', () => {
    const { session } = organizationWith([], { platform: lumoauth });
    expect(summaries(planCreation(session, DAN))).toEqual([]);
    expect(summaries(planCreation(session, member('Dan@acme.com')))).toMatchObject([
      expect.stringContaining('Two blocks are bylaw_member'),
    ]);
  });

  test('blocks that only look alike are no such thing', () => {
    const { session } = organizationWith([], { platform: atrium });
    for (const one of [DAN, member('eve@acme.com'), group('qa'), role('qa'), assignment('group:acme/qa')])
      expect(summaries(planCreation(session, one))).toEqual([]);
    expect(summaries(planDeletion(session, group('old')))).toEqual([]);
  });
});
