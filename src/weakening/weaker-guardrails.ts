import { endAt, startAt } from '../compile/exception-in-force.ts';
import { limitsInForce } from '../guardrail/limits-in-force.ts';
import type { Written } from '../policy/document-types.ts';
import type { GuardrailsDocument, WrittenException, WrittenHolders } from '../policy/guardrails-document.ts';
import { LIMIT_NAMES } from '../policy/guardrails-document.ts';
import { matchesPath, matchesText } from '../source/name-pattern.ts';
import { quote } from '../source/quote.ts';
import type { Weakening } from './weakening.ts';

type Documents = readonly GuardrailsDocument[];

/**
 * What the Guardrails documents that speak of one organization let pass now and did not before. That a document is gone, or
 * speaks of the organization no more, is told by all that it said.
 */
export function weakerGuardrails(before: Documents, now: Documents): readonly Weakening[] {
  return [
    ...weakerLimits(before, now),
    ...lessProtected(before, now),
    ...weakerHolders(before, now),
    ...longerExceptions(before, now),
    ...widerExceptions(before, now),
  ];
}

function weakerLimits(before: Documents, now: Documents): readonly Weakening[] {
  const [old, present] = [limitsInForce(before), limitsInForce(now)];
  return LIMIT_NAMES.flatMap((name): readonly Weakening[] => {
    const [one = null, other = null] = [old.get(name), present.get(name)];
    if (one === null) return [];
    const place = { now: other?.origins[0] ?? null, before: one.origins[0] ?? null };
    if (other === null) return [{ what: `the limit of ${name} is taken off`, ...place }];
    const parts = [
      isMore(one.count, other.count) ? `count ${numberOf(one.count)} becomes ${numberOf(other.count)}` : null,
      isMore(one.percent, other.percent)
        ? `percent ${numberOf(one.percent)} becomes ${numberOf(other.percent)}`
        : null,
      one.percent !== null && other.few > one.few ? `few ${one.few} becomes ${other.few}` : null,
    ].flatMap((part) => part ?? []);
    return parts.length === 0
      ? []
      : [{ what: `the limit of ${name} is raised: ${parts.join(', ')}`, ...place }];
  });
}

/** Of two upper bounds, null none: whether the second lets more pass. */
function isMore(before: number | null, now: number | null): boolean {
  return before !== null && (now === null || now > before);
}

function numberOf(value: number | null): string {
  return value === null ? 'none' : String(value);
}

function lessProtected(before: Documents, now: Documents): readonly Weakening[] {
  const gone = (
    what: string,
    of: (document: GuardrailsDocument) => readonly Written<string>[],
  ): readonly Weakening[] =>
    before.flatMap(of).flatMap((written) => {
      const kept = now
        .flatMap(of)
        .some(({ value }) => value === written.value || matchesText(value, written.value));
      const told = `${what} ${quote(written.value)} is protected no more`;
      return kept ? [] : [{ what: told, now: null, before: written.origin }];
    });
  return [
    ...gone('the member', (document) => document.protected.members),
    ...gone('the group', (document) => document.protected.groups),
    ...gone('Bylaw itself,', (document) =>
      document.protected.bylaw === null ? [] : [document.protected.bylaw],
    ),
  ];
}

function weakerHolders(before: Documents, now: Documents): readonly Weakening[] {
  const rules = now.flatMap(({ holders }) => holders);
  return before
    .flatMap(({ holders }) => holders)
    .flatMap((rule): readonly Weakening[] => {
      if (rules.some((other) => isAsStrict(rule, other))) return [];
      const same = rules.find(({ name }) => name === rule.name) ?? null;
      const what = same === null ? 'is removed' : 'is relaxed';
      return [
        {
          what: `the rule of holders ${quote(rule.name)} ${what}`,
          now: same?.origin ?? null,
          before: rule.origin,
        },
      ];
    });
}

/** Whether the second rule lets nothing pass that the first stops. */
function isAsStrict(before: WrittenHolders, now: WrittenHolders): boolean {
  const covers = before.on.every(({ value }) =>
    now.on.some((other) => other.value === value || matchesPath(other.value, value)),
  );
  const minimum = before.minimum === null || (now.minimum !== null && now.minimum >= before.minimum);
  return now.role.value === before.role.value && covers && minimum && !isMore(before.maximum, now.maximum);
}

function longerExceptions(before: Documents, now: Documents): readonly Weakening[] {
  const shortest = (documents: Documents): number | null => {
    const days = documents.flatMap(({ longestException }) => longestException ?? []);
    return days.length === 0 ? null : Math.min(...days);
  };
  const [old, present] = [shortest(before), shortest(now)];
  if (!isMore(old, present)) return [];
  const what = `exceptions may last longer: ${numberOf(old)} days become ${numberOf(present)}`;
  return [{ what, now: placeOf(now), before: placeOf(before) }];
}

/** The document has no line for it that readers keep: the one that says whom it speaks of. */
function placeOf(documents: Documents): Weakening['now'] {
  return documents.flatMap(({ organizations }) => organizations.map(({ origin }) => origin))[0] ?? null;
}

function widerExceptions(before: Documents, now: Documents): readonly Weakening[] {
  const old = before.flatMap(({ exceptions }) => exceptions);
  return now
    .flatMap(({ exceptions }) => exceptions)
    .flatMap((exception): readonly Weakening[] => {
      const was = old.find(({ name }) => name === exception.name);
      if (was === undefined)
        return [
          {
            what: `the change brings the exception ${quote(exception.name)}`,
            now: exception.origin,
            before: null,
          },
        ];
      const wider = widerParts(was, exception);
      if (wider.length === 0) return [];
      const what = `the exception ${quote(exception.name)} allows more: ${wider.join(', ')}`;
      return [{ what, now: exception.origin, before: was.origin }];
    });
}

/** By which keys the second allows what the first did not. */
function widerParts(before: WrittenException, now: WrittenException): readonly string[] {
  const more = (old: readonly Written<string>[], present: readonly Written<string>[]): boolean =>
    present.some(({ value }) => !old.some((one) => one.value === value));
  const parts: Readonly<Record<string, boolean>> = {
    limits: [...now.limits].some(([name, most]) => most > (before.limits.get(name) ?? -1)),
    of: before.of !== null && before.of.value !== now.of?.value,
    protected: more(before.protected, now.protected),
    holders: more(before.holders, now.holders),
    administration: now.administration && !before.administration,
    connection:
      now.connection !== null && JSON.stringify(now.connection) !== JSON.stringify(before.connection),
    from: startAt(now) < startAt(before),
    until: endAt(now) > endAt(before),
    // Who answers for it, and why, is what was reviewed.
    owner: now.owner !== before.owner,
    reason: now.reason !== before.reason,
  };
  return Object.keys(parts).filter((name) => parts[name]);
}
