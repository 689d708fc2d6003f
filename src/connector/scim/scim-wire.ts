import { diagnostic } from '../../source/diagnostic.ts';
import type { Origin } from '../../source/origin.ts';
import { compareText } from '../../source/text-order.ts';
import { isFields } from '../described/read/row-field.ts';
import type { Exchange } from '../http/exchange.ts';
import type { HttpReader } from '../http/http-interface.ts';
import { ATTRIBUTE_NAMES } from './scim-attributes.ts';
import type { ScimDialect } from './scim-dialect.ts';

/** A resource as a server tells it, or a part of one. */
export type ScimResource = Readonly<Record<string, unknown>>;

const MESSAGES = 'urn:ietf:params:scim:api:messages:2.0:';

/** What a server says, with its attributes called as RFC 7643 does; null where one stands there twice. */
export function namedAsWritten(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map(namedAsWritten);
    return items.includes(null) && !value.includes(null) ? null : items;
  }
  if (!isFields(value)) return value;
  const named: Record<string, unknown> = {};
  for (const [key, field] of Object.entries(value)) {
    const name = ATTRIBUTE_NAMES.get(key.toLowerCase()) ?? key;
    const inside = namedAsWritten(field);
    if (Object.hasOwn(named, name) || (inside === null && field !== null)) return null;
    Object.defineProperty(named, name, { value: inside, enumerable: true });
  }
  return named;
}

/**
 * An answer of SCIM as the proofs of lists look at it: attributes in one case, an error that comes with a 200 as a failure,
 * a single group as a list of one, and nothing where nothing is.
 */
export function scimReader(
  http: Pick<HttpReader, 'get'>,
  base: string,
  dialect: ScimDialect,
): Pick<HttpReader, 'get' | 'query'> {
  return {
    query: () => {
      throw new Error('unreachable: lists of SCIM are read by GET');
    },
    get: async (path, headers) => {
      const exchange = await http.get(path, headers);
      return listed(plainly(exchange, base, path), base, path, dialect);
    },
  };
}

/** An exchange with its attributes in one case; an error inside of an answer, or an attribute that is there twice, fails. */
export function plainly(exchange: Exchange, base: string, path: string): Exchange {
  if (exchange.end !== 'answer') return exchange;
  const body = namedAsWritten(exchange.body);
  if (body === null && exchange.body !== null)
    return wrong(base, path, 'one attribute stands twice in the answer');
  if (!isFields(body) || !saysToBe(body, 'Error')) return { ...exchange, body };
  const detail = typeof body.detail === 'string' ? `: ${body.detail}` : '';
  return wrong(base, path, `there is an error inside of an answer with status ${exchange.status}${detail}`);
}

function listed(exchange: Exchange, base: string, path: string, dialect: ScimDialect): Exchange {
  if (exchange.end === 'refusal' && exchange.kind === 'missing' && isList(path)) {
    const message = `There is no SCIM at ${base}: the list answers 404`;
    const found = diagnostic('unknown-live-organization', message, at(base, path));
    return { end: 'failure', inDoubt: false, diagnostic: found };
  }
  if (exchange.end !== 'answer' || !isFields(exchange.body)) return exchange;
  const { body } = exchange;
  if (!isList(path)) return { ...exchange, body: { Resources: [inOneOrder(body)] } };
  if (dialect.tellsSchemas && !saysToBe(body, 'ListResponse')) {
    return wrong(base, path, 'the answer does not say by its schemas that it is a list');
  }
  if (Array.isArray(body.Resources)) {
    return { ...exchange, body: { ...body, Resources: body.Resources.map(inOneOrder) } };
  }
  if (body.Resources !== undefined && body.Resources !== null) return exchange;
  // Of a page that has nothing, servers leave the list out.
  const start = Number(new URLSearchParams(path.slice(path.indexOf('?') + 1)).get('startIndex') ?? 1);
  const isPast = typeof body.totalResults === 'number' && start > body.totalResults;
  return isPast || body.itemsPerPage === 0 ? { ...exchange, body: { ...body, Resources: [] } } : exchange;
}

/** Members are a set: another order is no other state. */
function inOneOrder(item: unknown): unknown {
  if (!isFields(item)) return item;
  const sorted = ['members', 'groups'].flatMap((name): readonly [string, unknown][] => {
    const list = item[name];
    if (!Array.isArray(list)) return [];
    const keyed = list.map((one: unknown) => [isFields(one) ? String(one.value) : '', one] as const);
    return [[name, keyed.sort(([a], [b]) => compareText(a, b)).map(([, one]) => one)]];
  });
  return { ...item, ...Object.fromEntries(sorted) };
}

function isList(path: string): boolean {
  return /\/(?:Users|Groups)(?:\?|$)/.test(path);
}

function saysToBe(body: ScimResource, message: 'Error' | 'ListResponse'): boolean {
  const wanted = `${MESSAGES}${message}`.toLowerCase();
  return (
    Array.isArray(body.schemas) &&
    body.schemas.some((schema: unknown) => typeof schema === 'string' && schema.toLowerCase() === wanted)
  );
}

function at(base: string, path: string): Origin {
  return { from: 'live', url: `${base}${path}` };
}

function wrong(base: string, path: string, what: string): Exchange {
  const found = diagnostic('connector-protocol', `${path}: ${what}`, at(base, path));
  return { end: 'failure', inDoubt: true, diagnostic: found };
}
