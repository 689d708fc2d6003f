import type { TableCode } from '../../source/codes/codes.ts';
import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';
import type { Origin } from '../../source/origin.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import type { Exchange } from '../http/exchange.ts';
import { decodeJson, type JsonObject } from '../protocol/json-object.ts';
import { type Page, readWhole } from '../protocol/whole-list.ts';
import { versionEnded } from './api-version-end.ts';
import type { GithubReads } from './github-client.ts';
import { graphqlErrors, textOf } from './github-conventions.ts';

/** Numbers of one query: how many of each list are asked for at a time. The first is the length of a page. */
export interface PageSizes {
  readonly first: number;
  readonly [list: string]: number;
}

export interface GraphqlList<T> {
  /** For messages: `teams of acme`. */
  readonly name: string;
  readonly origin: Origin;
  readonly document: string;
  readonly variables: Readonly<Record<string, string>>;
  /** From the largest that is worth a try to the smallest: GitHub stops a query that is too much for it. */
  readonly sizes: readonly [PageSizes, ...PageSizes[]];
  /** Where in the answer the list is, below `data`: `organization`, `organization.team`. */
  readonly within: readonly string[];
  /** An item of a list; null is noted for one that GitHub does not show. */
  readonly item: (found: JsonObject) => T | null;
  /** What lists items: `nodes`, or `edges` where something is told of the way to them. */
  readonly items: 'nodes' | 'edges';
  readonly id: (item: T) => string;
}

/** What one answer says of itself. */
type QueryVerdict =
  | { readonly is: 'whole'; readonly data: unknown }
  /** Less was asked for than GitHub wanted to do: half of it may be fine. */
  | { readonly is: 'too-much'; readonly because: Diagnostic }
  | { readonly is: 'no'; readonly because: Diagnostic };

/** As many as these of one query may come to nothing before nobody asks any more. */
const MOST_FAILURES = 6;

/**
 * A list of GraphQL, page after page and whole: any error in an answer, and any difference between what came and what the
 * list says it has, is connector-incomplete-read. Where a query is too much for GitHub (a partial answer of 200, a 502 or
 * a 504), the same page is asked for in smaller pieces, and all that follow too.
 */
export async function readGraphqlList<T>(
  client: Pick<GithubReads, 'query'>,
  list: GraphqlList<T>,
): Promise<Outcome<readonly T[]>> {
  let step = 0;
  let failures = 0;
  return readWhole<T, { readonly after: string | null }>({
    name: list.name,
    origin: list.origin,
    first: { after: null },
    pageSize: list.sizes[0].first,
    id: list.id,
    page: async ({ after }) => {
      for (;;) {
        const sizes = list.sizes[Math.min(step, list.sizes.length - 1)] ?? list.sizes[0];
        const exchange = await client.query(list.document, { ...list.variables, ...sizes, after });
        const verdict = verdictOf(exchange, list);
        if (verdict.is === 'whole') return pageIn(verdict.data, list);
        failures += 1;
        if (verdict.is === 'no' || failures >= MOST_FAILURES) return failure(verdict.because);
        step += 1;
      }
    },
  });
}

/** What a query without a list in it found. */
export function verdictOf(
  exchange: Exchange,
  { name, origin }: { readonly name: string; readonly origin: Origin },
): QueryVerdict {
  if (exchange.end === 'failure') {
    const is = exchange.diagnostic.code === 'connector-server-error' ? 'too-much' : 'no';
    return { is, because: exchange.diagnostic };
  }
  const said = (
    message: string,
    code: TableCode = 'connector-incomplete-read',
    more: { readonly hint?: string } = {},
  ): Diagnostic => diagnostic(code, `${name}: ${message}`, origin, more);
  if (exchange.end === 'refusal') {
    const { detail } = exchange.problem;
    if (exchange.kind === 'gone') return { is: 'no', because: versionEnded(name, detail, origin) };
    const more = exchange.kind === 'missing' ? { hint: OLDER_SERVER } : {};
    return { is: 'no', because: said(`GitHub refuses the query: ${detail}`, undefined, more) };
  }
  const errors = graphqlErrors(exchange.body);
  if (errors.length === 0) return { is: 'whole', data: exchange.body };
  const types = errors.map((error) => textOf(error, 'type') ?? '');
  const texts = errors.map((error) => textOf(error, 'message') ?? 'no reason given');
  const [first = 'no reason given'] = texts;
  if (types.includes('RESOURCE_LIMITS_EXCEEDED') || texts.some((text) => TOO_MUCH.test(text))) {
    return { is: 'too-much', because: said(`GitHub stopped the query halfway: ${first}`) };
  }
  if (types.some((type) => type === 'FORBIDDEN' || type === 'INSUFFICIENT_SCOPES')) {
    return { is: 'no', because: said(`the token may not read this: ${first}`, 'token-forbidden') };
  }
  if (types.includes('NOT_FOUND') && texts.some((text) => /\bOrganization\b/.test(text))) {
    return {
      is: 'no',
      because: said(`there is no such organization: ${first}`, 'unknown-live-organization'),
    };
  }
  const more = texts.some((text) => UNKNOWN_FIELD.test(text)) ? { hint: OLDER_SERVER } : {};
  return { is: 'no', because: said(`GitHub's answer has errors: ${first}`, undefined, more) };
}

/** In the words of GitHub, and of servers that play it. */
const UNKNOWN_FIELD = /doesn't exist on type|Cannot query field/;
const OLDER_SERVER =
  'An Enterprise Server that is older knows less: write `graphql: false` for the organization, and all is read by REST.';

const TOO_MUCH =
  /RESOURCE_LIMITS_EXCEEDED|resource limits? .*exceeded|something went wrong while executing your query|timed? ?out/i;

function pageIn<T>(data: unknown, list: GraphqlList<T>): Outcome<Page<T, { readonly after: string | null }>> {
  const decoded = decodeJson(data, (body) => {
    let at = body.object('data');
    for (const name of list.within) at = at.object(name);
    return connectionIn(at.object('page'), list);
  });
  if (!decoded.ok) {
    const message = `${list.name}: the answer is not as GitHub documents it: ${decoded.fault}`;
    return failure(diagnostic('connector-incomplete-read', message, list.origin));
  }
  const { items, hidden, next, total } = decoded.value;
  if (hidden > 0) {
    const message = `${list.name}: GitHub shows no name for ${hidden} of its entries`;
    return failure(diagnostic('connector-incomplete-read', message, list.origin));
  }
  return success({ items, next: next === null ? null : { after: next }, total });
}

/** A list within an answer, and where it goes on. */
export interface ListPart<T> {
  readonly items: readonly T[];
  /** Entries that GitHub counts and does not show. */
  readonly hidden: number;
  readonly next: string | null;
  readonly total: number;
}

export function connectionIn<T>(
  page: JsonObject,
  { item, items }: Pick<GraphqlList<T>, 'item' | 'items'>,
): ListPart<T> {
  const info = page.object('pageInfo');
  const next = info.flag('hasNextPage') ? info.text('endCursor') : null;
  const found = page.list(items).map((one) => item(one));
  const shown = found.flatMap((one) => (one === null ? [] : [one]));
  return { items: shown, hidden: found.length - shown.length, next, total: page.whole('totalCount') };
}
