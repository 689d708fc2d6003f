import { expect, it } from 'vitest';
import type { Change } from '../../src/plan/change.ts';
import type { ChangeDetail } from '../../src/report/plan/change-words.ts';
import { cutChanges, cutDetails } from '../../src/report/plan/cut-changes.ts';
import { resource } from '../../src/resource/resource-types.ts';
import { BY_ID } from '../../src/resource/spelling.ts';
import type { Origin } from '../../src/source/origin.ts';

const ORIGIN: Origin = { from: 'live', url: 'https://platform.example/' };
const because = { text: 'as written', origin: ORIGIN };
const person = (at: number) =>
  resource(
    'member',
    { scope: 'acme', member: `m${at}`, display: `m${at}`, state: 'active', invitation: null },
    ORIGIN,
  );
const changesOf = (added: number, removed: number): readonly Change[] => [
  ...Array.from({ length: added }, (_, at): Change => {
    const after = person(at);
    return { action: 'create', address: after.address, after, because };
  }),
  ...Array.from({ length: removed }, (_, at): Change => {
    const before = person(added + at);
    return { action: 'delete', address: before.address, before, because };
  }),
];

it('leaves few as they are', () => {
  const changes = changesOf(150, 50);
  expect(cutChanges(changes, BY_ID)).toEqual({ shown: changes, left: null });
});

it.each([
  [40_000, 3, 3, 'and 39803 more changes (39803 new members), 0 of which take something away'],
  [201, 0, 0, 'and 1 more change (1 new member), 0 of which take something away'],
  [
    10,
    40_000,
    200,
    'and 39810 more changes (39800 members removed, 10 new members), 39800 of which take something away',
  ],
  [0, 201, 200, 'and 1 more change (1 member removed), 1 of which takes something away'],
])(
  'of %i additions and %i removals shows the removals first and counts the rest',
  (added, removed, first, left) => {
    const cut = cutChanges(changesOf(added, removed), BY_ID);
    expect(cut.shown).toHaveLength(200);
    expect(cut.shown.filter(({ action }) => action === 'delete')).toHaveLength(first);
    expect(cut.shown.slice(0, first).every(({ action }) => action === 'delete')).toBe(true);
    expect(cut.left).toBe(left);
  },
);

it('shows what there are few of before many of one kind', () => {
  const after = resource(
    'scope',
    { path: 'acme/projects/web', kind: 'project', title: 'web', settings: new Map(), parent: 'acme' },
    ORIGIN,
  );
  const changes = [
    ...changesOf(40_000, 0),
    { action: 'create', address: after.address, after, because } as const,
  ];
  const { shown, left } = cutChanges(changes, BY_ID);
  expect(shown[0]?.address).toBe('scope:acme/projects/web');
  expect(left).toBe('and 39801 more changes (39801 new members), 0 of which take something away');
});

const detailsOf = (added: number, removed: number): readonly ChangeDetail[] =>
  (['+', '-'] as const).flatMap((sign) =>
    Array.from({ length: sign === '+' ? added : removed }, (_, at) => ({
      sign,
      text: `m${at}`,
      origin: null,
      reason: null,
    })),
  );

it('leaves few entries of one change as they are', () => {
  const details = detailsOf(30, 20);
  expect(cutDetails(details)).toEqual({ shown: details, left: null });
});

it.each([
  [40_000, 0, 0, 'and 39950 more, 0 of which are taken away'],
  [40_000, 3, 3, 'and 39953 more, 0 of which are taken away'],
  [0, 51, 50, 'and 1 more, 1 of which is taken away'],
  [10, 60, 50, 'and 20 more, 10 of which are taken away'],
])('of a change that adds %i and takes away %i shows what is taken first', (added, removed, first, left) => {
  const cut = cutDetails(detailsOf(added, removed));
  expect(cut.shown).toHaveLength(50);
  expect(cut.shown.slice(0, first).every(({ sign }) => sign === '-')).toBe(true);
  expect(cut.shown.slice(first).every(({ sign }) => sign === '+')).toBe(true);
  expect(cut.left).toBe(left);
});
