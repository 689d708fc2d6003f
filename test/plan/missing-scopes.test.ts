import { describe, expect, it } from 'vitest';
import { driftOf } from '../../src/plan/drift/drift.ts';
import { hasOutstandingChanges } from '../../src/plan/outstanding-changes.ts';
import type { PlatformDefinition } from '../../src/platform/platform-definition.ts';
import type { Resource } from '../../src/resource/resource.ts';
import { atrium } from '../connector/platforms.ts';
import { facts, live, planOf, written } from './fixtures.ts';

/** Archives are the platform's own: Bylaw gives access to them and does not make them. */
const PLATFORM: PlatformDefinition = {
  ...atrium,
  members: { ...atrium.members, invitedInGroups: true },
  roles: new Map(
    [...atrium.roles].map(([name, role]) => [
      name,
      { ...role, assignableAt: [...role.assignableAt, 'archive'] },
    ]),
  ),
};
const [OLD, OLDE, OTHER] = ['acme/archives/old', 'acme/archives/olde', 'acme/archives/other'];

const base = (make: typeof live): readonly Resource[] => [
  make.scope('acme', 'organization'),
  make.member('ada@acme.com'),
  make.given('acme', 'member:ada@acme.com', ['owner']),
  make.member('bo@acme.com'),
];
const WRITTEN = [
  ...base(written),
  written.scope(OLD, 'archive'),
  written.given(OLD, 'member:bo@acme.com', ['signer']),
];
/** Somebody who has left, whatever else is wrong. */
const LEFT = [live.member('eve@acme.com'), live.given('acme', 'member:eve@acme.com', ['signer'])];

const waits = (plan: ReturnType<typeof planOf>): readonly string[] =>
  plan.changes.flatMap((c) => (c.action === 'deferred' ? [`${c.wanted}: ${c.waitsFor}`] : [])).sort();

describe('a scope that is written, not live, and not for Bylaw to make', () => {
  it('holds back what is given there, and nothing beside it', () => {
    const plan = planOf(PLATFORM, WRITTEN, [...base(live), ...LEFT]);
    expect(plan.diagnostics.map(({ severity, code }) => `${severity} ${code}`)).toEqual([
      'warning unknown-scope',
    ]);
    expect(facts(plan.changes)).toEqual([
      'delete assignment:acme|member:eve@acme.com',
      'delete member:acme/eve@acme.com',
    ]);
    expect(waits(plan)).toEqual([
      `archive ${OLD} and what is given there: ${OLD} being on the platform: Bylaw does not create scopes of this kind`,
    ]);
    expect(plan.delta.gained).toEqual([]);
    expect(
      hasOutstandingChanges({ changes: plan.changes.filter(({ action }) => action === 'deferred') }),
    ).toBe(true);
    expect(driftOf(plan).map(({ kind, address }) => `${kind} ${address}`)).toEqual(
      expect.arrayContaining([`waiting scope:${OLD}`, 'added member:acme/eve@acme.com']),
    );
  });

  it('takes along a group at home there, what it is given elsewhere, and its places', () => {
    const homes = { ...PLATFORM, groups: { ...PLATFORM.groups, homes: ['organization', 'archive'] } };
    const group = [
      written.group(`${OLD}/g`, { members: ['bo@acme.com'] }),
      written.group('acme/outer', { groups: [`${OLD}/g`] }),
      written.given('acme', `group:${OLD}/g`, ['signer']),
    ];
    const plan = planOf(homes, [...WRITTEN, ...group], base(live));
    expect(facts(plan.changes)).toEqual([expect.stringMatching(/^create group:acme\/outer /)]);
    expect(plan.wanted.find(({ address }) => address === 'group:acme/outer')).toMatchObject({
      attributes: { groups: new Map() },
    });
  });

  it('may be a live one under another name: what would be removed there stays, and is named', () => {
    const found = [
      ...base(live),
      ...LEFT,
      live.scope(OLDE, 'archive'),
      live.given(OLDE, 'member:bo@acme.com', ['signer']),
      // She leaves the organization, and with it this, whatever it is called.
      live.given(OLDE, 'member:eve@acme.com', ['signer']),
    ];
    const plan = planOf(PLATFORM, WRITTEN, found);
    expect(facts(plan.changes)).toEqual([
      'delete assignment:acme/archives/olde|member:eve@acme.com',
      'delete assignment:acme|member:eve@acme.com',
      'delete member:acme/eve@acme.com',
    ]);
    expect(waits(plan)[1]).toBe(
      `roles of bo@acme.com on ${OLDE} removed: ${OLDE} being told apart from ${OLD}, which is written and not live`,
    );
    expect(plan.diagnostics[0]?.hint).toContain(`Is it ${OLDE}, which nobody writes?`);
    expect(plan.delta.lost.map(({ member }) => member)).not.toContain('bo@acme.com');
  });

  it('is no other one: what is written is what it says, and a tombstone is a word', () => {
    const found = [
      ...base(live),
      live.scope(OLDE, 'archive'),
      live.given(OLDE, 'member:bo@acme.com', ['signer']),
      live.scope(OTHER, 'archive'),
      live.given(OTHER, 'member:bo@acme.com', ['signer']),
    ];
    const plan = planOf(PLATFORM, [...WRITTEN, written.scope(OTHER, 'archive')], found, {
      ruledOut: { [`assignment:${OLDE}|member:bo@acme.com`]: 'absent', [`scope:${OLDE}`]: 'absent' },
    });
    expect(facts(plan.changes)).toEqual([
      `delete assignment:${OLDE}|member:bo@acme.com`,
      `delete assignment:${OTHER}|member:bo@acme.com`,
    ]);
  });
});
