import { expect, it } from 'vitest';
import { writeProgress } from '../../../src/command/apply/write-progress.ts';

it.each([
  [0, 45, 0, '0 of 45 writes'],
  [9, 10_000, 9_000_000, '9 of 10000 writes'],
  [10, 100, 5_000, '10 of 100 writes'],
  [100, 1000, 60_000, '100 of 1000 writes, about 9 min left'],
  [1000, 40_000, 1_000_000, '1000 of 40000 writes, about 10 h 50 min left'],
  [1000, 1000, 1_000_000, '1000 of 1000 writes'],
])('%i made of %i in %i ms is "%s"', (made, planned, elapsed, told) => {
  expect(writeProgress(made, planned, elapsed)).toBe(told);
});
