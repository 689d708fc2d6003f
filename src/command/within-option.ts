import { diagnostic } from '../source/diagnostic.ts';
import { failure, type Outcome, success } from '../source/outcome.ts';
import { quote } from '../source/quote.ts';
import type { Arguments } from './options.ts';

const UNITS: Readonly<Record<string, number>> = { h: 3_600_000, d: 86_400_000, w: 7 * 86_400_000 };

/** A hundred years: an end beyond all calendars cannot be told. */
const LONGEST_MS = 36_525 * 86_400_000;

/** How far to look ahead. Fails with `invalid-value`. */
export function withinFrom(
  args: Arguments,
  announceDays: number,
): Outcome<{ readonly ms: number; readonly text: string }> {
  const text = args.text('within') ?? `${announceDays}d`;
  const [, number, unit = ''] = /^(\d{1,6})([hdw])$/.exec(text) ?? [];
  const ms = Number(number) * (UNITS[unit] ?? Number.NaN);
  if (ms <= LONGEST_MS) return success({ ms, text });
  const message = `--within ${quote(text)} is not a length of time.`;
  return failure(diagnostic('invalid-value', message, null, { hint: 'Write 14d, 6w or 12h.' }));
}
