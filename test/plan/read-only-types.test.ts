/** People, groups and what they are given, owned by something else: what a plan makes of records, case by case. */
import { describe, expect, it } from 'vitest';
import { desiredRows } from '../../src/cdktf/desired-rows.ts';
import { plannedWrites } from '../../src/plan/write/change-writes.ts';
import type { Owners } from '../../src/platform/owners.ts';
import type { PlatformDefinition } from '../../src/platform/platform-definition.ts';
import { atrium, desk } from '../connector/platforms.ts';
import { organizationWith, planCreation } from '../terraform/standalone/world.ts';
import { DECLARED, desiredOf, FULL, live, planOf, written } from './fixtures.ts';

const PROVIDER = 'the identity provider';
const FILE = 'the configuration file';
const owning = (owners: Owners, platform = desk): PlatformDefinition => ({ ...platform, owners });

const ADA = 'ada@acme.com';
const BEN = 'ben@acme.com';
const CY = 'cy@acme.com';

const base = (make: typeof live) => [
  make.scope('acme', 'organization'),
  make.member(ADA),
  make.member(BEN),
  make.given('acme', `member:${ADA}`, ['admin']),
];
const sent = (plan: ReturnType<typeof planOf>) => plannedWrites(plan.changes).map(({ write }) => write);
const waits = (plan: ReturnType<typeof planOf>) =>
  plan.changes.flatMap((c) => (c.action === 'deferred' ? [`${c.wanted}: ${c.waitsFor}`] : []));
const told = (plan: ReturnType<typeof planOf>) =>
  plan.diagnostics.flatMap(({ code, severity, message }) =>
    code === 'record-outdated' ? [`${severity}: ${message}`] : [],
  );

describe('people and groups of an identity provider', () => {
  const platform = owning({ member: PROVIDER, group: PROVIDER });

  it('are given roles here, with whom they hold live', () => {
    const plan = planOf(
      platform,
      [
        ...base(written),
        written.group('acme/eng', { members: [] }),
        written.given('acme', 'group:acme/eng', ['writer']),
      ],
      [...base(live), live.group('acme/eng', { members: [BEN] })],
    );
    expect(sent(plan)).toEqual(['put-assignment']);
    expect(plan.after.can(BEN, 'items:write', 'acme')).toBe(true);
    expect(plan.delta.gained.map(({ member }) => member)).toContain(BEN);
    expect(told(plan)).toEqual([
      `info: group eng is not as it is recorded: members ${BEN} added. It belongs to ${PROVIDER}.`,
    ]);
  });

  it.each([
    ['full', FULL],
    ['declared', DECLARED],
  ])('are neither made nor removed under %s, and nobody calls them unmanaged', (_, authority) => {
    const plan = planOf(
      platform,
      base(written),
      [...base(live), live.member(CY), live.group('acme/old', { members: [CY] })],
      { authority },
    );
    expect([plan.changes, plan.unmanaged, told(plan)]).toEqual([[], [], []]);
    expect(plan.after.members).toContain(CY);
  });

  it('are told where all of them were to be recorded, in one line for each sort', () => {
    const plan = planOf(
      platform,
      base(written),
      [...base(live), live.member(CY), live.group('acme/old', { members: [CY] }), live.group('acme/older')],
      { recordedWhole: new Set(['member', 'group']) },
    );
    const found = plan.diagnostics.filter(({ code }) => code === 'record-missing');
    expect([plan.changes, found.map(({ severity, message }) => `${severity}: ${message}`)]).toEqual([
      [],
      [
        `info: Live, owned by ${PROVIDER}, and not recorded: member ${CY}.`,
        `info: Live, owned by ${PROVIDER}, and not recorded: group old; group older.`,
      ],
    ]);
  });

  it('a record that is not live holds back what stands on it, and no revocation beside it', () => {
    const plan = planOf(
      platform,
      [
        ...base(written),
        written.member(CY),
        written.group('acme/eng', { members: [CY] }),
        written.given('acme', 'group:acme/eng', ['writer']),
        written.given('acme', `member:${CY}`, ['reader']),
      ],
      [...base(live), live.given('acme', `member:${BEN}`, ['writer'])],
      { authority: FULL },
    );
    expect(sent(plan)).toEqual(['delete-assignment']);
    expect(waits(plan)).toEqual(
      expect.arrayContaining([`group eng: ${PROVIDER} having it`, `member ${CY}: ${PROVIDER} having it`]),
    );
    expect(plan.after.can(CY, 'items:read', 'acme')).toBe(false);
    expect(plan.after.can(BEN, 'items:read', 'acme')).toBe(false);
  });

  it('somebody who has not accepted is as recorded; who is deactivated is not', () => {
    const plan = planOf(
      platform,
      [...base(written), written.member(CY)],
      [
        ...base(live).filter((r) => r.address !== 'member:acme/ben@acme.com'),
        live.member(BEN, 'deactivated'),
        live.member(CY, 'invited'),
      ],
    );
    expect([plan.changes, told(plan)]).toEqual([
      [],
      [`info: member ${BEN} is not as it is recorded: state is another. It belongs to ${PROVIDER}.`],
    ]);
  });
});

describe('people of a directory, groups of the documents', () => {
  it('come and go in groups, and only the person who is not there waits', () => {
    const platform = owning({ member: PROVIDER });
    const plan = planOf(
      platform,
      [...base(written), written.member(CY), written.group('acme/eng', { members: [ADA, CY] })],
      [...base(live), live.group('acme/eng', { members: [BEN] })],
      { authority: FULL },
    );
    expect(sent(plan).sort()).toEqual(['add-group-member', 'remove-group-member']);
    expect(waits(plan)).toContain(`member ${CY}: ${PROVIDER} having it`);
  });
});

