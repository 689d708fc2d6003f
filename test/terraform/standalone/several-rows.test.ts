/** What only several rows together can tell: rings, and the last who hold a role. In every order of asking. */
import { describe, expect, test } from 'vitest';
import type { Row } from '../../../src/terraform/provider/protocol/row.ts';
import { UNKNOWN } from '../../../src/terraform/provider/protocol/row.ts';
import type { ReadyProvider } from '../../../src/terraform/standalone/session/provider-session.ts';
import { atrium, lumoauth } from '../../connector/platforms.ts';
import { organizationWith, planChange, planCreation, planDeletion, refresh, type Said } from './world.ts';

const group = (name: string, groups: readonly string[] = [], more: Row = {}): Said => [
  'bylaw_group',
  {
    home: 'acme',
    name,
    title: name,
    description: '',
    members: {},
    groups: groups.map((one) => `acme/${one}`),
    permissions: [],
    ...more,
  },
];
const role = (name: string, includes: readonly string[] = []): Said => [
  'bylaw_role',
  { home: 'acme', name, title: name, description: '', permissions: ['build:view'], includes },
];

const orders = <T>(all: readonly T[]): readonly (readonly T[])[] =>
  all.length < 2
    ? [all]
    : all.flatMap((one, at) => orders(all.filter((_, other) => other !== at)).map((rest) => [one, ...rest]));

type Ask = (session: ReadyProvider) => {
  readonly problems?: readonly { severity: string; summary: string }[];
};
const told = (there: readonly Said[], asks: readonly Ask[], platform = atrium) => {
  const { session } = organizationWith(there, { platform });
  return asks.flatMap((ask) => ask(session).problems ?? []);
};
const severities = (said: ReturnType<typeof told>) => said.map(({ severity }) => severity);

describe('rings', () => {
  test.each<[string, Said[]]>([
    ['of two groups', [group('a', ['b']), group('b', ['a'])]],
    ['of three groups', [group('a', ['b']), group('b', ['c']), group('c', ['a'])]],
    [
      'of four, with a way beside it',
      [group('a', ['b', 'd']), group('b', ['c']), group('c', ['d']), group('d', ['a'])],
    ],
    ['of three roles', [role('a', ['b']), role('b', ['c']), role('c', ['a'])]],
  ])('%s, all planned: one error or more, the last asked among them', (_what, rows) => {
    for (const order of orders(rows)) {
      for (const live of [
        [],
        rows.map(([type, row]): Said => [type, { ...row, groups: [], includes: [] }]),
      ]) {
        const said = told(
          live,
          order.map((row) => (session) => {
            const [type, wanted] = row;
            const was = live.find(([, { name }]) => name === wanted.name);
            return was === undefined
              ? planCreation(session, [type, wanted])
              : planChange(session, was, wanted);
          }),
        );
        expect(severities(said)).toContain('error');
        expect(said.at(-1)?.summary).toMatch(/would be in itself: .+ → .+ → /);
      }
    }
  });

  test('names each step', () => {
    const said = told(
      [],
      [
        (one) => planCreation(one, group('a', ['b'])),
        (one) => planCreation(one, group('b', ['c'])),
        (one) => planCreation(one, group('c', ['a'])),
      ],
    );
    expect(said).toMatchObject([
      { summary: 'A group would be in itself: acme/c → acme/a → acme/b → acme/c', attribute: ['groups'] },
    ]);
  });

  test('with a step that is only live it is a warning, for a block may follow that undoes it', () => {
    const live = [group('a', ['b']), group('b')];
    const close: Ask = (one) => planChange(one, group('b'), { groups: ['acme/a'] });
    expect(told(live, [close])).toMatchObject([
      { severity: 'warning', summary: 'A group may be in itself: acme/b → acme/a → acme/b' },
    ]);
    const undo: Ask = (one) => planChange(one, group('a', ['b']), { groups: [] });
    expect(severities(told(live, [close, undo]))).toEqual(['warning']);
    expect(told(live, [undo, close])).toEqual([]);
    const stay: Ask = (one) => planChange(one, group('a', ['b']), {});
    expect(severities(told(live, [close, stay]))).toEqual(['warning', 'error']);
    const go: Ask = (one) => planDeletion(one, group('a', ['b']));
    expect(severities(told(live, [go, close]))).not.toContain('error');
  });

  test('what is not known, and what only branches, is none', () => {
    expect(
      told(
        [],
        [
          (one) => planCreation(one, group('a', ['b'], { groups: UNKNOWN })),
          (one) => planCreation(one, group('b', ['a'])),
          (one) => planCreation(one, group('c', ['a', 'b'])),
          (one) => planCreation(one, group('d', ['a', 'c'])),
        ],
      ),
    ).toEqual([]);
  });
});

const SAM = 'member:sam@acme.com';
const EVE = 'member:eve@acme.com';
const member = (key: string, state = 'active'): Said => [
  'bylaw_member',
  { scope: 'acme', member: key, state },
];
const owner = (principal: string, roles: readonly string[] = ['owner']): Said => [
  'bylaw_assignment',
  { scope: 'acme', principal, roles },
];
const roster = (roles: Row[string]): Said => ['bylaw_roster', { scope: 'acme', roles: roles ?? null }];
const BOTH = [member('sam@acme.com'), member('eve@acme.com')];

