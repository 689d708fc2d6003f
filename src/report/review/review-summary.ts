import type { PageFacts } from '../../page/facts/page-facts.ts';
import { pageTables } from '../../page/tables/page-tables.ts';
import { type ReviewTotals, reviewTotals, whoCanDoEverything } from '../../page/tables/review-totals.ts';
import { reviewOrganization } from '../../page/tables/reviewed-organization.ts';
import type { Diagnostic } from '../../source/diagnostic.ts';
import { diagnosticsSections } from '../diagnostics/diagnostics-markdown.ts';
import { diagnosticsLines } from '../diagnostics/diagnostics-text.ts';
import { code, md } from '../markdown/escape-markdown.ts';
import { markdownTable } from '../markdown/markdown-table.ts';
import { pullRequestComment } from '../markdown/pull-request-comment.ts';
import { counted, listed } from '../phrases.ts';
import { aligned, printLines, spaced, toned } from '../text/text-layout.ts';
import type { Style } from '../text/text-style.ts';

/** What text and Markdown say of an organization; the page, JSON and CSV have the rest. */
interface ReviewSummary {
  readonly organization: string;
  readonly totals: ReviewTotals;
  readonly everything: readonly string[];
}

const NAMED = 12;

function summariesOf({ organizations, instant }: PageFacts): readonly ReviewSummary[] {
  return organizations.map((facts) => {
    const review = reviewOrganization(facts, instant);
    return {
      organization: facts.organization,
      totals: reviewTotals(review, pageTables(review)),
      everything: whoCanDoEverything(review).map(review.spelling),
    };
  });
}

const ROWS: readonly (readonly [key: keyof ReviewTotals, words: string])[] = [
  ['people', 'people'],
  ['inactive', 'not active'],
  ['withAccess', 'can do something'],
  ['everything', 'can do everything somewhere'],
  ['groups', 'groups'],
  ['scopes', 'scopes'],
  ['roles', 'roles'],
  ['grants', 'grants'],
  ['dates', 'dates ahead'],
  ['exceptions', 'exceptions'],
];

function verdict({ organization, totals }: ReviewSummary): string {
  return `${organization}: ${counted(totals.people, 'person', 'people')}, ${totals.everything} can do everything somewhere`;
}

export function reviewText(facts: PageFacts, style: Style, diagnostics: readonly Diagnostic[]): string {
  const blocks = summariesOf(facts).flatMap((summary) => [
    [[toned('strong', verdict(summary))]],
    aligned(ROWS.map(([key, words]) => ({ left: [`  ${words}`], right: [String(summary.totals[key])] }))),
    summary.everything.length === 0 ? [] : [[`  Everything: ${listed(summary.everything, NAMED)}`]],
  ]);
  return printLines(spaced([...blocks, diagnosticsLines(diagnostics)]), style);
}

export function reviewMarkdown(facts: PageFacts, diagnostics: readonly Diagnostic[]): string {
  const summaries = summariesOf(facts);
  const rows = summaries.map(({ organization, totals, everything }) => [
    code(organization),
    ...ROWS.map(([key]) => md`${String(totals[key])}`),
    md`${listed(everything, NAMED)}`,
  ]);
  const table = {
    holds: md`${counted(rows.length, 'organization')}`,
    body: markdownTable(['Organization', ...ROWS.map(([, words]) => words), 'Everything'], rows),
  };
  const head = md`**Access review of ${counted(summaries.length, 'organization')}.**`;
  return pullRequestComment(head, [
    ...(rows.length === 0 ? [] : [table]),
    ...diagnosticsSections(diagnostics),
  ]);
}
