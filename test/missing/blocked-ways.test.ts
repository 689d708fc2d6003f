import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildAccess } from '../../src/access/build-access.ts';
import { compile, compileWithoutBounds } from '../../src/compile/compile.ts';
import { blockedWays } from '../../src/missing/blocked-ways.ts';
import type { DeniedQuestion, DeniedSide } from '../../src/missing/denied-side.ts';
import type { Obstacle } from '../../src/missing/obstacle.ts';
import type { PlatformDefinition } from '../../src/platform/platform-definition.ts';
import type { OrganizationDocument } from '../../src/policy/document-types.ts';
import { anyOrganization, type Organization } from '../access/random.ts';
import { organization, platformOf } from '../access/small.ts';
import { BILBIS, ESTATE, GORULES, organizations } from '../compile/organizations.ts';
import { bilbis, estate, gorules } from '../compile/platforms.ts';
import { documentsOf, got, policy as policyRoom } from '../policy/fixture.ts';
import { opened, without, withoutBounds } from './taken-away.ts';

const SEED = Number(process.env.ACCESS_SEED ?? 20263);
const RUNS = Number(process.env.ACCESS_RUNS ?? 200);

/** Every question that is answered with no. */
function* noes({ platform, resources }: Organization, most: number, at: number): Iterable<DeniedQuestion> {
  const access = buildAccess(platform, resources);
  const found = access.members.flatMap((member) =>
    access.scopes.flatMap((scope) =>
      [...platform.permissions.keys()].flatMap((permission) =>
        access.can(member, permission, scope) ? [] : [{ member, permission, scope }],
      ),
    ),
  );
  const step = Math.max(1, Math.floor(found.length / most));
  for (let i = at % step; i < found.length; i += step) {
    const one = found[i];
    if (one !== undefined) yield one;
  }
}

class Seen {
  readonly kinds = new Map<Obstacle['obstacle'], number>();
  nobody = 0;
  several = 0;

  add(obstacles: readonly Obstacle[]): void {
    for (const { obstacle } of obstacles) this.kinds.set(obstacle, (this.kinds.get(obstacle) ?? 0) + 1);
    if (obstacles.length > 1) this.several += 1;
  }
}

describe('what takes a permission away', () => {
  it('matters: without all that one way names it holds, and where no way is named nobody gave it', () => {
    const seen = new Seen();
    fc.assert(
      fc.property(anyOrganization, fc.nat(1000), (organization, at) => {
        const { platform, resources } = organization;
        const side: DeniedSide = { platform, resources, ruledOut: new Map(), without: null };
        for (const question of noes(organization, 20, at)) {
          const { member, permission, scope } = question;
          const ways = blockedWays(question, side);
          if (ways.length === 0) {
            const open = opened(organization);
            expect(buildAccess(open.platform, open.resources).can(member, permission, scope)).toBe(false);
            seen.nobody += 1;
          }
          for (const { obstacles } of ways) {
            seen.add(obstacles);
            const lifted = without(organization, question, obstacles);
            const holds = buildAccess(lifted.platform, lifted.resources).can(member, permission, scope);
            expect({ question, obstacles, holds }).toEqual({ question, obstacles, holds: true });
          }
        }
      }),
      { seed: SEED, numRuns: RUNS },
    );
    for (const kind of [
      ...(['membership', 'deactivating-group', 'gate', 'isolated', 'override'] as const),
      ...(['reach', 'flow-down', 'deny', 'closed-scope'] as const),
    ])
      expect([kind, (seen.kinds.get(kind) ?? 0) > 0]).toEqual([kind, true]);
    expect(seen.nobody).toBeGreaterThan(RUNS / 4);
    expect(seen.several).toBeGreaterThan(RUNS / 10);
  });
});

describe('a role that stands in place of what comes from above', () => {
  it('is named with what the default role denies, which comes once it is gone', () => {
    const platform = platformOf({
      kinds: { root: { inherits: 'union' }, sub: { inherits: 'override' } },
      permissions: { 'docs:read@docs': [], 'docs:write@docs': [] },
      roles: {
        reader: { permissions: ['docs:read'] },
        writer: { permissions: ['docs:write'], module: 'docs' },
        everybody: { permissions: [], denies: ['docs:read'] },
      },
      defaultRole: 'everybody',
      denies: { overBypass: false },
    });
    const resources = organization(platform, {
      scopes: { 'acme/subs/x': 'sub' },
      members: { 'ada@acme': 'active', 'ada@acme/subs/x': 'active' },
      assigned: { 'acme | ada': ['reader'], 'acme/subs/x | ada': ['writer'] },
    });
    const question = { member: 'ada', permission: 'docs:read', scope: 'acme/subs/x' };
    const ways = blockedWays(question, { platform, resources, ruledOut: new Map(), without: null });
    expect(ways.map(({ obstacles }) => obstacles.map(({ obstacle }) => obstacle))).toEqual([
      ['override', 'deny'],
    ]);
  });
});

