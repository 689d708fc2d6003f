import fc from 'fast-check';
import { expect, it } from 'vitest';
import { buildAccess } from '../../src/access/build-access.ts';
import { accessChanges } from '../../src/access/engine/access-changes.ts';
import { forEachCell } from '../../src/access/engine/changed-cells.ts';
import type { Relation } from '../../src/access/engine/relation.ts';
import { anyChange } from './random.ts';

const SEED = Number(process.env.ACCESS_SEED ?? 20266);
const RUNS = Number(process.env.ACCESS_RUNS ?? 500);

function cellsOf(before: Relation, after: Relation, few: number): readonly string[] {
  const cells: string[] = [];
  forEachCell(accessChanges(before, after, few), (...cell) => {
    cells.push(cell.join(' '));
    return true;
  });
  return cells;
}

it('people looked up by themselves and by kinds differ in the same', () => {
  let differ = 0;
  fc.assert(
    fc.property(anyChange, ({ platform, before, after }) => {
      const one = buildAccess(platform, before).relation;
      const other = buildAccess(platform, after).relation;
      if (one.universe !== other.universe) return;
      const byKinds = cellsOf(one, other, 0);
      expect(cellsOf(one, other, 100)).toEqual(byKinds);
      expect(cellsOf(one, other, 1)).toEqual(byKinds);
      if (byKinds.length > 0) differ += 1;
    }),
    { seed: SEED, numRuns: RUNS },
  );
  expect(differ).toBeGreaterThan(RUNS / 10);
});
