import { describe, expect, it } from 'vitest';
import { planOrganization } from '../../src/plan/organization.ts';
import { planText } from '../../src/report/plan/text.ts';
import { plain } from '../../src/report/text/style.ts';
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
  return planText([planOrganization(desiredOf(name, yaml), live)], plain);
}

describe('what an invitation will bring is told when it is written', () => {
  it.each(['appcircle', 'gorules'] as const)('an owner who is invited, on %s', (name) => {
    const text = said(name, INVITING, liveOf(name, OWNED));
    expect(text).toContain('acme: 2 changes, 1 person gains once accepted');
    expect(text).toContain('gain once accepted * (everything) on acme: evil@x.com');
    expect(text).toContain('because role owner on acme');
  });

  it('is not told again while nobody changes it', () => {
    const live = withState(liveOf('appcircle', INVITING), 'evil@x.com', 'invited');
    const plan = planOrganization(desiredOf('appcircle', INVITING), live);
    expect(plan.changes).toEqual([]);
    expect(plan.onceAccepted).toBeNull();
  });

  it('is told of a pending person who is given more', () => {
    const before = `${OWNED}  new@x.com: { roles: { build: viewer } }\n`;
    const live = withState(liveOf('appcircle', before), 'new@x.com', 'invited');
    const after = before.replace('viewer', 'manager');
    const plan = planOrganization(desiredOf('appcircle', after), live);
    const told = new Set(plan.onceAccepted?.gained.map(({ permission }) => permission));
    expect(told.has('build:run')).toBe(true);
    expect(told.has('build:view')).toBe(false);
  });

  it('is nothing where people are active at once', () => {
    const plan = planOrganization(
      desiredOf('lumoauth', 'members:\n  ana@acme.com: { roles: [admin] }\n'),
      liveOf('lumoauth', 'members: {}\n'),
    );
    expect(plan.onceAccepted).toBeNull();
    expect(plan.delta.gained.length).toBeGreaterThan(0);
  });
});
