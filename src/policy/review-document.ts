import type { Origin } from '../source/origin.ts';

export type PeriodUnit = 'day' | 'week' | 'month' | 'year';

export type ReviewVerdict = 'kept' | 'revoked';

/** A text and where it is written. */
export interface WrittenText {
  readonly value: string;
  readonly origin: Origin;
}

/** How often: `3 months`. */
export interface ReviewPeriod {
  readonly count: number;
  readonly unit: PeriodUnit;
}

/** `review:` of a grant, of what holds grants, or of the organization for all that have none nearer. */
export interface WrittenReview {
  /** As the schema takes it: `3 months`. */
  readonly every: string;
  /** The day that the first period begins with. */
  readonly from: WrittenText;
  /** Keys of people, and `group:NAME`. */
  readonly owners: readonly WrittenText[];
  /** What `check` makes of a review that is past due. */
  readonly overdue: 'warn' | 'fail';
  readonly origin: Origin;
}

/** One entry of `decisions`: what an owner of a review decided of one grant. */
export interface WrittenDecision {
  readonly origin: Origin;
  readonly member: WrittenText | null;
  readonly group: WrittenText | null;
  /** The group that the place is in. */
  readonly in: WrittenText | null;
  /** The scope; null where it is the organization, or a place in a group. */
  readonly on: WrittenText | null;
  /** A role that has a review of its own. */
  readonly role: WrittenText | null;
  /** What was looked at: roles of the entry, or the role in the group. Null: not said. */
  readonly roles: readonly string[] | null;
  /** The end that the grant had. */
  readonly until: string | null;
  readonly decision: ReviewVerdict;
  readonly day: WrittenText;
  readonly by: WrittenText;
  readonly note: string | null;
}

const PERIOD_UNITS: readonly PeriodUnit[] = ['day', 'week', 'month', 'year'];

/** `3 months`, `1 week`; null for anything else, which the schema has reported. */
export function readPeriod(text: string): ReviewPeriod | null {
  const [, count, word] = /^([1-9]\d{0,2}) (day|week|month|year)s?$/.exec(text) ?? [];
  const unit = PERIOD_UNITS.find((one) => one === word);
  return count === undefined || unit === undefined ? null : { count: Number(count), unit };
}
