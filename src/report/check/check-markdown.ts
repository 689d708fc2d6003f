import type { Desired } from '../../compile/desired.ts';
import { formatOrigin } from '../../source/origin.ts';
import { diagnosticsSections } from '../diagnostics/diagnostics-markdown.ts';
import { summaryOf } from '../diagnostics/diagnostics-summary.ts';
import { failingSections } from '../expectation/expectation-markdown.ts';
import { type ExpectationResults, expectationsPhrase } from '../expectation/expectation-results.ts';
import { code, md } from '../markdown/escape-markdown.ts';
import { details, markdownTable } from '../markdown/markdown-table.ts';
import { type CommentSection, pullRequestComment } from '../markdown/pull-request-comment.ts';
import { byText, counted } from '../phrases.ts';
import { type CheckReportContext, NOTHING_MORE } from '../report-context.ts';
import { countsOf, countsPhrase, daysPhrase, grantEndingsOf } from './document-counts.ts';
import { readCostPhrase } from './told-read-cost.ts';

export function checkMarkdown(
  checked: readonly Desired[],
  extras: CheckReportContext = NOTHING_MORE,
): string {
  const diagnostics = extras.diagnostics;
  const sorted = [...checked].sort((a, b) => byText(a.organization, b.organization));
  const examined = extras.examined;
  const expectations = expectationsPhrase(examined);
  const summary = [summaryOf(diagnostics), ...(expectations === null ? [] : [expectations])].join(', ');
  return pullRequestComment(md`**${counted(sorted.length, 'organization')} checked: ${summary}.**`, [
    ...failingSections(examined),
    ...diagnosticsSections(diagnostics),
    ...organizationsSection(sorted, examined),
    ...costsSection(sorted, extras),
    ...endingsSection(sorted, extras.announceDays),
  ]);
}

function organizationsSection(
  sorted: readonly Desired[],
  examined: readonly ExpectationResults[],
): readonly CommentSection[] {
  if (sorted.length === 0) return [];
  const rows = sorted.map((desired) => [
    code(desired.organization),
    code(desired.platform.name),
    md`${[countsPhrase(countsOf(desired)), ...expectationsOf(desired, examined)].join(', ')}`,
  ]);
  return [
    {
      holds: md`the organizations`,
      body: markdownTable(['Organization', 'Platform', 'What is written'], rows),
    },
  ];
}

function expectationsOf(
  { organization }: Desired,
  examined: readonly ExpectationResults[],
): readonly string[] {
  const phrase = expectationsPhrase(examined.filter(({ source }) => source.organization === organization));
  return phrase === null ? [] : [phrase];
}

/** Of organizations that a connector file reaches. */
function costsSection(sorted: readonly Desired[], { costs }: CheckReportContext): readonly CommentSection[] {
  const rows = sorted.flatMap(({ organization }) => {
    const cost = costs?.get(organization);
    return cost === undefined ? [] : [[code(organization), md`${readCostPhrase(cost)}`]];
  });
  if (rows.length === 0) return [];
  return [
    {
      holds: md`what reading takes`,
      body: details(`Requests of a read: ${rows.length}`, markdownTable(['Organization', 'A read'], rows)),
    },
  ];
}

function endingsSection(
  sorted: readonly Desired[],
  announceDays: number | undefined,
): readonly CommentSection[] {
  const rows = sorted
    .flatMap((desired) => grantEndingsOf(desired, announceDays))
    .map(({ window, until, days }) => [
      md`${code(until)} ${daysPhrase(days)}`,
      md`${window.grant}`,
      code(formatOrigin(window.origin)),
      window.reason === null ? md`` : md`${window.reason}`,
    ]);
  if (rows.length === 0) return [];
  return [
    {
      holds: md`${counted(rows.length, 'temporary grant')}`,
      body: details(
        `Temporary grants: ${rows.length}`,
        markdownTable(['Ends', 'What', 'Where', 'Reason'], rows),
      ),
    },
  ];
}
