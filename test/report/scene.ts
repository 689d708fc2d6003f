import { buildAccess } from '../../src/access/build-access.ts';
import type { Authority, Desired } from '../../src/compile/desired.ts';
import { bindExpectations } from '../../src/expectation/bind-expectations.ts';
import { evaluate } from '../../src/expectation/evaluate.ts';
import type { ApplyResult } from '../../src/plan/apply-result.ts';
import { buildPlan } from '../../src/plan/build-plan.ts';
import type { AuditAction } from '../../src/plan/drift/attribution.ts';
import { attributeFindings } from '../../src/plan/drift/attribution.ts';
import { driftOf } from '../../src/plan/drift/drift.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { writesOf } from '../../src/plan/write/change-writes.ts';
import type { Write } from '../../src/plan/write/write.ts';
import type { PlatformDefinition } from '../../src/platform/platform-definition.ts';
import type { AccessSource } from '../../src/report/answer/access-source.ts';
import type { DriftEntry } from '../../src/report/drift/drift-entry.ts';
import type { ExpectationResults } from '../../src/report/expectation/expectation-results.ts';
import { type Diagnostic, diagnostic } from '../../src/source/diagnostic.ts';
import { fileOrigin } from '../../src/source/origin.ts';
import { written } from '../expectation/expectations.ts';
import { got } from '../policy/fixture.ts';
import { atrium, lumoauth } from './platforms.ts';
import { Side } from './side.ts';

/** Two organizations in which everything a report can show happens. */

const FULL: Authority = { scope: 'full', role: 'full', member: 'full', group: 'full', assignment: 'full' };
export const INSTANT = '2026-06-15T12:00:00Z';

export function place(line: number, column: number, file = 'access/acme.yaml') {
  return fileOrigin({ file, line, column, endLine: line, endColumn: column + 6 });
}

export function desiredOf(
  organization: string,
  platform: PlatformDefinition,
  side: Side,
  rest: Partial<Desired> = {},
): Desired {
  return {
    organization,
    platform,
    instant: INSTANT,
    resources: side.resources,
    ruledOut: new Map(),
    authority: FULL,
    windows: [],
    ...rest,
  };
}

export function planned(desired: Desired, live: Side): Plan {
  const { organization } = desired;
  const snapshot = { organization, resources: live.resources, revision: 'r42', readAt: INSTANT };
  return buildPlan(desired, snapshot);
}

const staff = Array.from({ length: 40 }, (_, at) => `staff-${String(at + 1).padStart(2, '0')}@acme.com`);
const people = ['ana@acme.com', 'bo@acme.com', 'carol@acme.com', 'dan@acme.com', ...staff];

function acmeDesired(): Desired {
  const side = new Side('acme', 'desired').scope('acme', 'organization', 'Acme Inc.');
  side.role('releaser', ['documents:write', 'applications:manage'], ['viewer']);
  for (const person of [...people.filter((p) => p !== 'carol@acme.com'), 'eve@acme.com']) side.member(person);
  side
    .group('qa', ['ana@acme.com', 'dan@acme.com'], { title: 'Quality' })
    .group('staff', staff, { groups: ['qa'] })
    .assign('group:qa', ['editor'])
    .assign('group:staff', ['viewer', 'auditor'])
    .assign('dan@acme.com', ['releaser'])
    .assign('eve@acme.com', ['admin']);
  return desiredOf('acme', lumoauth, side, {
    authority: { ...FULL, role: 'declared' },
    ruledOut: new Map([
      ['group:acme/qa#members/bo@acme.com', { origin: place(60, 24), why: 'expired' as const }],
    ]),
    windows: [
      {
        grant: 'eve@acme.com in acme',
        origin: place(54, 3),
        from: null,
        until: '2026-07-01T00:00:00Z',
        reviewBy: null,
        reason: 'INC-1234 | on call',
      },
      {
        grant: 'bo@acme.com in group qa',
        origin: place(60, 24),
        from: null,
        until: '2026-06-01T00:00:00Z',
        reviewBy: '2026-05-01T00:00:00Z',
        reason: null,
      },
    ],
  });
}

