import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changeFingerprints, compareFingerprints } from '../../src/plan/change-fingerprints.ts';
import { type AuditAction, attributeFindings } from '../../src/plan/drift/attribution.ts';
import { driftOf } from '../../src/plan/drift/drift.ts';
import { driftAccess, unmanagedAccess } from '../../src/plan/drift/drift-access.ts';
import type { DriftFinding } from '../../src/plan/drift/drift-finding.ts';
import type { Plan } from '../../src/plan/plan.ts';
import type { Address } from '../../src/resource/address.ts';
import { naiveAccess } from '../access/naive.ts';
import { atrium, lumoauth } from '../connector/platforms.ts';
import { DECLARED, live, planOf, written } from './fixtures.ts';
import { anyPair } from './random-pair.ts';

const fixed = { seed: 2027, numRuns: 200 };

/** A finding as the fact an apply would make true again. */
function asFact(finding: DriftFinding): string {
  const { kind, address, field, entry, documents } = finding;
  if (field === null) return kind === 'removed' ? `create ${address}` : `delete ${address}`;
  if (entry === null) return `set ${address} ${field} ${JSON.stringify(documents)}`;
  return `${kind === 'added' ? 'remove' : 'add'} ${address} ${field} ${entry}`;
}

/** Facts without what a created thing holds. */
function shortFacts(plan: Plan): readonly string[] {
  return [...changeFingerprints(plan.changes)].map((fact) => fact.replace(/^(create \S+) .*/s, '$1')).sort();
}

describe('drift', () => {
  it('tells each fact of the plan once, and nothing else', () => {
    fc.assert(
      fc.property(anyPair, ({ platform, desired, live: found }) => {
        const plan = planOf(platform, desired, found);
        // A removal that waits is told, and is no change of the plan.
        const findings = driftOf(plan).filter(({ kind }) => kind !== 'waiting');
        expect(findings.map(asFact).sort()).toEqual(shortFacts(plan));
        for (const { kind, field, documents, live: seen, seenAt } of findings) {
          if (kind === 'added') expect(documents).toBeNull();
          if (kind === 'removed') expect(seen).toBeNull();
          expect(seenAt === null).toBe(kind === 'removed' && field === null);
        }
      }),
      fixed,
    );
  });

  it('weighs one finding as one change of the documents’ access', () => {
    const base = [
      written.scope('acme', 'organization'),
      written.member('ada@acme.com'),
      written.member('eve@acme.com'),
    ];
    const found = [
      live.scope('acme', 'organization'),
      live.member('ada@acme.com'),
      live.member('eve@acme.com'),
    ];
    const desired = [
      ...base,
      written.group('acme/qa', { members: ['ada@acme.com'] }),
      written.given('acme', 'group:acme/qa', ['viewer']),
    ];
    const seen = [
      ...found,
      live.group('acme/qa', { members: ['eve@acme.com'] }),
      live.given('acme', 'group:acme/qa', ['viewer', 'admin']),
    ];
    const findings = driftOf(planOf(lumoauth, desired, seen));
    const effects = Object.fromEntries(
      findings.map((f) => [
        `${f.kind} ${f.entry}`,
        {
          gained: [...new Set(f.effect?.gained.map((g) => g.member))],
          lost: [...new Set(f.effect?.lost.map((g) => g.member))],
        },
      ]),
    );
    expect(effects).toEqual({
      'added eve@acme.com': { gained: ['eve@acme.com'], lost: [] },
      'removed ada@acme.com': { gained: [], lost: ['ada@acme.com'] },
      // Ada has left the group, eve is in it: what the role gives it gives to eve.
      'added admin': { gained: ['eve@acme.com'], lost: [] },
    });
  });

  it('of a single finding is the whole difference', () => {
    fc.assert(
      fc.property(anyPair, ({ platform, desired, live: found }) => {
        const plan = planOf(platform, desired, found);
        const findings = driftOf(plan);
        const [only] = findings;
        if (only === undefined || findings.length > 1 || plan.changes.length > 1) return;
        const settled = [
          ...plan.wanted,
          ...found.filter(
            (r) => !plan.wanted.some((w) => w.address === r.address) && r.address !== only.address,
          ),
        ];
        const [documents, seen] = [naiveAccess(platform, settled), naiveAccess(platform, found)];
        for (const { member, scope, permission } of only.effect?.gained ?? []) {
          expect(documents.permissions(member, scope)).not.toContain(permission);
        }
        for (const { member, scope, permission } of only.effect?.lost ?? []) {
          expect(seen.permissions(member, scope)).not.toContain(permission);
        }
      }),
      { ...fixed, numRuns: 400 },
    );
  });

  it('past a hundred findings only tells them', () => {
    const many = Array.from({ length: 101 }, (_, at) => live.member(`m${at}@acme.com`));
    const root = [written.scope('acme', 'organization')];
    const findings = driftOf(planOf(lumoauth, root, [live.scope('acme', 'organization'), ...many]));
    expect(findings.length).toBe(101);
    expect(findings.every((f) => f.effect === null)).toBe(true);
  });

  it('does not tell what only waits', () => {
    const plan = planOf(
      atrium,
      [
        written.scope('acme', 'organization'),
        written.member('eve@acme.com'),
        written.group('acme/qa', { members: ['eve@acme.com'] }),
      ],
      [live.scope('acme', 'organization'), live.member('eve@acme.com', 'invited'), live.group('acme/qa')],
    );
    expect(plan.changes.map((c) => c.action)).toEqual(['deferred']);
    expect(driftOf(plan)).toEqual([]);
  });
});

