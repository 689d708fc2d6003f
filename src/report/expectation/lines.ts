import { formatPath } from '../../access/show.ts';
import { type Breach, type ExpectationFinding, isExpectationMet, isBreach } from '../../expectation/expectation.ts';
import { formatOrigin } from '../../source/origin.ts';
import { type AccessSource, sideOf } from '../answer/source.ts';
import { type TextLine, toned } from '../text/page.ts';
import { type ExpectationResults, resultsInOrder } from './examined.ts';
import { type BreachExplanation, explainBreaches, MOST_BREACHES } from './explained.ts';
import { breachPhrase, demandPhrase, emptyMatchPhrase } from './words.ts';

/** Every expectation that fails as a block of its own: what was expected where, who is against it, and why. */
export function failingLines(examined: readonly ExpectationResults[]): readonly (readonly TextLine[])[] {
  return resultsInOrder(examined).flatMap((one) => {
    const because = explainBreaches(one);
    return one.findings
      .filter((finding) => !isExpectationMet(finding))
      .map((finding) => findingLines(finding, one, because));
  });
}

function findingLines(
  { expectation, faults }: ExpectationFinding,
  { source }: ExpectationResults,
  because: (breach: Breach) => readonly BreachExplanation[],
): readonly TextLine[] {
  return [
    [
      toned('removed', '✗ '),
      toned('strong', expectation.name),
      toned('faint', `  ${formatOrigin(expectation.origin)}, ${source.organization} ${sideOf(source)}`),
    ],
    ...(expectation.reason === null ? [] : [[toned('faint', `    ${expectation.reason}`)]]),
    ...faults.slice(0, MOST_BREACHES).flatMap((fault): readonly TextLine[] => {
      if (!isBreach(fault)) return [[`    ${emptyMatchPhrase(fault)}`]];
      return [
        [`    ${breachPhrase(fault, source)}`],
        [toned('faint', '      expected: '), demandPhrase(fault)],
        ...because(fault).map((one): TextLine => [toned('faint', '      because '), breachReasonPhrase(one, source)]),
      ];
    }),
    ...(faults.length > MOST_BREACHES
      ? [[`    … and ${faults.length - MOST_BREACHES} more of the sort (--json names all)`]]
      : []),
  ];
}

/** The path from the person to the permission, or what is missing. */
export function breachReasonPhrase({ path, missing }: BreachExplanation, { spelling }: AccessSource): string {
  return path === null ? (missing ?? 'it is not known why.') : formatPath(path, spelling);
}
