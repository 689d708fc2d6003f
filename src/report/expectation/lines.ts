import { showPath } from '../../access/show.ts';
import { type Breach, type Finding, holds, isBreach } from '../../expectation/expectation.ts';
import { showOrigin } from '../../source/origin.ts';
import { type AccessSource, sideOf } from '../answer/source.ts';
import { type Line, toned } from '../text/page.ts';
import { type Examined, examinedInOrder } from './examined.ts';
import { type Because, explain, MOST_BREACHES } from './explained.ts';
import { breachPhrase, demandPhrase, vacuumPhrase } from './words.ts';

/** Every expectation that fails as a block of its own: what was expected where, who is against it, and why. */
export function failingLines(examined: readonly Examined[]): readonly (readonly Line[])[] {
  return examinedInOrder(examined).flatMap((one) => {
    const because = explain(one);
    return one.findings
      .filter((finding) => !holds(finding))
      .map((finding) => findingLines(finding, one, because));
  });
}

function findingLines(
  { expectation, faults }: Finding,
  { source }: Examined,
  because: (breach: Breach) => readonly Because[],
): readonly Line[] {
  return [
    [
      toned('removed', '✗ '),
      toned('strong', expectation.name),
      toned('faint', `  ${showOrigin(expectation.origin)}, ${source.organization} ${sideOf(source)}`),
    ],
    ...(expectation.reason === null ? [] : [[toned('faint', `    ${expectation.reason}`)]]),
    ...faults.slice(0, MOST_BREACHES).flatMap((fault): readonly Line[] => {
      if (!isBreach(fault)) return [[`    ${vacuumPhrase(fault)}`]];
      return [
        [`    ${breachPhrase(fault, source)}`],
        [toned('faint', '      expected: '), demandPhrase(fault)],
        ...because(fault).map((one): Line => [toned('faint', '      because '), becausePhrase(one, source)]),
      ];
    }),
    ...(faults.length > MOST_BREACHES
      ? [[`    … and ${faults.length - MOST_BREACHES} more of the sort (--json names all)`]]
      : []),
  ];
}

/** The path from the person to the permission, or what is missing. */
export function becausePhrase({ path, missing }: Because, { spelling }: AccessSource): string {
  return path === null ? (missing ?? 'it is not known why.') : showPath(path, spelling);
}
