import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';
import type { Origin } from '../../source/origin.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import type { Exchange } from '../http/exchange.ts';
import { decodeJson, type JsonObject } from '../protocol/json-object.ts';
import { nextByLink, type Page, readWhole } from '../protocol/whole-list.ts';
import { versionEnded } from './api-version-end.ts';
import type { GithubReads } from './github-client.ts';
import { type GithubEndpoint, githubOrigin } from './github-endpoint.ts';

const PAGE_SIZE = 100;

export interface RestList<T> {
  /** For messages: `invitations of acme`. */
  readonly name: string;
  readonly route: `GET /${string}`;
  readonly parameters: Readonly<Record<string, string | number>>;
  /** Where the items are, for an answer that is an object and no list. */
  readonly below?: string;
  /** There is no such list (404) while this text is the same; null or left out: nobody knows how long. */
  readonly absentWhile?: string | null;
  /** All of it comes at once, and nothing is asked of pages. */
  readonly unpaged?: true;
  readonly item: (found: JsonObject) => T;
  readonly id: (item: T) => string;
}

/** The first page is where the route says, all others where the one before said. */
interface PageAddress {
  readonly url: string | null;
}

/**
 * A list of REST, by its `Link` headers and whole. What whoever asks may not see (403, 404) is token-forbidden, with the
 * permission that GitHub says is needed; a 404 that is the organization's is found by whoever read that first.
 */
export async function readRestList<T>(
  client: Pick<GithubReads, 'get' | 'next'>,
  endpoint: Pick<GithubEndpoint, 'rest'> & Partial<GithubEndpoint>,
  list: RestList<T>,
): Promise<Outcome<readonly T[]>> {
  const origin = githubOrigin(endpoint, pathOf(list));
  return readWhole<T, PageAddress>({
    name: list.name,
    origin,
    first: { url: null },
    pageSize: list.unpaged === true ? Number.POSITIVE_INFINITY : PAGE_SIZE,
    id: list.id,
    page: async ({ url }) => {
      const exchange =
        url === null
          ? await client.get({
              route: list.route,
              parameters: { ...list.parameters, ...(list.unpaged === true ? {} : { per_page: PAGE_SIZE }) },
              ...(list.absentWhile === undefined ? {} : { absentWhile: list.absentWhile }),
            })
          : await client.next(url);
      const answer = answered(exchange, list.name, origin);
      if (!answer.ok) return answer;
      return pageIn(answer.value, list, origin);
    },
  });
}

/** One object of REST. Fails as `readRestList`. */
export async function readRestObject<T>(
  client: Pick<GithubReads, 'get'>,
  endpoint: Pick<GithubEndpoint, 'rest'> & Partial<GithubEndpoint>,
  object: Pick<RestList<T>, 'name' | 'route' | 'parameters'> & { readonly shape: (found: JsonObject) => T },
): Promise<Outcome<T>> {
  const origin = githubOrigin(endpoint, pathOf(object));
  const exchange = await client.get({ route: object.route, parameters: object.parameters });
  const answer = answered(exchange, object.name, origin);
  if (!answer.ok) return answer;
  const decoded = decodeJson(answer.value.body, object.shape);
  return decoded.ok ? success(decoded.value) : failure(undocumented(object.name, decoded.fault, origin));
}

type ListAnswer = Extract<Exchange, { end: 'answer' }>;

function answered(exchange: Exchange, name: string, origin: Origin): Outcome<ListAnswer> {
  switch (exchange.end) {
    case 'answer':
      return success(exchange);
    case 'failure':
      return failure(exchange.diagnostic);
    case 'refusal':
      return failure(refusedRead(exchange, name, origin));
  }
}

function refusedRead(
  { kind, problem, headers }: Extract<Exchange, { end: 'refusal' }>,
  name: string,
  origin: Origin,
): Diagnostic {
  if (kind === 'gone') return versionEnded(name, problem.detail, origin);
  if (kind === 'missing') {
    const needs = headers.get('x-accepted-github-permissions') ?? headers.get('x-accepted-oauth-scopes');
    const rest = needs === null || needs === '' ? '' : `; it needs ${needs}`;
    const message = `${name}: GitHub does not show them to this token, or there are none here (404)${rest}`;
    return diagnostic('token-forbidden', message, origin);
  }
  const message = `${name}: GitHub refuses to tell: ${problem.detail} (${problem.status})`;
  // For legal reasons: that one list is closed to everybody, and nobody's fault.
  if (problem.status === 451) return diagnostic('token-forbidden', message, origin);
  return diagnostic('connector-incomplete-read', message, origin);
}

function pageIn<T>(
  { body, headers }: ListAnswer,
  { name, below, item }: RestList<T>,
  origin: Origin,
): Outcome<Page<T, PageAddress>> {
  // A list is looked at as the one field of an object, so that one decoder does for both.
  const within = below === undefined ? { items: body } : body;
  const decoded = decodeJson(within, (found) => ({
    items: found.list(below ?? 'items').map((one) => item(one)),
    total: below !== undefined && found.has('total_count') ? found.whole('total_count') : null,
  }));
  if (!decoded.ok) return failure(undocumented(name, decoded.fault, origin));
  const next = nextByLink(headers, origin);
  if (!next.ok) return next;
  return success({ ...decoded.value, next: next.value === null ? null : { url: next.value } });
}

function undocumented(name: string, fault: string, origin: Origin): Diagnostic {
  return diagnostic(
    'connector-protocol',
    `${name}: the answer is not as GitHub documents it: ${fault}`,
    origin,
  );
}

function pathOf({ route, parameters }: Pick<RestList<unknown>, 'route' | 'parameters'>): string {
  return route
    .slice('GET '.length)
    .replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(parameters[name] ?? '')));
}
