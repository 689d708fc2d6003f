import { formatPath } from '../../access/explain/format-path.ts';
import {
  type Breach,
  type ExpectationFinding,
  isBreach,
  isExpectationMet,
} from '../../expectation/expectation.ts';
import { formatOrigin } from '../../source/origin.ts';
import { type AccessSource, sideOf } from '../answer/access-source.ts';
import { type TextLine, toned } from '../text/text-layout.ts';
import { type BreachExplanation, explainBreaches, MOST_BREACHES } from './breach-explanation.ts';
import { breachPhrase, demandPhrase, emptyMatchPhrase } from './expectation-phrases.ts';
import { type ExpectationResults, resultsInOrder } from './expectation-results.ts';

/** Every expectation that fails as a block of its own: what was expected where, who is against it, and why. */
export function failingLines(examined: readonly ExpectationResults[]): readonly (readonly TextLine[])[] {
  return resultsInOrder(examined).flatMap((one) => {
    const because = explainBreaches(one);
    return one.findings
      .filter((expectationFinding) => !isExpectationMet(expectationFinding))
      .map((expectationFinding) => findingLines(expectationFinding, one, because));
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
    ...faults.slice(0, MOST_BREACHES).flatMap((expectationFault): readonly TextLine[] => {
      if (!isBreach(expectationFault)) return [[`    ${emptyMatchPhrase(expectationFault)}`]];
      return [
        [`    ${breachPhrase(expectationFault, source)}`],
        [toned('faint', '      expected: '), demandPhrase(expectationFault)],
        ...because(expectationFault).map(
          (one): TextLine => [toned('faint', '      because '), breachReasonPhrase(one, source)],
        ),
      ];
    }),
    ...(faults.length > MOST_BREACHES
      ? [[`    … and ${faults.length - MOST_BREACHES} more of this kind (--json names all)`]]
      : []),
  ];
}

/** The path from the person to the permission, or what is missing. */
export function breachReasonPhrase({ path, missing }: BreachExplanation, { spelling }: AccessSource): string {
  return path === null ? (missing ?? 'it is not known why.') : formatPath(path, spelling);
}
