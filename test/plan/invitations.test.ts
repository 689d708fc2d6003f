import { describe, expect, it } from 'vitest';
import { buildPlan } from '../../src/plan/build-plan.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { unacceptedInvitations } from '../../src/plan/unaccepted-invitations.ts';
import { writesOf } from '../../src/plan/write/change-writes.ts';
import type { Invitation, MembershipState, Resource } from '../../src/resource/resource.ts';
import { chalet } from '../connector/platforms.ts';
import { DECLARED, desiredOf, live, planOf, snapshotOf, written } from './fixtures.ts';

const EMEA = 'acme/units/emea';
const sent = (times: number, sentAt = '2027-01-01T00:00:00Z'): Invitation => ({
  sent: times,
  sentAt,
  expiresAt: null,
});

/** `action address` of each change; of deferred ones what is wanted and what it waits for. */
function said({ changes }: Plan): readonly string[] {
  return changes.map((c) =>
    c.action === 'deferred' ? `${c.wanted} | ${c.waitsFor}` : `${c.action} ${c.address}`,
  );
}

describe('an invitation that expired', () => {
  const plan = (invitation: Invitation, rules = { max: 3, waitDays: 7 }, scope = 'acme'): Plan => {
    const base = [written.scope('acme', 'organization'), written.scope(EMEA, 'unit')];
    const found = [live.scope('acme', 'organization'), live.scope(EMEA, 'unit')];
    const desired = desiredOf(chalet, [...base, written.member('bo@x.io', 'active', { scope })]);
    return buildPlan(
      { ...desired, resend: rules },
      snapshotOf([...found, live.member('bo@x.io', 'expired', { scope, invitation })]),
    );
  };

  // The documents are looked at on 2027-03-01.
  it.each<[string, Invitation, { max: number; waitDays: number }, readonly string[]]>([
    ['long ago: again', sent(1), { max: 3, waitDays: 7 }, ['update member:acme/bo@x.io']],
    [
      'to the second: again',
      sent(2, '2027-02-22T00:00:00Z'),
      { max: 3, waitDays: 7 },
      ['update member:acme/bo@x.io'],
    ],
    [
      'a moment too early: waits, until the next whole second',
      sent(2, '2027-02-22T00:00:00.001Z'),
      { max: 3, waitDays: 7 },
      ['member bo@x.io invited again | 2027-03-01T00:00:01Z (invited again at most every 7 days)'],
    ],
    [
      'every day',
      sent(1, '2027-02-28T12:00:00Z'),
      { max: 3, waitDays: 1 },
      ['member bo@x.io invited again | 2027-03-01T12:00:00Z (invited again at most every day)'],
    ],
    [
      'without a wait',
      sent(1, '2027-03-01T00:00:00Z'),
      { max: 3, waitDays: 0 },
      ['update member:acme/bo@x.io'],
    ],
    [
      'often enough',
      sent(3),
      { max: 3, waitDays: 7 },
      ['member bo@x.io invited again | somebody to raise the cap: invited 3 times, none accepted'],
    ],
    [
      'once and never again',
      sent(1),
      { max: 1, waitDays: 7 },
      ['member bo@x.io invited again | somebody to raise the cap: invited once, none accepted'],
    ],
    ['the cap raised', sent(3), { max: 4, waitDays: 7 }, ['update member:acme/bo@x.io']],
  ])('%s', (_, invitation, rules, expected) => {
    expect(said(plan(invitation, rules))).toEqual(expected);
    const below = plan(invitation, rules, EMEA);
    expect(said(below)).toEqual(
      expected.map((line) =>
        line
          .replace('member:acme/', `member:${EMEA}/`)
          .replace('bo@x.io invited', `bo@x.io of ${EMEA} invited`),
      ),
    );
    // Nobody who was not let in has anything, whatever becomes of the invitation.
    expect(below.after.permissions('bo@x.io', EMEA)).toEqual([]);
    const capped = plan(invitation, rules).diagnostics.map(({ code, severity }) => `${severity} ${code}`);
    expect(capped).toEqual(expected[0]?.includes('raise the cap') ? ['warning invitation-cap'] : []);
  });

  it('is sent again by a write of its own, with the defaults where no workspace speaks', () => {
    const found = [
      live.scope('acme', 'organization'),
      live.member('bo@x.io', 'expired', { invitation: sent(2) }),
    ];
    const wanted = [written.scope('acme', 'organization'), written.member('bo@x.io')];
    const [change] = planOf(chalet, wanted, found).changes;
    expect(change?.action === 'update' && writesOf(change)).toEqual([
      { write: 'resend-invitation', scope: 'acme', member: 'bo@x.io' },
    ]);
  });
});

it('a pending invitation is no change, and is told', () => {
  const found = [
    live.scope('acme', 'organization'),
    live.member('bo@x.io', 'invited', { invitation: sent(1) }),
  ];
  const plan = planOf(chalet, [written.scope('acme', 'organization'), written.member('bo@x.io')], found);
  expect(plan.changes).toEqual([]);
  expect(unacceptedInvitations(plan).map(({ address }) => address)).toEqual(['member:acme/bo@x.io']);
  const gone = planOf(chalet, [written.scope('acme', 'organization')], found);
  expect(said(gone)).toEqual(['delete member:acme/bo@x.io']);
  expect(unacceptedInvitations(gone)).toEqual([]);
});

