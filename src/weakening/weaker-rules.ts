import { endAt, startAt } from '../compile/exception-in-force.ts';
import type { Written } from '../policy/document-types.ts';
import type { PersonRecord } from '../policy/people-document.ts';
import {
  RULE_SEVERITIES,
  type RuleSeverity,
  type RulesDocument,
  type WrittenAcknowledgement,
  type WrittenDriftAcknowledgement,
  type WrittenParameter,
  type WrittenRule,
} from '../policy/rules-document.ts';
import { quote } from '../source/quote.ts';
import type { Weakening } from './weakening.ts';

/** All that is written of rules for one organization. */
export interface WrittenRules {
  readonly documents: readonly RulesDocument[];
  readonly people: readonly PersonRecord[];
}

/** What those rules mean, for whoever compares two versions of them. */
export interface RuleMeanings {
  /** How grave a finding is where nothing is written. */
  usual(rule: string): RuleSeverity;
  /** What it means that there is more under a key; null: nobody can say, and every other text is told. */
  more(rule: string, key: string): 'stricter' | 'weaker' | null;
  /** What can be chosen under a key, in its order; none for other keys. */
  choices(rule: string, key: string): readonly string[];
}

/** What the Rules documents that speak of one organization let pass now and did not before. */
export function weakerRules(
  before: WrittenRules,
  now: WrittenRules,
  meanings: RuleMeanings,
): readonly Weakening[] {
  return [
    ...before.documents.flatMap(({ rules }) => rules).flatMap((rule) => weakerRule(rule, now, meanings)),
    ...widerAcknowledgements(before.documents, now.documents),
    ...widerDriftAcknowledgements(before.documents, now.documents),
    ...longerAcknowledgements(before.documents, now.documents),
    ...partedPeople(before.people, now.people),
  ];
}

function weakerRule(
  rule: WrittenRule,
  { documents }: WrittenRules,
  meanings: RuleMeanings,
): readonly Weakening[] {
  const named = documents.flatMap(({ rules }) => rules).filter(({ name }) => name === rule.name);
  const [first] = named;
  const told = `the rule ${quote(rule.name)}`;
  if (first === undefined) {
    const isOff = severityOf(rule, meanings) === 'off';
    return isOff ? [] : [{ what: `${told} is removed`, now: null, before: rule.origin }];
  }
  if (named.some((other) => lessIn(rule, other, meanings).length === 0)) return [];
  const what = `${told} is weaker: ${lessIn(rule, first, meanings).join(', ')}`;
  return [{ what, now: first.origin, before: rule.origin }];
}

function severityOf({ severity, rule }: WrittenRule, { usual }: RuleMeanings): RuleSeverity {
  return severity === null ? usual(rule.value) : severity;
}

/** By what the second finds less. */
function lessIn(before: WrittenRule, now: WrittenRule, meanings: RuleMeanings): readonly string[] {
  const [was, is] = [severityOf(before, meanings), severityOf(now, meanings)];
  if (was === 'off') return [];
  const severity =
    RULE_SEVERITIES.indexOf(is) < RULE_SEVERITIES.indexOf(was) ? [`severity ${was} becomes ${is}`] : [];
  if (before.rule.value !== now.rule.value)
    return [...severity, `it is ${now.rule.value} and was ${before.rule.value}`];
  const keys = new Set([...before.parameters.keys(), ...now.parameters.keys()]);
  const parts = [...keys].filter((key) => {
    const [old, present] = [before.parameters.get(key) ?? null, now.parameters.get(key) ?? null];
    if (key === 'except' || key === 'except-people') return lacks(textsOf(old), textsOf(present));
    return isLess(old, present, {
      more: meanings.more(before.rule.value, key),
      choices: meanings.choices(before.rule.value, key),
    });
  });
  return [...severity, ...parts.map((key) => `\`${key}\``)];
}

interface KeyMeaning {
  readonly more: 'stricter' | 'weaker' | null;
  readonly choices: readonly string[];
}

function isLess(
  before: WrittenParameter | null,
  now: WrittenParameter | null,
  { more, choices }: KeyMeaning,
): boolean {
  if (contentOf(before) === contentOf(now)) return false;
  if (more === null) return true;
  if (choices.length > 0) {
    // Where nothing is written it is the first.
    const at = (one: WrittenParameter | null): number =>
      one === null ? 0 : choices.indexOf(one.texts.map(({ value }) => value).join());
    return more === 'stricter' ? at(now) < at(before) : at(now) > at(before);
  }
  if (before === null || now === null) return true;
  if (typeof before.value === 'number' && typeof now.value === 'number')
    return more === 'stricter' ? now.value < before.value : now.value > before.value;
  return more === 'stricter' ? lacks(now.texts, before.texts) : lacks(before.texts, now.texts);
}

/** Of what a rule leaves out: nothing where it is not written. */
function textsOf(parameter: WrittenParameter | null): readonly Written<string>[] {
  return parameter === null ? [] : parameter.texts;
}

