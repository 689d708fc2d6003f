import type { AccessPath } from '../../access/access-path.ts';
import { stepWords } from '../../access/explain/format-path.ts';
import { type ExpectationFinding, isBreach, isExpectationMet } from '../../expectation/expectation.ts';
import type { Severity } from '../../source/codes/code-row.ts';
import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';
import { quote } from '../../source/quote.ts';
import { explainBreaches } from './breach-explanation.ts';
import { breachPhrase, faultPhrase } from './expectation-phrases.ts';
import { type ExpectationResults, failingResults } from './expectation-results.ts';

/**
 * Each expectation that fails as one `expectation-failed`, or `expectation-broken-by-end` where ends alone have broken it,
 * for commands that are about something else. `today` is the
 * same looked at on the live platform.
 */
export function failedExpectations(
  expectationResults: ExpectationResults,
  today: ExpectationResults | null,
  severity: Severity,
): readonly Diagnostic[] {
  const because = explainBreaches(expectationResults);
  return failingResults([expectationResults]).map((expectationFinding) => {
    const { expectation, faults } = expectationFinding;
    const [first] = faults;
    const breach = faults.find(isBreach);
    const why = breach === undefined ? undefined : because(breach)[0];
    const more = faults.length > 1 ? `, and ${faults.length - 1} more` : '';
    const said = first === undefined ? '' : `: ${faultPhrase(first, expectationResults.source)}${more}`;
    const demand = breach?.demand.pattern.origin;
    const related = [
      ...(demand === undefined ? [] : [{ message: 'expected here', origin: demand }]),
      ...linksOf(why?.path ?? null),
    ];
    const hint = [why?.missing ?? null, todayPhrase(expectationFinding, today)]
      .filter((part) => part !== null)
      .join(' ');
    const byEnd = faults.every(
      (expectationFault) => isBreach(expectationFault) && expectationFault.byEnd === true,
    );
    const message =
      `The expectation ${quote(expectation.name)} does not hold${byEnd ? ' since an end' : ''}${said}.`.replace(
        /\.\.$/,
        '.',
      );
    return diagnostic(
      byEnd ? 'expectation-broken-by-end' : 'expectation-failed',
      message,
      expectation.origin,
      {
        severity,
        related,
        hint: hint === '' ? null : hint,
      },
    );
  });
}

/**
 * One `expectation-ended` for each expectation of which something is not kept because of an end, whatever else it does.
 * Nothing has to be edited for that end to be taken; whoever reads it decides whether the expectation goes too.
 */
export function endedExpectations(expectationResults: ExpectationResults): readonly Diagnostic[] {
  const because = explainBreaches(expectationResults);
  return expectationResults.findings.flatMap(({ expectation, ended = [] }) => {
    const [first] = ended;
    if (first === undefined) return [];
    const breach = isBreach(first) ? first : undefined;
    const more = ended.length > 1 ? `, and ${ended.length - 1} more` : '';
    const said =
      breach === undefined ? 'nobody is left to test' : breachPhrase(breach, expectationResults.source);
    const why = breach === undefined ? undefined : because(breach)[0]?.missing;
    const way = 'Remove the person from the expectation, or move `until`.';
    return [
      diagnostic(
        'expectation-ended',
        `The expectation ${quote(expectation.name)} holds except for what has ended: ${said}${more}.`,
        expectation.origin,
        {
          related:
            breach === undefined ? [] : [{ message: 'expected here', origin: breach.demand.pattern.origin }],
          hint: [why ?? null, way].filter((part) => part !== null).join(' '),
        },
      ),
    ];
  });
}

/** The lines that give the access; what the platform's own rules add has no line. */
export function linksOf(path: AccessPath | null): Diagnostic['related'] {
  if (path === null) return [];
  return path
    .filter(({ origin }) => origin.from === 'file')
    .map((pathStep) => ({ message: stepWords(pathStep), origin: pathStep.origin }));
}

function todayPhrase({ expectation }: ExpectationFinding, today: ExpectationResults | null): string | null {
  const same = today?.findings.find(
    (expectationFinding) => expectationFinding.expectation.name === expectation.name,
  );
  if (same === undefined) return null;
  return isExpectationMet(same)
    ? 'It holds on the live platform today: this change breaks it.'
    : 'It does not hold on the live platform today either.';
}