const acme = (origin: typeof written) => origin.scope('acme', 'organization');

describe('weighing', () => {
  it('shows what two facts give only together on both of them, and in the sum', () => {
    const plan = planOf(
      lumoauth,
      [acme(written)],
      [acme(live), live.member('eve@evil.example'), live.given('acme', 'member:eve@evil.example', ['admin'])],
    );
    const findings = driftOf(plan);
    expect(findings.length).toBe(2);
    for (const { effect } of findings)
      expect(effect).toEqual({ gained: driftAccess(plan, driftOf(plan)).delta.gained, lost: [] });
    expect(driftAccess(plan, driftOf(plan)).delta.gained.map((g) => g.permission)).toContain('users:write');
  });

  it('is part of the sum, and the sum is the plan’s delta read backwards where people are provisioned', () => {
    fc.assert(
      fc.property(anyPair, ({ platform, desired, live: found }) => {
        const plan = planOf(platform, desired, found);
        const { delta } = driftAccess(plan, driftOf(plan));
        const sum = { gained: new Set(delta.gained.map(String3)), lost: new Set(delta.lost.map(String3)) };
        if (
          platform.members.joining === 'provisioned' &&
          plan.changes.every((c) => c.action !== 'deferred')
        ) {
          expect(delta).toEqual({ gained: plan.delta.lost, lost: plan.delta.gained });
        }
        for (const { effect } of driftOf(plan)) {
          expect(effect?.gained.filter((g) => !sum.gained.has(String3(g)))).toEqual([]);
          expect(effect?.lost.filter((g) => !sum.lost.has(String3(g)))).toEqual([]);
        }
      }),
      fixed,
    );
  });

  it('asking only who can be touched, one of those alike, finds what asking everybody finds', () => {
    fc.assert(
      fc.property(anyPair, ({ platform, desired, live: found }) => {
        const plan = planOf(platform, desired, found);
        const base = planOf(platform, desired, found, { authority: DECLARED });
        const unmanaged = new Set(base.unmanaged.map(({ address }) => address));
        const rest = found.filter((r) => !unmanaged.has(r.address));
        // What only the documents write has no place in a comparison of live with a part of live.
        const texts = found;
        const [without, all] = [naiveAccess(platform, rest, texts), naiveAccess(platform, found, texts)];
        for (const { resource, effect } of unmanagedAccess(base).things) {
          const put = naiveAccess(platform, [...rest, resource], texts);
          const off = naiveAccess(
            platform,
            found.filter((r) => r.address !== resource.address),
            texts,
          );
          const expected: string[] = [];
          for (const scope of plan.before.scopes) {
            for (const member of plan.before.members) {
              const [w, a, p, o] = [without, all, put, off].map((x) => x.permissions(member, scope));
              for (const permission of a ?? []) {
                if (w?.includes(permission)) continue;
                if (p?.includes(permission) || !o?.includes(permission))
                  expected.push(String3({ member, scope, permission }));
              }
            }
          }
          expect(effect?.gained.map(String3).sort()).toEqual(expected.sort());
        }
      }),
      fixed,
    );
  });

  it('of a hundred facts about five thousand people weighs each', () => {
    const people = Array.from({ length: 5000 }, (_, at) => `m${at}@acme.com`);
    const both = (side: typeof written) => [acme(side), ...people.map((m) => side.member(m))];
    const groups = Array.from({ length: 50 }, (_, at) => `acme/g${at}`);
    const inside = (at: number) => people.filter((_, n) => n % 50 === at || n % 7 === at % 7);
    const plan = planOf(
      lumoauth,
      [
        ...both(written),
        ...groups.map((g, at) => written.group(g, { members: inside(at) })),
        ...groups.map((g) => written.given('acme', `group:${g}`, ['viewer'])),
      ],
      [
        ...both(live),
        ...groups.map((g, at) => live.group(g, { members: inside(at).slice(1) })),
        ...groups.map((g, at) =>
          live.given('acme', `group:${g}`, ['viewer', at === 3 ? 'admin' : 'auditor']),
        ),
      ],
    );
    const findings = driftOf(plan);
    expect(findings.length).toBe(100);
    expect(findings.every((f) => f.effect !== null)).toBe(true);
  });
});

