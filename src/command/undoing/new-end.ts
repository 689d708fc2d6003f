import { endOfBound, isCalendarDate } from '../../compile/date-bounds.ts';
import { diagnostic } from '../../source/diagnostic.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import { quote } from '../../source/quote.ts';
import type { Arguments } from '../options.ts';

/** What `--until` says; null where it is not given. It has to be ahead. Fails with `invalid-date`. */
export function newEndFrom(args: Arguments, instant: string): Outcome<string | null> {
  const text = args.text('until');
  if (text === null) return success(null);
  const end = isCalendarDate(text.slice(0, 10)) ? endOfBound(text) : null;
  const hint = 'Write a date, 2027-01-31, or an instant, 2027-01-31T18:00:00Z.';
  if (end === null) {
    return failure(
      diagnostic('invalid-date', `--until ${quote(text)} is neither a date nor an instant.`, null, { hint }),
    );
  }
  if (end > Date.parse(instant)) return success(text);
  return failure(diagnostic('invalid-date', `--until ${text} has passed already.`, null, { hint }));
}