describe('from a scope up to the organization', () => {
  const base = (make: typeof live): readonly Resource[] => [
    make.scope('acme', 'organization'),
    make.scope(EMEA, 'unit'),
  ];
  const below = [
    ...base(live),
    live.member('vera@x.io', 'active', { scope: EMEA }),
    live.given(EMEA, 'member:vera@x.io', ['signer', 'build-viewer']),
  ];
  const up = [
    ...base(written),
    written.member('vera@x.io'),
    written.given('acme', 'member:vera@x.io', ['signer']),
  ];
  const top = (state: MembershipState): Resource => live.member('vera@x.io', state, { invitation: sent(1) });

  it('the lower membership stays until the upper one is accepted, with what is still given; the rest goes at once', () => {
    const plan = planOf(chalet, up, below);
    const waits = 'vera@x.io accepting the invitation to acme';
    expect(said(plan)).toEqual([
      'create member:acme/vera@x.io',
      'create assignment:acme|member:vera@x.io',
      `update assignment:${EMEA}|member:vera@x.io`,
      `roles of vera@x.io on ${EMEA} removed | ${waits}`,
      `member vera@x.io of ${EMEA} removed | ${waits}`,
    ]);
    expect(new Set(plan.delta.lost.map(({ permission }) => permission))).toEqual(new Set(['build:view']));
    expect(plan.unmanaged).toEqual([]);
    expect(
      said(planOf(chalet, up, [...below, top('invited')])).filter((s) => s.includes(' | ')),
    ).toHaveLength(2);
    expect(
      said(planOf(chalet, up, [...below, top('expired')])).filter((s) => s.includes(' | ')),
    ).toHaveLength(2);
  });

  it('once accepted, it goes', () => {
    expect(said(planOf(chalet, up, [...below, top('active')]))).toEqual([
      'create assignment:acme|member:vera@x.io',
      `delete assignment:${EMEA}|member:vera@x.io`,
      `delete member:${EMEA}/vera@x.io`,
    ]);
  });

  it('a role replaced in its module is replaced at once, another one stays', () => {
    const given = written.given(EMEA, 'member:vera@x.io', ['build-operator']);
    const plan = planOf(chalet, [...up, given], below);
    expect(said(plan)).toContain(`update assignment:${EMEA}|member:vera@x.io`);
    expect(said(plan)).toContain(
      `role signer taken from roles of vera@x.io on ${EMEA} | vera@x.io accepting the invitation to acme`,
    );
    const after = plan.wanted.find((r) => r.address === `assignment:${EMEA}|member:vera@x.io`);
    expect(after?.type === 'assignment' && [...after.attributes.roles.keys()].sort()).toEqual([
      'build-operator',
      'signer',
    ]);
  });

  it('what is marked absent does not wait, and nobody waits who has no access to lose', () => {
    const ruledOut = { [`member:${EMEA}/vera@x.io`]: 'absent' } as const;
    const gone = [`delete assignment:${EMEA}|member:vera@x.io`, `delete member:${EMEA}/vera@x.io`];
    expect(said(planOf(chalet, up, below, { ruledOut }))).toEqual(expect.arrayContaining(gone));
    const dormant = below.map((r) =>
      r.type === 'member' ? live.member('vera@x.io', 'invited', { scope: EMEA }) : r,
    );
    expect(said(planOf(chalet, up, dormant))).toEqual(expect.arrayContaining(gone));
  });

  it('down again does not wait: wide access ends when it is written so', () => {
    const plan = planOf(
      chalet,
      [...base(written), written.member('vera@x.io', 'active', { scope: EMEA })],
      [...base(live), live.member('vera@x.io')],
    );
    expect(said(plan)).toEqual([`create member:${EMEA}/vera@x.io`, 'delete member:acme/vera@x.io']);
  });

  it('what nobody owns below stays, and what it carries with it', () => {
    const plan = planOf(chalet, base(written), [...below, top('active')], {
      authority: DECLARED,
      ruledOut: { 'member:acme/vera@x.io': 'absent' },
    });
    expect(said(plan)).toEqual(['delete member:acme/vera@x.io']);
    expect(plan.unmanaged).toHaveLength(2);
  });
});

describe('the last owner', () => {
  const of = (make: typeof live, ...owners: readonly Resource[]): readonly Resource[] => [
    make.scope('acme', 'organization'),
    ...owners,
  ];
  const old = [live.member('old@x.io'), live.given('acme', 'member:old@x.io', ['owner'])];
  const next = of(written, written.member('new@x.io'), written.given('acme', 'member:new@x.io', ['owner']));
  const waits = 'new@x.io accepting the invitation, to be owner on acme instead';

  it('stays until who follows has accepted', () => {
    const plan = planOf(chalet, next, of(live, ...old));
    expect(said(plan)).toEqual([
      'create member:acme/new@x.io',
      'create assignment:acme|member:new@x.io',
      `roles of old@x.io on acme removed | ${waits}`,
      `member old@x.io removed | ${waits}`,
    ]);
    expect(plan.delta.lost).toEqual([]);
  });

  it('goes at once when somebody else holds the role already', () => {
    const other = [live.member('new@x.io'), live.given('acme', 'member:new@x.io', ['owner'])];
    expect(said(planOf(chalet, next, of(live, ...old, ...other)))).toEqual([
      'delete assignment:acme|member:old@x.io',
      'delete member:acme/old@x.io',
    ]);
  });

  it('keeps the role where it is to be another one, too', () => {
    const demoted = [written.member('old@x.io'), written.given('acme', 'member:old@x.io', ['signer'])];
    expect(said(planOf(chalet, [...next, ...demoted], of(live, ...old)))).toContain(
      `roles of old@x.io on acme changed | ${waits}`,
    );
  });

  it('is held back where nobody is to follow, for the platform would refuse it', () => {
    expect(said(planOf(chalet, of(written), of(live, ...old)))).toEqual([
      'roles of old@x.io on acme removed | somebody else being owner on acme',
      'member old@x.io removed | somebody else being owner on acme',
    ]);
  });
});
