import { describe, expect, it } from 'vitest';
import { buildAccess } from '../../src/access/build-access.ts';
import { buildPlan } from '../../src/plan/build-plan.ts';
import { plannedWrites } from '../../src/plan/write/change-writes.ts';
import { simulateWrites } from '../../src/plan/write/simulate-writes.ts';
import { writeSteps } from '../../src/plan/write/write-phases.ts';
import type { Resource } from '../../src/resource/resource.ts';
import { lumoauth } from '../connector/platforms.ts';
import { desiredFrom, filesAfter, imported, live, snapshot } from '../import/scene.ts';
import { desiredIn } from './documents.ts';
import { facts, LIVE, snapshotOf } from './fixtures.ts';
import { refusal } from './model.ts';

/** Live roles that include each other: read and explained, never written. */

const OWNER = 'members: { ada@acme.com: { roles: [admin] }, bo@acme.com: { roles: [a] } }\n';
const RING = [
  live.role('a', { permissions: ['documents:read'], includes: ['b'] }),
  live.role('b', { permissions: ['documents:write'], includes: ['c'] }),
  live.role('c', { permissions: ['users:read'], includes: ['a'] }),
];
const there: readonly Resource[] = [
  live.scope('acme', 'organization', 'Acme'),
  ...RING,
  live.member('ada@acme.com'),
  live.member('bo@acme.com'),
  live.given('acme', 'member:ada@acme.com', ['admin']),
  live.given('acme', 'member:bo@acme.com', ['a']),
];

const planOf = (body: string, authority: string, found = there) =>
  buildPlan(
    desiredIn(
      `apiVersion: bylaw/v1\nkind: Organization\nname: acme\nplatform: lumoauth\nauthority: ${authority}\n${body}`,
    ),
    snapshotOf(found),
  );

/** The writes of a plan made one by one in the order of an apply; each has to be one that a platform takes. */
function applied(plan: ReturnType<typeof planOf>, found: readonly Resource[]): readonly Resource[] {
  let state = found;
  for (const write of writeSteps(plannedWrites(plan.changes)).flat()) {
    expect(refusal(write, state, lumoauth)).toBeNull();
    state = simulateWrites(state, [write], LIVE, lumoauth);
  }
  return state;
}

describe('a ring that is live', () => {
  it('gives what all of its roles give, each explained once round', () => {
    const access = buildAccess(lumoauth, there);
    expect(access.permissions('bo@acme.com', 'acme')).toEqual(
      expect.arrayContaining(['documents:read', 'documents:write', 'users:read']),
    );
    const [path, ...others] = access.explain('bo@acme.com', 'users:read', 'acme');
    expect(path?.map(({ step }) => step)).toEqual(['assigned', 'includes', 'includes', 'grants']);
    expect(others).toEqual([]);
  });

  it('is left alone where nobody writes it and nobody owns it', () => {
    expect(facts(planOf('members: { ada@acme.com: { roles: [admin] } }\n', 'declared').changes)).toEqual([]);
  });

  it('is opened where the documents write its roles otherwise', () => {
    const roles =
      'roles: { a: { permissions: ["documents:read"], includes: [b] }, b: { permissions: ["documents:write"], includes: [c] }, c: { permissions: ["users:read"] } }\n';
    const plan = planOf(OWNER + roles, 'full');
    expect(facts(plan.changes)).toEqual(['remove role:acme/c includes a']);
    expect(facts(planOf(OWNER + roles, 'full', applied(plan, there)).changes)).toEqual([]);
  });

  it('goes by two applies: one of its roles lets go first', () => {
    const body = 'members: { ada@acme.com: { roles: [admin] }, bo@acme.com: }\n';
    const first = planOf(body, 'full');
    expect(
      first.changes.flatMap((c) => (c.action === 'deferred' ? [`${c.wanted}: ${c.waitsFor}`] : [])),
    ).toEqual([
      'role a removed: the next apply: of roles that include each other one lets go of the others first',
    ]);
    const then = applied(first, there);
    const second = planOf(body, 'full', then);
    expect(facts(second.changes)).toEqual(['delete role:acme/a']);
    const last = applied(second, then);
    expect(last.filter(({ type }) => type === 'role')).toEqual([]);
    expect(facts(planOf(body, 'full', last).changes)).toEqual([]);
  });

  it('two rings with a role in common go as well', () => {
    const found = [
      ...there.filter(({ type }) => type !== 'role' && type !== 'assignment'),
      live.given('acme', 'member:ada@acme.com', ['admin']),
      live.role('a', { permissions: ['documents:read'], includes: ['b', 'c'] }),
      live.role('b', { permissions: ['documents:write'], includes: ['a'] }),
      live.role('c', { permissions: ['users:read'], includes: ['a', 'b'] }),
      live.role('d', { permissions: ['users:read'], includes: ['d', 'a'] }),
    ];
    const body = 'members: { ada@acme.com: { roles: [admin] }, bo@acme.com: }\n';
    let state: readonly Resource[] = found;
    for (let apply = 0; apply < 4; apply += 1) state = applied(planOf(body, 'full', state), state);
    expect(state.filter(({ type }) => type === 'role')).toEqual([]);
  });
});

describe('import', () => {
  const found = snapshot(there);

  it('writes one role of the ring without what it includes, and says so; the plan is empty', () => {
    const made = imported(lumoauth, found);
    if (!made.ok) throw new Error(JSON.stringify(made.diagnostics));
    const files = filesAfter({}, made.value);
    expect(made.value.left.map(({ address, attribute, why }) => `${address} ${attribute}: ${why}`)).toEqual([
      'role:acme/a includes: The role "a" includes itself through what it includes: "b".',
    ]);
    const text = Object.values(files).join('\n');
    expect(text).toContain('  a:\n    permissions: [documents:read]\n  b:\n    includes: [c]\n');
    expect(text).toContain('bo@acme.com: { roles: [a] }');
    expect(text).toContain('roles: declared');
    expect(facts(buildPlan(desiredFrom(lumoauth, files), found).changes)).toEqual([]);
    const again = imported(lumoauth, found, files);
    expect(again.ok ? again.value.files : again.diagnostics).toEqual([]);
  });
});
