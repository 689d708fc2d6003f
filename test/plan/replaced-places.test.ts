import { describe, expect, it } from 'vitest';
import type { Change } from '../../src/plan/change.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { plannedWrites } from '../../src/plan/write/change-writes.ts';
import { changeDetails } from '../../src/report/plan/change-words.ts';
import { desk } from '../connector/platforms.ts';
import { DECLARED, FULL, facts, live, planOf, written } from './fixtures.ts';

const ADA = 'ada@acme.com';
const BEN = 'ben@acme.com';
const CY = 'cy@acme.com';

type Groups = Readonly<Record<string, readonly string[]>>;

/** Three people, and groups with who is in them; each gives a role of its own. */
const side = (make: typeof live, groups: Groups, roles: Readonly<Record<string, string>> = {}) => [
  make.scope('acme', 'organization'),
  make.member(ADA),
  make.member(BEN),
  make.member(CY),
  make.given('acme', `member:${ADA}`, ['admin']),
  ...Object.entries(groups).map(([name, members]) => make.group(`acme/${name}`, { members })),
  ...Object.entries(roles).map(([name, role]) => make.given('acme', `group:acme/${name}`, [role])),
];
const writesIn = (plan: Plan) => plannedWrites(plan.changes).map(({ write, ...rest }) => [write, rest]);
const warned = (plan: Plan) =>
  plan.diagnostics.map(({ code, severity, message }) => `${severity} ${code}: ${message}`);
const shown = (plan: Plan) =>
  plan.changes.flatMap((change: Change) =>
    changeDetails(change, plan.spelling).map(
      ({ sign, text, reason }) => `${sign} ${text}${reason === null ? '' : ` (${reason})`}`,
    ),
  );
const ROLES = { a: 'reader', b: 'writer' };

describe('somebody who moves from one group to another', () => {
  it('is one write, and both changes are shown', () => {
    const plan = planOf(
      desk,
      side(written, { a: [BEN], b: [] }, ROLES),
      side(live, { a: [], b: [BEN] }, ROLES),
    );
    expect(facts(plan.changes)).toEqual([
      `add group:acme/a members ${BEN}`,
      `remove group:acme/b members ${BEN}`,
    ]);
    expect(writesIn(plan)).toEqual([['add-group-member', { group: 'acme/a', member: BEN, moment: 'moves' }]]);
    expect(shown(plan)).toEqual([`+ ${BEN}`, `- ${BEN}`]);
    expect(JSON.stringify(plan.changes)).toContain(`${BEN} is put into group a instead`);
    expect(plan.delta).toEqual({
      gained: [],
      lost: [{ member: BEN, permission: 'items:write', scope: 'acme' }],
    });
    expect(warned(plan)).toEqual([]);
  });

  it('two who change places are two writes', () => {
    const plan = planOf(desk, side(written, { a: [BEN], b: [CY] }), side(live, { a: [CY], b: [BEN] }));
    expect(writesIn(plan)).toEqual([
      ['add-group-member', { group: 'acme/a', member: BEN, moment: 'moves' }],
      ['add-group-member', { group: 'acme/b', member: CY, moment: 'moves' }],
    ]);
  });

  it('who only leaves is taken out, and who only joins is put in', () => {
    const plan = planOf(desk, side(written, { a: [CY], b: [] }), side(live, { a: [], b: [BEN] }));
    expect(writesIn(plan)).toEqual([
      ['add-group-member', { group: 'acme/a', member: CY }],
      ['remove-group-member', { group: 'acme/b', member: BEN }],
    ]);
  });

  it('into a new group, out of one that goes: the group goes, and nobody is taken out before', () => {
    const plan = planOf(desk, side(written, { a: [BEN] }), side(live, { b: [BEN] }));
    expect(writesIn(plan).map(([write]) => write)).toEqual([
      'create-group',
      'add-group-member',
      'delete-group',
    ]);
  });

  it('whoever is live in two, against the rule, is taken out of one', () => {
    const plan = planOf(desk, side(written, { a: [BEN], b: [] }), side(live, { a: [BEN], b: [BEN] }));
    expect(writesIn(plan)).toEqual([['remove-group-member', { group: 'acme/b', member: BEN }]]);
  });

  it('where anybody can be in many, a removal is a write', () => {
    const many = { ...desk, groups: { ...desk.groups, perMember: 'many' as const } };
    const plan = planOf(many, side(written, { a: [BEN], b: [] }), side(live, { a: [], b: [BEN] }));
    expect(writesIn(plan).map(([write]) => write)).toEqual(['add-group-member', 'remove-group-member']);
  });

  it('of another home, where there is one of each home, the old place stays', () => {
    const platform = {
      ...desk,
      groups: { ...desk.groups, homes: ['organization', 'folder'], perMember: 'one-per-home' as const },
    };
    const on = (make: typeof live, here: readonly string[], there: readonly string[]) => [
      ...side(make, { a: here }),
      make.scope('acme/folders/x', 'folder'),
      make.group('acme/folders/x/b', { members: there }),
    ];
    const plan = planOf(platform, on(written, [BEN], [BEN]), on(live, [], [BEN]));
    expect(writesIn(plan)).toEqual([['add-group-member', { group: 'acme/a', member: BEN }]]);
    expect(facts(plan.changes)).toEqual([`add group:acme/a members ${BEN}`]);
  });
});

