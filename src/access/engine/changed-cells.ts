import type { AccessChanges } from './access-changes.ts';
import type { ChangedRow } from './changed-rows.ts';
import { BYPASS, UNGATED } from './gift.ts';
import { forEachPlace } from './given-places.ts';
import { intAt, picked, roomFor } from './ints.ts';
import type { Relation } from './relation.ts';
import { CLOSED, GATED, ISOLATED } from './scope-order.ts';

/** Told of one person on one scope (by place) who holds another set of permissions than before; `false` ends it. */
export type CellVisit = (scope: number, member: number, before: number, after: number) => boolean;

/**
 * Cells in numbers, those of each scope (by place) together and people in order: twelve bytes each, for a change far up,
 * for many people, is a great many cells.
 */
export interface ChangedCells {
  /** By place of a scope: where its cells begin. */
  readonly start: Int32Array;
  readonly members: Int32Array;
  readonly before: Int32Array;
  readonly after: Int32Array;
}

/** The changes written out, in order; rows are kept and cells are made for who asks. */
export function changedCells(changes: AccessChanges): ChangedCells {
  const { scopes } = changes.versions;
  const start = new Int32Array(scopes.names.length + 1);
  forEachCell(changes, (scope) => {
    start[scope + 1] = intAt(start, scope + 1) + 1;
    return true;
  });
  for (let scope = 0; scope < scopes.names.length; scope += 1)
    start[scope + 1] = intAt(start, scope + 1) + intAt(start, scope);
  const size = intAt(start, scopes.names.length);
  const members = roomFor(size);
  const before = roomFor(size);
  const after = roomFor(size);
  const next = start.slice();
  forEachCell(changes, (scope, member, held, holds) => {
    const at = intAt(next, scope);
    next[scope] = at + 1;
    members[at] = member;
    before[at] = held;
    after[at] = holds;
    return true;
  });
  const cells = { start, members, before, after };
  for (let scope = 0; scope < scopes.names.length; scope += 1) sortCells(cells, scope);
  return cells;
}

/** People of one scope in order. They come from rows above it, and each of these has them in order. */
function sortCells({ start, members, before, after }: ChangedCells, scope: number): void {
  const [from, to] = [intAt(start, scope), intAt(start, scope + 1)];
  let isSorted = true;
  for (let at = from + 1; at < to && isSorted; at += 1)
    isSorted = intAt(members, at - 1) <= intAt(members, at);
  if (isSorted) return;
  const order = Int32Array.from({ length: to - from }, (_, at) => from + at);
  order.sort((a, b) => intAt(members, a) - intAt(members, b));
  for (const column of [before, after, members]) column.set(picked(column, order), from);
}

/** Every cell, in the order of rows; false where it was ended. */
export function forEachCell(changes: AccessChanges, visit: CellVisit): boolean {
  const { rows } = changes;
  for (let at = 0; at < rows.length; at += 1) {
    if (!forEachCellOf(changes, rows.at(at), visit)) return false;
  }
  return true;
}

/** The cells that one row stands for. */
export function forEachCellOf(changes: AccessChanges, row: ChangedRow, visit: CellVisit): boolean {
  const { member } = row;
  const { flows } = changes.versions.before.universe;
  if (row.before.here !== row.after.here && !visit(row.scope, member, row.before.here, row.after.here))
    return false;
  if (row.before.below === row.after.below && row.before.marks === row.after.marks) return true;
  return forEachUntouched(changes, row, (scope, isHeld, isHolding) => {
    const before = isHeld ? flows.open(row.before.below) : flows.shut(row.before.below);
    const after = isHolding ? flows.open(row.after.below) : flows.shut(row.after.below);
    return before === after || visit(scope, member, before, after);
  });
}

/** Scopes below a row that get what flows from it, as far as it comes to them on each side, and nothing else. */
function forEachUntouched(
  { versions, everybody }: AccessChanges,
  row: ChangedRow,
  visit: (scope: number, isHeld: boolean, isHolding: boolean) => boolean,
): boolean {
  const { before, after, scopes, members } = versions;
  const top = intAt(scopes.after, row.scope);
  // A scope of one side only has nothing below it that both have and that nobody looked at.
  if (top < 0 || intAt(scopes.before, row.scope) < 0) return true;
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
    // What is closed on both sides is so with all below it, and where it is on one, everybody is looked at.
    if (everybody[place] === 1 || touched.has(place) || intAt(rule, scope) === CLOSED) {
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
    if (!visit(place, scope >= heldFrom, scope >= holdsFrom)) return false;
    scope += 1;
  }
  return true;
}

function addTouched(
  relation: Relation,
  member: number,
  scope: number,
  places: Int32Array,
  touch: (scope: number) => void,
): void {
  if (member < 0) return;
  forEachPlace(relation, member, scope + 1, intAt(relation.order.end, scope), (below) =>
    touch(intAt(places, below)),
  );
}

function stops(rule: number, marks: number): boolean {
  if ((marks & BYPASS) !== 0) return false;
  return rule === ISOLATED || (rule === GATED && (marks & UNGATED) === 0);
}
