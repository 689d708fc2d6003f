import type { RequestKind } from '../../plan/cost/request-windows.ts';
import { retryAfter } from './retry.ts';
import type { ClientClock } from './time.ts';

/** A whole answer, before anybody says what it means. */
export interface Reply {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  /** Parsed; undefined where it is not JSON or does not say that it is. */
  readonly body: unknown;
  readonly text: string;
}

/**
 * Why a request was refused. `missing`: there is no such thing. `gone`: there was, and it will not be again. `conflict`:
 * what is there stands in the way. `changed`: it is not as the request says it was read. `refused`: any other reason.
 */
export type RefusalKind = 'missing' | 'gone' | 'conflict' | 'changed' | 'refused';

/** What a reply means, in the words that the rest of the client decides by. */
export type Meaning =
  | { readonly means: 'answer' }
  /** What was read before, which the request names by its ETag or its time, is as it was. */
  | { readonly means: 'unchanged' }
  /** Nothing was done. `wait`: milliseconds that are asked for; null where nothing is said of it. */
  | { readonly means: 'rate-limited'; readonly wait: number | null }
  /** The platform is in trouble, and may have done it or not; whether another try may find it better. */
  | { readonly means: 'unavailable'; readonly again: boolean }
  /** Nothing was done. */
  | { readonly means: 'token-rejected' }
  /** Nothing was done. `needs`: the permission that would be enough, where the platform names it. */
  | { readonly means: 'forbidden'; readonly needs: string | null }
  | { readonly means: 'refused'; readonly kind: RefusalKind }
  /** Nothing that this API is documented to say: it may have been done or not. */
  | { readonly means: 'unknown' };

/** A request as an API looks at it. */
export interface RequestForm {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What is peculiar to one API. All that it does not say is as RFC 9110 has it. */
export interface ApiConventions {
  /** Sent with every request: the version, another media type. */
  readonly headers: Readonly<Record<string, string>>;
  meaning(reply: Reply, request: RequestForm, clientClock: ClientClock): Meaning;
  /** Whether a request that is made twice does no more than one made once. One that reads always does. */
  repeats(request: RequestForm): boolean;
  /** Whether a POST only reads: a GraphQL query, a JSON-RPC call of a name that reads. */
  reads(request: RequestForm): boolean;
  /** What a request is to the limits of the API; left out: by its method. */
  readonly kindOf?: (request: RequestForm) => RequestKind;
}

/** Statuses of a 5xx that another try may find better. 500 too: a crash in the middle is often gone the next time. */
const WORTH_RETRYING = new Set([500, 502, 503, 504]);

/** What HTTP itself says of a status. */
export function httpMeaning(
  { status, headers, body, text }: Reply,
  request: RequestForm,
  clientClock: ClientClock,
): Meaning {
  if (status === 429)
    return { means: 'rate-limited', wait: retryAfter(headers.get('retry-after'), clientClock) };
  if (status >= 500) return { means: 'unavailable', again: WORTH_RETRYING.has(status) };
  if (status === 304 && isConditional(request)) return { means: 'unchanged' };
  // A bare 401 or 403 without any body is the platform's; a page of HTML is somebody's in between.
  const bare = text === '' && (status === 401 || status === 403);
  if (body === undefined && !bare) return { means: 'unknown' };
  if (status >= 200 && status < 300) return { means: 'answer' };
  switch (status) {
    case 401:
      return { means: 'token-rejected' };
    case 403:
      return { means: 'forbidden', needs: null };
    case 404:
      return { means: 'refused', kind: 'missing' };
    case 409:
      return { means: 'refused', kind: 'conflict' };
    case 410:
      return { means: 'refused', kind: 'gone' };
    case 412:
      return { means: 'refused', kind: 'changed' };
    default:
      return status >= 400 ? { means: 'refused', kind: 'refused' } : { means: 'unknown' };
  }
}

function isConditional({ headers }: RequestForm): boolean {
  return headers?.['if-none-match'] !== undefined || headers?.['if-modified-since'] !== undefined;
}

/** What a request is to limits: by what the API says of it, else by its method. */
export function requestKind({ reads, kindOf }: ApiConventions, request: RequestForm): RequestKind {
  if (request.method === 'GET' || reads(request)) return 'look';
  return kindOf?.(request) ?? (request.method === 'DELETE' ? 'take' : 'give');
}

/** An API that says nothing of its own: whose POST is repeated where it has an Idempotency-Key. */
export const PLAIN_HTTP: ApiConventions = {
  headers: {},
  meaning: httpMeaning,
  repeats: ({ method, headers }) => method !== 'POST' || headers?.['idempotency-key'] !== undefined,
  reads: () => false,
};
