import { describe, expect, it } from 'vitest';
import { buildPlan } from '../../src/plan/build-plan.ts';
import type { MembershipState, Resource, Snapshot } from '../../src/resource/resource.ts';
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

  it.each([
    ['an owner no longer', 'owner', ['delete assignment:acme|member:dan']],
    ['a custom role no longer', 'auditor', ['delete assignment:acme|member:dan']],
    ['the same as ever', 'security_manager', []],
  ])('takes from the open invitation what is not written any more: %s', (_, held, expected) => {
    const written = (role: string) =>
      `members:\n  olga: { roles: [owner] }\n  dan: { roles: [${role}] }\nroles:\n  auditor: { permissions: ["metadata:read"] }\n`;
    const snapshot = liveOf('github', written(held));
    const desired = desiredOf('github', written('security_manager'));
    // Whoever is written has the roles that are written, whatever else the documents own.
    const declared = { ...desired, authority: { ...desired.authority, assignment: 'declared' } } as const;
    for (const [asked, state] of [desired, declared].flatMap((one) =>
      (['invited', 'expired'] as const).map((state) => [one, state] as const),
    )) {
      const resources = snapshot.resources.map((one): Resource => {
        if (one.type !== 'member' || one.attributes.member !== 'dan') return one;
        return { ...one, attributes: { ...one.attributes, state } };
      });
      const plan = buildPlan(asked, { ...snapshot, resources });
      const about = plan.changes.filter(({ address }) => address.startsWith('assignment:'));
      const made = about.filter(({ action }) => action !== 'deferred');
      expect(
        made.map(({ action, address }) => `${action} ${address}`),
        state,
      ).toEqual(expected);
      expect(about.length - made.length, state).toBe(held === 'security_manager' ? 0 : 1);
    }
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