describe('what nobody writes', () => {
  it('loses whoever is put elsewhere: the plan says so, and who loses what', () => {
    const found = side(live, { a: [], b: [BEN, CY] }, ROLES);
    const plan = planOf(desk, side(written, { a: [BEN] }, { a: 'reader' }), found, { authority: DECLARED });
    expect(facts(plan.changes)).toEqual([`add group:acme/a members ${BEN}`]);
    expect(shown(plan)).toEqual([`+ ${BEN}`, `- ${BEN} leaves group b by it`]);
    expect(warned(plan)).toEqual([
      `warning place-replaced: ${BEN} is put into group a, and by that out of group b, of which nobody writes who is in it: on Desk a person is in one group at a time. ${BEN} loses items:write on acme.`,
    ]);
    expect(plan.after.can(BEN, 'items:write', 'acme')).toBe(false);
    expect(plan.after.can(CY, 'items:write', 'acme')).toBe(true);
    expect(plan.unmanaged.map(({ address }) => address)).toContain('group:acme/b');
  });

  it('nothing is lost where the other group gives nothing', () => {
    const plan = planOf(desk, side(written, { a: [BEN] }), side(live, { a: [], b: [BEN] }), {
      authority: DECLARED,
    });
    expect(warned(plan)[0]).toContain('No access is lost by it.');
  });

  it('in a group that is written without its people, too', () => {
    const wanted = side(written, { a: [BEN], b: [] }, ROLES);
    const plan = planOf(desk, wanted, side(live, { a: [], b: [BEN, CY] }, ROLES), {
      authority: DECLARED,
      unstated: ['group:acme/b#members'],
    });
    expect(facts(plan.changes)).toEqual([
      `add group:acme/a members ${BEN}`,
      `remove group:acme/b members ${BEN}`,
    ]);
    expect(writesIn(plan).map(([write]) => write)).toEqual(['add-group-member']);
    expect(warned(plan)).toHaveLength(1);
    expect(warned(plan)[0]).toContain('place-replaced');
  });

  it('counts for the guard against mass removals', () => {
    const people = [...'defghijklmn'].map((name) => `${name}@acme.com`);
    const more = (make: typeof live) => people.map((one) => make.member(one));
    const found = [...side(live, { a: [], b: people }, { b: 'writer' }), ...more(live)];
    const plan = planOf(desk, [...side(written, { a: people }), ...more(written)], found, {
      authority: DECLARED,
    });
    expect(warned(plan)[0]).toMatch(/^warning removal-limit: .* 11 of the 11 places in groups/);
  });

  it('the last administrator is not lost by it', () => {
    const found = [
      live.scope('acme', 'organization'),
      live.member(BEN),
      live.group('acme/chiefs', { members: [BEN] }),
      live.group('acme/a', { members: [] }),
      live.given('acme', 'group:acme/chiefs', ['admin']),
    ];
    const wanted = [
      written.scope('acme', 'organization'),
      written.member(BEN),
      written.group('acme/a', { members: [BEN] }),
    ];
    const plan = planOf(desk, wanted, found, { authority: DECLARED });
    expect(warned(plan).filter((line) => line.startsWith('error'))).toEqual([
      'error invariant-broken: last-admin: nobody on acme could do any more what admin can. Desk would let it happen, and nobody could give it back.',
    ]);
  });

  it('who is put into no other group keeps the place', () => {
    const plan = planOf(desk, side(written, { a: [] }), side(live, { a: [], b: [BEN] }), {
      authority: DECLARED,
    });
    expect([plan.changes, warned(plan)]).toEqual([[], []]);
  });
});

describe('a role that must have a holder', () => {
  const kept = {
    ...desk,
    invariants: [
      { code: 'last-admin', rule: 'minimum-holders', role: 'admin', at: 'organization', count: 1 } as const,
    ],
  };
  it('keeps its last holder in the group that gives it, and out of the other', () => {
    const on = (make: typeof live, chiefs: readonly string[], a: readonly string[]) => [
      make.scope('acme', 'organization'),
      make.member(BEN),
      make.group('acme/chiefs', { members: chiefs }),
      make.group('acme/a', { members: a }),
      make.given('acme', 'group:acme/chiefs', ['admin']),
    ];
    const plan = planOf(kept, on(written, [], [BEN]), on(live, [BEN], []), { authority: FULL });
    expect(facts(plan.changes)).toEqual([]);
    expect(
      plan.changes.map((c) => (c.action === 'deferred' ? `${c.wanted}: waits for ${c.waitsFor}` : c.action)),
    ).toEqual([
      `${BEN} in group a: waits for ${BEN} leaving group chiefs`,
      `${BEN} taken out of group chiefs: waits for somebody else being admin on acme`,
    ]);
  });
});