describe('a default role', () => {
  it('comes with one membership, so the window of that one is named where another one is active', () => {
    const platform = platformOf({
      kinds: { root: { inherits: 'union' }, sub: { inherits: 'union' } },
      permissions: { 'docs:read': [] },
      roles: { everybody: { permissions: ['docs:read'] }, other: {} },
      defaultRole: 'everybody',
    });
    const [document] = got(
      policyRoom.readOrganizations(
        documentsOf(`apiVersion: bylaw/v1
kind: Organization
name: acme
platform: small
members: { bo@acme.co: {} }
subs:
  x:
    members: { ada@acme.co: { roles: [other] } }
    subs: { y: { members: { ada@acme.co: { until: 2026-06-14 } } } }
`),
        new Map([[platform.name, platform]]),
      ),
    );
    if (document === undefined) throw new Error('no document');
    const desired = got(compile(document, platform, '2026-06-15T12:00:00Z'));
    const ways = blockedWays(
      { member: 'ada@acme.co', permission: 'docs:read', scope: 'acme/subs/x/subs/y' },
      {
        ...desired,
        without: (bounds) => compileWithoutBounds(document, desired, bounds),
      },
    );
    expect(ways.map(({ obstacles }) => obstacles.map(({ obstacle }) => obstacle))).toEqual([['window']]);
  });
});

const many = (platform: PlatformDefinition): PlatformDefinition => ({
  ...platform,
  members: { ...platform.members, roles: 'many' },
});

describe.each([
  ['estate', many(estate), ESTATE],
  ['gorules', gorules, GORULES],
  ['bilbis', many(bilbis), BILBIS],
] as const)('documents of %s with windows', (_, platform, shape) => {
  it('tell the windows that matter', () => {
    const seen = new Seen();
    fc.assert(
      fc.property(
        organizations(platform, shape),
        fc.constantFrom('2026-06-14T09:00:00Z', '2026-06-15T12:00:00Z', '2026-07-02T09:00:00Z'),
        fc.nat(1000),
        ({ document }, instant, at) => {
          const compiled = compile(document, platform, instant);
          if (!compiled.ok) return;
          const { resources, ruledOut } = compiled.value;
          const side: DeniedSide = {
            platform,
            resources,
            ruledOut,
            without: (bounds) => compileWithoutBounds(document, compiled.value, bounds),
          };
          for (const question of noes({ platform, resources }, 12, at)) {
            const { member, permission, scope } = question;
            const ways = blockedWays(question, side);
            if (ways.length === 0) {
              expect(everGiven(document, platform, instant, question)).toBe(false);
              seen.nobody += 1;
            }
            for (const { obstacles } of ways) {
              seen.add(obstacles);
              const read = compileWithoutBounds(
                withoutBounds(document, obstacles),
                compiled.value,
                new Set(),
              );
              if (read === null) throw new Error('documents that compiled');
              const lifted = without({ platform, resources: read.desired.resources }, question, obstacles);
              const holds = buildAccess(lifted.platform, lifted.resources).can(member, permission, scope);
              expect({ question, obstacles, holds }).toEqual({ question, obstacles, holds: true });
            }
          }
        },
      ),
      { seed: SEED, numRuns: RUNS * 2 },
    );
    expect(seen.kinds.get('window') ?? 0).toBeGreaterThan(RUNS / 10);
    expect(seen.nobody).toBeGreaterThan(RUNS / 10);
  });
});

/** Whether it would hold with no window and nothing else in the way. */
function everGiven(
  document: OrganizationDocument,
  platform: PlatformDefinition,
  instant: string,
  { member, permission, scope }: DeniedQuestion,
): boolean {
  const plain = JSON.parse(JSON.stringify(document), (key, value: unknown) =>
    key === 'from' || key === 'until' ? null : key === 'settings' ? new Map() : value,
  ) as OrganizationDocument;
  const read = compileWithoutBounds(plain, { platform, instant }, new Set());
  if (read === null) throw new Error('documents that compiled');
  const open = opened({ platform, resources: read.desired.resources });
  return buildAccess(open.platform, open.resources).can(member, permission, scope);
}
