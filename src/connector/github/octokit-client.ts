/** Loads octokit and its plugins: imported only when the first request is to be sent. */
import { randomUUID } from 'node:crypto';
import { retry as retryPlugin } from '@octokit/plugin-retry';
import { throttling as throttlingPlugin } from '@octokit/plugin-throttling';
import { Octokit } from '@octokit/rest';
import Bottleneck from 'bottleneck';
import pLimit from 'p-limit';
import type { Diagnostic } from '../../source/diagnostic.ts';
import type { RequestForm } from '../http/api-conventions.ts';
import type { Authorization } from '../http/authorization.ts';
import type { Exchange } from '../http/exchange.ts';
import { judgeResponse, type RequestLabel } from '../http/response-check.ts';
import { backOff } from '../http/retry.ts';
import { interruptedDiagnostic } from '../http/unreachable.ts';
import type { KeptAnswers } from '../protocol/kept-answers.ts';
import { readConditionally } from './conditional-reads.ts';
import type { GithubRequest, GithubWrites } from './github-client.ts';
import { type OctokitFetchSettings, octokitFetch, TransportFault } from './octokit-fetch.ts';

/** Runs a query when there is room for one more. */
export type QueryLimit = <T>(query: () => Promise<T>) => Promise<T>;

const QUERIES_AT_ONCE = 8;

export interface GithubClientSettings extends OctokitFetchSettings {
  readonly authorization: Authorization;
  /** What `/graphql` is appended to. */
  readonly graphqlBase: string;
  /** One for all organizations of a host, by its base. */
  readonly queryLimits: Map<string, QueryLimit>;
  /** Null: all is asked for outright. */
  readonly answers: KeptAnswers | null;
}

/** The part of an error of octokit's that tells of an answer. */
interface AnsweredError {
  readonly status: number;
  readonly response: OctokitAnswer;
}

interface OctokitAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly data: unknown;
}

/** Opens a client of octokit's. What it says of an exchange is told in the words of every other client of Bylaw. */
export function openOctokit(settings: GithubClientSettings): GithubWrites {
  const { authorization, base, conventions, time } = settings;
  const octokit = octokitWith(settings);
  const { graphqlBase, queryLimits } = settings;
  const queries: QueryLimit = queryLimits.get(graphqlBase) ?? pLimit(QUERIES_AT_ONCE);
  queryLimits.set(graphqlBase, queries);

  const exchanged = async (
    label: RequestLabel,
    form: RequestForm,
    ask: (headers: Readonly<Record<string, string>>) => Promise<OctokitAnswer>,
  ): Promise<Exchange> => {
    const reads = conventions.reads(form);
    const fault = authorization.fault({ from: 'live', url: label.url }) ?? settings.way.fault;
    if (fault !== null) return failedExchange(fault, false);
    for (let renewed = false; ; renewed = true) {
      const granted = await authorization.headers();
      if (!granted.ok) return failedExchange(firstDiagnostic(granted.diagnostics), false);
      const got = await answerOf(() => ask(granted.value));
      if (got instanceof TransportFault) return failedExchange(got.diagnostic, got.inDoubt && !reads);
      const reply = replyFrom(got);
      const meaning = conventions.meaning(reply, form, time);
      if (meaning.means === 'token-rejected' && !renewed && authorization.rejected(granted.value)) continue;
      const end = judgeResponse(reply, meaning, label, false, (text) => authorization.hide(text));
      // A 5xx and an answer nobody knows may stand for a write that was made.
      const unsure = !reads && (meaning.means === 'unavailable' || meaning.means === 'unknown');
      return end.end === 'failure' ? failedExchange(end.diagnostic, unsure) : end;
    }
  };

  const sent = ({ route, parameters }: GithubRequest): Promise<Exchange> => {
    const { method, url, body } = octokit.request.endpoint(route, { ...parameters, baseUrl: base });
    return exchanged({ method, url }, formOf(method, url, body), (headers) =>
      octokit.request(route, {
        ...parameters,
        baseUrl: base,
        headers: { ...conventions.headers, ...headers },
        request: { retries: 0 },
      }),
    );
  };

  const conditional = {
    answers: settings.answers,
    now: () => time.now(),
    isDiscreet: (text: string) => authorization.hide(text) === text,
  };
  const read = (url: string, absentWhile: string | null = null): Promise<Exchange> =>
    readConditionally(conditional, { url, absentWhile }, (conditions) =>
      exchanged({ method: 'GET', url }, formOf('GET', url, undefined, conditions), (headers) =>
        octokit.request({
          method: 'GET',
          url,
          headers: { ...conventions.headers, ...headers, ...conditions },
        }),
      ),
    );

  return {
    get: ({ route, parameters, absentWhile }) =>
      read(octokit.request.endpoint(route, { ...parameters, baseUrl: base }).url, absentWhile),
    next: (url) => read(url),
    query: (document, variables) => {
      const url = `${settings.graphqlBase}/graphql`;
      const body = { query: document, variables };
      return queries(() =>
        exchanged({ method: 'POST', url }, formOf('POST', url, body), (headers) =>
          // Not `octokit.graphql`: on an Enterprise Server the throttle would not know it for a query by its address.
          octokit.request('POST /graphql', {
            ...body,
            baseUrl: settings.graphqlBase,
            headers: { ...conventions.headers, ...headers },
          }),
        ),
      );
    },
    send: (request) => sent(request),
  };
}

