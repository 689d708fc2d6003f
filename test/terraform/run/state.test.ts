import { expect } from 'vitest';
import { must } from '../../connector/connections.ts';
import { atrium, lumoauth } from '../../connector/platforms.ts';
import { DECLARED, desiredOf, FULL, facts, live, written } from '../../plan/fixtures.ts';
import { itWithTerraform } from '../available.ts';
import { memoryStore, terraformAt, world } from './harness.ts';
import { confirmByTerraform } from './one.ts';

/** Whatever a state remembers, the plan is the one that live and documents make, and nothing else is done. */

const acme = written.scope('acme', 'organization', 'Acme');
const people = ['ada', 'bob', 'cyd', 'dan'].map((name) => written.member(`${name}@acme.com`));
const FIRST = [
  acme,
  ...people,
  written.role('writer', { permissions: ['documents:write'] }),
  written.group('acme/eng', { members: ['ada@acme.com', 'bob@acme.com'] }),
  written.group('acme/ops', { members: ['cyd@acme.com'] }),
  written.given('acme', 'member:ada@acme.com', ['auditor']),
  written.given('acme', 'group:acme/eng', ['writer']),
  written.given('acme', 'group:acme/ops', ['viewer']),
];
const SECOND = [
  acme,
  ...people.slice(0, 3),
  written.group('acme/eng', { title: 'Eng', members: ['bob@acme.com'] }),
  written.given('acme', 'member:ada@acme.com', ['auditor']),
  written.given('acme', 'group:acme/eng', ['editor']),
];
const THIRD = [
  acme,
  ...people,
  written.role('writer', { permissions: ['documents:read'] }),
  written.group('acme/ops', { members: ['dan@acme.com'] }),
  written.given('acme', 'member:ada@acme.com', ['auditor']),
  written.given('acme', 'group:acme/ops', ['writer']),
];

const damaged = (state: string, change: (state: Record<string, unknown>) => unknown): string =>
  JSON.stringify(change(JSON.parse(state) as Record<string, unknown>));
type Rows = { instances: { attributes: Record<string, unknown> }[]; type: string; name: string }[];
const rowsOf = (state: Record<string, unknown>): Rows => state.resources as Rows;

itWithTerraform(
  'lost, stale, damaged or foreign, a state changes nothing of a plan or an apply',
  async () => {
    const one = await world('lumoauth', [live.scope('acme', 'organization', 'Acme')]);
    const [first, second, third] = [FIRST, SECOND, THIRD].map((resources) => desiredOf(lumoauth, resources));
    if (first === undefined || second === undefined || third === undefined) throw new Error('unreachable');
    for (const desired of [first, second, third]) {
      expect((await one.apply(desired, terraformAt())).result).toBe('proven');
    }
    // Live is as the third; now the second is wanted, so there is something of every kind to do.
    const current = one.store.text() ?? '';
    const oldest = one.store.saved.find((text) => rowsOf(JSON.parse(text)).length > 3) ?? '';
    const states: Readonly<Record<string, string | null>> = {
      'as kept': current,
      lost: null,
      empty: '',
      'cut off': current.slice(0, current.length / 2),
      'not JSON': '\u0000\u0001 garbage',
      'another JSON': '[1, 2, 3]',
      stale: oldest,
      'no resources': damaged(current, (s) => ({ ...s, resources: null })),
      'resources that are none': damaged(current, (s) => ({
        ...s,
        resources: [null, 7, {}, { mode: 'managed' }],
      })),
      'a serial that is none': damaged(current, (s) => ({ ...s, serial: 'x' })),
      'a lineage that is none': damaged(current, (s) => ({ ...s, lineage: 7 })),
      'another version of terraform': damaged(current, (s) => ({ ...s, terraform_version: 'nonsense' })),
      'rows without attributes': damaged(current, (s) => ({
        ...s,
        resources: rowsOf(s).map((r) => ({
          ...r,
          instances: r.instances.map(() => ({ schema_version: 9 })),
        })),
      })),
      'rows that say otherwise': damaged(current, (s) => ({
        ...s,
        resources: rowsOf(s).map((r) => ({
          ...r,
          instances: r.instances.map((i) => ({
            ...i,
            attributes: { ...i.attributes, members: { 'eve@x.y': '' }, title: 7 },
          })),
        })),
      })),
      'somebody else’s rows': damaged(current, (s) => ({
        ...s,
        resources: rowsOf(s).map((r) => ({ ...r, name: `${r.name}_x` })),
      })),
      // By `terraform taint`, on a backend that others reach: nobody is removed to be made again.
      'tainted rows': damaged(current, (s) => ({
        ...s,
        resources: rowsOf(s).map((r) => ({
          ...r,
          instances: r.instances.map((i) => ({ ...i, status: 'tainted' })),
        })),
      })),
      'rows twice, and deposed': damaged(current, (s) => ({
        ...s,
        resources: rowsOf(s).map((r) => ({
          ...r,
          instances: [...r.instances, ...r.instances.map((i) => ({ ...i, deposed: 'abcdef01' }))],
        })),
      })),
    };
    const plan = await one.plan(second);
    expect(facts(plan.changes).length).toBeGreaterThan(5);
    for (const [name, state] of Object.entries(states)) {
      const run = { store: memoryStore(state), environment: process.env, secrets: [] };
      const made = await confirmByTerraform(plan, terraformAt(), run);
      expect([name, made.ok, made.diagnostics]).toEqual([name, true, []]);
      expect(run.store.saved).toEqual([]);
    }
    // An apply with the stalest of them does what the plan says.
    one.store.set(oldest);
    expect((await one.apply(second, terraformAt())).result).toBe('proven');
    one.store.set('garbage');
    expect((await one.apply(third, terraformAt())).result).toBe('proven');
    one.store.set(states['tainted rows'] ?? '');
    one.sandbox.resetRequests();
    expect((await one.apply(third, terraformAt())).result).toBe('unchanged');
    expect(one.sandbox.requests().every(({ method }) => method === 'GET')).toBe(true);
    // Nothing to do, but a lost state learns what is live by one apply, which writes nothing.
    one.store.set(null);
    one.sandbox.resetRequests();
    const learnt = await one.apply(third, terraformAt());
    expect([learnt.result, learnt.writes, learnt.diagnostics]).toEqual(['unchanged', 0, []]);
    expect(one.sandbox.requests().every(({ method }) => method === 'GET')).toBe(true);
    expect(rowsOf(JSON.parse(one.store.text() ?? '{}')).length).toBeGreaterThan(3);
  },
);