const String3 = (g: { member: string; scope: string; permission: string }): string =>
  `${g.member} ${g.scope} ${g.permission}`;

describe('grants whose time is not now', () => {
  const sides = [
    acme(live),
    live.member('carol@acme.com'),
    live.group('acme/incident', { members: ['carol@acme.com'] }),
  ];
  const plan = (why: 'expired' | 'not-yet') =>
    planOf(
      lumoauth,
      [acme(written), written.member('carol@acme.com'), written.group('acme/incident')],
      sides,
      { ruledOut: { 'group:acme/incident#members/carol@acme.com': why } },
    );
  const added: AuditAction = {
    at: '2027-01-01T00:00:00Z',
    actor: 'bylaw',
    action: 'group.member-added',
    address: 'group:acme/incident',
    entry: 'carol@acme.com',
  };

  it('are told as expired, and nobody is blamed', () => {
    const findings = driftOf(plan('expired'));
    expect(findings.map(({ kind, what }) => [kind, what])).toEqual([
      [
        'expired',
        'carol@acme.com is still in group incident: its `until` has passed (due for removal by the next apply)',
      ],
    ]);
    expect(attributeFindings(findings, [added]).size).toBe(0);
  });

  it('are told as early when they have not begun: somebody gave them', () => {
    const findings = driftOf(plan('not-yet'));
    expect(findings.map(({ kind, what }) => [kind, what])).toEqual([
      [
        'added',
        'carol@acme.com is already in group incident: its `from` has not come yet (due for removal by the next apply)',
      ],
    ]);
    expect(attributeFindings(findings, [added]).size).toBe(1);
  });

  it('are told so of a whole assignment', () => {
    const key = 'assignment:acme|member:carol@acme.com';
    const [finding] = driftOf(
      planOf(
        lumoauth,
        [acme(written), written.member('carol@acme.com')],
        [acme(live), live.member('carol@acme.com'), live.given('acme', 'member:carol@acme.com', ['editor'])],
        { ruledOut: { [key]: 'expired' } },
      ),
    );
    expect(finding?.kind).toBe('expired');
    expect(finding?.what).toMatch(
      /^role editor for carol@acme.com on acme is still there: its `until` has passed/,
    );
    expect(finding?.effect?.gained.length).toBeGreaterThan(0);
  });
});

