import { describe, expect, it } from 'vitest';
import { driftOf } from '../../src/plan/drift.ts';
import { planOrganization } from '../../src/plan/organization.ts';
import { isUnsettled } from '../../src/plan/unsettled.ts';
import type { MembershipState, Resource, Snapshot } from '../../src/resource/resource.ts';
import { desiredOf, liveOf } from '../platform/shipped.ts';

const ORG = `members:
  ann: { roles: [owner] }
  cy: { roles: [developer], state: deactivated }
groups:
  qa: { members: [ann, cy] }
`;
const BEFORE = `members:
  ann: { roles: [owner] }
  old: { roles: [developer] }
groups:
  qa: { members: [ann, old] }
`;

function live(yaml: string, more: readonly [string, MembershipState][] = []): Snapshot {
  const snapshot = liveOf('bilbis', yaml);
  const states = new Map(more);
  const resources = snapshot.resources.map((r): Resource => {
    const state = r.type === 'member' ? states.get(r.attributes.member) : undefined;
    return r.type !== 'member' || state === undefined ? r : { ...r, attributes: { ...r.attributes, state } };
  });
  return { ...snapshot, resources };
}

describe('one person who cannot be deactivated holds back nobody else', () => {
  const INVITED = `${BEFORE.replace('groups:', '  cy: { roles: [developer] }\ngroups:')}`;
  it.each([
    ['who is not there', live(BEFORE)],
    ['who has not accepted', live(INVITED, [['cy', 'invited']])],
    ['whose invitation ran out', live(INVITED, [['cy', 'expired']])],
  ])('%s', (_, snapshot) => {
    const plan = planOrganization(desiredOf('bilbis', ORG), snapshot);
    expect(plan.diagnostics.map(({ code, severity }) => `${severity} ${code}`)).toContain(
      'warning not-supported',
    );
    expect(plan.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    // Every possible revocation is in the plan, nothing is done about the stranger, and the plan says that it waits.
    const made = plan.changes.filter(({ action }) => action !== 'deferred');
    expect(made.map(({ address }) => address)).toContain('member:acme/old');
    expect(JSON.stringify(made)).not.toContain('/cy');
    expect(plan.changes).toContainEqual(
      expect.objectContaining({ action: 'deferred', address: 'member:acme/cy', unsettled: 'impossible' }),
    );
    // Drift tells of it, and of everybody else.
    const told = driftOf(plan).map(({ kind, address }) => `${kind} ${address}`);
    expect(told).toContain('waiting member:acme/cy');
    expect(told).toContain('added member:acme/old');
    expect(isUnsettled({ changes: plan.changes.filter(({ address }) => address === 'member:acme/cy') })).toBe(
      true,
    );
  });
});
