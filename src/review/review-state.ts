import { DAY, startOfBound } from '../compile/date-bounds.ts';
import type { JudgedGrant } from './bind-decisions.ts';
import { isWithin } from './review-owners.ts';
import { type CalendarDay, dayOf, dueAfter, periodOf } from './review-period.ts';

/** Where the review of a grant stands at an instant. */
export interface ReviewStanding {
  readonly grant: JudgedGrant;
  /**
   * `kept`: decided for this period; the next decision is due later. `due`: to be decided by the day. `overdue`: that day
   * has passed. `revoked`: it has been decided that it goes.
   */
  readonly standing: 'kept' | 'due' | 'overdue' | 'revoked';
  /** The last day on which a decision is in time; of what was revoked, the day of that. */
  readonly due: CalendarDay;
}

/** Null while the grant does not hold: nobody has to look at what has ended, or has not begun. */
export function standingOf(grant: JudgedGrant, instant: number): ReviewStanding | null {
  const { decision, review, windows } = grant;
  if (!windows.every((window) => isWithin(window, instant))) return null;
  if (decision?.decision === 'revoked') return { grant, standing: 'revoked', due: decision.day.value };
  const today = dayOf(instant);
  const decided = decision === null ? -1 : periodOf(review, decision.day.value);
  const due = dueAfter(review, Math.max(-1, decided, periodBefore(grant)));
  if (today > due) return { grant, standing: 'overdue', due };
  return { grant, standing: decided >= periodOf(review, today) ? 'kept' : 'due', due };
}

/** What begins later than its review is due at the end of the period in which it begins. */
function periodBefore({ review, windows }: JudgedGrant): number {
  const begins = windows
    .map(({ from }) => (from === null ? null : startOfBound(from.value)))
    .filter((begin) => begin !== null);
  return begins.length === 0 ? -1 : periodOf(review, dayOf(Math.max(...begins))) - 1;
}

/** Whole days from an instant to a day; negative once that has passed. */
export function daysUntil(due: CalendarDay, instant: number): number {
  return Math.floor((Date.parse(`${due}T00:00:00Z`) - instant) / DAY);
}