describe('facts', () => {
  it('are equal for equal changes and for no others', () => {
    fc.assert(
      fc.property(anyPair, anyPair, (one, other) => {
        const plan = planOf(one.platform, one.desired, one.live);
        const again = planOf(one.platform, [...one.desired].reverse(), [...one.live].reverse());
        expect(compareFingerprints(plan.changes, [...again.changes].reverse())).toBeNull();
        const foreign = planOf(other.platform, other.desired, other.live).changes;
        const same =
          JSON.stringify([...changeFingerprints(foreign)].sort()) ===
          JSON.stringify([...changeFingerprints(plan.changes)].sort());
        expect(compareFingerprints(plan.changes, foreign) === null).toBe(same);
        // Every single change counts, whichever is left out.
        for (const left of plan.changes) {
          const rest = plan.changes.filter((c) => c !== left);
          const found = compareFingerprints(plan.changes, rest);
          if (left.action === 'deferred') expect(found).toBeNull();
          else expect(found?.onlyOurs.length).toBeGreaterThan(0);
        }
      }),
      { ...fixed, numRuns: 150 },
    );
  });

  it('tell a created thing by all it holds', () => {
    const root = [written.scope('acme', 'organization'), written.member('ada@acme.com')];
    const found = [live.scope('acme', 'organization'), live.member('ada@acme.com')];
    const made = (members: readonly string[], title: string) =>
      planOf(lumoauth, [...root, written.group('acme/qa', { members, title })], found).changes;
    expect(compareFingerprints(made(['ada@acme.com'], 'QA'), made([], 'QA'))).not.toBeNull();
    expect(compareFingerprints(made([], 'QA'), made([], 'Qa'))).not.toBeNull();
    expect(compareFingerprints(made(['ada@acme.com'], 'QA'), made(['ada@acme.com'], 'QA'))).toBeNull();
  });
});

