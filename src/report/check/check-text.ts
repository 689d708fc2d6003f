import type { Desired } from '../../compile/desired.ts';
import { known } from '../../source/known.ts';
import { formatOrigin } from '../../source/origin.ts';
import { sideOf } from '../answer/access-source.ts';
import { diagnosticsLines } from '../diagnostics/diagnostics-text.ts';
import { failingLines } from '../expectation/expectation-lines.ts';
import {
  type ExpectationResults,
  expectationsPhrase,
  failingResults,
  resultsInOrder,
} from '../expectation/expectation-results.ts';
import { byText } from '../phrases.ts';
import { type CheckReportContext, NOTHING_MORE } from '../report-context.ts';
import { aligned, printLines, spaced, type TextLine, toned } from '../text/text-layout.ts';
import type { Style } from '../text/text-style.ts';
import { countsOf, countsPhrase, daysPhrase, grantEndingsOf } from './document-counts.ts';
import { readCostPhrase } from './told-read-cost.ts';

const MOST_ENDINGS = 10;

/**
 * What the documents come to, which expectations fail, then what is wrong with the documents; the last line is the
 * verdict, as of a compiler.
 */
export function checkText(
  checked: readonly Desired[],
  style: Style,
  extras: CheckReportContext = NOTHING_MORE,
): string {
  const found = diagnosticsLines(extras.diagnostics);
  const examined = resultsInOrder(extras.examined);
  const sorted = [...checked].sort((a, b) => byText(a.organization, b.organization));
  const failing = failingResults(examined).length > 0;
  const verdict = failing ? known(expectationsPhrase(examined), 'a phrase for what fails') : 'no problems';
  return printLines(
    spaced([
      ...sorted.map((desired) => organizationLines(desired, examined, extras)),
      ...failingLines(examined),
      found,
      ...(failing || found.length === 0 ? [[[toned('strong', verdict)]]] : []),
    ]),
    style,
  );
}

function organizationLines(
  desired: Desired,
  examined: readonly ExpectationResults[],
  { announceDays, costs }: CheckReportContext,
): readonly TextLine[] {
  const own = examined.filter(({ source }) => source.organization === desired.organization);
  const expectations = expectationsPhrase(own);
  const tone = failingResults(own).length > 0 ? 'removed' : 'added';
  const endings = grantEndingsOf(desired, announceDays);
  const rows = endings.slice(0, MOST_ENDINGS).map(({ window, until, days }) => ({
    left: [toned('waiting', '  ends '), `${until} (${daysPhrase(days)})  ${window.grant}`],
    right: [
      toned('faint', formatOrigin(window.origin)),
      ...(window.reason === null ? [] : [toned('faint', `  ${window.reason}`)]),
    ],
  }));
  const more = endings.length - rows.length;
  const cost = costs?.get(desired.organization);
  return [
    [
      toned('strong', desired.organization),
      toned('faint', ` (${desired.platform.name})`),
      `: ${countsPhrase(countsOf(desired))}`,
    ],
    ...(expectations === null ? [] : [[toned(tone, `  ${expectations}`), ...own.map(sidePiece)]]),
    ...(cost === undefined ? [] : [[`  ${readCostPhrase(cost)}`]]),
    ...aligned(rows),
    ...(more > 0 ? [[`  … and ${more} more that end later`]] : []),
  ];
}

/** That it is the platform which was looked at is worth saying; the documents are what `check` is about. */
function sidePiece({ source }: ExpectationResults): string {
  return source.source === 'live' ? ` (${sideOf(source)})` : '';
}
