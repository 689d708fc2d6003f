import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Authority, RuledOut } from '../../../src/compile/desired.ts';
import { buildPlan } from '../../../src/plan/build-plan.ts';
import { OWNABLE_TYPES } from '../../../src/platform/owners.ts';
import type { Resource, Snapshot } from '../../../src/resource/resource.ts';
import { must } from '../../connector/connections.ts';
import { lumoauth } from '../../connector/platforms.ts';
import { DECLARED, desiredOf, FULL, facts, live, planOf, snapshotOf, written } from '../../plan/fixtures.ts';
import { anyPair } from '../../plan/random-pair.ts';
import { itWithTerraform } from '../available.ts';
import { EMBEDDED, memoryStore, PLATFORM, terraformAt, world } from './harness.ts';
import { confirmByTerraform } from './one.ts';
import { pairsOn } from './random-world.ts';

const SEED = Number(process.env.RUN_SEED ?? 99);
const RUNS = Number(process.env.RUN_RUNS ?? 8);

const MIXED: readonly (readonly [string, Authority])[] = [
  ['full', FULL],
  ['declared', DECLARED],
  ['full but for people and groups', { ...FULL, member: 'declared', group: 'declared' }],
  ['full for what is given and for scopes', { ...DECLARED, assignment: 'full', scope: 'full' }],
];

/** Of what is live and not written, every other person, group and assignment is marked absent. */
function tombstones(
  desired: readonly Resource[],
  found: readonly Resource[],
): Record<string, RuledOut['why']> {
  const wanted = new Set(desired.map((r) => r.address));
  const unnamed = found.filter((r) => !wanted.has(r.address) && r.type !== 'role');
  return Object.fromEntries(
    unnamed.filter((_, at) => at % 2 === 0).map((r) => [r.address, 'absent' as const]),
  );
}

describe('terraform’s plan is ours', () => {
  itWithTerraform('on random pairs of random platforms', async () => {
    const pairs = fc.sample(anyPair, { seed: SEED, numRuns: 400 }).filter((p) => p.live.length > 14);
    let told = 0;
    for (const [at, { platform, desired, live: found }] of pairs.slice(0, 2 * RUNS).entries()) {
      const [, authority] = MIXED[at % MIXED.length] ?? ['', FULL];
      const plan = planOf(platform, desired, found, { authority, ruledOut: tombstones(desired, found) });
      told += facts(plan.changes).length;
      const run = { store: memoryStore(), environment: process.env, secrets: [] };
      must(await confirmByTerraform(plan, terraformAt(), run));
      expect(run.store.saved).toEqual([]);
    }
    expect(told).toBeGreaterThan(10 * RUNS);
  });

  itWithTerraform('where something else owns some of it, and no row is made of that', async () => {
    const pairs = fc.sample(anyPair, { seed: SEED + 1, numRuns: 400 }).filter((p) => p.live.length > 14);
    let told = 0;
    for (const [at, { platform, desired, live: found }] of pairs.slice(0, 2 * RUNS).entries()) {
      const owned = OWNABLE_TYPES.filter((_, place) => Math.floor((at + 1) / 2 ** place) % 2 === 1);
      const owners = Object.fromEntries(owned.map((type) => [type, `the owner of ${type}s`]));
      const [, authority] = MIXED[at % MIXED.length] ?? ['', FULL];
      const plan = planOf({ ...platform, owners }, desired, found, {
        authority,
        ruledOut: tombstones(desired, found),
      });
      told += facts(plan.changes).length;
      const run = { store: memoryStore(), environment: process.env, secrets: [] };
      must(await confirmByTerraform(plan, terraformAt(), run));
    }
    expect(told).toBeGreaterThan(RUNS);
  });
});

describe('terraform’s plan of what was renamed', () => {
  itWithTerraform('is an update of the row, and never another thing', async () => {
    const root = (side: typeof live) => side.scope('acme', 'organization');
    const there = (side: typeof live, members: readonly string[]) => [
      root(side),
      side.role('helper', { permissions: ['users:read'] }),
      side.member('ada@acme.com'),
      side.member('eve@acme.com'),
      side.group('acme/qa', { members }),
      side.given('acme', 'group:acme/qa', ['helper']),
    ];
    const renamed: NonNullable<Snapshot['renamed']> = new Map([
      ['group:acme/qa', { name: 'quality', by: null }],
      ['role:acme/helper', { name: 'aide', by: null }],
    ]);
    const snapshot = { ...snapshotOf(there(live, ['eve@acme.com'])), renamed };
    const plan = buildPlan(desiredOf(lumoauth, there(written, ['ada@acme.com'])), snapshot);
    expect(facts(plan.changes)).toEqual([
      'add group:acme/qa members ada@acme.com',
      'remove group:acme/qa members eve@acme.com',
      'set group:acme/qa name "qa"',
      'set role:acme/helper name "helper"',
    ]);
    const run = { store: memoryStore(), environment: process.env, secrets: [] };
    must(await confirmByTerraform(plan, terraformAt(), run));
  });
});

