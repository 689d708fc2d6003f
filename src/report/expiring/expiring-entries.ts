import type { Desired, GrantWindow } from '../../compile/desired.ts';
import { compareOrigins } from '../../source/origin.ts';
import { byText, counted } from '../phrases.ts';

const DAY = 86_400_000;

/** A date that is near: a grant that ends by itself, or one that somebody is to look at. */
export interface ExpiringEntry {
  readonly organization: string;
  readonly kind: 'ends' | 'review';
  /** RFC 3339 instant. */
  readonly at: string;
  /** Whole days until then; negative for a review that is overdue. */
  readonly days: number;
  readonly window: GrantWindow;
}

/**
 * What ends after the instant and within so many milliseconds of it, and what is to be reviewed by then: a review that is
 * overdue stays until its date is moved. What has ended already is not here, but among the diagnostics. The soonest first.
 */
export function expiringEntries(all: readonly Desired[], withinMs: number): readonly ExpiringEntry[] {
  return all
    .flatMap(({ organization, windows, instant }) => {
      const now = Date.parse(instant);
      const near = (at: string | null): number | null => {
        const left = at === null ? Number.POSITIVE_INFINITY : Date.parse(at) - now;
        return left <= withinMs ? left : null;
      };
      const entry = (kind: ExpiringEntry['kind'], at: string, window: GrantWindow): ExpiringEntry => ({
        organization,
        kind,
        at,
        days: Math.floor((Date.parse(at) - now) / DAY),
        window,
      });
      return windows.flatMap((window): readonly ExpiringEntry[] => {
        const { until, reviewBy } = window;
        const ends = near(until);
        const isOver = until !== null && Date.parse(until) <= now;
        return [
          ...(until !== null && ends !== null && !isOver ? [entry('ends', until, window)] : []),
          ...(reviewBy !== null && near(reviewBy) !== null && !isOver
            ? [entry('review', reviewBy, window)]
            : []),
        ];
      });
    })
    .sort(
      (a, b) =>
        Date.parse(a.at) - Date.parse(b.at) ||
        byText(a.organization, b.organization) ||
        compareOrigins(a.window.origin, b.window.origin) ||
        byText(a.window.grant, b.window.grant),
    );
}

/** `in 3 days`, `within a day`, `2 days overdue`. */
export function whenPhrase({ days }: ExpiringEntry): string {
  if (days < 0) return `${counted(-days, 'day')} overdue`;
  return days === 0 ? 'within a day' : `in ${counted(days, 'day')}`;
}

/** `3 grants end and 1 is to be reviewed within 14d`. */
export function expiringVerdict(entries: readonly ExpiringEntry[], within: string): string {
  if (entries.length === 0) return `nothing ends and nothing is to be reviewed within ${within}`;
  const ends = entries.filter(({ kind }) => kind === 'ends').length;
  const reviews = entries.length - ends;
  return [
    ...(ends === 0 ? [] : [`${counted(ends, 'grant')} ${ends === 1 ? 'ends' : 'end'}`]),
    ...(reviews === 0 ? [] : [`${counted(reviews, 'grant')} to be reviewed`]),
  ]
    .join(', ')
    .concat(` within ${within}`);
}
