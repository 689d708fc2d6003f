import { describe, expect, it } from 'vitest';
import { planJson } from '../../src/report/plan/json.ts';
import { planMarkdown } from '../../src/report/plan/markdown.ts';
import { planText } from '../../src/report/plan/text.ts';
import { plain } from '../../src/report/text/style.ts';
import { chalet, lumoauth } from '../connector/platforms.ts';
import { DECLARED, FULL, live, planOf, written } from './fixtures.ts';

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
