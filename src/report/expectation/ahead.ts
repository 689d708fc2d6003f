import { asksOfPeople, type Breach, type Finding, isBreach } from '../../expectation/expectation.ts';
import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';
import type { Origin } from '../../source/origin.ts';
import { quote } from '../../source/quote.ts';
import { linksOf } from './diagnostics.ts';
import type { Examined } from './examined.ts';
import { explain } from './explained.ts';
import { faultPhrase } from './words.ts';

/** One `expectation-group-empty` for each empty group beside one that is not: the expectation says nothing of it. */
export function emptyGroups({ findings }: Examined): readonly Diagnostic[] {
  return findings.flatMap(({ expectation }) => {
    const { name, people, mayBeEmpty } = expectation;
    if (people.length === 0 || mayBeEmpty || !asksOfPeople(expectation)) return [];
    return expectation.emptyGroups.map(({ value, origin }) =>
      diagnostic(
        'expectation-group-empty',
        `Nobody is in ${quote(value)}, so the expectation ${quote(name)} tests nothing of it.`,
        origin,
        {
          severity: 'warning',
          hint: 'Fill the group, leave it out here, or write `may-be-empty: true`.',
        },
      ),
    );
  });
}

/** The documents as they will be read at an instant to come, and the line whose window begins or ends then. */
export interface Ahead {
  readonly at: string;
  readonly turns: Origin;
  readonly examined: Examined;
}

/**
 * One `expectation-ahead` for each expectation that rules something out, holds now, and does not any more at one of
 * these instants, in their order. That somebody will lack what he can do now is what an end is for, and not told.
 */
export function brokenAhead(now: Examined, ahead: readonly Ahead[]): readonly Diagnostic[] {
  const told = new Set(
    now.findings.filter((finding) => held(finding) !== null).map(({ expectation }) => expectation.name),
  );
  return ahead.flatMap(({ at, turns, examined }) => {
    const because = explain(examined);
    return examined.findings.flatMap((finding): readonly Diagnostic[] => {
      const { name, origin } = finding.expectation;
      const breach = held(finding);
      if (breach === null || told.has(name)) return [];
      told.add(name);
      const said = faultPhrase(breach, examined.source.platform);
      return [
        diagnostic(
          'expectation-ahead',
          `The expectation ${quote(name)} holds now, and does not from ${at} on: ${said}.`,
          origin,
          {
            severity: 'warning',
            related: [
              { message: 'the window', origin: turns },
              { message: 'expected here', origin: breach.demand.pattern.origin },
              ...linksOf(because(breach)[0]?.path ?? null),
            ],
            hint: `bylaw check --at ${at} shows it.`,
          },
        ),
      ];
    });
  });
}

function held({ faults }: Finding): Breach | null {
  return faults.filter(isBreach).find(({ fault }) => fault === 'holds') ?? null;
}