function acmeLive(): Side {
  const side = new Side('acme', 'live').scope('acme', 'organization', 'Acme Inc.');
  side.role('legacy', ['audit-logs:read']);
  for (const person of people) side.member(person);
  return side
    .group('interns', ['carol@acme.com'])
    .group('qa', ['ana@acme.com', 'bo@acme.com'], { title: 'QA' })
    .group('staff', [...staff, 'ana@acme.com'])
    .assign('group:interns', ['editor'])
    .assign('group:qa', ['viewer'])
    .assign('group:staff', ['viewer'])
    .assign('bo@acme.com', ['auditor']);
}

function betaDesired(): Desired {
  const side = new Side('beta', 'desired')
    .scope('beta', 'organization', 'Beta')
    .scope('beta/units/emea', 'unit', 'EMEA', 'beta')
    .scope('beta/units/emea/workspaces/shop', 'workspace', 'Shop', 'beta/units/emea')
    .member('own@beta.io')
    .member('new@beta.io')
    .member('zoe@beta.io')
    .group('crew', ['zoe@beta.io', 'new@beta.io'])
    .assign('own@beta.io', ['owner'])
    .assign('group:crew', ['editor'], 'beta/units/emea/workspaces/shop')
    .assign('group:crew', ['build-operator', 'signer'], 'beta/units/emea');
  return desiredOf('beta', atrium, side);
}

function betaLive(): Side {
  return new Side('beta', 'live')
    .scope('beta', 'organization', 'Beta')
    .scope('beta/units/emea', 'unit', 'EMEA', 'beta')
    .scope('beta/units/emea/workspaces/shop', 'workspace', 'Shop', 'beta')
    .member('own@beta.io')
    .member('zoe@beta.io')
    .group('crew', ['zoe@beta.io'])
    .assign('own@beta.io', ['owner'])
    .assign('group:crew', [], 'beta/units/emea/workspaces/shop');
}

export const acme = planned(acmeDesired(), acmeLive());
export const beta = planned(betaDesired(), betaLive());
/** The platform already is what the documents say. */
/** Where a platform tells of limits: too few invitations, seats that nobody is shown, and hours. */
export const costly: Plan = {
  ...beta,
  cost: {
    reads: 69,
    writes: 812,
    kinds: [
      { write: 'add-member', count: 320 },
      { write: 'add-group-member', count: 490 },
      { write: 'remove-member', count: 2 },
    ],
    time: { milliseconds: 4_320_000, limit: '500 an hour' },
    allowances: [
      {
        of: 'invitations',
        needed: 320,
        left: 50,
        most: 50,
        note: 'Accepted ones count too, and are not told of.',
        renews: '24 hours after those were sent',
      },
      {
        of: 'seats',
        needed: 320,
        left: null,
        most: null,
        note: 'The platform does not show them.',
        renews: 'seats are free or bought',
      },
    ],
    requests: { needed: 1500, left: 1200, most: 5000, renewsAt: '2026-06-15T13:00:00Z', perRead: 60 },
  },
  endings: [
    {
      one: 'person leaves the organization',
      many: 'people leave the organization',
      subjects: ['ana@acme.com', 'dan@acme.com'],
      ends: ['forks of its private repositories are lost', 'invitations that they sent are taken back'],
      source: 'https://platform.example/docs/removing',
    },
    {
      one: 'group is deleted',
      many: 'groups are deleted',
      subjects: ['qa'],
      ends: ['all groups below are deleted too'],
      source: 'https://platform.example/docs/deleting',
    },
  ],
};

export const still = planned(
  desiredOf('calm', lumoauth, new Side('calm', 'desired').scope('calm', 'organization', 'Calm')),
  new Side('calm', 'live').scope('calm', 'organization', 'Calm'),
);

