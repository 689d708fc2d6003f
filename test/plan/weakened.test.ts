import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildAccess } from '../../src/access/build-access.ts';
import { compareAccess } from '../../src/access/compare-access.ts';
import type { Desired } from '../../src/compile/desired.ts';
import { buildPlan } from '../../src/plan/build-plan.ts';
import { formatOrigin } from '../../src/source/origin.ts';
import { anyResources } from '../access/random.ts';
import { desiredOf, liveOf, type PlatformName, platformNamed } from '../platform/shipped.ts';

/** Warnings of the plan from one state of the documents to the next, with the line that causes each. */
function warned(name: PlatformName, live: string, wanted: string): readonly string[] {
  return buildPlan(desiredOf(name, wanted), liveOf(name, live))
    .diagnostics.filter(({ code }) => code === 'weakened')
    .map(({ message, origin }) => `${origin === null ? '-' : formatOrigin(origin)} ${message}`);
}

const BILBIS = `members:
  olga: { roles: [owner] }
  dan:
  eve: { roles: [viewer] }
products: { web: , app: }
`;

describe('bilbis: the first group closes every product to who is not in it', () => {
  const mapped = BILBIS.replace('web: ,', 'web: { groups: { backend: } },');

  it('and the plan names them', () => {
    expect(warned('bilbis', BILBIS, `${mapped}groups:\n  backend: { members: [dan] }\n`)).toEqual([
      'a.yaml:12:3 The first group, backend, takes access away: dan loses pipelines:run, templates:save, dashboard:view and 4 more on acme/products/app; eve loses dashboard:view, pipelines:view, mrs:view and 2 more on acme/products/app, acme/products/web.',
    ]);
  });

  it('a second group takes nothing away', () => {
    const one = `${mapped}groups:\n  backend: { members: [dan] }\n`;
    expect(warned('bilbis', one, `${one}  mobile: { members: [eve] }\n`)).toEqual([]);
  });

  it('a viewer by choice is less than a developer by default', () => {
    expect(warned('bilbis', BILBIS, BILBIS.replace('dan:', 'dan: { roles: [viewer] }'))).toEqual([
      'a.yaml:8:18 Role viewer of dan on acme takes access away: dan loses pipelines:run, templates:save on acme, acme/products/app, acme/products/web.',
    ]);
  });

  it('removing a role is no addition', () => {
    expect(warned('bilbis', BILBIS, BILBIS.replace(/ {2}eve:.*\n/, ''))).toEqual([]);
  });
});

const APPCIRCLE = `members:
  olga@acme.com: { roles: [owner] }
  bob@acme.com: { roles: { build: manager, billing: viewer } }
  new@acme.com:
sub-organizations:
  mobile:
    members:
      olga@acme.com: { roles: { build: viewer } }
`;
const withBob = (role: string) => `${APPCIRCLE}      bob@acme.com: { roles: { build: ${role} } }\n`;

describe('appcircle: a role in a sub-organization overrides the one it would inherit', () => {
  it('and the plan names who is weaker for it', () => {
    expect(warned('appcircle', APPCIRCLE, withBob('viewer'))).toEqual([
      'a.yaml:14:39 Role build-viewer of bob@acme.com on acme/sub-organizations/mobile takes access away: bob@acme.com loses build:run, build:download, build:configure on acme/sub-organizations/mobile.',
    ]);
  });

  it.each([
    ['None inherits', 'none'],
    ['the same role', 'manager'],
  ])('nothing is said: %s', (_, role) => {
    expect(warned('appcircle', APPCIRCLE, withBob(role))).toEqual([]);
  });

  it('a first role of one’s own ends the read-only start', () => {
    const [only, ...more] = warned(
      'appcircle',
      APPCIRCLE,
      APPCIRCLE.replace('new@acme.com:', 'new@acme.com: { roles: { build: operator } }'),
    );
    expect(more).toEqual([]);
    expect(only).toBe(
      'a.yaml:9:35 Role build-operator of new@acme.com on acme takes access away: new@acme.com loses environment-variables:view, signing-identities:view, testing-distribution:view and 8 more on acme, acme/sub-organizations/mobile.',
    );
  });
});

describe('on random plans', () => {
  const emptyWindows: Pick<Desired, 'ruledOut' | 'windows'> = { ruledOut: new Map(), windows: [] };
  const declared = {
    scope: 'declared',
    role: 'declared',
    member: 'declared',
    group: 'declared',
    assignment: 'declared',
  } as const;

  it.each(['lumoauth', 'gorules', 'oten'] as const)(
    'is silent on %s, where nothing that is added takes away',
    (name) => {
      const platform = platformNamed(name);
      fc.assert(
        fc.property(anyResources(platform), anyResources(platform), (live, wanted) => {
          const snapshot = { organization: 'acme', resources: live, revision: '1', readAt: '' };
          const instant = '2026-06-15T12:00:00Z';
          const base = { organization: 'acme', platform, instant, authority: declared, ...emptyWindows };
          const plan = buildPlan({ ...base, resources: wanted }, snapshot);
          expect(plan.diagnostics.filter(({ code }) => code === 'weakened')).toEqual([]);
        }),
        { seed: 7, numRuns: 150 },
      );
    },
  );

  it.each(['bilbis', 'appcircle'] as const)('on %s every loss from additions alone is named', (name) => {
    const platform = platformNamed(name);
    let warnings = 0;
    fc.assert(
      fc.property(anyResources(platform), anyResources(platform), (live, more) => {
        const known = new Set(live.map(({ address }) => address));
        const resources = [
          ...live,
          ...more.filter(({ address, type }) => !known.has(address) && type !== 'member'),
        ];
        const snapshot = { organization: 'acme', resources: live, revision: '1', readAt: '' };
        const instant = '2026-06-15T12:00:00Z';
        const base = { organization: 'acme', platform, instant, authority: declared, ...emptyWindows };
        const plan = buildPlan({ ...base, resources }, snapshot);
        const { lost } = compareAccess(buildAccess(platform, live), plan.after);
        const text = plan.diagnostics
          .filter(({ code }) => code === 'weakened')
          .map(({ message }) => message)
          .join('\n');
        for (const { member } of lost) expect(text).toContain(`${member} loses`);
        if (lost.length === 0) expect(text).toBe('');
        else warnings += 1;
      }),
      { seed: 7, numRuns: 300 },
    );
    expect(warnings).toBeGreaterThan(5);
  });
});
