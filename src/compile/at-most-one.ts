import type { Origin } from '../source/origin.ts';
import type { Binding } from './binding.ts';
import { formatInstant } from './date-bounds.ts';
import type { TimeSpan } from './windows.ts';

/** Something that somebody can have one of, and when it holds. */
export interface Exclusive extends TimeSpan {
  readonly name: string;
  readonly origin: Origin;
}

/** Two that hold at one instant, with the first such instant. */
export interface Overlap<T extends Exclusive> {
  readonly first: T;
  readonly second: T;
  readonly from: number;
}

/** When something holds that all of these bound. */
export function spanOf(windows: readonly TimeSpan[]): TimeSpan {
  return {
    from: Math.max(...windows.map(({ from }) => from)),
    until: Math.min(...windows.map(({ until }) => until)),
  };
}

/**
 * The first two that hold together now or at any time to come; null where none do. What is over does not count: an end
 * needs no edit.
 */
export function overlapOf<T extends Exclusive>(all: readonly T[], { instant }: Binding): Overlap<T> | null {
  const ahead = all.filter(({ from, until }) => from < until && instant < until);
  let last: T | null = null;
  for (const one of ahead.sort((a, b) => a.from - b.from)) {
    if (last !== null && one.from < last.until)
      return { first: last, second: one, from: Math.max(one.from, instant) };
    if (last === null || one.until > last.until) last = one;
  }
  return null;
}

/** `, from 2027-01-01T00:00:00Z on`, where it is not so yet. */
export function sinceWhen({ from }: { readonly from: number }, { instant }: Binding): string {
  return from <= instant ? '' : `, from ${formatInstant(from)} on`;
}
