import { describe, expect, it } from 'vitest';
import { buildPlan } from '../../src/plan/build-plan.ts';
import { driftOf } from '../../src/plan/drift/drift.ts';
import { hasOutstandingChanges } from '../../src/plan/outstanding-changes.ts';
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
    const plan = buildPlan(desiredOf('bilbis', ORG), snapshot);
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
    expect(
      hasOutstandingChanges({ changes: plan.changes.filter(({ address }) => address === 'member:acme/cy') }),
    ).toBe(true);
  });
});

type Name = 'oten' | 'bilbis';

describe('what the documents no longer give a stranger is taken', () => {
  const written = (platform: Name, given: string): string =>
    ({
      oten: `members:\n  ann@acme.com: { roles: [super-admin] }\n  cy@acme.com: { roles: [${given}], state: deactivated }\n`,
      bilbis: `members:\n  ann: { roles: [owner] }\n  cy: { roles: [${given}], state: deactivated }\n`,
    })[platform];
  const found = (platform: Name, held: string, state: MembershipState): Snapshot => {
    const snapshot = liveOf(platform, written(platform, held).replace(', state: deactivated', ''));
    const resources = snapshot.resources.map((r): Resource => {
      if (r.type !== 'member' || !r.attributes.member.startsWith('cy')) return r;
      return { ...r, attributes: { ...r.attributes, state } };
    });
    return { ...snapshot, resources };
  };
  /** Roles after the plan, or null where it does nothing about them. */
  const left = (
    platform: Name,
    held: string,
    given: string,
    state: MembershipState,
    owned: 'full' | 'declared',
  ) => {
    const desired = desiredOf(platform, written(platform, given));
    const authority = { ...desired.authority, assignment: owned };
    const plan = buildPlan({ ...desired, authority }, found(platform, held, state));
    const made = plan.changes.filter(
      ({ action, address }) => action !== 'deferred' && address.includes('cy'),
    );
    expect(made.every(({ address }) => address.startsWith('assignment:'))).toBe(true);
    const [change] = made;
    if (change === undefined) return null;
    if (change.action === 'delete') return [];
    if (change.action !== 'update' || change.after.type !== 'assignment') throw new Error(change.action);
    return [...change.after.attributes.roles.keys()];
  };

  it.each([
    ['of two roles the one that is not written', 'oten', 'viewer, editor', 'editor', ['editor']],
    ['one role for another: only what is taken', 'oten', 'viewer', 'editor', []],
    ['the last role', 'oten', 'viewer', '', []],
    ['a role more: nothing is given', 'oten', 'viewer', 'viewer, editor', null],
    ['the same', 'oten', 'viewer', 'viewer', null],
    ['the only role, where there is always one: exchanged', 'bilbis', 'admin', 'viewer', ['viewer']],
  ] as const)('%s', (_, platform, held, given, roles) => {
    for (const state of ['invited', 'expired'] as const)
      for (const owned of ['full', 'declared'] as const)
        expect(left(platform, held, given, state, owned), `${state}, ${owned}`).toEqual(roles);
  });
});
