import { memoize } from '../../source/memoize.ts';
import { datesTable, exceptionsTable } from './dates-table.ts';
import type { PageTable, TableName } from './page-table.ts';
import { peopleTable } from './people-table.ts';
import type { ReviewedOrganization } from './reviewed-organization.ts';
import { grantsTable, groupsTable, rolesTable, scopesTable } from './thing-tables.ts';

const MAKERS: { readonly [N in TableName]: (review: ReviewedOrganization) => PageTable } = {
  people: peopleTable,
  groups: groupsTable,
  scopes: scopesTable,
  roles: rolesTable,
  grants: grantsTable,
  dates: datesTable,
  exceptions: exceptionsTable,
};

/** Each table of an organization, made when somebody first asks for it. */
export function pageTables(review: ReviewedOrganization): (name: TableName) => PageTable {
  return memoize((name: TableName) => MAKERS[name](review));
}
