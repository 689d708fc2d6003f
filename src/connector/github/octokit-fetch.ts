import { setMaxListeners } from 'node:events';
import type { Diagnostic } from '../../source/diagnostic.ts';
import { diagnostic } from '../../source/diagnostic.ts';
import { parseUrl } from '../../source/parse-url.ts';
import { type ApiConventions, type RequestForm, requestKind } from '../http/api-conventions.ts';
import type { AttemptOutcome, ReceivedResponse } from '../http/attempt.ts';
import { judgedBy } from '../http/judged-attempt.ts';
import type { RateLimiter } from '../http/rate-limiter.ts';
import { ACCEPTED_ENCODING } from '../http/response-body.ts';
import { notApiResponse } from '../http/response-check.ts';
import type { RetryRules } from '../http/retry.ts';
import type { ClientClock } from '../http/time.ts';
import type { Transport } from '../http/transport.ts';
import { interruptedDiagnostic, unreachableDiagnostic, viaProxyText } from '../http/unreachable.ts';
import {
  instantText,
  rateLimitNotice,
  turnNotice,
  type WaitNotice,
  watchResponseSilence,
} from '../http/wait-notices.ts';

export interface OctokitFetchSettings {
  /** Nothing is sent to another origin than this one's: the token is meant for it. */
  readonly base: string;
  readonly conventions: ApiConventions;
  readonly way: Transport;
  /** Shared by all clients of a host. */
  readonly pace: RateLimiter;
  readonly timeout: number;
  readonly retry: RetryRules;
  readonly time: ClientClock;
  /** Whether requests that write are sent at all. */
  readonly writes: boolean;
  readonly onRequest: (method: string, path: string) => void;
  readonly onWait: (waitNotice: WaitNotice) => void;
  /** Told of what each answer says of itself. */
  readonly onAnswer: (headers: { get(name: string): string | null }, url: string) => void;
  readonly stop?: AbortSignal | undefined;
}

/** Why there is no answer: octokit hands it on as the cause of its own error. */
export class TransportFault extends Error {
  readonly diagnostic: Diagnostic;
  /** What was sent may have been carried out all the same. */
  readonly inDoubt: boolean;
  /** Whether another try may find it better. */
  readonly again: boolean;

  constructor(found: Diagnostic, inDoubt: boolean, again: boolean) {
    super(found.message);
    this.name = 'TransportFault';
    this.diagnostic = found;
    this.inDoubt = inDoubt;
    this.again = again;
  }
}

/**
 * Headers that somebody looks at; octokit wants to walk through all there are, and only names can be asked for. Not what
 * announces the end of a version: octokit would print a line for each request, and it is told here.
 */
const SEEN_HEADERS = [
  'content-type',
  'date',
  'etag',
  'last-modified',
  'link',
  'location',
  'retry-after',
  'x-accepted-github-permissions',
  'x-accepted-oauth-scopes',
  'x-github-enterprise-version',
  'x-github-request-id',
  'x-oauth-scopes',
  'x-ratelimit-limit',
  'x-ratelimit-remaining',
  'x-ratelimit-reset',
  'x-ratelimit-resource',
  'x-ratelimit-used',
] as const;

type OctokitRequestInit = Pick<RequestInit, 'method' | 'headers' | 'body'>;

/** For whom nobody waits with patience: after Ctrl-C, and after nobody answered. */
const HURRIED_MS = 10_000;
const REDIRECTED = new Set([301, 302, 307, 308]);
const MOST_REDIRECTIONS = 3;

/**
 * The `fetch` that octokit is given: one try, over Bylaw's own transport with its proxies, authorities, limits of size and
 * deadlines, in Bylaw's own pace. A client that only reads is given one that refuses everything else.
 */
