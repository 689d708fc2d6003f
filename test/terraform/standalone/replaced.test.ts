/** Removed and made again under its own key: what hangs on it is never taken along. */
import { describe, expect, test } from 'vitest';
import { decodePrivateState } from '../../../src/terraform/standalone/resource/private-state.ts';
import type { ReadyProvider } from '../../../src/terraform/standalone/session/provider-session.ts';
import { atrium, oten } from '../../connector/platforms.ts';
import {
  create,
  destroy,
  organizationWith,
  planChange,
  planCreation,
  planDeletion,
  refresh,
  type Said,
  summaries,
  waiting,
} from './world.ts';

const member = (key: string, more = {}): Said => [
  'bylaw_member',
  { scope: 'acme', member: key, state: 'active', ...more },
];
const group = (name: string, more = {}): Said => [
  'bylaw_group',
  { home: 'acme', name, title: name, description: '', members: {}, groups: [], permissions: [], ...more },
];
const scope = (path: string, parent: string): Said => [
  'bylaw_scope',
  { path, kind: 'unit', title: 'T', parent },
];
const role = (name: string, more = {}): Said => [
  'bylaw_role',
  { home: 'acme', name, title: name, description: '', permissions: ['build:view'], includes: [], ...more },
];
const assignment = (at: string, principal: string, ...roles: readonly string[]): Said => [
  'bylaw_assignment',
  { scope: at, principal, roles },
];

const BO = member('bo@acme.com');
const EMEA = scope('acme/units/emea', 'acme');

interface Case {
  readonly it: Said;
  /** What else is there, in the state or not. */
  readonly there: readonly Said[];
  readonly lost: readonly string[];
  /** The block where it says less than the state has. */
  readonly block?: Said;
}

const HANGING: Readonly<Record<string, Case>> = {
  'a person with a role': {
    it: BO,
    there: [assignment('acme', 'member:bo@acme.com', 'signer', 'steward')],
    lost: ['assignment:acme|member:bo@acme.com (signer, steward)'],
  },
  'a person in a group': {
    it: BO,
    there: [group('qa', { members: { 'bo@acme.com': '' } })],
    lost: ['bo@acme.com in group:acme/qa'],
  },
  'a person below the organization': {
    it: BO,
    there: [EMEA, assignment('acme/units/emea', 'member:bo@acme.com')],
    lost: ['assignment:acme/units/emea|member:bo@acme.com'],
  },
  'a person whose deactivation is not written': {
    it: member('bo@acme.com', { state: 'deactivated' }),
    there: [],
    lost: ['that the person is deactivated: a new one is active'],
    block: ['bylaw_member', { scope: 'acme', member: 'bo@acme.com' }],
  },
  'a group with a role': {
    it: group('qa'),
    there: [assignment('acme', 'group:acme/qa', 'signer')],
    lost: ['assignment:acme|group:acme/qa (signer)'],
  },
  'a group in a group': {
    it: group('qa'),
    there: [group('all', { groups: ['acme/qa'] })],
    lost: ['acme/qa in group:acme/all'],
  },
  'a group whose people are not written': {
    it: group('qa', { members: { 'bo@acme.com': '' }, permissions: ['build:view'] }),
    there: [BO],
    lost: ['members: bo@acme.com', 'permissions: build:view'],
    block: ['bylaw_group', { home: 'acme', name: 'qa' }],
  },
  'a scope with a roster': {
    it: EMEA,
    there: [BO, assignment('acme/units/emea', 'member:bo@acme.com', 'signer')],
    lost: ['assignment:acme/units/emea|member:bo@acme.com (signer)'],
  },
  'a scope with scopes and groups in it': {
    it: EMEA,
    there: [
      scope('acme/units/emea/units/north', 'acme/units/emea'),
      ['bylaw_group', { ...group('qa')[1], home: 'acme/units/emea' }],
    ],
    lost: ['scope:acme/units/emea/units/north', 'group:acme/units/emea/qa'],
  },
  'a role that somebody has, and another includes': {
    it: role('release'),
    there: [BO, assignment('acme', 'member:bo@acme.com', 'release'), role('all', { includes: ['release'] })],
    lost: ['assignment:acme|member:bo@acme.com', 'role:acme/all, which includes it'],
  },
};

const cases = Object.entries(HANGING);
const details = ({ problems = [] }: { readonly problems?: readonly { readonly detail: string }[] }) =>
  problems.map(({ detail }) => detail).join('\n');

/** As terraform plans it: by -replace and replace_triggered_by as a change first; what is tainted at once. */
const WAYS: Readonly<Record<string, (session: ReadyProvider, one: Case) => ReturnType<typeof planCreation>>> =
  {
    'by -replace': (session, { it, block = it }) =>
      planCreation(session, block, planChange(session, it, {}).note ?? null),
    tainted: (session, { it, block = it }) => planCreation(session, block),
  };