describe.each(['lumoauth', 'atrium', 'chalet', 'desk'] as const)(
  'both engines bring about the same on %s',
  (name) => {
    const pairs = pairsOn(PLATFORM[name], SEED, RUNS);

    it('has pairs to try', () => {
      expect(pairs.length).toBe(RUNS);
    });

    pairs.forEach(({ platform, desired, live: found }, at) => {
      const [label, authority] = MIXED[at % MIXED.length] ?? ['full', FULL];
      itWithTerraform(`pair ${at}, authority ${label}`, async () => {
        const wanted = desiredOf(platform, desired, { authority, ruledOut: tombstones(desired, found) });
        const ours = await world(name, found);
        const theirs = await world(name, found);
        const left = await ours.apply(wanted, EMBEDDED);
        const right = await theirs.apply(wanted, terraformAt());
        for (const applyResult of [left, right]) {
          expect(applyResult.diagnostics).toEqual([]);
          expect(['proven', 'unchanged']).toContain(applyResult.result);
        }
        expect(facts(right.plan.changes)).toEqual(facts(left.plan.changes));
        expect(await theirs.live()).toEqual(await ours.live());
        // Again, out of the state just written: nothing to do, and nothing sent but reads.
        theirs.sandbox.resetRequests();
        const again = await theirs.apply(wanted, terraformAt());
        expect(again.result).toBe('unchanged');
        expect(theirs.sandbox.requests().filter(({ method }) => method !== 'GET')).toEqual([]);
      });
    });
  },
);

/** One change of every kind that the platform knows. */
const ALL: Readonly<
  Record<'lumoauth' | 'atrium', { found: readonly Resource[]; wanted: readonly Resource[] }>
