import { describe, expect, it } from 'vitest';
import { compile } from '../../src/compile/compile.ts';
import type { Desired, Forbidden } from '../../src/compile/desired.ts';
import { buildPlan } from '../../src/plan/build-plan.ts';
import { driftOf } from '../../src/plan/drift/drift.ts';
import { hasOutstandingChanges } from '../../src/plan/outstanding-changes.ts';
import { inPlatformForm } from '../../src/resource/platform-form.ts';
import { type PlatformName, platformNamed, shipped } from '../platform/shipped.ts';
import { documentsOf, got, policy } from '../policy/fixture.ts';
import { facts } from './fixtures.ts';

const BEFORE = '2027-01-31T23:59:59Z';
const AFTER = '2027-02-01T00:00:00Z';

function desired(name: PlatformName, body: string, instant: string): Desired {
  const head = `apiVersion: bylaw/v1\nkind: Organization\nname: acme\nplatform: ${name}\nauthority: full\n`;
  const [document] = got(policy.readOrganizations(documentsOf(`${head}${body}`), shipped));
  if (document === undefined) throw new Error('no document');
  return got(compile(document, platformNamed(name), instant));
}

/** The plan on the day, for a platform that is as other documents, or the same, had it the day before. */
function onTheDay(
  name: PlatformName,
  body: string,
  { was = body, forbidden = [] }: { was?: string; forbidden?: readonly Forbidden[] } = {},
) {
  const platform = platformNamed(name);
  const resources = inPlatformForm(desired(name, was, BEFORE).resources, platform);
  return buildPlan(
    { ...desired(name, body, AFTER), forbidden },
    { organization: 'acme', resources, revision: '1', readAt: AFTER },
  );
}

const waits = (plan: ReturnType<typeof onTheDay>): readonly string[] =>
  plan.changes.flatMap((c) => (c.action === 'deferred' ? [`${c.wanted}: ${c.waitsFor}`] : []));
const severe = (plan: ReturnType<typeof onTheDay>): readonly string[] =>
  plan.diagnostics.flatMap(({ severity, code }) => (severity === 'info' ? [] : [`${severity} ${code}`]));

describe('a last holder whose window ends is held back, and nothing beside it', () => {
  it.each([
    ['gorules', 'until: 2027-01-31, roles: [owner]', 'owner'],
    ['gorules', 'roles: [{ role: owner, until: 2027-01-31 }]', 'owner'],
    ['appcircle', 'until: 2027-01-31, roles: [owner]', 'owner'],
    ['github', 'until: 2027-01-31, roles: [owner]', 'owner'],
    ['bilbis', 'until: 2027-01-31, roles: [owner]', 'owner'],
    ['oten', 'until: 2027-01-31, roles: [super-admin]', 'super-admin'],
    ['lumoauth', 'until: 2027-01-31, roles: [admin]', 'admin'],
    ['lumoauth', 'roles: [{ role: admin, until: 2027-01-31 }]', 'admin'],
  ] as const)('%s: %s', (name, ana, role) => {
    const isEmail = platformNamed(name).members.key === 'email';
    const [first, other] = isEmail ? ['ana@acme.com', 'dan@acme.com'] : ['ana', 'dan'];
    const body = `members:\n  ${first}: { ${ana} }\n  ${other}: { until: 2027-01-31 }\n`;
    const plan = onTheDay(name, body);
    expect(severe(plan)).toEqual(expect.arrayContaining(['warning invariant-broken']));
    expect(severe(plan).filter((line) => line.startsWith('error'))).toEqual([]);
    const made = facts(plan.changes).join('\n');
    expect(made).toContain(`delete member:acme/${other}`);
    expect(made).not.toContain(first);
    expect(waits(plan).join('\n')).toMatch(new RegExp(`${first}.* (being|doing what) ${role}`));
    expect(plan.delta.lost.map(({ member }) => member)).not.toContain(first);
    expect(
      hasOutstandingChanges({ changes: plan.changes.filter(({ action }) => action === 'deferred') }),
    ).toBe(true);
    expect(driftOf(plan).some(({ kind, address }) => kind === 'waiting' && address.includes(first))).toBe(
      true,
    );
  });

  it('one of two stays: who is marked absent goes before whose time has ended', () => {
    const was = 'members:\n  ana@acme.com: { roles: [owner] }\n  zoe@acme.com: { roles: [owner] }\n';
    const body =
      'members:\n  ana@acme.com: { absent: true }\n  zoe@acme.com: { roles: [owner], until: 2027-01-31 }\n';
    const plan = onTheDay('gorules', body, { was });
    expect(facts(plan.changes)).toEqual([
      'delete assignment:acme|member:ana@acme.com',
      'delete member:acme/ana@acme.com',
    ]);
    expect(waits(plan).join()).toContain('zoe@acme.com');
  });

  it('what the last holder has beside the role goes, where roles are several', () => {
    const body = `roles: { helper: { permissions: [users:view] } }
members:
  ana@acme.com: { roles: [super-admin, helper], until: 2027-01-31 }
groups: { g: { members: [ana@acme.com] } }
`;
    const plan = onTheDay('oten', body);
    expect(facts(plan.changes)).toContain('remove assignment:acme|member:ana@acme.com roles helper');
    expect(waits(plan).join('\n')).toContain('roles of ana@acme.com on acme removed: ');
  });

  it('a successor who is there takes it over, on the day itself', () => {
    const body =
      'members:\n  ana@acme.com: { roles: [owner], until: 2027-01-31 }\n  bo@acme.com: { roles: [owner], from: 2027-02-01 }\n';
    const was = body.replace('roles: [owner], from: 2027-02-01', '');
    const plan = onTheDay('gorules', body, { was });
    expect(severe(plan)).not.toContain('warning invariant-broken');
    expect(waits(plan)).toEqual([]);
    expect(facts(plan.changes)).toContain('delete member:acme/ana@acme.com');
  });
});

