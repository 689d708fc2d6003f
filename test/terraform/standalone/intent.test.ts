import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { simulateWrites } from '../../../src/plan/write/simulate-writes.ts';
import type { Row } from '../../../src/terraform/provider/protocol/row.ts';
import { LiveAccess } from '../../../src/terraform/standalone/live-access.ts';
import {
  liveResourcesOf,
  liveRow,
  resourcesOfBlock,
} from '../../../src/terraform/standalone/schema/row-resources.ts';
import { mergeChange } from '../../../src/terraform/standalone/three-way-merge.ts';
import { plain } from '../../connector/connections.ts';
import { atrium } from '../../connector/platforms.ts';

const group = (members: readonly string[], title = 'QA', permissions: readonly string[] = []): Row => ({
  home: 'acme',
  name: 'qa',
  title,
  description: '',
  members: Object.fromEntries(members.map((one) => [one, ''])),
  groups: [],
  permissions: [...permissions],
});
const resources = (row: Row | null) => (row === null ? [] : resourcesOfBlock('bylaw_group', row, atrium));
const roster = (roles: Record<string, string>) =>
  resourcesOfBlock('bylaw_roster', { scope: 'acme', roles }, atrium);
const told = (mergeSides: Parameters<typeof mergeChange>[0]) => {
  const { writes, conflicts } = mergeChange(mergeSides);
  return {
    writes: writes.map((one) => one.write),
    conflicts: conflicts.map((one) => one.entry ?? one.field ?? one.found((member) => member)),
  };
};

describe('a reviewed change on a platform that has moved', () => {
  test.each<[string, Row | null, Row | null, Row | null, { writes: string[]; conflicts: string[] }]>([
    [
      'makes what is not there',
      null,
      group(['a@x.y']),
      null,
      { writes: ['create-group', 'add-group-member'], conflicts: [] },
    ],
    [
      'takes over what is there, and adds',
      null,
      group(['a@x.y', 'b@x.y']),
      group(['a@x.y'], 'Old'),
      { writes: ['update-group', 'add-group-member'], conflicts: [] },
    ],
    [
      'takes nobody out by creating',
      null,
      group(['a@x.y']),
      group(['a@x.y', 'b@x.y']),
      { writes: [], conflicts: ['b@x.y'] },
    ],
    [
      'does only what was reviewed',
      group(['a@x.y']),
      group(['a@x.y', 'b@x.y']),
      group(['a@x.y', 'c@x.y']),
      { writes: ['add-group-member'], conflicts: [] },
    ],
    [
      'does nothing twice',
      group(['a@x.y']),
      group(['b@x.y']),
      group(['b@x.y']),
      { writes: [], conflicts: [] },
    ],
    [
      'does not run over a title',
      group([], 'One'),
      group([], 'Two'),
      group([], 'Three'),
      { writes: [], conflicts: ['title'] },
    ],
    [
      'leaves what it does not change',
      group([], 'One'),
      group(['a@x.y'], 'One'),
      group([], 'Three'),
      { writes: ['add-group-member'], conflicts: [] },
    ],
    [
      'does not lose a permission it never saw',
      group([], 'T', ['build:view']),
      group([], 'T', ['build:run']),
      group([], 'T', ['build:view', 'signing:use']),
      { writes: [], conflicts: ['signing:use'] },
    ],
    [
      'deletes what was reviewed',
      group(['a@x.y']),
      null,
      group([]),
      { writes: ['delete-group'], conflicts: [] },
    ],
    [
      'does not delete with somebody new in it',
      group(['a@x.y']),
      null,
      group(['a@x.y', 'b@x.y']),
      { writes: [], conflicts: ['b@x.y'] },
    ],
    ['deletes nothing where nothing is', group(['a@x.y']), null, null, { writes: [], conflicts: [] }],
  ])('%s', (_what, prior, planned, live, expected) => {
    const sides = {
      prior: prior === null ? null : resources(prior),
      planned: resources(planned),
      live: resources(live),
    };
    expect(told(sides)).toEqual(expected);
  });

  test('a roster that is created takes nothing from those it does not name', () => {
    const live = roster({ 'member:olga@x.y': 'owner' });
    expect(told({ prior: null, planned: roster({ 'member:dan@x.y': 'signer' }), live })).toEqual({
      writes: ['put-assignment'],
      conflicts: ['member:olga@x.y holds owner'],
    });
  });

  test('a roster leaves alone whom somebody added since, and removes whom it was reviewed to remove', () => {
    const prior = roster({ 'member:a@x.y': 'signer', 'member:b@x.y': 'signer' });
    const live = roster({ 'member:a@x.y': 'signer', 'member:b@x.y': 'signer', 'member:new@x.y': 'owner' });
    expect(told({ prior, planned: roster({ 'member:a@x.y': 'signer' }), live })).toEqual({
      writes: ['delete-assignment'],
      conflicts: [],
    });
  });
});

const people = fc.uniqueArray(fc.constantFrom<string[]>('a@x.y', 'b@x.y', 'c@x.y', 'd@x.y'));
const anyGroup = fc.record({
  members: people,
  title: fc.constantFrom('One', 'Two', 'Three'),
  permissions: fc.uniqueArray(fc.constantFrom('build:view', 'build:run', 'signing:use')),
});

test('whoever moved what: nobody is put in or taken out but by the reviewed change', () => {
  fc.assert(
    fc.property(fc.option(anyGroup), anyGroup, fc.option(anyGroup), (before, after, there) => {
      const row = (one: typeof after | null) =>
        one === null ? null : group(one.members, one.title, one.permissions);
      const sides = {
        prior: before === null ? null : resources(row(before)),
        planned: resources(row(after)),
        live: resources(row(there)),
      };
      const { writes } = mergeChange(sides);
      const added = writes.flatMap((one) => (one.write === 'add-group-member' ? [one.member] : []));
      const removed = writes.flatMap((one) => (one.write === 'remove-group-member' ? [one.member] : []));
      const reviewedIn = after.members.filter((one) => !before?.members.includes(one));
      const reviewedOut = (before?.members ?? []).filter((one) => !after.members.includes(one));
      expect(reviewedIn).toEqual(
        expect.arrayContaining(added.filter((one) => there !== null || reviewedIn.includes(one))),
      );
      for (const one of removed) expect(reviewedOut).toContain(one);
      if (before === null) expect(removed).toEqual([]);
    }),
  );
});

test('the snapshot follows writes as a fresh look at all of it would', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(anyGroup, anyGroup), { maxLength: 6 }), (steps) => {
      const live = new LiveAccess(atrium, 'acme', []);
      let whole = simulateWrites([], [], { from: 'live', url: '' }, atrium);
      for (const [one, two] of steps) {
        for (const wanted of [one, two]) {
          const row = group(wanted.members, wanted.title, wanted.permissions);
          const there = liveResourcesOf('bylaw_group', row, live);
          const { writes } = mergeChange({
            prior: there.length === 0 ? null : there,
            planned: resources(row),
            live: there,
          });
          live.follow(writes);
          whole = simulateWrites(whole, writes, { from: 'live', url: '' }, atrium);
        }
      }
      expect(plain(live.all('group'))).toEqual(plain(whole));
      const last = steps.at(-1)?.[1];
      if (last === undefined) return;
      expect(Object.keys(liveRow('bylaw_group', group([]), live)?.members ?? {})).toEqual(
        [...last.members].sort(),
      );
    }),
  );
});