export function octokitFetch(settings: OctokitFetchSettings) {
  const { base, conventions, way, pace, retry, time, writes, onRequest, onWait, onAnswer, stop } = settings;
  if (stop !== undefined) setMaxListeners(0, stop);
  const host = parseUrl(base)?.host ?? base;
  let reached = false;

  const sent = async (
    request: RequestForm,
    url: string,
    init: OctokitRequestInit,
  ): Promise<AttemptOutcome> => {
    onRequest(request.method, request.path);
    const reads = conventions.reads(request);
    const hurried = pace.silent || stop?.aborted === true;
    const callOff = watchResponseSilence(host, time, onWait);
    const got = await way.attempt({
      method: request.method,
      url,
      headers: headersOf(init),
      body: typeof init.body === 'string' ? init.body : null,
      timeout: hurried ? Math.min(settings.timeout, HURRIED_MS) : settings.timeout,
      // What reads can be dropped; of what writes, the answer is wanted whoever waits.
      ...(reads && stop?.aborted === false ? { stop } : {}),
    });
    callOff();
    if (got.got === 'answer') onAnswer(got.headers, url);
    if (got.got === 'answer' || got.got === 'unusable') {
      pace.heard(true);
      reached = true;
    } else if (got.got === 'lost' && got.because === 'silence') {
      pace.heard(false);
    }
    const { reply, meaning } = judgedBy(conventions, got, request, time);
    if (reply !== null && meaning.means === 'rate-limited') {
      // Told within the try, so that nobody slips through before the pause begins.
      const wait = meaning.wait ?? retry.base;
      const told =
        pace.slowDown(wait) && wait <= retry.patience
          ? rateLimitNotice(host, reply.status, wait, time)
          : null;
      if (told !== null) onWait(told);
    } else if (meaning !== null) {
      pace.wentWell();
    }
    return got;
  };

  return async (address: string, init: OctokitRequestInit = {}): Promise<Response> => {
    let url = address;
    for (let redirects = 0; ; redirects += 1) {
      const request = formOf(url, init);
      const reads = conventions.reads(request);
      if (!reads && !writes) throw new Error(`${request.method} ${request.path}: this client only reads`);
      const asked = { method: request.method, url };
      if (parseUrl(url)?.origin !== parseUrl(base)?.origin) {
        const message = `${url} is not at ${host}; the token was not sent there`;
        throw new TransportFault(notApiResponse(message, { from: 'live', url: base }), false, false);
      }
      const got = await pace.run(
        () => sent(request, url, init),
        {
          milliseconds: retry.patience,
          stop,
          onTurn: (wait, { name }) => onWait(turnNotice(host, name, wait, time)),
        },
        requestKind(conventions, request),
      );
      switch (got.got) {
        case 'held-up':
          throw new TransportFault(
            stop?.aborted === true ? interruptedDiagnostic(asked, 'not sent') : heldUpUntil(asked, got.until),
            false,
            false,
          );
        case 'never-sent':
        case 'lost': {
          const silent = got.because === 'silence' || got.because === 'interruption';
          const again = reads && reached && !silent;
          throw new TransportFault(
            unreachableDiagnostic(asked, got, 1, way),
            got.got === 'lost' && !reads,
            again,
          );
        }
        case 'unusable': {
          const message = `${asked.method} ${url}: answered ${got.status}, and ${got.detail}`;
          const found = notApiResponse(viaProxyText(message, way.proxy), { from: 'live', url });
          throw new TransportFault(found, !reads, false);
        }
        case 'answer': {
          if (!REDIRECTED.has(got.status)) return responseOf(got);
          const target = parseUrl(got.headers.get('location') ?? '', url);
          if (request.method === 'GET' && target !== null && redirects < MOST_REDIRECTIONS) {
            url = target.href;
            continue;
          }
          const message = `${asked.method} ${url}: redirected; the token was not sent there`;
          throw new TransportFault(notApiResponse(message, { from: 'live', url }), !reads, false);
        }
      }
    }
  };
}

function heldUpUntil(
  { method, url }: { readonly method: string; readonly url: string },
  until: number,
): Diagnostic {
  const message = `${method} ${url}: not sent, because GitHub asks to wait until ${instantText(until)}`;
  return diagnostic('connector-rate-limited', message, { from: 'live', url });
}

const METHODS = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']);

function isMethod(method: string): method is RequestForm['method'] {
  return METHODS.has(method);
}

function formOf(url: string, { method = 'GET', headers, body }: OctokitRequestInit): RequestForm {
  if (!isMethod(method)) throw new Error(`${method} is no method of GitHub's API`);
  const { pathname, search } = new URL(url);
  const form = { method, path: `${pathname}${search}`, headers: plainHeaders(headers) };
  // octokit sends an empty text where a write has no body.
  return typeof body === 'string' && body !== '' ? { ...form, body: JSON.parse(body) } : form;
}

function headersOf({ headers }: OctokitRequestInit): Readonly<Record<string, string>> {
  return { ...plainHeaders(headers), 'accept-encoding': ACCEPTED_ENCODING, 'user-agent': 'bylaw' };
}

function plainHeaders(headers: RequestInit['headers']): Readonly<Record<string, string>> {
  return Object.fromEntries(new Headers(headers).entries());
}

function responseOf({ status, headers, text }: ReceivedResponse): Response {
  const seen = SEEN_HEADERS.flatMap((name): [string, string][] => {
    const value = headers.get(name);
    return value === null ? [] : [[name, value]];
  });
  const bodiless = status === 204 || status === 205 || status === 304;
  return new Response(bodiless ? null : text, { status, headers: seen });
}
