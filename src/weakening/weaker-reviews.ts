import type { PlatformDefinition } from '../platform/platform-definition.ts';
import type { OrganizationDocument } from '../policy/document-types.ts';
import { readPeriod, type WrittenReview } from '../policy/review-document.ts';
import { speaksOfReviews } from '../policy/speaks-of-reviews.ts';
import { dayAfterPeriods } from '../review/review-period.ts';
import { grantKey, type ReviewedGrant, reviewedGrants } from '../review/reviewed-grants.ts';
import { known } from '../source/known.ts';
import type { Weakening } from './weakening.ts';

/** Reviews of grants that are still written: gone, less often, begun later, by more people, or no failure once past due. */
export function weakerReviews(
  before: OrganizationDocument,
  now: OrganizationDocument,
  platform: PlatformDefinition,
): readonly Weakening[] {
  if (!speaksOfReviews(before)) return [];
  const reviewed = reviewedGrants(before, platform);
  const [first] = reviewed;
  if (first === undefined) return [];
  // What everything has that is written and not reviewed: told from any other by being this one.
  const none: WrittenReview = { ...first.review };
  const written = { ...now, review: now.review ?? none };
  const byKey = new Map(reviewedGrants(written, platform).map((grant) => [grant.key, grant]));
  const told = new Map<string, Weakening>();
  for (const was of reviewed) {
    // A role without a review of its own is reviewed with its entry; of what is gone nothing is to be reviewed.
    const is = byKey.get(was.key) ?? byKey.get(grantKey({ ...was.identity, role: null }));
    for (const what of is === undefined ? [] : is.review === none ? GONE : lessIn(was, is)) {
      const line = is === undefined || is.review === none ? null : is.review.origin;
      // One line may be the review of many grants: the first of them says it.
      const key = JSON.stringify([what, was.review.origin, line]);
      if (!told.has(key))
        told.set(key, { what: `${was.grant} ${what}`, now: line, before: was.review.origin });
    }
  }
  return [...told.values()];
}

const GONE = ['is reviewed no more'];

function lessIn({ review: was }: ReviewedGrant, { review: is }: ReviewedGrant): readonly string[] {
  const before = new Set(was.owners.map(({ value }) => value));
  const more = is.owners.filter(({ value }) => !before.has(value)).map(({ value }) => value);
  return [
    ...(lengthOf(is) > lengthOf(was) ? [`is reviewed every ${is.every}, no more every ${was.every}`] : []),
    ...(is.from.value > was.from.value
      ? [`is reviewed from ${is.from.value} on, no more from ${was.from.value}`]
      : []),
    ...(more.length === 0 ? [] : [`may be decided by ${more.join(', ')} too`]),
    ...(was.overdue === 'fail' && is.overdue === 'warn'
      ? ['fails no check any more once it is past due']
      : []),
  ];
}

/** Days of many periods, so that a month can be compared with 30 days. */
function lengthOf({ every }: WrittenReview): number {
  const period = known(readPeriod(every), 'a period that was read');
  return Date.parse(dayAfterPeriods('2001-01-01', period, 4));
}