describe.each(Object.entries(WAYS))('%s', (_how, planned) => {
  test.each(cases)('%s is not replaced by itself, and the plan names what would go', async (_what, one) => {
    for (const remembered of ['in this state', 'elsewhere']) {
      const { session } = organizationWith([one.it, ...one.there]);
      if (remembered === 'in this state') for (const held of one.there) await refresh(session, held);
      await refresh(session, one.it);
      const answer = planned(session, one);
      expect(answer.problems).toMatchObject([
        { severity: 'error', summary: expect.stringContaining('is not replaced') },
      ]);
      const lines = details(answer).split('\n');
      for (const lost of one.lost) expect(lines).toContain(`  - ${lost}`);
      expect(lines.filter((line) => line.startsWith('  - '))).toHaveLength(one.lost.length);
    }
  });

  test('what has nothing hanging on it is', async () => {
    for (const it of [BO, group('qa'), EMEA, role('release')]) {
      const { session } = organizationWith([it]);
      await refresh(session, it);
      expect(summaries(planned(session, { it, there: [], lost: [] }))).toEqual([]);
    }
  });

  test('what a block of this run removes does not count', async () => {
    const held = assignment('acme', 'member:bo@acme.com', 'signer');
    const { session } = organizationWith([BO, held]);
    for (const one of [BO, held]) await refresh(session, one);
    planDeletion(session, held);
    expect(summaries(planned(session, { it: BO, there: [held], lost: [] }))).toEqual([]);
  });
});

describe('in the apply', () => {
  const planOf = async (session: ReadyProvider, one: Case) => {
    await refresh(session, one.it);
    return planCreation(session, one.block ?? one.it, planChange(session, one.it, {}).note ?? null);
  };

  test.each(cases)('%s: what came since the plan stops it, and nothing is removed', async (_what, one) => {
    const before = organizationWith([one.it]);
    const { note = null } = await planOf(before.session, one);
    const { session, writes } = organizationWith([one.it, ...one.there]);
    const { problems = [], row } = await destroy(session, one.it, note);
    expect(problems).toMatchObject([{ summary: expect.stringContaining('is not replaced') }]);
    expect(row).not.toBeNull();
    expect(writes).toEqual([]);
  });

  test('what other blocks removed before is gone by then', async () => {
    const held = assignment('acme', 'member:bo@acme.com', 'signer');
    const one: Case = { it: BO, there: [held], lost: [] };
    const organization = organizationWith([BO, held]);
    planDeletion(organization.session, held);
    const { note = null } = await planOf(organization.session, one);
    const apply = organization.again();
    expect(summaries(await destroy(apply, held))).toEqual([]);
    expect(summaries(await destroy(apply, BO, note))).toEqual([]);
    expect(summaries(await create(apply, BO))).toEqual([]);
    expect(organization.writes.map(({ write }) => write)).toEqual([
      'delete-assignment',
      'remove-member',
      'add-member',
    ]);
  });

  test('of a plan whose provider waited, it is seen there', async () => {
    const plan = waiting(atrium);
    const { note = null } = planCreation(plan, BO, planChange(plan, BO, {}).note ?? null);
    expect(decodePrivateState(note).again).not.toBeNull();
    const { session, writes } = organizationWith([BO, assignment('acme', 'member:bo@acme.com', 'signer')]);
    expect(summaries(await destroy(session, BO, note))).toEqual([expect.stringContaining('is not replaced')]);
    expect(writes).toEqual([]);
  });

  test('a creation that is planned anew there is never refused for it: the other half is done', async () => {
    const held = assignment('acme', 'member:bo@acme.com', 'signer');
    const { session } = organizationWith([BO, held]);
    // As an apply is told of the rows of a state: not refreshed.
    session.claims.know(['member:acme/bo@acme.com']);
    expect(summaries(planCreation(session, BO))).toEqual([]);
  });
});

test('the last who has a role that somebody must have does not lose it for a moment', async () => {
  for (const it of [
    assignment('acme', 'member:bo@acme.com', 'super-admin'),
    ['bylaw_roster', { scope: 'acme', roles: { 'member:bo@acme.com': 'super-admin' } }] as const,
  ]) {
    const there = assignment('acme', 'member:bo@acme.com', 'super-admin');
    const { session } = organizationWith([BO, there], { platform: oten });
    await refresh(session, it);
    const { problems } = planCreation(session, it, planChange(session, it, {}).note ?? null);
    expect(problems).toMatchObject([
      { severity: 'error', summary: expect.stringMatching(/acme would be left with no active super-admin/) },
    ]);
  }
});

describe('a removal by another key, or for good', () => {
  const deletion = async (kept: Said, wanted: object) => {
    const { session } = organizationWith([BO, kept]);
    for (const one of [BO, kept]) await refresh(session, one);
    planChange(session, kept, wanted as Said[1]);
    return details(planDeletion(session, BO));
  };

  test('names what a kept block holds, and not what it lets go itself', async () => {
    expect(await deletion(assignment('acme', 'member:bo@acme.com', 'signer'), {})).toContain(
      'assignment:acme|member:bo@acme.com (signer)',
    );
    const qa = group('qa', { members: { 'bo@acme.com': '' } });
    expect(await deletion(qa, {})).toContain('bo@acme.com in group:acme/qa');
    expect(await deletion(qa, { members: {} })).toBe('');
  });
});