function contentOf(parameter: WrittenParameter | null): string | null {
  if (parameter === null) return null;
  const { value, texts, entries } = parameter;
  return JSON.stringify(
    [value, texts.map((one) => one.value).sort(), entries.map(([key, of]) => [key, of])],
    (key, one: unknown) => (key === 'origin' ? undefined : one),
  );
}

/** Whether the first has not all that the second has. */
function lacks(has: readonly Written<string>[], all: readonly Written<string>[]): boolean {
  return all.some(({ value }) => !has.some((one) => one.value === value));
}

type RulesDocuments = readonly RulesDocument[];

function widerAcknowledgements(before: RulesDocuments, now: RulesDocuments): readonly Weakening[] {
  const old = before.flatMap(({ acknowledged }) => acknowledged);
  return now
    .flatMap(({ acknowledged }) => acknowledged)
    .flatMap((one) => wider(`the acknowledgement ${quote(one.name)}`, one, old, widerParts));
}

function widerParts(before: WrittenAcknowledgement, now: WrittenAcknowledgement): readonly string[] {
  const subjects = ({ rule, subjects: of }: WrittenAcknowledgement) =>
    JSON.stringify([rule?.value, ...Object.values(of).map((one) => one?.value)]);
  const parts: Readonly<Record<string, boolean>> = {
    subject: subjects(before) !== subjects(now),
    permissions: lacks(before.permissions, now.permissions),
    ...otherwiseReviewed(before, now),
  };
  return Object.keys(parts).filter((name) => parts[name]);
}

function widerDriftAcknowledgements(before: RulesDocuments, now: RulesDocuments): readonly Weakening[] {
  const old = before.flatMap(({ acknowledgedDrift }) => acknowledgedDrift);
  return now
    .flatMap(({ acknowledgedDrift }) => acknowledgedDrift)
    .flatMap((one) => wider(`the acknowledged drift ${quote(one.name)}`, one, old, widerDriftParts));
}

function widerDriftParts(
  before: WrittenDriftAcknowledgement,
  now: WrittenDriftAcknowledgement,
): readonly string[] {
  const more = (key: 'people' | 'permissions' | 'scopes') =>
    now[key].some((one) => !before[key].includes(one));
  const parts: Readonly<Record<string, boolean>> = {
    fact: now.fact !== before.fact || now.kind !== before.kind || now.live !== before.live,
    people: more('people'),
    permissions: more('permissions'),
    scopes: more('scopes'),
    ...otherwiseReviewed(before, now),
  };
  return Object.keys(parts).filter((name) => parts[name]);
}

type Acknowledging = Pick<WrittenAcknowledgement, 'window' | 'owner' | 'reason'>;

/** Who answers for it, and why, is what was reviewed. */
function otherwiseReviewed(before: Acknowledging, now: Acknowledging): Readonly<Record<string, boolean>> {
  return {
    from: startAt(now) < startAt(before),
    until: endAt(now) > endAt(before),
    owner: now.owner !== before.owner,
    reason: now.reason !== before.reason,
  };
}

function wider<A extends Pick<WrittenAcknowledgement, 'name' | 'origin'>>(
  what: string,
  one: A,
  old: readonly A[],
  partsOf: (before: A, now: A) => readonly string[],
): readonly Weakening[] {
  const was = old.find(({ name }) => name === one.name);
  if (was === undefined) return [{ what: `the change brings ${what}`, now: one.origin, before: null }];
  const parts = partsOf(was, one);
  if (parts.length === 0) return [];
  return [{ what: `${what} allows more: ${parts.join(', ')}`, now: one.origin, before: was.origin }];
}

function longerAcknowledgements(before: RulesDocuments, now: RulesDocuments): readonly Weakening[] {
  const shortest = (documents: RulesDocuments): number | null => {
    const days = documents.flatMap(({ longestAcknowledgement }) => longestAcknowledgement ?? []);
    return days.length === 0 ? null : Math.min(...days);
  };
  const [old, present] = [shortest(before), shortest(now)];
  if (old === null || (present !== null && present <= old)) return [];
  const place = (documents: RulesDocuments) =>
    documents.flatMap(({ organizations }) => organizations.map(({ origin }) => origin))[0] ?? null;
  const what = `acknowledgements may last longer: ${old} days become ${present === null ? 'none' : present}`;
  return [{ what, now: place(now), before: place(before) }];
}

/** Keys that were one person, and are no more: what one person holds together is found no more then. */
function partedPeople(before: readonly PersonRecord[], now: readonly PersonRecord[]): readonly Weakening[] {
  const keysOf = ({ keys }: PersonRecord) =>
    keys.map(({ organization, member }) => `${organization.value} ${member.value.toLowerCase()}`);
  return before.flatMap((record) => {
    const keys = keysOf(record);
    if (keys.length < 2) return [];
    if (now.some((other) => keys.every((key) => keysOf(other).includes(key)))) return [];
    const same = now.find(({ name }) => name === record.name) ?? null;
    const what = `the keys of ${quote(record.name)} are one person no more`;
    return [{ what, now: same?.origin ?? null, before: record.origin }];
  });
}