describe('the last who holds a role', () => {
  const was = roster({ [SAM]: 'owner', [EVE]: 'signer' });
  test.each<[string, Said[], Row[string], string[]]>([
    ['to nobody', BOTH, {}, ['error']],
    ['to another role', BOTH, { [SAM]: 'signer', [EVE]: 'signer' }, ['error']],
    ['to somebody else', BOTH, { [SAM]: 'signer', [EVE]: 'owner' }, []],
    ['kept', BOTH, { [SAM]: 'owner' }, []],
    ['in another spelling', BOTH, { 'member:SAM@acme.com': 'owner' }, []],
    [
      'to somebody who has not accepted',
      [member('sam@acme.com'), member('eve@acme.com', 'invited')],
      { [EVE]: 'owner' },
      ['error'],
    ],
    [
      'to somebody who may be activated',
      [member('sam@acme.com'), member('eve@acme.com', 'deactivated')],
      { [EVE]: 'owner' },
      ['warning'],
    ],
    ['to a group that is filled elsewhere', BOTH, { 'group:acme/owners': 'owner' }, ['warning']],
    ['to what is not known', BOTH, { [EVE]: UNKNOWN }, []],
    ['all not known', BOTH, UNKNOWN, []],
  ])('by a roster: %s', (_what, people, roles, expected) => {
    const said = told([...people, was], [(one) => planChange(one, was, { roles })]);
    const about = said.filter(({ summary }) => summary.includes('be left with'));
    expect(severities(about)).toEqual(expected);
    if (expected.length > 0) expect(about).toMatchObject([{ attribute: ['roles'] }]);
  });

  test('nothing is said where nobody has it, or where the platform wants nobody', () => {
    const none = roster({ [EVE]: 'signer' });
    expect(told([...BOTH, none], [(one) => planChange(one, none, { roles: {} })])).toEqual([]);
    expect(told([...BOTH, was], [(one) => planChange(one, was, { roles: {} })], lumoauth)).toEqual([]);
  });

  const giving: Ask = (one) => planCreation(one, owner(EVE));
  const cases: readonly (readonly [string, Said[], Ask])[] = [
    ['an assignment', [owner(SAM)], (one) => planChange(one, owner(SAM), { roles: ['signer'] })],
    ['an assignment that goes', [owner(SAM)], (one) => planDeletion(one, owner(SAM))],
    ['a member', [owner(SAM)], (one) => planChange(one, member('sam@acme.com'), { state: 'deactivated' })],
    ['a member who goes', [owner(SAM)], (one) => planDeletion(one, member('sam@acme.com'))],
    [
      'a group',
      [group('o', [], { members: { 'sam@acme.com': '' } }), owner('group:acme/o')],
      (one) => planChange(one, group('o', [], { members: { 'sam@acme.com': '' } }), { members: {} }),
    ],
    [
      'a group that goes',
      [group('o', [], { members: { 'sam@acme.com': '' } }), owner('group:acme/o')],
      (one) => planDeletion(one, group('o', [], { members: { 'sam@acme.com': '' } })),
    ],
    [
      'a group that holds it',
      [group('o', [], { members: { 'sam@acme.com': '' } }), owner('group:acme/o')],
      (one) => planDeletion(one, owner('group:acme/o')),
    ],
    [
      'a group in a group',
      [group('o', ['p']), group('p', [], { members: { 'sam@acme.com': '' } }), owner('group:acme/o')],
      (one) => planChange(one, group('o', ['p']), { groups: [] }),
    ],
  ];
  test.each(cases)('by %s: a warning, unless somebody else was planned to have it', (_what, live, taking) => {
    const there = [...BOTH, ...live];
    const left = (asks: readonly Ask[]) =>
      severities(told(there, asks).filter(({ summary }) => summary.includes('be left with')));
    expect(left([taking])).toEqual(['warning']);
    expect(left([giving, taking])).toEqual([]);
    expect(left([taking, giving])).toEqual(['warning']);
  });

  test('one of two is not the last, the second is, and it is said once', () => {
    const there = [...BOTH, owner(SAM), owner(EVE)];
    const asks: readonly Ask[] = [
      (one) => planDeletion(one, owner(SAM)),
      (one) => planDeletion(one, owner(EVE)),
      (one) => planDeletion(one, member('sam@acme.com')),
      (one) => planDeletion(one, member('eve@acme.com')),
    ];
    for (const order of orders(asks)) {
      const said = told(there, order).filter(({ summary }) => summary.includes('be left with'));
      expect(severities(said)).toEqual(['warning']);
    }
  });

  test('what takes nothing away is not asked', async () => {
    const organization = organizationWith([...BOTH, owner(SAM)]);
    for (const wanted of [{}, { roles: ['owner', 'signer'] }]) {
      // Terraform asks once for each block.
      const session = organization.again();
      await refresh(session, owner(SAM));
      expect(planChange(session, owner(SAM), wanted).problems).toEqual([]);
    }
    expect(planDeletion(organization.again(), member('eve@acme.com')).problems).toEqual([]);
  });
});