export const diagnostics: readonly Diagnostic[] = [
  diagnostic('unknown-role', 'No role "editr".', place(12, 17), { hint: 'Did you mean `editor`?' }),
  diagnostic('group-cycle', 'Groups contain each other: qa → staff → qa.', place(30, 5), {
    related: [
      { message: 'qa holds staff', origin: place(30, 20) },
      { message: 'staff holds qa', origin: place(31, 20) },
    ],
  }),
  diagnostic('review-due', 'bo@acme.com in group qa: to be reviewed by 2026-05-01.', place(60, 24), {
    severity: 'warning',
  }),
  diagnostic('token-missing', 'No token for acme: `ACME_TOKEN` is not set.', null, { severity: 'info' }),
];

/** What is only worth a note: does not make a plan fail. */
export const notes = diagnostics.filter((d) => d.severity !== 'error');

export const embedded = { name: 'embedded', version: null } as const;
export const terraform = { name: 'terraform', version: '1.9.5' } as const;

export function driftEntry(plan: Plan): DriftEntry {
  const log: readonly AuditAction[] = [
    {
      at: '2026-06-14T09:12:00Z',
      actor: 'mallory@acme.com',
      action: 'group.member.add',
      address: 'group:acme/qa',
      entry: 'bo@acme.com',
    },
  ];
  const findings = driftOf(plan, { deeds: log, since: null });
  return { plan, findings, deeds: attributeFindings(findings, log) };
}

function writesFor({ changes }: Pick<Plan, 'changes'>): readonly Write[] {
  return changes.flatMap((change) => (change.action === 'deferred' ? [] : writesOf(change)));
}

/** Some of one change is made, nothing of the last three; one of those somebody else makes. */
const refusedAfter = writesFor({ changes: acme.changes.slice(0, -3) }).filter(
  (write) => write.write !== 'remove-group-member',
);

export const applied: readonly ApplyResult[] = [
  {
    plan: acme,
    engine: terraform,
    made: refusedAfter,
    inDoubt: [],
    writes: refusedAfter.length,
    requests: 61,
    result: 'incomplete',
    second: { ...acme, changes: acme.changes.slice(-2) },
    diagnostics: [
      diagnostic('connector-refused', 'The platform refused group qa: name is taken.', place(51, 3), {
        hint: 'Choose another name.',
      }),
    ],
  },
  {
    plan: beta,
    engine: embedded,
    made: writesFor(beta),
    inDoubt: [],
    writes: writesFor(beta).length,
    requests: 30,
    result: 'proven',
    second: still,
    diagnostics: [],
  },
  {
    plan: still,
    engine: embedded,
    made: [],
    inDoubt: [],
    writes: 0,
    requests: 5,
    result: 'unchanged',
    second: null,
    diagnostics: [],
  },
];

export function sourceOf(plan: Plan, source: 'desired' | 'live'): AccessSource {
  const resources = source === 'desired' ? plan.desired.resources : plan.live.resources;
  const { platform } = plan.desired;
  return {
    organization: plan.organization,
    source,
    platform,
    resources,
    access: buildAccess(platform, resources),
    spelling: plan.spelling,
  };
}

/** What is expected of acme: everything a report can show of it happens. */
const EXPECTED = `  quality reads and writes:
    groups: qa
    can: ["documents:write"]
    on: acme
  nobody but the administrator deletes:
    members: eve@acme.com
    only-these-can: ["*:delete"]
    on: acme/**
    reason: "AUD-3 | four eyes"
  staff reads documents and no logs:
    groups: staff
    can: ["documents:read", "roles:*"]
    cannot: ["audit-logs:*"]
    on: acme
  interns look around:
    groups: interns
    can: ["documents:read"]
    on: acme
  bo writes:
    members: bo@acme.com
    can: "documents:write"
    on: acme
`;

export function examinedOf(plan: Plan, source: 'desired' | 'live', body = EXPECTED): ExpectationResults {
  const live = source === 'live' ? plan.live.resources : null;
  // The documents do not claim to know every group, so a group that is only live is no error.
  const desired = { ...plan.desired, authority: { ...plan.desired.authority, group: 'declared' as const } };
  const bound = got(bindExpectations(written(body, plan.organization), desired, live));
  const side = sourceOf(plan, source);
  return { desired, source: side, findings: evaluate(bound, side) };
}

export const examined = [examinedOf(acme, 'desired')];
export const examinedLive = [examinedOf(acme, 'live')];
