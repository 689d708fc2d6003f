import type { Written, WrittenWindow } from '../policy/document-types.ts';
import { formatOrigin, type Origin } from '../source/origin.ts';
import { quote } from '../source/quote.ts';
import type { Binding } from './binding.ts';
import { DAY, endOfBound, formatInstant, startOfBound } from './date-bounds.ts';
import type { RuledOut } from './desired.ts';

/** How long before its end a grant is announced as ending. */
export const ENDING_NOTICE_MS = 14 * DAY;

/** Why something is not there at the instant: the bound that says so. */
export type Lapse = RuledOut & { readonly why: 'expired' | 'not-yet' };

/** A stretch of the number line: `from` inclusive, `until` exclusive, infinite where open. */
export interface TimeSpan {
  readonly from: number;
  readonly until: number;
}

/** A window on the number line. */
export interface BoundWindow extends TimeSpan {
  /** Null while the window holds. */
  readonly lapse: Lapse | null;
}

export const ALWAYS: BoundWindow = {
  from: Number.NEGATIVE_INFINITY,
  until: Number.POSITIVE_INFINITY,
  lapse: null,
};

/** Nothing is written that bounds anything or is due. */
export function isUnwritten({ from, until, reviewBy }: WrittenWindow): boolean {
  return from === null && until === null && reviewBy === null;
}

/** Holds at all times: begins nothing and rules out nothing. */
export function isUnbounded({ from, until, lapse }: BoundWindow): boolean {
  return from === ALWAYS.from && until === ALWAYS.until && lapse === null;
}

export function areUnbounded(windows: readonly BoundWindow[]): boolean {
  for (const window of windows) if (!isUnbounded(window)) return false;
  return true;
}

/**
 * Places a window on the number line, records it for reports and says what is due: `grant-expired`, `grant-ending`,
 * `review-due`; and `invalid-date` for a bound that the schema check should not have let through.
 */
export function bindWindow(
  written: WrittenWindow,
  grantOf: () => string,
  origin: Origin,
  binding: Binding,
): BoundWindow {
  if (isUnwritten(written)) return ALWAYS;
  const grant = grantOf();
  const from = bound(written.from, startOfBound, binding);
  const end = bound(written.until, endOfBound, binding);
  const until = end !== null && binding.ends === 'ignored' && binding.instant >= end.at ? null : end;
  const reviewBy = bound(written.reviewBy, endOfBound, binding);
  binding.windows.push({
    grant,
    origin,
    from: from === null ? null : formatInstant(from.at),
    until: until === null ? null : formatInstant(until.at),
    reviewBy: reviewBy === null ? null : formatInstant(reviewBy.at),
    reason: written.reason,
    ...(until === null ? {} : { endsAt: until.origin }),
  });
  const lapse = lapseOf(from, until, binding.instant);
  const lapsed = lapse?.why === 'expired' ? until : from;
  if (lapse !== null && lapsed !== null) {
    const { origin: place, text: date } = lapsed;
    binding.lapses.set(formatOrigin(place), { grant, why: lapse.why, date, origin: place });
  }
  if (written.revoked !== undefined) binding.revoked.add(formatOrigin(written.revoked));
  if (until !== null && lapse?.why === 'expired' && written.revoked !== undefined) {
    binding.report(
      'grant-expired',
      `${grant}: revoked in a review on ${until.text.slice(0, 10)}.`,
      lapse.origin,
      {
        related: [{ message: 'the grant is written here', origin }],
        hint: 'Remove the grant from the documents, once it is gone.',
      },
    );
  } else if (until !== null && lapse?.why === 'expired') {
    binding.report('grant-expired', `${grant}: over since ${beginningOfEnd(until)}.`, lapse.origin, {
      hint: 'Remove the line, or move `until`.',
    });
  } else if (lapse === null && until !== null && until.at - binding.instant <= ENDING_NOTICE_MS) {
    binding.report('grant-ending', `${grant}: ends ${until.text}.`, until.origin, {
      hint: 'Move `until` in a pull request if it is still needed.',
    });
  }
  if (reviewBy !== null && lapse?.why !== 'expired' && reviewBy.at <= binding.instant) {
    binding.report('review-due', `${grant}: to be reviewed by ${reviewBy.text}.`, reviewBy.origin, {
      hint: 'Confirm the grant and move `review-by`, or remove the grant.',
    });
  }
  return {
    from: from?.at ?? ALWAYS.from,
    until: until?.at ?? ALWAYS.until,
    lapse,
  };
}

/** A grant holds all the day that is written: it is over since the next. */
function beginningOfEnd({ at, text }: WindowBound): string {
  return text.includes('T') ? text : formatInstant(at).slice(0, text.length);
}

/** The lapse to show when several windows together leave nothing: the latest end, else the earliest beginning. */
export function chooseLapse(windows: readonly BoundWindow[]): Lapse | null {
  const over = windows.filter((w) => w.lapse?.why === 'expired').sort((a, b) => b.until - a.until);
  const ahead = windows.filter((w) => w.lapse?.why === 'not-yet').sort((a, b) => a.from - b.from);
  return (over[0] ?? ahead[0])?.lapse ?? null;
}

interface WindowBound {
  readonly at: number;
  /** As written. */
  readonly text: string;
  readonly origin: Origin;
}

function bound(
  written: Written<string> | null,
  read: (text: string) => number | null,
  binding: Binding,
): WindowBound | null {
  if (written === null) return null;
  if (binding.unwritten.size > 0 && binding.unwritten.has(formatOrigin(written.origin))) return null;
  const at = read(written.value);
  if (at !== null) return { at, text: written.value, origin: written.origin };
  binding.report('invalid-date', `${quote(written.value)} is neither a date nor an instant.`, written.origin);
  return null;
}

function lapseOf(from: WindowBound | null, until: WindowBound | null, instant: number): Lapse | null {
  if (until !== null && instant >= until.at) return { why: 'expired', origin: until.origin };
  if (from !== null && instant < from.at) return { why: 'not-yet', origin: from.origin };
  return null;
}
