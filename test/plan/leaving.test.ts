import { describe, expect, it } from 'vitest';
import { buildAccess } from '../../src/access/build-access.ts';
import { compareAccess } from '../../src/access/compare-access.ts';
import { attributeKey } from '../../src/compile/desired.ts';
import { writesOf } from '../../src/plan/write/change-writes.ts';
import { simulateWrites } from '../../src/plan/write/simulate-writes.ts';
import { planJson } from '../../src/report/plan/plan-json.ts';
import { planMarkdown } from '../../src/report/plan/plan-markdown.ts';
import { planText } from '../../src/report/plan/plan-text.ts';
import { plain } from '../../src/report/text/text-style.ts';
import { groupAddress } from '../../src/resource/address.ts';
import { chalet, gorules, lumoauth } from '../connector/platforms.ts';
import { DECLARED, FULL, LIVE, live, planOf, written } from './fixtures.ts';

const KEY = 'bo@acme.com';
const MEMBERS_OWNED = { ...DECLARED, member: 'full' } as const;

const before = [
  live.scope('acme', 'organization'),
  live.member('ana@acme.com'),
  live.member(KEY),
  live.group('acme/partners', { members: [KEY] }),
  live.group('acme/others', { members: ['ana@acme.com'] }),
  live.given('acme', 'group:acme/partners', ['viewer']),
];
const after = [written.scope('acme', 'organization'), written.member('ana@acme.com')];

describe('whoever is removed leaves groups that no change speaks of', () => {
  const plan = planOf(lumoauth, after, before, { authority: MEMBERS_OWNED });

  it('which stands below the removal, in every form', () => {
    expect(plan.changes).toMatchObject([
      {
        action: 'delete',
        address: `member:acme/${KEY}`,
        leaves: [{ address: 'group:acme/partners', name: 'group partners', unmanaged: true }],
      },
    ]);
    expect(plan.delta.lost.map(({ member }) => member)).toContain(KEY);
    expect(planText([plan], plain)).toMatch(
      / - member bo@acme\.com .*\n {6}- leaves group partners \(unmanaged\)\n/,
    );
    expect(planMarkdown([plan])).toContain('`- leaves group partners (unmanaged)`');
    expect(planJson([plan]).organizations[0]?.changes).toMatchObject([
      { action: 'delete', leaves: [{ name: 'group partners', unmanaged: true }] },
    ]);
  });

  it('so it is of a written group whose people nobody writes', () => {
    const { platform } = plan.desired;
    const open = planOf(platform, [...after, written.group('acme/partners')], before, {
      authority: MEMBERS_OWNED,
      unstated: ['group:acme/partners#members', 'group:acme/partners#groups', 'group:acme/partners#title'],
    });
    expect(open.changes).toMatchObject([{ action: 'delete', leaves: [{ unmanaged: false }] }]);
    expect(planText([open], plain)).toContain('- leaves group partners (its people are not written)');
  });

  it('and not of a group that has its own change, or goes too', () => {
    const owned = planOf(lumoauth, [...after, written.group('acme/partners')], before, { authority: FULL });
    const removals = owned.changes.filter(({ action }) => action === 'delete');
    expect(removals.length).toBeGreaterThan(1);
    for (const change of removals) expect(change).not.toHaveProperty('leaves');
  });

  it('and not where another membership reaches the group', () => {
    const base = [
      live.scope('acme', 'organization'),
      live.scope('acme/units/u', 'unit'),
      live.member('ana@acme.com'),
      live.member(KEY),
      live.member(KEY, 'active', { scope: 'acme/units/u' }),
      live.group('acme/units/u/local', { members: [KEY] }),
      live.group('acme/all', { members: [KEY] }),
    ];
    const stays = [
      written.scope('acme', 'organization'),
      written.scope('acme/units/u', 'unit'),
      written.member('ana@acme.com'),
      written.member(KEY, 'active', { scope: 'acme/units/u' }),
    ];
    const plan = planOf(chalet, stays, base, { authority: MEMBERS_OWNED });
    expect(plan.changes).toMatchObject([{ action: 'delete', leaves: [{ name: 'group all' }] }]);
  });
});

describe('whoever is detached from a project leaves its groups', () => {
  const PROJECT = 'acme/projects/p';
  const there = [
    live.scope('acme', 'organization'),
    live.scope(PROJECT, 'project'),
    live.member('olivia@acme.com'),
    live.member(KEY),
    live.given('acme', 'member:olivia@acme.com', ['owner']),
    live.given(PROJECT, `member:${KEY}`),
    live.group(`${PROJECT}/g`, { members: [KEY], permissions: ['documents:edit-content'] }),
  ];
  const organization = [
    written.scope('acme', 'organization'),
    written.scope(PROJECT, 'project'),
    written.member('olivia@acme.com'),
    written.member(KEY),
    written.given('acme', 'member:olivia@acme.com', ['owner']),
  ];
  const DETACHED = `assignment:${PROJECT}|member:${KEY}`;
  const group = written.group(`${PROJECT}/g`);
  const unstated = ['title', 'members', 'permissions'].map((name) =>
    attributeKey(groupAddress(`${PROJECT}/g`), name),
  );

  it.each([
    ['marked absent', organization, { authority: DECLARED, ruledOut: { [DETACHED]: 'absent' } }],
    ['whose window ended', organization, { authority: DECLARED, ruledOut: { [DETACHED]: 'expired' } }],
    ['no longer written', organization, { authority: { ...DECLARED, assignment: 'full' } }],
    [
      'in a group whose people nobody writes',
      [...organization, group],
      { authority: DECLARED, ruledOut: { [DETACHED]: 'absent' }, unstated },
    ],
  ] as const)('%s', (_, wanted, more) => {
    const plan = planOf(gorules, wanted, there, more);
    expect(plan.changes).toMatchObject([
      { action: 'delete', address: DETACHED, leaves: [{ address: `group:${PROJECT}/g` }] },
    ]);
    expect(new Set(plan.delta.lost.map(({ permission }) => permission))).toContain('documents:edit-content');
    // The effect told is the difference of the access read before and after.
    const after = simulateWrites(
      there,
      plan.changes.flatMap((c) => (c.action === 'deferred' ? [] : writesOf(c))),
      LIVE,
      gorules,
    );
    const effectiveAccess = buildAccess(gorules, after);
    expect(compareAccess(plan.before, effectiveAccess)).toEqual(plan.delta);
    expect(planOf(gorules, wanted, after, more).changes).toEqual([]);
    expect(planText([plan], plain)).toMatch(/- leaves group g in acme\/projects\/p/);
  });
});