/**
 * The plugins as measurements say they have to be set: an id and groups of its own for each client, so that reads of
 * GraphQL do not stand in the lane of writes, one a second, and two clients do not share it; nothing that writes is sent
 * again by a plugin. How long to wait is known to the pace, by the clock that everything else goes by.
 */
function octokitWith(settings: GithubClientSettings): Octokit {
  const { retry, stop, time } = settings;
  const id = randomUUID();
  const lane = (name: string): Bottleneck.Group =>
    new Bottleneck.Group({ id: `${name}-${id}`, maxConcurrent: 32 });
  const again = (_after: number, _options: unknown, _octokit: unknown, retryCount: number): boolean =>
    retryCount < retry.attempts - 1 && stop?.aborted !== true;

  const byOurClock: Parameters<typeof Octokit.plugin>[0] = (octokit) => {
    octokit.hook.wrap('request', async (request, options) => {
      const tries = Number(options.request.retryCount ?? 0);
      if (tries > 0) {
        await time.sleep(backOff(tries, retry, time), stop);
        if (stop?.aborted === true) {
          throw new TransportFault(interruptedDiagnostic(options, 'not sent again'), false, false);
        }
      }
      try {
        return await request(options);
      } catch (error) {
        const fault = transportFaultIn(error);
        if (fault !== null && !fault.again) options.request.retries = 0;
        // A query that was too much is asked again by whoever chose its size; only a wait is for us.
        if (/\/graphql$/.test(options.url) && !(isAnswered(error) && error.status === 429)) {
          options.request.retries = 0;
        }
        throw error;
      }
    });
    return {};
  };

  const throttle = {
    id,
    write: lane('write'),
    notifications: lane('notifications'),
    search: lane('search'),
    global: lane('global'),
    auth: lane('auth'),
    retryLimiter: new Bottleneck(),
    retryAfterBaseValue: 0,
    onRateLimit: again,
    onSecondaryRateLimit: again,
  };
  return new (Octokit.plugin(byOurClock, throttlingPlugin, retryPlugin))({
    baseUrl: settings.base,
    log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
    request: { fetch: octokitFetch(settings) },
    throttle,
    retry: { retries: retry.attempts - 1, retryAfterBaseValue: 0 },
  });
}

async function answerOf(ask: () => Promise<OctokitAnswer>): Promise<OctokitAnswer | TransportFault> {
  try {
    return await ask();
  } catch (error) {
    const fault = transportFaultIn(error);
    if (fault !== null) return fault;
    if (isAnswered(error)) return error.response;
    throw error;
  }
}

function transportFaultIn(error: unknown): TransportFault | null {
  if (error instanceof TransportFault) return error;
  return error instanceof Error && error.cause instanceof TransportFault ? error.cause : null;
}

function isAnswered(error: unknown): error is AnsweredError {
  return (
    typeof error === 'object' &&
    error !== null &&
    'response' in error &&
    typeof error.response === 'object' &&
    error.response !== null &&
    'status' in error.response
  );
}

function formOf(
  method: string,
  url: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): RequestForm {
  switch (method) {
    case 'GET':
    case 'POST':
    case 'PUT':
    case 'PATCH':
    case 'DELETE':
      return { method, path: url, headers, ...(body === undefined ? {} : { body }) };
    default:
      throw new Error(`${method} is no method of GitHub's API`);
  }
}

/** octokit hands a body that is not JSON on as the text it is. */
function replyFrom({ status, headers, data }: OctokitAnswer) {
  const text = typeof data === 'string' ? data : '';
  const bodiless = status === 204 || status === 205;
  const get = (name: string): string | null => {
    const value = headers[name];
    return typeof value === 'string' ? value : value === undefined ? null : String(value);
  };
  return {
    status,
    headers: { get },
    text,
    body: bodiless ? null : typeof data === 'string' ? undefined : data,
  };
}

function failedExchange(found: Diagnostic, inDoubt: boolean): Exchange {
  const hint = 'Whether GitHub made the change is not known: plan again to see.';
  return { end: 'failure', diagnostic: inDoubt ? { ...found, hint } : found, inDoubt };
}

function firstDiagnostic(found: readonly Diagnostic[]): Diagnostic {
  const [first] = found;
  if (first === undefined) throw new Error('a failure without a diagnostic');
  return first;
}
