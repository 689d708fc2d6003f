import type { MemberId } from '../../resource/identifiers.ts';
import { known } from '../../source/known.ts';
import type { PageTable, TableName } from './page-table.ts';
import { stateOf } from './people-table.ts';
import type { ReviewedOrganization } from './reviewed-organization.ts';

/** What a review begins with: numbers of the whole organization. */
export interface ReviewTotals {
  readonly people: number;
  /** Those with a membership that is not active. */
  readonly inactive: number;
  readonly withAccess: number;
  /** Those who can do everything that the platform knows, on a scope at least. */
  readonly everything: number;
  readonly groups: number;
  readonly scopes: number;
  readonly roles: number;
  readonly grants: number;
  readonly dates: number;
  readonly exceptions: number;
  /** People on scopes: pairs of which the person can do something there. */
  readonly places: number;
}

export function reviewTotals(
  review: ReviewedOrganization,
  tables: (name: TableName) => PageTable,
): ReviewTotals {
  const { people } = review.facts.counted;
  const count = (name: TableName): number => tables(name).rows.length;
  return {
    people: people.length,
    inactive: review.access.members.filter((member) => stateOf(review, member) !== 'active').length,
    withAccess: people.filter(({ scopes }) => scopes > 0).length,
    everything: people.filter(({ everything }) => everything > 0).length,
    groups: count('groups'),
    scopes: count('scopes'),
    roles: count('roles'),
    grants: count('grants'),
    dates: count('dates'),
    exceptions: count('exceptions'),
    places: people.reduce((sum, { scopes }) => sum + scopes, 0),
  };
}

/** Whoever can do everything on some scope, those on most scopes first. */
export function whoCanDoEverything({ access, facts }: ReviewedOrganization): readonly MemberId[] {
  const on = (place: number): number => known(facts.counted.people[place], 'a counted person').everything;
  return [...access.members.keys()]
    .filter((place) => on(place) > 0)
    .sort((a, b) => on(b) - on(a) || a - b)
    .map((place) => known(access.members[place], 'a member by place'));
}
