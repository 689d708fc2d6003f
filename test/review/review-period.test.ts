import { describe, expect, it } from 'vitest';
import type { ReviewPeriod } from '../../src/policy/review-document.ts';
import { readPeriod } from '../../src/policy/review-document.ts';
import { dayAfterPeriods, dueAfter, periodOf } from '../../src/review/review-period.ts';
import { known } from '../../src/source/known.ts';

const period = (text: string): ReviewPeriod => known(readPeriod(text), text);
const origin = { from: 'platform', platform: '', what: '' } as const;
const review = (every: string, from: string) => ({ every, from: { value: from, origin } });

describe('the last day of a number of periods', () => {
  it.each([
    ['2026-01-31', '1 month', 1, '2026-02-28'],
    // Counted from the first day: a short month shortens no other.
    ['2026-01-31', '1 month', 2, '2026-03-31'],
    ['2028-01-31', '1 month', 1, '2028-02-29'],
    ['2026-01-30', '1 month', 1, '2026-02-28'],
    ['2026-11-30', '3 months', 1, '2027-02-28'],
    ['2026-12-31', '1 month', 1, '2027-01-31'],
    ['2028-02-29', '1 year', 1, '2029-02-28'],
    ['2028-02-29', '1 year', 4, '2032-02-29'],
    ['2026-12-31', '1 day', 1, '2027-01-01'],
    ['2026-02-22', '1 week', 1, '2026-03-01'],
    ['2026-01-15', '3 months', 4, '2027-01-15'],
    ['2026-01-15', '10 years', 0, '2026-01-15'],
  ])('%s, %s, %i: %s', (from, every, count, day) => {
    expect(dayAfterPeriods(from, period(every), count)).toBe(day);
  });

  it.each(['0 days', '1 hour', 'month', '3months', '1000 days', '-1 day', '1.5 days', '3 months '])(
    'no period: %s',
    (text) => expect(readPeriod(text)).toBeNull(),
  );
});

it.each([
  ['2026-01-14', -1],
  ['2026-01-15', 0],
  ['2026-04-15', 0],
  ['2026-04-16', 1],
  ['2026-07-15', 1],
  ['2036-01-15', 39],
  ['2036-01-16', 40],
])('periods of three months from 15 January: %s lies in %i', (day, number) => {
  const quarters = review('3 months', '2026-01-15');
  expect(periodOf(quarters, day)).toBe(number);
});

it('each day lies in one period, which ends when the next is due', () => {
  for (const every of ['1 day', '13 days', '2 weeks', '1 month', '7 months', '1 year', '999 days']) {
    for (const from of ['2026-01-31', '2024-02-29', '2026-12-31']) {
      const one = review(every, from);
      for (let step = 0; step < 900; step += 1) {
        const day = new Date(Date.parse(from) + step * 7 * 86_400_000).toISOString().slice(0, 10);
        const number = periodOf(one, day);
        expect(dayAfterPeriods(from, period(every), number + 1) >= day).toBe(true);
        if (number > 0) expect(dayAfterPeriods(from, period(every), number) < day).toBe(true);
        expect(dueAfter(one, number)).toBe(dayAfterPeriods(from, period(every), number + 2));
      }
    }
  }
});