describe('what people and groups are given, by a file', () => {
  const platform = owning({ assignment: FILE });

  it('counts as it is live, and people and groups are made and removed beside it', () => {
    const plan = planOf(
      platform,
      [...base(written), written.member(CY), written.group('acme/eng', { members: [BEN] })],
      [
        ...base(live),
        live.group('acme/old', { members: [BEN] }),
        live.given('acme', `member:${BEN}`, ['reader']),
        live.given('acme', 'group:acme/old', ['writer']),
      ],
      { authority: FULL },
    );
    expect(sent(plan).filter((write) => write.includes('assignment'))).toEqual([]);
    expect(sent(plan)).toEqual(expect.arrayContaining(['add-member', 'create-group', 'delete-group']));
    // What the group had goes with it, and is told there.
    const gone = plan.changes.find((c) => c.action === 'delete');
    expect(gone?.action === 'delete' ? gone.along : undefined).toEqual([
      { address: 'assignment:acme|group:acme/old', name: expect.any(String), owner: FILE },
    ]);
    expect([plan.after.can(BEN, 'items:read', 'acme'), plan.after.can(BEN, 'items:write', 'acme')]).toEqual([
      true,
      false,
    ]);
  });

  it('an explanation names the owner, and where it is written names the line', () => {
    const given = [...base(live), live.given('acme', `member:${BEN}`, ['reader'])];
    const plan = planOf(
      platform,
      [...base(written), written.given('acme', `member:${BEN}`, ['reader'])],
      given,
    );
    expect(JSON.stringify(plan.after.explain(BEN, 'items:read', 'acme'))).toContain(`owned by ${FILE}`);
  });

  it('a role that it gives stays while it does', () => {
    const plan = planOf(
      platform,
      base(written),
      [
        ...base(live),
        live.role('analyst', { permissions: ['items:read'] }),
        live.given('acme', `member:${BEN}`, ['analyst']),
      ],
      { authority: FULL },
    );
    expect(sent(plan)).toEqual([]);
    expect(waits(plan)[0]).toContain('which the documents do not own, letting go of it');
  });
});

describe('a scope that goes takes along what others own, and says so', () => {
  it('groups, and what is given there', () => {
    const kind = [...desk.scopeKinds.values()].find(({ plural }) => plural === 'folders');
    expect(kind?.manage).toBe(true);
    const plan = planOf(
      owning({ assignment: FILE }),
      base(written),
      [
        ...base(live),
        live.scope('acme/folders/f', 'folder'),
        live.given('acme/folders/f', `member:${BEN}`, ['writer']),
      ],
      { authority: FULL },
    );
    expect(sent(plan)).toEqual(['delete-scope']);
    expect(plan.delta.lost.map(({ scope }) => scope)).toContain('acme/folders/f');
    const [gone] = plan.changes;
    expect(gone?.action === 'delete' ? gone.along?.map(({ owner }) => owner) : []).toEqual([FILE]);
  });
});

describe('terraform', () => {
  it.each([
    [
      'bylaw_group',
      'group',
      'Groups are owned elsewhere',
      { home: 'acme', name: 'eng', title: 'eng', description: '', members: {} },
    ],
    ['bylaw_member', 'member', 'People are owned elsewhere', { scope: 'acme', member: BEN, state: 'active' }],
    [
      'bylaw_assignment',
      'assignment',
      'What is given is owned elsewhere',
      { scope: 'acme', principal: `member:${BEN}`, roles: ['reader'] },
    ],
    ['bylaw_roster', 'assignment', 'What is given is owned elsewhere', { scope: 'acme', roles: {} }],
  ] as const)('a block %s of an owned type is refused', (type, owned, summary, row) => {
    const { session } = organizationWith([], { platform: owning({ [owned]: PROVIDER }) });
    const { problems = [] } = planCreation(session, [type, row]);
    expect(problems.map((one) => one.summary)).toEqual([summary]);
    expect(problems[0]?.detail).toContain(PROVIDER);
  });
});

it('a stack of an app has no block for what something else owns', () => {
  const all = [
    ...base(written),
    written.role('analyst', { permissions: ['items:read'] }),
    written.group('acme/eng', { members: [BEN] }),
  ];
  const types = (owners: Owners) =>
    [
      ...new Set(desiredRows(desiredOf(owning(owners), all, { authority: FULL })).map(({ type }) => type)),
    ].sort();
  expect(types({})).toEqual(['bylaw_group', 'bylaw_member', 'bylaw_role', 'bylaw_roster']);
  expect(types({ member: PROVIDER, group: PROVIDER })).toEqual(['bylaw_role', 'bylaw_roster']);
  expect(types({ role: FILE, assignment: FILE })).toEqual(['bylaw_group', 'bylaw_member']);
});

it('what nests flat is compared flat', () => {
  const flat = { ...atrium, groups: { ...atrium.groups, nesting: 'flatten' as const } };
  const plan = planOf(
    owning({ group: PROVIDER }, flat),
    [
      written.scope('acme', atrium.root),
      written.member(ADA),
      written.group('acme/in', { members: [ADA] }),
      written.group('acme/out', { groups: ['acme/in'] }),
    ],
    [
      live.scope('acme', atrium.root),
      live.member(ADA),
      live.group('acme/in', { members: [ADA] }),
      live.group('acme/out', { members: [ADA] }),
    ],
  );
  expect([plan.changes, told(plan)]).toEqual([[], []]);
});
