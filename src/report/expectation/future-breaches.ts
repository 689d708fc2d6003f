import {
  asksOfPeople,
  type Breach,
  type ExpectationFinding,
  endedFaults,
  isBreach,
  isExpectationMet,
} from '../../expectation/expectation.ts';
import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';
import type { Origin } from '../../source/origin.ts';
import { quote } from '../../source/quote.ts';
import { explainBreaches } from './breach-explanation.ts';
import { linksOf } from './expectation-diagnostics.ts';
import { breachPhrase, faultPhrase } from './expectation-phrases.ts';
import type { ExpectationResults } from './expectation-results.ts';

/** One `expectation-group-empty` for each empty group beside one that is not: the expectation says nothing of it. */
export function emptyGroups({ findings }: ExpectationResults): readonly Diagnostic[] {
  return findings.flatMap(({ expectation }) => {
    const { name, people, mayBeEmpty } = expectation;
    if (people.length === 0 || mayBeEmpty || !asksOfPeople(expectation)) return [];
    return expectation.emptyGroups.map(({ value, origin }) =>
      diagnostic(
        'expectation-group-empty',
        `Nobody is in ${quote(value)}, so the expectation ${quote(name)} tests nothing of it.`,
        origin,
        { hint: 'Fill the group, leave it out here, or write `may-be-empty: true`.' },
      ),
    );
  });
}

/** The documents as they will be read at an instant to come, and the line whose window begins or ends then. */
export interface FutureInstant {
  readonly at: string;
  readonly turns: Origin;
  /** Within the time in which an end is announced: what it takes is told too. */
  readonly isSoon: boolean;
  readonly examined: ExpectationResults;
}

/**
 * One `expectation-ahead` for each expectation that rules something out, holds now, and does not any more at one of
 * these instants, in their order; and one for each of which an end that is near takes what it promises. That somebody
 * will lack what he can do now is what an end is for: years before, it is not told.
 */
export function futureBreaches(
  now: ExpectationResults,
  ahead: readonly FutureInstant[],
): readonly Diagnostic[] {
  const told = new Set<string>();
  const isNew = (kind: string, { expectation: { name } }: ExpectationFinding): boolean => {
    const key = `${kind} ${name}`;
    return !told.has(key) && told.add(key).has(key);
  };
  for (const expectationFinding of now.findings) {
    if (held(expectationFinding) !== null) isNew('held', expectationFinding);
    if (!isExpectationMet(expectationFinding) || endedFaults(expectationFinding).length > 0)
      isNew('ended', expectationFinding);
  }
  return ahead.flatMap(({ at, turns, isSoon, examined }) => {
    const because = explainBreaches(examined);
    return examined.findings.flatMap((expectationFinding): readonly Diagnostic[] => {
      const { name, origin } = expectationFinding.expectation;
      const breach = held(expectationFinding);
      const [ended] = endedFaults(expectationFinding);
      const window = { message: 'the window', origin: turns };
      const found: Diagnostic[] = [];
      if (breach !== null && isNew('held', expectationFinding)) {
        const message = `The expectation ${quote(name)} holds now, but not from ${at} on: ${faultPhrase(breach, examined.source)}.`;
        const related = [
          window,
          { message: 'expected here', origin: breach.demand.pattern.origin },
          ...linksOf(because(breach)[0]?.path ?? null),
        ];
        const hint = `bylaw check --at ${at} shows it.`;
        found.push(diagnostic('expectation-ahead', message, origin, { related, hint }));
      }
      if (ended !== undefined && isSoon && isNew('ended', expectationFinding)) {
        const what = isBreach(ended) ? breachPhrase(ended, examined.source) : 'nobody is left to test';
        const message = `The expectation ${quote(name)} holds now, and from ${at} on it holds except for what ends then: ${what}.`;
        const related = [
          window,
          ...(isBreach(ended) ? [{ message: 'expected here', origin: ended.demand.pattern.origin }] : []),
        ];
        const hint = 'The window still ends: remove the person from the expectation, or move `until`.';
        found.push(diagnostic('expectation-ahead', message, origin, { related, hint }));
      }
      return found;
    });
  });
}

function held({ faults }: ExpectationFinding): Breach | null {
  return faults.filter(isBreach).find(({ fault }) => fault === 'holds') ?? null;
}
