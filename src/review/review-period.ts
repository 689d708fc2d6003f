import { formatInstant } from '../compile/date-bounds.ts';
import type { ReviewPeriod, WrittenReview } from '../policy/review-document.ts';
import { readPeriod } from '../policy/review-document.ts';
import { known } from '../source/known.ts';

const DAY = 86_400_000;

/** Days of the calendar, in UTC, as `2026-01-31`. */
export type CalendarDay = string;

/**
 * The last day of a number of periods. Months are counted from the first day, and one that has no such day ends with its
 * last: a month from 31 January is 28 February, two are 31 March.
 */
export function dayAfterPeriods(
  from: CalendarDay,
  { count, unit }: ReviewPeriod,
  periods: number,
): CalendarDay {
  const begin = Date.parse(`${from}T00:00:00Z`);
  switch (unit) {
    case 'day':
      return dayOf(begin + periods * count * DAY);
    case 'week':
      return dayOf(begin + periods * count * 7 * DAY);
    case 'month':
      return monthsAfter(begin, periods * count);
    case 'year':
      return monthsAfter(begin, periods * count * 12);
  }
}

function monthsAfter(begin: number, months: number): CalendarDay {
  const date = new Date(begin);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + months];
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return dayOf(Date.UTC(year, month, Math.min(date.getUTCDate(), last)));
}

export function dayOf(instant: number): CalendarDay {
  return formatInstant(instant).slice(0, 10);
}

/**
 * The number of the period that a day lies in: 0 for the first, whose days are the first day and all up to one period later;
 * -1 for a day before it.
 */
export function periodOf(review: Pick<WrittenReview, 'every' | 'from'>, day: CalendarDay): number {
  const { from } = review;
  const every = everyOf(review);
  if (day < from.value) return -1;
  const days = (Date.parse(day) - Date.parse(from.value)) / DAY;
  // No unit has fewer days than these: the search begins before its goal.
  let period = Math.max(0, Math.floor(days / (every.count * MOST_DAYS[every.unit])) - 1);
  while (dayAfterPeriods(from.value, every, period + 1) < day) period += 1;
  return period;
}

const MOST_DAYS = { day: 1, week: 7, month: 31, year: 366 } as const;

/** The last day of the period after the one of this number: of -1, the last day of the first. */
export function dueAfter(review: Pick<WrittenReview, 'every' | 'from'>, period: number): CalendarDay {
  return dayAfterPeriods(review.from.value, everyOf(review), period + 2);
}

function everyOf({ every }: Pick<WrittenReview, 'every'>): ReviewPeriod {
  return known(readPeriod(every), 'a period that was read');
}
