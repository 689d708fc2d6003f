/** Where the platform would let the last who administers go: the plan warns or refuses, and the apply refuses. */
import { describe, expect, onTestFinished, test } from 'vitest';
import { type Row, UNKNOWN } from '../../../src/terraform/provider/protocol/row.ts';
import type { ReadyProvider } from '../../../src/terraform/standalone/session/provider-session.ts';
import { connectionTo, readPlain } from '../../connector/connections.ts';
import { lumoauth } from '../../connector/platforms.ts';
import { itWithTerraform } from '../available.ts';
import { stage } from './stage.ts';
import {
  change,
  create,
  destroy,
  type OrganizationOptions,
  organizationWith,
  planChange,
  planCreation,
  planDeletion,
  refresh,
  type Said,
  summaries,
} from './world.ts';

const ANA = 'member:ana@acme.com';
const BO = 'member:bo@acme.com';
const member = (name: string, state = 'active'): Said => [
  'bylaw_member',
  { scope: 'acme', member: `${name}@acme.com`, state },
];
const given = (principal: string, ...roles: readonly string[]): Said => [
  'bylaw_assignment',
  { scope: 'acme', principal, roles },
];
const roster = (roles: Row[string]): Said => ['bylaw_roster', { scope: 'acme', roles: roles ?? null }];
const group = (name: string, members: readonly string[], groups: readonly string[] = []): Said => [
  'bylaw_group',
  {
    ...{ home: 'acme', name, title: name, description: '', permissions: [] },
    members: Object.fromEntries(members.map((one) => [`${one}@acme.com`, ''])),
    groups: groups.map((one) => `acme/${one}`),
  },
];
const boss = (...permissions: readonly string[]): Said => [
  'bylaw_role',
  { home: 'acme', name: 'boss', title: 'Boss', description: '', permissions, includes: [] },
];
const BOTH = [member('ana'), member('bo')];
const with_ = (there: readonly Said[], more: Omit<OrganizationOptions, 'platform'> = {}) =>
  organizationWith(there, { platform: lumoauth, ...more });

const MAY = 'warning acme may be left with nobody who can do all that admin can';
const WOULD = 'error acme would be left with nobody who can do all that admin can';
type Ask = (session: ReadyProvider) => {
  readonly problems?: readonly { severity: string; summary: string }[];
};
const planned = (there: readonly Said[], ...asks: readonly Ask[]): readonly string[] => {
  const { session } = with_(there);
  return asks
    .flatMap((ask) => ask(session).problems ?? [])
    .flatMap(({ severity, summary }) => (summary.includes('be left with') ? [`${severity} ${summary}`] : []));
};

/** A row that takes, and what is live. */
const TAKING: readonly (readonly [what: string, there: readonly Said[], row: Said, to: Row | null])[] = [
  ['demoted', [given(ANA, 'admin')], given(ANA, 'admin'), { roles: ['editor'] }],
  ['given nothing', [given(ANA, 'admin')], given(ANA, 'admin'), null],
  [
    'one of two roles that make it up',
    [boss('*'), given(ANA, 'boss', 'viewer')],
    given(ANA, 'boss', 'viewer'),
    { roles: ['viewer'] },
  ],
  ['removed', [given(ANA, 'admin')], member('ana'), null],
  ['deactivated', [given(ANA, 'admin')], member('ana'), { state: 'deactivated' }],
  [
    'the group emptied',
    [group('admins', ['ana']), given('group:acme/admins', 'admin')],
    group('admins', ['ana']),
    { members: {} },
  ],
  [
    'the group without its role',
    [group('admins', ['ana']), given('group:acme/admins', 'admin')],
    given('group:acme/admins', 'admin'),
    { roles: [] },
  ],
  [
    'the group removed',
    [group('admins', ['ana']), given('group:acme/admins', 'admin')],
    group('admins', ['ana']),
    null,
  ],
  [
    'a custom role of everything made smaller',
    [boss('*'), given(ANA, 'boss')],
    boss('*'),
    { permissions: ['users:read'] },
  ],
];

