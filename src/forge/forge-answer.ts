import type { Exchange } from '../connector/http/exchange.ts';
import { decodeJson, type JsonObject } from '../connector/protocol/json-object.ts';
import { type Diagnostic, diagnostic } from '../source/diagnostic.ts';
import type { Origin } from '../source/origin.ts';
import type { Outcome } from '../source/outcome.ts';

/**
 * Why a forge does not do what it was asked. `missing`: there is no such thing, or it may not be seen. `forbidden`: the
 * token may not. `invalid`: not in this form (422, 400): too long, of a commit that is not there, a thread that is locked.
 */
export type ForgeRefusal = 'missing' | 'forbidden' | 'invalid';

/** How something that was asked of a forge ended. A refusal did nothing; of a failure nobody may know. */
export type ForgeAnswer<T> =
  | { readonly end: 'answer'; readonly value: T }
  | { readonly end: 'refusal'; readonly because: ForgeRefusal; readonly diagnostic: Diagnostic }
  | { readonly end: 'failure'; readonly diagnostic: Diagnostic; readonly inDoubt: boolean };

/** What was asked, for messages: `comment on pull request 12 of acme/access`. */
export interface ForgeQuestion<T> {
  readonly name: string;
  readonly origin: Origin;
  readonly shape: (found: JsonObject) => T;
}

/** What an exchange means. Codes: those of the client, connector-refused, connector-protocol. */
export function forgeAnswer<T>(
  exchange: Exchange,
  { name, origin, shape }: ForgeQuestion<T>,
): ForgeAnswer<T> {
  switch (exchange.end) {
    case 'answer': {
      const decoded = decodeJson(exchange.body, shape);
      if (decoded.ok) return { end: 'answer', value: decoded.value };
      const message = `${name}: the answer is not as the API is documented: ${decoded.fault}`;
      return { end: 'failure', diagnostic: diagnostic('connector-protocol', message, origin), inDoubt: true };
    }
    case 'refusal': {
      const { kind, problem } = exchange;
      const message = `${name}: ${problem.detail} (${problem.status})`;
      const found = diagnostic('connector-refused', message, origin);
      const because = kind === 'missing' || kind === 'gone' ? 'missing' : 'invalid';
      return { end: 'refusal', because, diagnostic: found };
    }
    case 'failure':
      return failureOf(exchange.diagnostic, exchange.inDoubt);
  }
}

/** Of a list that was read whole, or an object. */
export function forgeRead<T>(read: Outcome<T>): ForgeAnswer<T> {
  if (read.ok) return { end: 'answer', value: read.value };
  const [first] = read.diagnostics;
  if (first === undefined) throw new Error('a failure without a diagnostic');
  return failureOf(first, false);
}

function failureOf(found: Diagnostic, inDoubt: boolean): ForgeAnswer<never> {
  const isForbidden = FORBIDDEN.has(found.code);
  return isForbidden
    ? { end: 'refusal', because: 'forbidden', diagnostic: found }
    : { end: 'failure', diagnostic: found, inDoubt };
}

const FORBIDDEN = new Set<Diagnostic['code']>(['token-missing', 'token-rejected', 'token-forbidden']);

/** An answer whose value is of no use to anybody. */
export const NOTHING_OF_IT = (): null => null;
