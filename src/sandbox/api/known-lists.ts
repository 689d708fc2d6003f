import type { Database } from '../store/database.ts';
import type { UnitOfWork } from './handler.ts';

/**
 * What has been found out about one list: it holds for one revision of its organization. A reader of all pages of a
 * long list would otherwise have it counted, and all pages before skipped, once for each page.
 */
export interface KnownList {
  readonly total: number;
  /** By how many rows come before a page: where the last of them stands. */
  readonly lastBefore: Map<number, RowPosition>;
}

/** What the column that a list is ordered by has in a row. */
export type RowPosition = string | number;

interface KnownOrganization {
  readonly revision: number;
  readonly lists: Map<string, KnownList>;
}

const organizationsOf = new WeakMap<Database, Map<string, KnownOrganization>>();

/** The lists of an organization that are known at its revision. Anything that changes raises it, and then nothing is known. */
export function knownLists({ database, organization }: UnitOfWork): Map<string, KnownList> {
  let organizations = organizationsOf.get(database);
  if (organizations === undefined) {
    organizations = new Map();
    organizationsOf.set(database, organizations);
  }
  const { id, revision } = organization;
  const known = organizations.get(id);
  if (known?.revision === revision) return known.lists;
  const fresh: KnownOrganization = { revision, lists: new Map() };
  organizations.set(id, fresh);
  return fresh.lists;
}