itWithTerraform('a row that the state knows and nobody manages any more is let go, not deleted', async () => {
  const one = await world('lumoauth', [live.scope('acme', 'organization', 'Acme')]);
  expect((await one.apply(desiredOf(lumoauth, FIRST), terraformAt())).result).toBe('proven');
  const before = await one.live();
  // The same documents without the group, the role and people that were theirs; now they own only what they name.
  const narrow = desiredOf(
    lumoauth,
    [acme, ...people.slice(0, 1), written.group('acme/eng', { title: 'Eng', members: ['ada@acme.com'] })],
    { authority: DECLARED },
  );
  const plan = await one.plan(narrow);
  expect(facts(plan.changes)).toEqual([
    'remove group:acme/eng members bob@acme.com',
    'set group:acme/eng title "Eng"',
  ]);
  expect((await one.apply(narrow, terraformAt())).result).toBe('proven');
  const after = await one.live();
  const { 'group:acme/eng': _was, ...rest } = before;
  expect(after).toMatchObject(rest);
  expect(Object.keys(after).sort()).toEqual(Object.keys(before).sort());
  // And back under full authority the same things are removed, though the state forgot them.
  const full = { ...narrow, authority: FULL };
  expect((await one.apply(full, terraformAt())).result).toBe('proven');
  expect(Object.keys(await one.live()).sort()).toEqual([
    'group:acme/eng',
    'member:acme/ada@acme.com',
    'scope:acme',
  ]);
});

itWithTerraform(
  'a deferred place in a group is taken up by the first apply after the invitation is accepted',
  async () => {
    const one = await world('atrium', [
      live.scope('acme', 'organization', 'Acme'),
      live.member('ada@acme.com'),
      live.given('acme', 'member:ada@acme.com', ['owner']),
    ]);
    const desired = desiredOf(atrium, [
      acme,
      written.member('ada@acme.com'),
      written.member('New@acme.com'),
      written.group('acme/qa', { members: ['ada@acme.com', 'new@acme.com'] }),
      written.given('acme', 'member:ada@acme.com', ['owner']),
    ]);
    const applyResult = await one.apply(desired, terraformAt());
    expect(applyResult.result).toBe('proven');
    expect(applyResult.second?.changes).toMatchObject([
      { action: 'deferred', wanted: 'New@acme.com in group qa' },
    ]);
    expect((await one.apply(desired, terraformAt())).result).toBe('unchanged');
    const page = await fetch(`${one.sandbox.api}/members?key=new@acme.com`, {
      headers: { authorization: `Bearer ${one.sandbox.token}` },
    });
    const { items } = (await page.json()) as { items: { id: string }[] };
    await fetch(`${one.sandbox.api}/members/${items[0]?.id}/accept`, {
      method: 'POST',
      headers: { authorization: `Bearer ${one.sandbox.token}` },
    });
    const plan = await one.plan(desired);
    expect(facts(plan.changes)).toEqual(['add group:acme/qa members new@acme.com']);
    expect(
      must(
        await confirmByTerraform(plan, terraformAt(), {
          store: one.store,
          environment: process.env,
          secrets: [],
        }),
      ).terraformTime,
    ).toBeGreaterThan(0);
    expect((await one.apply(desired, terraformAt())).result).toBe('proven');
  },
);
