import type { Desired } from '../compile/desired.ts';
import { daysOf, exceptionState } from '../compile/exception-in-force.ts';
import {
  KnownSubjects,
  speaksOf,
  unknownName,
  unknownOrganizations,
  wholeSides,
} from '../compile/known-subjects.ts';
import type { GuardrailsDocument, WrittenException } from '../policy/guardrails-document.ts';
import { type Diagnostic, diagnostic } from '../source/diagnostic.ts';
import { quote } from '../source/quote.ts';

/** The documents that speak of an organization. */
export function guardrailsOf(
  documents: readonly GuardrailsDocument[],
  organization: string,
): readonly GuardrailsDocument[] {
  return documents.filter((document) => speaksOf(document, organization));
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
    const sides = wholeSides(document, declared, connected, compiled);
    return [
      ...unknownOrganizations(document, 'Guard rails are', declared, connected),
      ...(sides === null ? [] : unknownNames(document, sides)),
      ...document.exceptions.flatMap((one) => judgedException(one, document, now)),
    ];
  });
}

function unknownNames(document: GuardrailsDocument, sides: readonly Desired[]): readonly Diagnostic[] {
  const { protected: kept, holders, exceptions } = document;
  const sentences = holders.map(({ name }) => name);
  const known = new KnownSubjects(sides);
  const found: Diagnostic[] = [];
  for (const written of [...kept.members, ...(kept.bylaw === null ? [] : [kept.bylaw])])
    if (!known.isMember(written)) found.push(unknownName('unknown-member', 'member', written, known.members));
  for (const written of kept.groups)
    if (!known.isGroup(written)) found.push(unknownName('unknown-group', 'group', written, known.groups));
  for (const { role, on } of holders) {
    if (!known.roles.includes(role.value)) found.push(unknownName('unknown-role', 'role', role, known.roles));
    for (const written of on)
      if (!known.isScope(written)) found.push(unknownName('unknown-scope', 'scope', written, known.scopes));
  }
  for (const exception of exceptions) {
    // Somebody who is excepted may be gone from the documents: that is what the exception is for.
    for (const written of exception.holders)
      if (!sentences.includes(written.value))
        found.push(unknownName('unknown-holders', 'rule of holders', written, sentences));
  }
  return found;
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
