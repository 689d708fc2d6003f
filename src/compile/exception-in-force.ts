import type { WrittenWindow } from '../policy/document-types.ts';
import { DAY, endOfBound, startOfBound } from './date-bounds.ts';

/** Where an exception stands at an instant. */
export type ExceptionState = 'not-yet' | 'in-force' | 'over';

/** A reviewed leave with an end: an exception of guard rails, an acknowledgement of a finding. */
export interface Exceptional {
  readonly window: WrittenWindow;
}

/**
 * The one place that says whether an exception holds. Like a grant it holds from its `from` on, and through the day of its
 * `until`; without a date that can be read it holds never, since an exception must have an end.
 */
export function exceptionState({ window }: Exceptional, instant: number): ExceptionState {
  return window.until === null ? 'over' : windowState(window, instant);
}

/** The same of anything with a window, which may have no end. */
export function windowState(
  { from, until }: Pick<WrittenWindow, 'from' | 'until'>,
  instant: number,
): ExceptionState {
  const end = until === null ? Number.POSITIVE_INFINITY : endOfBound(until.value);
  if (end === null || instant >= end) return 'over';
  if (from === null) return 'in-force';
  const begin = startOfBound(from.value);
  return begin === null || instant < begin ? 'not-yet' : 'in-force';
}

/** The exceptions of these documents that hold now. */
export function exceptionsInForce<E extends Exceptional>(
  documents: readonly { readonly exceptions: readonly E[] }[],
  instant: number,
): readonly E[] {
  return documents.flatMap(({ exceptions }) =>
    exceptions.filter((exception) => exceptionState(exception, instant) === 'in-force'),
  );
}

/** How many days are left of it, or how many it lasts from its `from` on; null where its dates cannot be read. */
export function daysOf({ window }: Exceptional, instant: number): number | null {
  const until = window.until === null ? null : endOfBound(window.until.value);
  const from = window.from === null ? instant : startOfBound(window.from.value);
  return until === null || from === null ? null : Math.ceil((until - from) / DAY);
}

/** From when on it holds, for two of them to be compared. */
export function startAt({ window }: Exceptional): number {
  const from = window.from === null ? null : startOfBound(window.from.value);
  return from ?? Number.NEGATIVE_INFINITY;
}

/** Until when. One without an end that can be read holds never. */
export function endAt({ window }: Exceptional): number {
  const until = window.until === null ? null : endOfBound(window.until.value);
  return until ?? Number.NEGATIVE_INFINITY;
}
