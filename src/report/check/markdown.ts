import type { Desired } from '../../compile/desired.ts';
import { formatOrigin } from '../../source/origin.ts';
import { diagnosticsSections } from '../diagnostics/markdown.ts';
import { summaryOf } from '../diagnostics/summary.ts';
import { type ExpectationResults, expectationsPhrase } from '../expectation/examined.ts';
import { failingSections } from '../expectation/markdown.ts';
import type { CheckReportContext } from '../extras.ts';
import { pullRequestComment, type CommentSection } from '../markdown/comment.ts';
import { code, md } from '../markdown/safe.ts';
import { details, markdownTable } from '../markdown/table.ts';
import { byText, counted } from '../phrases.ts';
import { countsOf, countsPhrase, daysPhrase, grantEndingsOf } from './counts.ts';

export function checkMarkdown(checked: readonly Desired[], extras: CheckReportContext = {}): string {
  const diagnostics = extras.diagnostics ?? [];
  const sorted = [...checked].sort((a, b) => byText(a.organization, b.organization));
  const examined = extras.examined ?? [];
  const expectations = expectationsPhrase(examined);
  const summary = [summaryOf(diagnostics), ...(expectations === null ? [] : [expectations])].join(', ');
  return pullRequestComment(md`**${counted(sorted.length, 'organization')} checked: ${summary}.**`, [
    ...failingSections(examined),
    ...diagnosticsSections(diagnostics),
    ...organizationsSection(sorted, examined),
    ...endingsSection(sorted, extras.announceDays),
  ]);
}

function organizationsSection(sorted: readonly Desired[], examined: readonly ExpectationResults[]): readonly CommentSection[] {
  if (sorted.length === 0) return [];
  const rows = sorted.map((desired) => [
    code(desired.organization),
    code(desired.platform.name),
    md`${[countsPhrase(countsOf(desired)), ...expectationsOf(desired, examined)].join(', ')}`,
  ]);
  return [
    { holds: md`the organizations`, body: markdownTable(['Organization', 'Platform', 'What is written'], rows) },
  ];
}

function expectationsOf({ organization }: Desired, examined: readonly ExpectationResults[]): readonly string[] {
  const phrase = expectationsPhrase(examined.filter(({ source }) => source.organization === organization));
  return phrase === null ? [] : [phrase];
}

function endingsSection(sorted: readonly Desired[], announceDays: number | undefined): readonly CommentSection[] {
  const rows = sorted
    .flatMap((desired) => grantEndingsOf(desired, announceDays))
    .map(({ window, until, days }) => [
      md`${code(until)} ${daysPhrase(days)}`,
      md`${window.grant}`,
      code(formatOrigin(window.origin)),
      md`${window.reason ?? ''}`,
    ]);
  if (rows.length === 0) return [];
  return [
    {
      holds: md`${counted(rows.length, 'temporary grant')}`,
      body: details(`Temporary grants: ${rows.length}`, markdownTable(['Ends', 'What', 'Where', 'Reason'], rows)),
    },
  ];
}
