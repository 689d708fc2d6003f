import { expect, it } from 'vitest';
import type { Change } from '../../src/plan/change.ts';
import { cutChanges } from '../../src/report/plan/cut-changes.ts';
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
  [40_000, 3, 3, 'and 39803 more changes, 0 of which take something away'],
  [201, 0, 0, 'and 1 more change, 0 of which take something away'],
  [10, 40_000, 200, 'and 39810 more changes, 39800 of which take something away'],
  [0, 201, 200, 'and 1 more change, 1 of which takes something away'],
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
