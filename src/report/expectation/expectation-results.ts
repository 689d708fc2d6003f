import type { Desired } from '../../compile/desired.ts';
import { type ExpectationFinding, hasEndedPart, isExpectationMet } from '../../expectation/expectation.ts';
import type { AccessSource } from '../answer/access-source.ts';
import { byText, counted } from '../phrases.ts';

/** The expectations of one organization, looked at on one side. */
export interface ExpectationResults {
  readonly desired: Desired;
  readonly source: AccessSource;
  /** By place. */
  readonly findings: readonly ExpectationFinding[];
}

/** By name of the organization; those without expectations say nothing. */
export function resultsInOrder(examined: readonly ExpectationResults[]): readonly ExpectationResults[] {
  return examined
    .filter(({ findings }) => findings.length > 0)
    .sort((a, b) => byText(a.source.organization, b.source.organization));
}

export function failingResults(examined: readonly ExpectationResults[]): readonly ExpectationFinding[] {
  return examined.flatMap(({ findings }) =>
    findings.filter((expectationFinding) => !isExpectationMet(expectationFinding)),
  );
}

/** `6 expectations hold`, `…, 1 of them except for what has ended`; `1 of 6 expectations fails`; null when there is none. */
export function expectationsPhrase(examined: readonly ExpectationResults[]): string | null {
  const all = examined.reduce((sum, { findings }) => sum + findings.length, 0);
  const failing = failingResults(examined).length;
  if (all === 0) return null;
  if (failing === 0) {
    const ended = examined.reduce((sum, { findings }) => sum + findings.filter(hasEndedPart).length, 0);
    const but = ended === 0 ? '' : `, ${all === 1 ? '' : `${ended} of them `}except for what has ended`;
    return `${counted(all, 'expectation')} ${all === 1 ? 'holds' : 'hold'}${but}`;
  }
  return `${failing} of ${counted(all, 'expectation')} ${failing === 1 ? 'fails' : 'fail'}`;
}
