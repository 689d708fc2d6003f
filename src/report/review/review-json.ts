import type { PageFacts } from '../../page/facts/page-facts.ts';
import type { PageCell, PageTable, TableName } from '../../page/tables/page-table.ts';
import { pageTables } from '../../page/tables/page-tables.ts';
import { type ReviewTotals, reviewTotals } from '../../page/tables/review-totals.ts';
import { reviewOrganization } from '../../page/tables/reviewed-organization.ts';
import type { Diagnostic } from '../../source/diagnostic.ts';
import { diagnosticsList } from '../json/diagnostic-list.ts';
import { type ReportEnvelope, reportEnvelope } from '../json/report-envelope.ts';

export interface ReviewReport extends ReportEnvelope<'report', 'ok'> {
  /** RFC 3339 instant that windows are judged at. */
  readonly at: string;
  readonly organizations: readonly ReviewedJson[];
}

interface ReviewedJson {
  readonly organization: string;
  readonly platform: string;
  readonly source: 'desired' | 'live';
  readonly totals: ReviewTotals;
  /** The tables of the page, each row by the keys of its columns. */
  readonly tables: Readonly<Record<TableName, readonly RowJson[]>>;
}

type RowJson = Readonly<Record<string, PageCell>>;

export function reviewJson(facts: PageFacts, diagnostics: readonly Diagnostic[]): ReviewReport {
  return {
    ...reportEnvelope('report', 'ok', diagnosticsList(diagnostics)),
    at: facts.instant,
    organizations: facts.organizations.map((one) => {
      const review = reviewOrganization(one, facts.instant);
      const tables = pageTables(review);
      const { organization, platform, source } = one;
      return {
        organization,
        platform: platform.name,
        source,
        totals: reviewTotals(review, tables),
        tables: rowsOfAll(tables),
      };
    }),
  };
}

function rowsOfAll(tables: (name: TableName) => PageTable): ReviewedJson['tables'] {
  const rows = (name: TableName): readonly RowJson[] => rowsJson(tables(name));
  return {
    people: rows('people'),
    groups: rows('groups'),
    scopes: rows('scopes'),
    roles: rows('roles'),
    grants: rows('grants'),
    dates: rows('dates'),
    exceptions: rows('exceptions'),
  };
}

function rowsJson({ columns, rows }: PageTable): readonly RowJson[] {
  return rows.map((row) => Object.fromEntries(columns.map(({ key }, at) => [key, row[at] ?? null])));
}
