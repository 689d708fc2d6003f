import { describe, expect, it } from 'vitest';
import { simulateWrites } from '../../src/plan/write/simulate-writes.ts';
import type { Write } from '../../src/plan/write/write.ts';
import type { Resource } from '../../src/resource/resource.ts';
import { LIVE, live } from './fixtures.ts';

const STATE = [
  live.scope('acme', 'organization'),
  live.scope('acme/units/emea', 'unit'),
  live.scope('acme/units/emea/workspaces/shop', 'workspace'),
  live.scope('acme/units/emea-2', 'unit'),
  live.member('ada@acme.com'),
  live.member('bob@acme.com'),
  live.group('acme/all', { groups: ['acme/units/emea/devs', 'acme/ops'], members: ['ada@acme.com'] }),
  live.group('acme/ops', { members: ['ada@acme.com', 'bob@acme.com'] }),
  live.group('acme/units/emea/devs', { members: ['bob@acme.com'] }),
  live.given('acme', 'group:acme/units/emea/devs', ['signer']),
  live.given('acme', 'group:acme/ops', ['signer']),
  live.given('acme', 'member:ada@acme.com', ['owner']),
  live.given('acme/units/emea', 'member:ada@acme.com', ['signer']),
  live.given('acme/units/emea/workspaces/shop', 'group:acme/ops', ['editor']),
  live.given('acme/units/emea-2', 'group:acme/ops', ['signer']),
];

type Rules = Parameters<typeof simulateWrites>[3];

/** What a write takes away besides and including its object: addresses gone, and entries gone from groups that stay. */
function lost(write: Write, platform: Partial<Rules> = {}): readonly string[] {
  const rules: Rules = { invariants: [], groups: { perMember: 'many' }, ...platform };
  const after = new Map(simulateWrites(STATE, [write], LIVE, rules).map((r) => [r.address, r]));
  return STATE.flatMap((r: Resource): readonly string[] => {
    const now = after.get(r.address);
    if (now === undefined) return [r.address];
    if (r.type !== 'group' || now.type !== 'group') return [];
    const entries = [...r.attributes.members.keys(), ...r.attributes.groups.keys()];
    const kept = new Set([...now.attributes.members.keys(), ...now.attributes.groups.keys()]);
    return entries.filter((e) => !kept.has(e)).map((e) => `${e} in ${r.address}`);
  }).sort();
}

describe('what a platform takes along', () => {
  it('with a scope: all in it, and its groups wherever they were given something or nested', () => {
    expect(lost({ write: 'delete-scope', path: 'acme/units/emea' })).toEqual([
      'acme/units/emea/devs in group:acme/all',
      'assignment:acme/units/emea/workspaces/shop|group:acme/ops',
      'assignment:acme/units/emea|member:ada@acme.com',
      'assignment:acme|group:acme/units/emea/devs',
      'group:acme/units/emea/devs',
      'scope:acme/units/emea',
      'scope:acme/units/emea/workspaces/shop',
    ]);
  });

  it('with a group: what it was given, and its places in others', () => {
    expect(lost({ write: 'delete-group', group: 'acme/ops' })).toEqual([
      'acme/ops in group:acme/all',
      'assignment:acme/units/emea-2|group:acme/ops',
      'assignment:acme/units/emea/workspaces/shop|group:acme/ops',
      'assignment:acme|group:acme/ops',
      'group:acme/ops',
    ]);
  });

  it('with a person: what they were given, and their places in groups', () => {
    expect(lost({ write: 'remove-member', scope: 'acme', member: 'ada@acme.com' })).toEqual([
      'ada@acme.com in group:acme/all',
      'ada@acme.com in group:acme/ops',
      'assignment:acme/units/emea|member:ada@acme.com',
      'assignment:acme|member:ada@acme.com',
      'member:acme/ada@acme.com',
    ]);
  });

  it('with what a person is given: the places in the groups there, where those are for people who belong there', () => {
    const detached = {
      write: 'delete-assignment',
      scope: 'acme',
      principal: { type: 'member', member: 'ada@acme.com' },
    } as const;
    expect(lost(detached)).toEqual(['assignment:acme|member:ada@acme.com']);
    const rule = { rule: 'group-members-are-attached', code: 'not-attached' } as const;
    expect(lost(detached, { invariants: [rule] })).toEqual([
      'ada@acme.com in group:acme/all',
      'ada@acme.com in group:acme/ops',
      'assignment:acme|member:ada@acme.com',
    ]);
  });

  it('nothing with a write that only adds', () => {
    expect(
      lost({ write: 'add-group-member', group: 'acme/units/emea/devs', member: 'ada@acme.com' }),
    ).toEqual([]);
    expect(lost({ write: 'nest-group', group: 'acme/ops', child: 'acme/units/emea/devs' })).toEqual([]);
  });
});
