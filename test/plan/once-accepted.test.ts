import { describe, expect, it } from 'vitest';
import { buildPlan } from '../../src/plan/build-plan.ts';
import { planText } from '../../src/report/plan/plan-text.ts';
import { plain } from '../../src/report/text/text-style.ts';
import type { MembershipState, Snapshot } from '../../src/resource/resource.ts';
import { desiredOf, liveOf, type PlatformName } from '../platform/shipped.ts';

const OWNED = 'members:\n  ana@acme.com: { roles: [owner] }\n';
const INVITING = `${OWNED}  evil@x.com: { roles: [owner] }\n`;

function withState(snapshot: Snapshot, member: string, state: MembershipState): Snapshot {
  const resources = snapshot.resources.map((r) =>
    r.type === 'member' && r.attributes.member === member
      ? { ...r, attributes: { ...r.attributes, state } }
      : r,
  );
  return { ...snapshot, resources };
}

function said(name: PlatformName, yaml: string, live: Snapshot): string {
  return planText([buildPlan(desiredOf(name, yaml), live)], plain);
}

describe('what an invitation will bring is told when it is written', () => {
  it.each(['appcircle', 'gorules'] as const)('an owner who is invited, on %s', (name) => {
    const text = said(name, INVITING, liveOf(name, OWNED));
    expect(text).toContain('acme: 2 changes, 1 person gains once accepted');
    expect(text).toContain('gain once accepted * (everything) on acme: evil@x.com');
    expect(text).toContain('because role owner on acme');
  });

  it('a role that waits for the acceptance is told too, beside the line that says what it waits for', () => {
    const owned = 'members:\n  olga: { roles: [owner] }\n';
    const inviting = `${owned}  dan: { roles: [owner] }\n`;
    const text = said('bilbis', inviting, liveOf('bilbis', owned));
    expect(text).toContain('acme: 1 change, 1 deferred, 1 person gains once accepted');
    expect(text).toContain('role owner of dan on acme');
    expect(text).toMatch(/gain once accepted \* \(everything\) on acme: dan/);
    const pending = withState(liveOf('bilbis', inviting), 'dan', 'invited');
    const resources = pending.resources.filter((r) => r.address !== 'assignment:acme|member:dan');
    const again = buildPlan(desiredOf('bilbis', inviting), { ...pending, resources });
    expect(again.changes.map(({ action }) => action)).toEqual(['deferred']);
    expect(again.onceAccepted?.gained.map(({ permission }) => permission)).toContain('org:delete');
    expect(again.delta.gained).toEqual([]);
    // What was said once accepted is what the first apply after it gives.
    const accepted = withState({ ...pending, resources }, 'dan', 'active');
    const then = buildPlan(desiredOf('bilbis', inviting), accepted);
    const told = new Set(again.onceAccepted?.gained.map(({ permission }) => permission));
    for (const { permission } of then.delta.gained) expect(told.has(permission)).toBe(true);
    expect(then.delta.gained.length).toBeGreaterThan(0);
  });

  it('so is a place in a group that takes nobody who is only invited', () => {
    const open = `members:
  olga: { roles: [owner] }
products: { shop: { groups: { qa: } } }
groups:
  qa: { members: [MEMBERS] }
`;
    const before = open.replace('MEMBERS', '');
    const after = open
      .replace('members:\n', 'members:\n  dan: { roles: [viewer] }\n')
      .replace('MEMBERS', 'dan');
    const plan = buildPlan(desiredOf('bilbis', after), liveOf('bilbis', before));
    expect(plan.changes.map(({ action }) => action)).toContain('deferred');
    const shop = plan.onceAccepted?.gained.filter(({ scope }) => scope === 'acme/products/shop');
    expect(shop?.length).toBeGreaterThan(0);
  });

  it('is not told again while nobody changes it', () => {
    const live = withState(liveOf('appcircle', INVITING), 'evil@x.com', 'invited');
    const plan = buildPlan(desiredOf('appcircle', INVITING), live);
    expect(plan.changes).toEqual([]);
    expect(plan.onceAccepted).toBeNull();
  });

  it('is told of a pending person who is given more', () => {
    const before = `${OWNED}  new@x.com: { roles: { build: viewer } }\n`;
    const live = withState(liveOf('appcircle', before), 'new@x.com', 'invited');
    const after = before.replace('viewer', 'manager');
    const plan = buildPlan(desiredOf('appcircle', after), live);
    const told = new Set(plan.onceAccepted?.gained.map(({ permission }) => permission));
    expect(told.has('build:run')).toBe(true);
    expect(told.has('build:view')).toBe(false);
  });

  it('is nothing where people are active at once', () => {
    const plan = buildPlan(
      desiredOf('lumoauth', 'members:\n  ana@acme.com: { roles: [admin] }\n'),
      liveOf('lumoauth', 'members: {}\n'),
    );
    expect(plan.onceAccepted).toBeNull();
    expect(plan.delta.gained.length).toBeGreaterThan(0);
  });
});
