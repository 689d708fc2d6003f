import { known } from '../../source/known.ts';
import { memoize } from '../../source/memoize.ts';
import { type Packed, unpack } from '../facts/packed.ts';
import type { PageFacts } from '../facts/page-facts.ts';
import type { PageTable, TableName } from '../tables/page-table.ts';
import { pageTables } from '../tables/page-tables.ts';
import { type ReviewedOrganization, reviewOrganization } from '../tables/reviewed-organization.ts';

/** One organization, opened: its review, and its tables, made when they are first looked at. */
export interface OpenedOrganization {
  readonly name: string;
  readonly review: ReviewedOrganization;
  readonly tables: (name: TableName) => PageTable;
  /** By how a person is written, the place among the members. */
  readonly placeOf: ReadonlyMap<string, number>;
}

export interface OpenedPage {
  readonly instant: string;
  readonly organizations: readonly string[];
  readonly open: (name: string) => OpenedOrganization;
}

export function openPage(text: string): OpenedPage {
  const packed: Packed<PageFacts> = JSON.parse(text);
  const facts = unpack(packed);
  const open = memoize((name: string): OpenedOrganization => {
    const found = facts.organizations.find(({ organization }) => organization === name);
    const review = reviewOrganization(known(found, 'an organization of the page'), facts.instant);
    const placeOf = new Map(review.access.members.map((member, place) => [review.spelling(member), place]));
    return { name, review, tables: pageTables(review), placeOf };
  });
  return {
    instant: facts.instant,
    organizations: facts.organizations.map(({ organization }) => organization),
    open,
  };
}