describe('an end that gives what an expectation rules out', () => {
  const MOBILE = `members:
  ana@acme.com: { roles: [owner] }
  bob@acme.com: { roles: { build: manager } }
  dan@acme.com: { roles: { build: viewer }, until: 2027-01-31 }
sub-organizations:
  mobile:
    members:
      bob@acme.com: { roles: { build: viewer }, until: 2027-01-31 }
      ana@acme.com: { roles: { build: viewer }, until: 2027-01-31 }
`;
  const SCOPE = 'acme/sub-organizations/mobile';
  const forbidden: readonly Forbidden[] = [
    {
      expectation: 'bob builds nothing there',
      origin: { from: 'platform', platform: 'appcircle', what: 'x' },
      members: ['bob@acme.com'],
      permissions: ['build:run'],
      scopes: [SCOPE],
    },
  ];

  it('gives it where nothing rules it out', () => {
    const plan = onTheDay('appcircle', MOBILE);
    expect(plan.delta.gained.map(({ permission }) => permission)).toContain('build:run');
  });

  it('is held back, and every other end is taken', () => {
    const plan = onTheDay('appcircle', MOBILE, { forbidden });
    expect(severe(plan).filter((line) => line.startsWith('error'))).toEqual([]);
    expect(plan.delta.gained.filter(({ member }) => member === 'bob@acme.com')).toEqual([]);
    const made = facts(plan.changes).join('\n');
    expect(made).toContain('delete member:acme/dan@acme.com');
    expect(made).toContain(`${SCOPE}|member:ana@acme.com`);
    expect(made).not.toContain('bob@acme.com');
    expect(waits(plan).join('\n')).toContain('the expectation "bob builds nothing there"');
    expect(driftOf(plan).some(({ kind, address }) => kind === 'waiting' && address.includes('bob'))).toBe(
      true,
    );
  });

  it('is refused where it is no end that gives it: the narrower entry was never live', () => {
    const was = MOBILE.replace('bob@acme.com: { roles: { build: manager } }', 'bob@acme.com:').replace(
      '      bob@acme.com: { roles: { build: viewer }, until: 2027-01-31 }\n',
      '',
    );
    const plan = onTheDay('appcircle', MOBILE, { forbidden, was });
    expect(severe(plan)).toContain('error expectation-failed');
  });

  it('does not stop what is held already from being held: nothing new is given, and ends are taken', () => {
    const was = MOBILE.replace('      bob@acme.com: { roles: { build: viewer }, until: 2027-01-31 }\n', '');
    const plan = onTheDay('appcircle', MOBILE, { forbidden, was });
    expect(severe(plan)).not.toContain('error expectation-failed');
    expect(facts(plan.changes).join('\n')).toContain('delete member:acme/dan@acme.com');
  });
});
