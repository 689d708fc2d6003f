import { EXPECTATION_VERBS, type Written, type WrittenExpectation } from '../policy/document-types.ts';
import { quote } from '../source/quote.ts';
import type { Weakening } from './weakening.ts';

/** Expectations of one organization that are gone, or that expect less. */
export function weakerExpectations(
  before: readonly WrittenExpectation[],
  now: readonly WrittenExpectation[],
): readonly Weakening[] {
  return before.flatMap((expectation): readonly Weakening[] => {
    const other = now.find(({ name }) => name === expectation.name);
    const name = `the expectation ${quote(expectation.name)}`;
    if (other === undefined) return [{ what: `${name} is removed`, now: null, before: expectation.origin }];
    const less = lessIn(expectation, other);
    if (less.length === 0) return [];
    return [
      { what: `${name} expects less: ${less.join(', ')}`, now: other.origin, before: expectation.origin },
    ];
  });
}

/** By which keys. Whom `only-these-can` allows may not grow either, so people are compared both ways. */
function lessIn(before: WrittenExpectation, now: WrittenExpectation): readonly string[] {
  const lost = (of: readonly Written<string>[], by: readonly Written<string>[]): boolean =>
    of.some(({ value }) => !by.some((one) => one.value === value));
  const isExclusive = before.verbs['only-these-can'].length > 0;
  const other = (
    old: WrittenExpectation['people'],
    present: WrittenExpectation['people'],
    grown: boolean,
  ): boolean =>
    (['members', 'groups'] as const).some((of) =>
      grown ? lost(present[of], old[of]) : lost(old[of], present[of]),
    );
  const parts: Readonly<Record<string, boolean>> = {
    people:
      other(before.people, now.people, false) || (isExclusive && other(before.people, now.people, true)),
    except:
      other(before.except, now.except, true) || (isExclusive && other(before.except, now.except, false)),
    ...Object.fromEntries(EXPECTATION_VERBS.map((verb) => [verb, lost(before.verbs[verb], now.verbs[verb])])),
    on: lost(before.on, now.on),
    'may-be-empty': now.mayBeEmpty && !before.mayBeEmpty,
  };
  return Object.keys(parts).filter((key) => parts[key]);
}
