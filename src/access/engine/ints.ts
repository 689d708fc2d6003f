import { ImpossibleState } from '../../source/known.ts';

/** The number at a place that is within the list. Numbers stand in typed arrays: no box and no key of text for each. */
export function intAt(list: Int32Array, at: number): number {
  const value = list[at];
  return value === undefined ? outside() : value;
}

/** By itself, so that `intAt` stays small enough to be compiled into whatever calls it. */
function outside(): never {
  throw new ImpossibleState('a number within a list');
}

/**
 * Room for so many numbers, all of them zero. Node looks through everything that is in memory for each 64 MB that arrays
 * take, because what is let go may hold arrays; beside the documents of a million people that was half of all the time. So
 * large lists stand where it does not count. They hold no references, and go as other arrays do when it looks next.
 */
export function roomFor(count: number): Int32Array {
  return count < LARGE ? new Int32Array(count) : new Int32Array(new SharedArrayBuffer(count * BYTES));
}

const BYTES = Int32Array.BYTES_PER_ELEMENT;
/** A megabyte. */
const LARGE = 2 ** 20 / BYTES;

/** A list of numbers that grows. */
export class IntList {
  private values: Int32Array = new Int32Array(64);
  private count = 0;

  get length(): number {
    return this.count;
  }

  push(value: number): void {
    if (this.count === this.values.length) this.grow();
    this.values[this.count] = value;
    this.count += 1;
  }

  append(more: Int32Array): void {
    while (this.count + more.length > this.values.length) this.grow();
    this.values.set(more, this.count);
    this.count += more.length;
  }

  /** By itself, so that `push` stays small enough to be compiled into whatever calls it. */
  private grow(): void {
    const grown = roomFor(this.values.length * 2);
    grown.set(this.values);
    this.values = grown;
  }

  pop(): number {
    this.count -= 1;
    return intAt(this.values, this.count);
  }

  at(index: number): number {
    return intAt(this.values, index);
  }

  clear(): void {
    this.count = 0;
  }

  /** Forgets what is behind a length that it had. */
  cutTo(length: number): void {
    this.count = length;
  }

  /** In place. */
  reverse(): void {
    const { values } = this;
    for (let low = 0, high = this.count - 1; low < high; low += 1, high -= 1) {
      const other = intAt(values, high);
      values[high] = intAt(values, low);
      values[low] = other;
    }
  }

  /** Where the list stands, good until it grows. Behind its end is anything: for who has no time to make a view. */
  get room(): Int32Array {
    return this.values;
  }

  /** What the list holds now, without a copy: good until the list grows. */
  view(): Int32Array {
    return this.values.subarray(0, this.count);
  }

  toInts(): Int32Array {
    const ints = roomFor(this.count);
    ints.set(this.view());
    return ints;
  }
}

export function isSameInts(one: Int32Array, other: Int32Array): boolean {
  if (one.length !== other.length) return false;
  for (let at = 0; at < one.length; at += 1) if (one[at] !== other[at]) return false;
  return true;
}

/** Of each of `count` owners a list of numbers: `values` from `start[owner]` up to `start[owner + 1]`. */
export interface IntLists {
  readonly start: Int32Array;
  readonly values: Int32Array;
}

/** Lists by owner from pairs, each list ascending. Values are below `limit`. */
export function intLists(count: number, owners: Int32Array, values: Int32Array, limit: number): IntLists {
  const order = sortedBy(sortedBy(identity(owners.length), values, limit), owners, count);
  return { start: startsOf(count, owners), values: picked(values, order) };
}

/** Of each of `count` values the owners in whose lists it stands, ascending. */
export function turned({ start, values }: IntLists, count: number): IntLists {
  const turnedStart = startsOf(count, values);
  const next = turnedStart.slice();
  const owners = roomFor(values.length);
  for (let owner = 0; owner + 1 < start.length; owner += 1) {
    const end = intAt(start, owner + 1);
    for (let at = intAt(start, owner); at < end; at += 1) {
      const value = intAt(values, at);
      const place = intAt(next, value);
      owners[place] = owner;
      next[value] = place + 1;
    }
  }
  return { start: turnedStart, values: owners };
}

/** Where each owner's numbers begin, once they are in order of owners; one more for the end. */
export function startsOf(count: number, owners: Int32Array): Int32Array {
  const start = roomFor(count + 1);
  for (const owner of owners) start[owner + 1] = intAt(start, owner + 1) + 1;
  for (let owner = 0; owner < count; owner += 1) {
    start[owner + 1] = intAt(start, owner + 1) + intAt(start, owner);
  }
  return start;
}

export function identity(count: number): Int32Array {
  const order = roomFor(count);
  for (let at = 0; at < count; at += 1) order[at] = at;
  return order;
}

/** The places in `order`, sorted by their keys (each below `limit`); equal keys stay in the order they had. */
export function sortedBy(order: Int32Array, keys: Int32Array, limit: number): Int32Array {
  const next = startsOf(limit, keys);
  const sorted = roomFor(order.length);
  for (const at of order) {
    const key = intAt(keys, at);
    const place = intAt(next, key);
    sorted[place] = at;
    next[key] = place + 1;
  }
  return sorted;
}

/** The values at places, in the order of the places. */
export function picked(values: Int32Array, places: Int32Array): Int32Array {
  const found = roomFor(places.length);
  for (let at = 0; at < found.length; at += 1) found[at] = intAt(values, intAt(places, at));
  return found;
}

/** The first place in `list` from `low` up to `high` that holds `value` or more; `high` for none. */
export function firstFrom(list: Int32Array, low: number, high: number, value: number): number {
  let from = low;
  let to = high;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (intAt(list, middle) < value) from = middle + 1;
    else to = middle;
  }
  return from;
}