> = {
  lumoauth: {
    found: [
      live.scope('acme', 'organization', 'Acme'),
      live.member('ada@acme.com'),
      live.member('bob@acme.com'),
      live.member('cyd@acme.com', 'deactivated'),
      live.member('dan@acme.com'),
      live.member('leaver@acme.com'),
      live.role('writer', { permissions: ['documents:write', 'users:read'], includes: ['viewer', 'base'] }),
      live.role('base', { permissions: ['audit-logs:read'] }),
      live.role('doomed', { permissions: ['documents:delete'], includes: ['base'] }),
      live.group('acme/eng', { title: 'Old', members: ['ada@acme.com', 'leaver@acme.com'] }),
      live.group('acme/gone', { members: ['ada@acme.com', 'leaver@acme.com'] }),
      live.given('acme', 'member:ada@acme.com', ['admin', 'doomed']),
      live.given('acme', 'member:bob@acme.com', ['doomed']),
      live.given('acme', 'member:leaver@acme.com', ['admin', 'doomed']),
      live.given('acme', 'group:acme/eng', ['editor', 'viewer', 'doomed']),
      live.given('acme', 'group:acme/gone', ['viewer']),
    ],
    wanted: [
      written.scope('acme', 'organization', 'Acme'),
      written.member('Ada@Acme.com'),
      written.member('bob@acme.com', 'deactivated'),
      written.member('cyd@acme.com'),
      written.member('dan@acme.com'),
      written.member('Joiner@acme.com'),
      written.member('asleep@acme.com', 'deactivated'),
      written.role('writer', {
        title: 'Writer',
        description: `Writes \${x} %{if y}`,
        permissions: ['documents:read'],
        includes: ['fresh'],
      }),
      written.role('fresh', { permissions: ['documents:delete'], includes: ['base'] }),
      written.role('base', { permissions: ['audit-logs:read', 'users:read'] }),
      written.group('acme/eng', {
        title: `Engineering \${TfToken[TOKEN.1]}`,
        description: 'E\u0301quipe',
        members: ['cyd@acme.com'],
        groups: ['acme/new'],
      }),
      written.group('acme/new', { title: '日本', members: ['joiner@acme.com', 'dan@acme.com'] }),
      written.given('acme', 'member:ada@acme.com', ['admin']),
      written.given('acme', 'member:joiner@acme.com', ['fresh', 'writer']),
      written.given('acme', 'group:acme/eng', ['viewer', 'writer']),
      written.given('acme', 'group:acme/new', ['editor']),
    ],
  },
  atrium: {
    found: [
      live.scope('acme', 'organization', 'Acme'),
      live.scope('acme/units/emea', 'unit', 'emea'),
      live.scope('acme/units/emea/workspaces/shop', 'workspace', 'Shop'),
      live.scope('acme/units/old', 'unit', 'Old'),
      live.scope('acme/units/old/units/older', 'unit', 'Older'),
      live.scope('acme/units/old/units/older/workspaces/oldest', 'workspace', 'Oldest'),
      live.member('ada@acme.com'),
      live.member('bob@acme.com'),
      live.member('pending@acme.com', 'invited'),
      live.member('late@acme.com', 'expired'),
      live.member('leaver@acme.com'),
      live.role('builder', { permissions: ['build:run'] }),
      live.role('doomed', { permissions: ['signing:use'], includes: ['builder'] }),
      live.group('acme/top', {
        groups: ['acme/units/emea/inner'],
        members: ['leaver@acme.com'],
        permissions: ['build:view'],
      }),
      live.group('acme/units/emea/inner', { members: ['bob@acme.com'], groups: ['acme/leaf'] }),
      live.group('acme/leaf', { members: ['ada@acme.com'] }),
      live.group('acme/units/old/units/older/lost', { members: ['bob@acme.com'] }),
      live.given('acme', 'member:ada@acme.com', ['owner']),
      live.given('acme', 'member:leaver@acme.com', ['owner', 'doomed']),
      live.given('acme/units/old/units/older', 'member:bob@acme.com', ['build-operator']),
      live.given('acme/units/old/units/older/workspaces/oldest', 'group:acme/leaf', ['editor']),
      live.given('acme/units/emea/workspaces/shop', 'group:acme/units/emea/inner'),
      live.given('acme/units/emea/workspaces/shop', 'group:acme/units/old/units/older/lost', ['editor']),
      live.given('acme/units/emea', 'group:acme/top', ['build-viewer', 'doomed']),
    ],
    wanted: [
      written.scope('acme', 'organization', 'Acme'),
      written.scope('acme/units/emea', 'unit', 'EMEA'),
      written.scope('acme/units/emea/workspaces/shop', 'workspace', 'Shop'),
      written.scope('acme/units/new', 'unit', `New \${unit}`),
      written.scope('acme/units/new/workspaces/lab', 'workspace', 'Lab'),
      written.scope('acme/units/new/workspaces/lab/annexes/west', 'annex', 'West'),
      written.member('ada@acme.com'),
      written.member('bob@acme.com', 'deactivated'),
      written.member('pending@acme.com'),
      written.member('late@acme.com'),
      written.member('joiner@acme.com'),
      written.role('builder', { permissions: ['build:view', 'signing:view'], includes: ['signer'] }),
      // Turned round: what was inside is now outside.
      written.group('acme/leaf', {
        members: ['ada@acme.com', 'pending@acme.com', 'joiner@acme.com'],
        groups: ['acme/units/emea/inner'],
      }),
      written.group('acme/units/emea/inner', { members: ['bob@acme.com'], groups: ['acme/top'] }),
      written.group('acme/top', { title: 'Top', permissions: ['signing:view'] }),
      written.group('acme/units/new/fresh', { members: ['ada@acme.com'], permissions: ['build:run'] }),
      written.given('acme', 'member:ada@acme.com', ['owner']),
      written.given('acme', 'member:joiner@acme.com', ['builder']),
      written.given('acme/units/emea/workspaces/shop', 'group:acme/units/emea/inner', ['editor']),
      written.given('acme/units/emea', 'group:acme/top', ['build-operator']),
      written.given('acme/units/new/workspaces/lab', 'group:acme/units/new/fresh', ['editor']),
      written.given('acme/units/new/workspaces/lab/annexes/west', 'member:ada@acme.com', ['signer']),
    ],
  },
};

describe.each(['lumoauth', 'atrium'] as const)('a change of every kind at once on %s', (name) => {
  itWithTerraform('there and back again, in both engines', async () => {
    const { found, wanted } = ALL[name];
    const there = desiredOf(PLATFORM[name], wanted);
    const ours = await world(name, found);
    const theirs = await world(name, found);
    const applyResult = await theirs.apply(there, terraformAt());
    expect(applyResult.diagnostics).toEqual([]);
    expect(applyResult.result).toBe('proven');
    const embedded = await ours.apply(there, EMBEDDED);
    expect(embedded.diagnostics).toEqual([]);
    expect(embedded.result).toBe('proven');
    expect(await theirs.live()).toEqual(await ours.live());

    // Back, without those who could only be invited, out of the state of the first apply.
    const pending = (r: Resource): boolean => r.address.includes('late@') || r.address.includes('leaver@');
    const back = found
      .filter((r) => !pending(r))
      .map((r) =>
        r.type === 'group'
          ? {
              ...r,
              attributes: {
                ...r.attributes,
                members: new Map([...r.attributes.members].filter(([m]) => !m.startsWith('leaver'))),
              },
            }
          : r,
      );
    for (const [one, engine] of [
      [theirs, terraformAt()],
      [ours, EMBEDDED],
    ] as const) {
      const returned = await one.apply(desiredOf(PLATFORM[name], back), engine);
      expect(returned.diagnostics).toEqual([]);
      expect(returned.result).toBe('proven');
    }
    expect(await theirs.live()).toEqual(await ours.live());
  });
});
