import type { AccessChanges } from './access-changes.ts';
import { forEachPlace } from './changed-places.ts';
import type { ChangedRow } from './changed-rows.ts';
import { BYPASS, UNGATED } from './gift.ts';
import { intAt } from './ints.ts';
import type { Relation } from './relation.ts';
import { GATED, ISOLATED } from './scope-order.ts';

/** One person on one scope who holds another set of permissions than before. */
export interface ChangedCell {
  readonly member: number;
  readonly before: number;
  readonly after: number;
}

/**
 * The changes written out: of each scope (by place) everybody who holds something else there, in order. A change far
 * up, for many people, is a great many cells, which is why rows are kept and cells are made for who asks.
 */
export function changedCells(changes: AccessChanges): readonly (readonly ChangedCell[])[] {
  const { versions, rows } = changes;
  const { flows } = versions.before.universe;
  const cells: ChangedCell[][] = versions.scopes.names.map(() => []);
  for (let at = 0; at < rows.length; at += 1) {
    const row = rows.at(at);
    if (row.before.here !== row.after.here) {
      cells[row.scope]?.push({ member: row.member, before: row.before.here, after: row.after.here });
    }
    if (row.before.below === row.after.below && row.before.marks === row.after.marks) continue;
    forEachUntouched(changes, row, (scope, isHeld, isHolding) => {
      const before = isHeld ? flows.open(row.before.below) : flows.shut(row.before.below);
      const after = isHolding ? flows.open(row.after.below) : flows.shut(row.after.below);
      if (before !== after) cells[scope]?.push({ member: row.member, before, after });
    });
  }
  for (const list of cells) list.sort((a, b) => a.member - b.member);
  return cells;
}

/** Scopes below a row that get what flows from it, as far as it comes to them on each side, and nothing else. */
function forEachUntouched(
  { versions, everybody }: AccessChanges,
  row: ChangedRow,
  visit: (scope: number, isHeld: boolean, isHolding: boolean) => void,
): void {
  const { before, after, scopes, members } = versions;
  const top = intAt(scopes.after, row.scope);
  // A scope of one side only has nothing below it that both have and that nobody looked at.
  if (top < 0 || intAt(scopes.before, row.scope) < 0) return;
  const touched = new Set<number>();
  const touch = (scope: number): void => {
    touched.add(scope);
  };
  addTouched(
    before,
    intAt(members.before, row.member),
    intAt(scopes.before, row.scope),
    scopes.ofBefore,
    touch,
  );
  addTouched(after, intAt(members.after, row.member), top, scopes.ofAfter, touch);
  const { end, rule } = after.order;
  const { isPlain } = after.universe;
  const last = intAt(end, top);
  let heldFrom = 0;
  let holdsFrom = 0;
  for (let scope = top + 1; scope < last; ) {
    const place = intAt(scopes.ofAfter, scope);
    if (everybody[place] === 1 || touched.has(place)) {
      scope = intAt(end, scope);
      continue;
    }
    if (stops(intAt(rule, scope), row.before.marks)) heldFrom = Math.max(heldFrom, intAt(end, scope));
    if (stops(intAt(rule, scope), row.after.marks)) holdsFrom = Math.max(holdsFrom, intAt(end, scope));
    // Where nothing passes all kinds, nobody holds anything behind what stops them on both sides.
    if (isPlain && scope < heldFrom && scope < holdsFrom) {
      scope = Math.min(heldFrom, holdsFrom);
      continue;
    }
    visit(place, scope >= heldFrom, scope >= holdsFrom);
    scope += 1;
  }
}

function addTouched(
  relation: Relation,
  member: number,
  scope: number,
  places: Int32Array,
  touch: (scope: number) => void,
): void {
  if (member < 0) return;
  forEachPlace(relation, member, scope + 1, intAt(relation.order.end, scope), places, touch);
}

function stops(rule: number, marks: number): boolean {
  if ((marks & BYPASS) !== 0) return false;
  return rule === ISOLATED || (rule === GATED && (marks & UNGATED) === 0);
}
