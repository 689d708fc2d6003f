import { endOfBound, formatInstant } from '../../compile/date-bounds.ts';
import type { Desired, GrantWindow } from '../../compile/desired.ts';
import type { OrganizationReviews } from '../../review/review-organizations.ts';
import { known } from '../../source/known.ts';
import { compareOrigins, type Origin } from '../../source/origin.ts';
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
  readonly grant: string;
  readonly origin: Origin;
  readonly reason: string | null;
  /** Of a review that recurs: who may decide, as written. Null for every other date. */
  readonly owners: readonly string[] | null;
}

/**
 * What ends after the instant and within so many milliseconds of it, and what is to be reviewed by then, once or again and
 * again: a review that is overdue stays until its date is moved, or somebody decides. What has ended already is not here,
 * but among the diagnostics. The soonest first.
 */
export function expiringEntries(
  all: readonly Desired[],
  reviews: ReadonlyMap<string, OrganizationReviews>,
  withinMs: number,
): readonly ExpiringEntry[] {
  return all
    .flatMap((desired) => [
      ...datesOf(desired),
      ...recurringOf(desired, reviews.get(desired.organization)?.standings ?? NONE),
    ])
    .filter((entry) => entry.left <= withinMs)
    .map(({ left, ...entry }): ExpiringEntry => ({ ...entry, days: Math.floor(left / DAY) }))
    .sort(
      (a, b) =>
        Date.parse(a.at) - Date.parse(b.at) ||
        byText(a.organization, b.organization) ||
        compareOrigins(a.origin, b.origin) ||
        byText(a.grant, b.grant),
    );
}

/** A date, near or far. */
interface AnyDate extends Omit<ExpiringEntry, 'days'> {
  /** Milliseconds until then. */
  readonly left: number;
}

const NONE: OrganizationReviews['standings'] = [];

function datesOf({ organization, windows, instant }: Desired): readonly AnyDate[] {
  const now = Date.parse(instant);
  return windows.flatMap((window): readonly AnyDate[] => {
    const { until, reviewBy } = window;
    const date = (kind: ExpiringEntry['kind'], at: string): AnyDate => {
      const { grant, origin, reason }: GrantWindow = window;
      return { organization, kind, at, left: Date.parse(at) - now, grant, origin, reason, owners: null };
    };
    if (until !== null && Date.parse(until) <= now) return [];
    return [
      ...(until === null ? [] : [date('ends', until)]),
      ...(reviewBy === null ? [] : [date('review', reviewBy)]),
    ];
  });
}

/** The day of a review is over with its last second, as that of an end is. */
function recurringOf(
  { organization, instant }: Desired,
  standings: OrganizationReviews['standings'],
): readonly AnyDate[] {
  return standings.flatMap(({ grant, standing, due }): readonly AnyDate[] => {
    if (standing === 'revoked') return [];
    const at = known(endOfBound(due), 'the end of a day');
    return [
      {
        organization,
        kind: 'review',
        at: formatInstant(at),
        left: at - Date.parse(instant),
        grant: grant.grant,
        origin: grant.origin,
        reason: null,
        owners: grant.review.owners.map(({ value }) => value),
      },
    ];
  });
}

/** `in 3 days`, `within a day`, `2 days overdue`. */
export function whenPhrase({ days }: ExpiringEntry): string {
  if (days < 0) return `${counted(-days, 'day')} overdue`;
  return days === 0 ? 'within a day' : `in ${counted(days, 'day')}`;
}

/** Its reason; of a review that recurs, who may decide. */
export function whyPhrase({ reason, owners }: ExpiringEntry): string | null {
  return owners === null ? reason : `by ${owners.join(', ')}`;
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