describe('by a plan', () => {
  test.each(TAKING)('%s: a warning, unless somebody else was planned to have it', (_, there, row, to) => {
    const taking: Ask = (one) => (to === null ? planDeletion(one, row) : planChange(one, row, to));
    const giving: Ask = (one) => planCreation(one, given(BO, 'admin'));
    expect(planned([...BOTH, ...there], taking)).toEqual([MAY]);
    expect(planned([...BOTH, ...there], giving, taking)).toEqual([]);
    expect(planned([...BOTH, ...there, given(BO, 'admin')], taking)).toEqual([]);
    expect(
      planned(
        [...BOTH, ...there, boss('*'), given(BO, 'boss')].filter((one, at, all) => all.indexOf(one) === at),
        taking,
      ),
    ).toEqual(row[0] === 'bylaw_role' ? [MAY] : []);
  });

  const was = roster({ [ANA]: 'admin', [BO]: 'viewer' });
  test.each<[string, readonly Said[], Row[string], readonly string[]]>([
    ['to nobody', BOTH, {}, [WOULD]],
    ['to other roles', BOTH, { [ANA]: 'editor,auditor', [BO]: 'viewer' }, [WOULD]],
    ['to somebody else', BOTH, { [BO]: 'admin' }, []],
    [
      'to somebody who may be activated',
      [member('ana'), member('bo', 'deactivated')],
      { [BO]: 'admin' },
      [MAY],
    ],
    ['to a group that is filled elsewhere', BOTH, { 'group:acme/admins': 'admin' }, [MAY]],
    [
      'to a custom role that another block may widen',
      [...BOTH, boss('users:read')],
      { [ANA]: 'boss' },
      [MAY],
    ],
    ['to what is not known', BOTH, { [BO]: UNKNOWN }, []],
    ['kept', BOTH, { [ANA]: 'admin,viewer' }, []],
  ])('by a roster: %s', (_, people, roles, expected) => {
    expect(planned([...people, was], (one) => planChange(one, was, { roles }))).toEqual(expected);
  });

  test('nothing is said where nobody can, and of what takes nothing from anybody', () => {
    expect(
      planned([...BOTH, given(ANA, 'editor')], (one) => planDeletion(one, given(ANA, 'editor'))),
    ).toEqual([]);
    expect(planned([...BOTH, given(ANA, 'admin')], (one) => planDeletion(one, member('bo')))).toEqual([]);
    expect(
      planned([...BOTH, given(ANA, 'admin')], (one) =>
        planChange(one, given(ANA, 'admin'), { roles: ['admin', 'viewer'] }),
      ),
    ).toEqual([]);
  });

  test.each<[string, Said]>([
    ['an assignment', given(ANA, 'admin')],
    ['a roster', roster({ [ANA]: 'admin' })],
  ])('%s is not taken for a moment, though it were given again', async (_, it) => {
    const { session } = with_([...BOTH, given(ANA, 'admin')]);
    await refresh(session, it);
    const { problems } = planCreation(session, it, planChange(session, it, {}).note ?? null);
    expect(problems).toMatchObject([
      {
        severity: 'error',
        summary: expect.stringMatching(
          /is not replaced, because acme would be left with nobody who can do all that admin can$/,
        ),
      },
    ]);
    const two = with_([
      ...BOTH,
      given(ANA, 'admin'),
      ...(it[0] === 'bylaw_roster' ? [] : [given(BO, 'admin')]),
    ]);
    await refresh(two.session, it);
    const again = planCreation(two.session, it, planChange(two.session, it, {}).note ?? null);
    expect(again.problems?.length ?? 0).toBe(it[0] === 'bylaw_roster' ? 1 : 0);
  });
});

