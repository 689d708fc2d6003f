import { describe, expect, it } from 'vitest';
import { buildPlan } from '../../src/plan/build-plan.ts';
import type { MembershipState, Snapshot } from '../../src/resource/resource.ts';
import { desiredOf, liveOf } from '../platform/shipped.ts';

const HEXA = `members:
  olga: { roles: [owner] }
  dan: { roles: [owner] }
`;

/** HEXA live, with dan in the given state and holding the given roles; null when he is not there at all. */
function live(state: MembershipState | null, roles: readonly string[]): Snapshot {
  const snapshot = liveOf('bilbis', HEXA);
  const resources = snapshot.resources.flatMap((one) => {
    if (one.type === 'member' && one.attributes.member === 'dan') {
      return state === null ? [] : [{ ...one, attributes: { ...one.attributes, state } }];
    }
    if (one.address !== 'assignment:acme|member:dan') return [one];
    if (one.type !== 'assignment' || roles.length === 0) return [];
    const held = new Map(roles.map((role) => [role, one.origin]));
    return [{ ...one, attributes: { ...one.attributes, roles: held } }];
  });
  return { ...snapshot, resources };
}

describe('a role that no invitation brings', () => {
  it.each([
    [
      'nobody there yet: invited now, the role later',
      null,
      [],
      ['create member:acme/dan', 'deferred assignment:acme|member:dan'],
    ],
    ['invited: waits', 'invited', [], ['deferred assignment:acme|member:dan']],
    [
      'invited with another role: that one stays meanwhile',
      'invited',
      ['viewer'],
      ['deferred assignment:acme|member:dan'],
    ],
    ['accepted: given', 'active', [], ['create assignment:acme|member:dan']],
    ['held already, however that came: nothing to do', 'invited', ['owner'], []],
  ] as const)('%s', (_, state, roles, expected) => {
    const plan = buildPlan(desiredOf('bilbis', HEXA), live(state, roles));
    expect(plan.changes.map(({ action, address }) => `${action} ${address}`)).toEqual(expected);
  });

  it('says what it waits for, and that nothing holds before', () => {
    const plan = buildPlan(desiredOf('bilbis', HEXA), live('invited', []));
    const [change] = plan.changes;
    expect(change).toMatchObject({
      wanted: 'role owner of dan on acme',
      waitsFor: 'dan accepting the invitation',
      because: { text: 'written in roles of dan on acme' },
    });
    expect(plan.after.permissions('dan', 'acme')).toEqual([]);
  });
});