describe('attribution', () => {
  const root = [
    written.scope('acme', 'organization'),
    written.member('ada@acme.com'),
    written.member('eve@acme.com'),
  ];
  const found = [
    live.scope('acme', 'organization'),
    live.member('ada@acme.com'),
    live.member('eve@acme.com'),
  ];
  const deed = (
    at: string,
    actor: string,
    entry: string | null,
    address: Address = 'group:acme/qa',
  ): AuditAction => ({
    at: `2027-03-01T${at}:00Z`,
    actor,
    action: entry === null ? 'group.updated' : 'group.member-added',
    address,
    entry,
    ...(entry === null ? { moved: { field: 'title', to: 'Other' } } : {}),
  });
  const blamed = (findings: readonly DriftFinding[], deeds: readonly AuditAction[]) => {
    const told = attributeFindings(findings, deeds);
    return Object.fromEntries(
      findings.map((f) => [
        `${f.field} ${f.entry}`,
        told
          .get(f)
          ?.map(({ actor }) => actor)
          .join(', ') ?? null,
      ]),
    );
  };
  const both = driftOf(
    planOf(
      lumoauth,
      [...root, written.group('acme/qa', { title: 'QA' })],
      [...found, live.group('acme/qa', { title: 'Other', members: ['eve@acme.com', 'ada@acme.com'] })],
    ),
  );

  it('blames the deed on the very entry, whatever was done later to others', () => {
    const deeds = [
      deed('09:00', 'titler', null),
      deed('10:00', 'adder-of-eve', 'eve@acme.com'),
      deed('11:00', 'adder-of-ada', 'ada@acme.com'),
    ];
    for (const order of [deeds, [...deeds].reverse()]) {
      expect(blamed(both, order)).toEqual({
        'title null': 'titler',
        'members eve@acme.com': 'adder-of-eve',
        'members ada@acme.com': 'adder-of-ada',
      });
    }
  });

  it('takes the latest of several, and blames no deed on the whole for one entry', () => {
    const deeds = [
      deed('08:00', 'earlier', 'eve@acme.com'),
      deed('10:00', 'later', 'eve@acme.com'),
      deed('12:00', 'titler', null),
      deed('13:00', 'elsewhere', 'ada@acme.com', 'group:acme/other'),
    ];
    expect(blamed(both, deeds)).toEqual({
      'title null': 'titler',
      'members eve@acme.com': 'later',
      'members ada@acme.com': null,
    });
  });

  it('blames nobody without a deed, and an entry’s deed never for another entry', () => {
    expect(blamed(both, [])).toEqual({
      'title null': null,
      'members eve@acme.com': null,
      'members ada@acme.com': null,
    });
    const [, eve] = [null, deed('10:00', 'adder', 'eve@acme.com')];
    expect(blamed(both, [eve])['members ada@acme.com']).toBeNull();
    expect(blamed(both, [{ ...eve, address: null }])['members eve@acme.com']).toBeNull();
  });

  it('of a thing that appeared falls on who made it, and then on who filled it', () => {
    const appeared = driftOf(
      planOf(lumoauth, root, [...found, live.group('acme/qa', { members: ['eve@acme.com'] })]),
    );
    const made: AuditAction = {
      ...deed('09:00', 'maker', null),
      action: 'group.created',
      moved: { field: null, way: 'added' },
    };
    const deeds = [made, deed('10:00', 'filler', 'eve@acme.com'), deed('11:00', 'titler', null)];
    expect(blamed(appeared, deeds)).toEqual({ 'null null': 'maker, filler, titler' });
    expect(blamed(appeared, deeds.slice(1))).toEqual({ 'null null': null });
  });

  it('falls on nobody whose deed left the fact as it was, or otherwise than it is live', () => {
    const title = (at: string, who: string, to: string): AuditAction => ({
      ...deed(at, who, null),
      moved: { field: 'title', to },
    });
    const edited: AuditAction = { ...deed('12:00', 'editor', null), moved: { field: null, way: null } };
    const worded: AuditAction = {
      at: '2027-03-01T13:00:00Z',
      actor: 'x',
      action: 'group.updated',
      address: 'group:acme/qa',
      entry: null,
    };
    const by = (deeds: readonly AuditAction[], readAt?: string) =>
      attributeFindings(both, deeds, readAt).get(both[0] as DriftFinding)?.[0].actor ?? null;
    expect(both[0]?.field).toBe('title');
    expect(by([title('09:00', 'pat', 'Other'), edited, worded])).toBe('pat');
    expect(by([title('09:00', 'pat', 'Other'), title('10:00', 'sam', 'Third')])).toBeNull();
    // What was done after the read is not in what was read.
    const late = [title('09:00', 'pat', 'Other'), title('10:00', 'sam', 'Third')];
    expect(by(late, '2027-03-01T09:30:00Z')).toBe('pat');
    expect(by(late, '2027-03-01T10:30:00Z')).toBeNull();
    expect(by([edited, worded])).toBeNull();
  });

  it('falls on nobody whose deed went the other way', () => {
    const ways = (action: string) => {
      const one = { ...deed('09:00', 'who', 'eve@acme.com'), action };
      return blamed(both, [one])['members eve@acme.com'];
    };
    for (const action of ['group.member-added', 'GROUP_MEMBER_ADD', 'memberJoined'])
      expect(ways(action)).toBe('who');
    for (const action of ['group.member-removed', 'MEMBER_DELETED', 'group.memberLeft', 'group.updated'])
      expect(ways(action)).toBeNull();
  });
});
