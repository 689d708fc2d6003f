import type { Desired } from '../compile/desired.ts';
import type { Written } from '../policy/document-types.ts';
import type { GuardrailsDocument, WrittenException } from '../policy/guardrails-document.ts';
import { modelOf } from '../resource/organization-model.ts';
import { groupPathOf } from '../resource/resource.ts';
import { type Diagnostic, diagnostic } from '../source/diagnostic.ts';
import { didYouMean } from '../source/did-you-mean.ts';
import { isPattern, matchesText } from '../source/name-pattern.ts';
import { quote } from '../source/quote.ts';
import { daysOf, exceptionState } from './exception-in-force.ts';
import { namesGroup, namesMember, namesScope } from './named-subjects.ts';

/** The documents that speak of an organization. */
export function guardrailsOf(
  documents: readonly GuardrailsDocument[],
  organization: string,
): readonly GuardrailsDocument[] {
  return documents.filter(({ organizations }) =>
    organizations.some(({ value }) => matchesText(value, organization)),
  );
}

/**
 * Looks up every name. A name has to be known in one of the organizations that the document speaks of: one document may
 * guard many. Whoever is protected and in no document any more is told of here, before anything is read live. Codes:
 * `unknown-organization`, `unknown-member`, `unknown-group`, `unknown-role`, `unknown-scope`, `unknown-holders`, `exception-too-long`, and as a
 * warning `exception-over`. `connected`: what the workspace connects, those of other shards too.
 */
export function bindGuardrails(
  documents: readonly GuardrailsDocument[],
  declared: readonly string[],
  connected: readonly string[],
  compiled: readonly Desired[],
  instant: string,
): readonly Diagnostic[] {
  const now = Date.parse(instant);
  return documents.flatMap((document) => {
    const unknown = document.organizations.filter(
      ({ value }) => ![...declared, ...connected].some((name) => matchesText(value, name)),
    );
    const elsewhere = connected.filter((name) => !declared.includes(name));
    const guarded = declared.filter((name) => guardrailsOf([document], name).length > 0);
    const sides = compiled.filter(({ organization }) => guarded.includes(organization));
    // Names can only be looked up in organizations that compile; what is wrong with the others has been told, and who is in
    // another shard is known there.
    const isWhole =
      sides.length === guarded.length &&
      elsewhere.every((name) => guardrailsOf([document], name).length === 0);
    const names = isWhole ? unknownNames(document, sides) : [];
    const exceptions = document.exceptions.flatMap((one) => judgedException(one, document, now));
    return [...unknown.map((written) => ofNoOrganization(written, declared)), ...names, ...exceptions];
  });
}

function unknownNames(document: GuardrailsDocument, sides: readonly Desired[]): readonly Diagnostic[] {
  if (sides.length === 0) return [];
  const { protected: kept, holders, exceptions } = document;
  const sentences = holders.map(({ name }) => name);
  const known = new KnownSubjects(sides);
  const found: Diagnostic[] = [];
  for (const written of [...kept.members, ...(kept.bylaw === null ? [] : [kept.bylaw])])
    if (!known.isMember(written)) found.push(unknown('unknown-member', 'member', written, known.members));
  for (const written of kept.groups)
    if (!known.isGroup(written)) found.push(unknown('unknown-group', 'group', written, known.groups));
  for (const { role, on } of holders) {
    if (!known.roles.includes(role.value)) found.push(unknown('unknown-role', 'role', role, known.roles));
    for (const written of on)
      if (!known.isScope(written)) found.push(unknown('unknown-scope', 'scope', written, known.scopes));
  }
  for (const exception of exceptions) {
    // Somebody who is excepted may be gone from the documents: that is what the exception is for.
    for (const written of exception.holders)
      if (!sentences.includes(written.value))
        found.push(unknown('unknown-holders', 'rule of holders', written, sentences));
  }
  return found;
}

class KnownSubjects {
  readonly members: readonly string[];
  readonly groups: readonly string[];
  readonly roles: readonly string[];
  readonly scopes: readonly string[];
  readonly #sides: readonly Desired[];

  constructor(sides: readonly Desired[]) {
    this.#sides = sides;
    const models = sides.map(({ resources }) => modelOf(resources));
    this.members = models.flatMap((model) => model.all('member').map((r) => r.attributes.display));
    this.groups = models.flatMap((model) => model.all('group').map(groupPathOf));
    this.scopes = models.flatMap((model) => model.all('scope').map((r) => r.attributes.path));
    this.roles = [
      ...sides.flatMap(({ platform }) => [...platform.roles.keys()]),
      ...models.flatMap((model) => model.all('role').map((r) => r.attributes.name)),
    ];
  }

  isMember(written: Written<string>): boolean {
    return this.#sides.some(({ platform, resources }) =>
      modelOf(resources)
        .all('member')
        .some(({ attributes }) => namesMember(written, attributes.member, platform)),
    );
  }

  isGroup(written: Written<string>): boolean {
    return this.groups.some((path) => namesGroup(written, path));
  }

  isScope(written: Written<string>): boolean {
    return this.scopes.some((path) => namesScope(written, path));
  }
}

function unknown(
  code: 'unknown-member' | 'unknown-group' | 'unknown-role' | 'unknown-scope' | 'unknown-holders',
  what: string,
  { value, origin }: Written<string>,
  known: readonly string[],
): Diagnostic {
  const message = isPattern(value)
    ? `The pattern ${quote(value)} matches no ${what}.`
    : `No ${what} is called ${quote(value)}.`;
  return diagnostic(code, message, origin, { hint: didYouMean(value, known) });
}

function ofNoOrganization({ value, origin }: Written<string>, declared: readonly string[]): Diagnostic {
  const message = isPattern(value)
    ? `The pattern ${quote(value)} matches no organization.`
    : `Guard rails are written for ${quote(value)}, an organization that no document declares.`;
  return diagnostic('unknown-organization', message, origin, { hint: didYouMean(value, declared) });
}

function judgedException(
  exception: WrittenException,
  { longestException }: GuardrailsDocument,
  now: number,
): readonly Diagnostic[] {
  const { name, origin, window } = exception;
  if (exceptionState(exception, now) === 'over') {
    const message = `The exception ${quote(name)} has ended, and allows nothing any more.`;
    return [diagnostic('exception-over', message, window.until?.origin ?? origin, { hint: 'Remove it.' })];
  }
  const days = daysOf(exception, now);
  if (longestException === null || days === null || days <= longestException) return [];
  const message = `The exception ${quote(name)} lasts ${days} days; exceptions may last ${longestException}.`;
  return [diagnostic('exception-too-long', message, window.until?.origin ?? origin)];
}