describe('by an apply', () => {
  test.each(TAKING)(
    '%s: refused, and nothing written; not where somebody else stays',
    async (_, there, row, to) => {
      const taken = (one: ReadyProvider) =>
        to === null ? destroy(one, row, planDeletion(one, row).note ?? null) : change(one, row, to);
      const alone = with_([...BOTH, ...there]);
      expect(summaries(await taken(alone.session)).join()).toMatch(
        /acme would be left with nobody who can do all that admin can$/,
      );
      expect(alone.writes).toEqual([]);
      const two = with_([...BOTH, ...there, given(BO, 'admin')]);
      expect(summaries(await taken(two.session))).toEqual([]);
      expect(two.writes).not.toEqual([]);
    },
  );

  test('the second of two is refused, and not the first', async () => {
    const { session, writes } = with_([...BOTH, given(ANA, 'admin'), given(BO, 'admin')]);
    expect(summaries(await destroy(session, given(ANA, 'admin')))).toEqual([]);
    expect(summaries(await destroy(session, given(BO, 'admin')))).toHaveLength(1);
    expect(writes).toHaveLength(1);
  });

  test.each([0, 1])('both at a time: one is refused, whichever comes first (%i)', async (first) => {
    let go = (): void => {};
    const gate = new Promise<void>((resolve) => {
      go = resolve;
    });
    const { session, writes } = with_([...BOTH, given(ANA, 'admin'), given(BO, 'admin')], {
      hold: () => gate,
    });
    const rows = [given(ANA, 'admin'), given(BO, 'admin')];
    const both = (first === 0 ? rows : rows.toReversed()).map((row) => destroy(session, row));
    await new Promise((resolve) => setImmediate(resolve));
    go();
    const answers = await Promise.all(both);
    expect(answers.map((one) => summaries(one).length)).toEqual([0, 1]);
    expect(writes).toHaveLength(1);
  });

  test('a successor who is under way is waited for', async () => {
    let go = (): void => {};
    const gate = new Promise<void>((resolve) => {
      go = resolve;
    });
    const { session, writes } = with_([...BOTH, given(ANA, 'admin')], { hold: () => gate });
    const giving = create(session, given(BO, 'admin'));
    await new Promise((resolve) => setImmediate(resolve));
    const taking = destroy(session, given(ANA, 'admin'));
    await new Promise((resolve) => setImmediate(resolve));
    expect(writes).toHaveLength(1);
    go();
    expect(summaries(await giving)).toEqual([]);
    expect(summaries(await taking)).toEqual([]);
    expect(writes.map(({ write }) => write)).toEqual(['put-assignment', 'delete-assignment']);
  });

  test('what is not about who stays goes through, one after the other', async () => {
    const others = Array.from({ length: 5 }, (_, n) => `p${n}`);
    const { session, writes } = with_([
      ...BOTH,
      given(ANA, 'admin'),
      ...others.flatMap((one) => [member(one), given(`member:${one}@acme.com`, 'viewer')]),
    ]);
    for (const one of others) {
      expect(summaries(await destroy(session, given(`member:${one}@acme.com`, 'viewer')))).toEqual([]);
      expect(summaries(await destroy(session, member(one)))).toEqual([]);
    }
    expect(writes).toHaveLength(10);
    expect(summaries(await destroy(session, given(ANA, 'admin')))).toHaveLength(1);
  });
});

itWithTerraform('the last administrator of LumoAuth stays, by the real terraform', async () => {
  const members = ['ana@acme.com', 'bo@acme.com'].map((key) => ({ key, state: 'active' as const }));
  const world = await stage({ on: 'lumoauth', seed: { organization: 'acme', members } });
  onTestFinished(() => world.close());
  const block = (name: string, principal: string, roles: string, more = '') =>
    `resource "bylaw_assignment" "${name}" {\n  scope     = "acme"\n  principal = "${principal}"\n  roles     = [${roles}]\n${more}}`;
  world.configure(block('ana', ANA, '"admin"'));
  await world.succeed('init', '-no-color');
  await world.apply();
  const live = () => readPlain(connectionTo(world.sandbox, lumoauth));
  const before = await live();

  world.configure(block('ana', ANA, '"viewer"'));
  const planned = await world.succeed('plan', '-no-color');
  expect(planned.output).toContain('acme may be left with nobody who can do all that admin can');
  const refused = await world.run('apply', '-no-color', '-auto-approve');
  expect(refused.status).toBe(1);
  expect(refused.output).toContain('acme would be left with nobody who can do all that admin can');
  expect(await live()).toEqual(before);

  // Handed over, in the order that the refusal proposes.
  world.configure(
    block('ana', ANA, '"viewer"', '  depends_on = [bylaw_assignment.bo]\n'),
    block('bo', BO, '"admin"'),
  );
  await world.apply();
  await world.expectNoChanges();
});
