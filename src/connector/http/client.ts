import { diagnostic } from '../../source/diagnostic.ts';
import { judge, notTheApi } from './answer.ts';
import type { Attempt } from './attempt.ts';
import type { Exchange } from './exchange.ts';
import type { Pace } from './pace.ts';
import { backOff, type RetryRules, retryAfter } from './retry.ts';
import type { Secret } from './secret.ts';
import type { Time } from './time.ts';
import { throughWhich, unreachable } from './unreachable.ts';
import type { Way } from './way.ts';

export interface HttpSettings {
  /** Every path is appended to this; no trailing slash. */
  readonly base: string;
  readonly secret: Secret;
  /** Directly, or through a proxy. */
  readonly way: Way;
  /** Shared by all that must not send more at once than one of them would. */
  readonly pace: Pace;
  /** Milliseconds one try may take. */
  readonly timeout: number;
  readonly retry: RetryRules;
  readonly time: Time;
  readonly onRequest: (method: string, path: string) => void;
}

/** Can only get: what a reader is built on has no way to write. */
export interface HttpReader {
  get(path: string): Promise<Exchange>;
  /** Tries sent so far. */
  sent(): number;
}

export interface HttpWrite {
  readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
  /** If-Match, If-None-Match, Idempotency-Key. A POST without a key is never repeated. */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface HttpWriter extends HttpReader {
  send(write: HttpWrite): Promise<Exchange>;
}

interface HttpRequest extends Omit<HttpWrite, 'method'> {
  readonly method: HttpWrite['method'] | 'GET';
}

const REDIRECTS = new Set([301, 302, 303, 307, 308]);
/** 500 too: only requests that may be repeated get here, and a crash in the middle is often gone the next time. */
const WORTH_RETRYING = new Set([429, 500, 502, 503, 504]);
const MOST_REDIRECTS = 3;

/**
 * Exchanges end in an answer, a refusal (4xx in JSON) or a failure with token-missing, token-rejected,
 * token-forbidden, connector-unreachable, certificate-untrusted, proxy-invalid, proxy-failed, connector-protocol,
 * connector-rate-limited or connector-server-error.
 */
export function openHttpReader(settings: HttpSettings): HttpReader {
  const { perform, sent } = openHttp(settings);
  return { get: (path) => perform({ method: 'GET', path }), sent };
}

/** As `openHttpReader`, and writes. */
export function openHttpWriter(settings: HttpSettings): HttpWriter {
  const { perform, sent } = openHttp(settings);
  return { get: (path) => perform({ method: 'GET', path }), send: perform, sent };
}

function openHttp(settings: HttpSettings): {
  readonly perform: (request: HttpRequest) => Promise<Exchange>;
  readonly sent: () => number;
} {
  const { base, secret, way, pace, timeout, retry, time, onRequest } = settings;
  let sent = 0;
  let reached = false;

  const tryOnce = (request: HttpRequest, url: string): Promise<Attempt> =>
    pace.run(async () => {
      sent += 1;
      onRequest(request.method, request.path);
      const body = request.body === undefined ? null : JSON.stringify(request.body);
      const headers = {
        accept: 'application/json',
        authorization: secret.authorization(),
        ...(body === null ? {} : { 'content-type': 'application/json' }),
        ...request.headers,
      };
      const got = await way.attempt({ method: request.method, url, headers, body, timeout });
      if (got.got === 'answer') {
        reached = true;
        // Told within the attempt, so that nobody slips through before the pause begins.
        if (got.status === 429) pace.slowDown(retryAfter(got.headers.get('retry-after'), time) ?? retry.base);
        else pace.wentWell();
      }
      return got;
    });

  /** Whether another try makes sense. Not reached at all, ever: the URL is wrong, and waiting does not mend it. */
  const worthRetrying = (request: HttpRequest, got: Attempt): boolean => {
    if (request.method === 'POST' && request.headers?.['idempotency-key'] === undefined) {
      return got.got === 'answer' ? got.status === 429 : got.got === 'never-sent' && reached;
    }
    if (got.got === 'answer') return WORTH_RETRYING.has(got.status);
    return got.got === 'lost' || reached;
  };

  const perform = async (request: HttpRequest): Promise<Exchange> => {
    let url = `${base}${request.path}`;
    const tokenFault = faultOf(settings, url);
    if (tokenFault !== null) return { end: 'failure', diagnostic: tokenFault };
    let uncertain = false;
    let waited = 0;
    let redirects = 0;
    for (let tries = 1; ; tries += 1) {
      const got = await tryOnce(request, url);
      const asked = { method: request.method, url };
      if (got.got === 'answer' && REDIRECTS.has(got.status)) {
        const target = redirectTarget(request, got.headers.get('location'), url);
        redirects += 1;
        if (target === null || redirects > MOST_REDIRECTS) {
          const to = got.headers.get('location') ?? 'nowhere';
          const message = `${asked.method} ${url}: redirected to ${to}; the token was not sent there`;
          const found = notTheApi(throughWhich(message, way.proxy), { from: 'live', url });
          return { end: 'failure', diagnostic: found };
        }
        url = target;
        tries -= 1;
        continue;
      }
      const wait = pauseBefore(got, tries);
      if (worthRetrying(request, got) && tries < retry.attempts && waited + wait <= retry.patience) {
        // A 429 says that nothing was done; a broken connection or a 5xx says nothing.
        if (got.got === 'lost' || (got.got === 'answer' && got.status !== 429)) uncertain = true;
        waited += wait;
        await time.sleep(wait);
        continue;
      }
      const end: Exchange =
        got.got === 'answer'
          ? judge(got, asked, uncertain, secret)
          : { end: 'failure', diagnostic: unreachable(asked, got, tries, way) };
      const told = got.got === 'answer' ? namingProxy(end, way) : end;
      return uncertain || got.got === 'lost' ? inDoubt(request, told) : told;
    }
  };

  const pauseBefore = (got: Attempt, tries: number): number => {
    const own = backOff(tries, retry, time);
    const asked = got.got === 'answer' ? retryAfter(got.headers.get('retry-after'), time) : null;
    return asked === null ? own : Math.max(asked, own);
  };

  return { perform, sent: () => sent };
}

/** Not of what only a platform says; of all that a proxy may have said in its place. */
function namingProxy(end: Exchange, { proxy }: Way): Exchange {
  if (end.end !== 'failure' || !/^connector-(protocol|server-error)$/.test(end.diagnostic.code)) return end;
  const message = throughWhich(end.diagnostic.message, proxy);
  return { end: 'failure', diagnostic: { ...end.diagnostic, message } };
}

/** A write given up on without an answer may have been carried out: whoever reads the failure has to know. */
function inDoubt(request: HttpRequest, end: Exchange): Exchange {
  if (request.method === 'GET' || end.end !== 'failure') return end;
  const hint = 'Whether the platform made the change is not known: plan again to see.';
  return { end: 'failure', diagnostic: { ...end.diagnostic, hint } };
}

/** Where to follow a redirect to: only reads, and only within the origin that the token was meant for. */
function redirectTarget(request: HttpRequest, location: string | null, url: string): string | null {
  if (request.method !== 'GET' || location === null || !URL.canParse(location, url)) return null;
  const target = new URL(location, url);
  return target.origin === new URL(url).origin ? target.href : null;
}

/** What makes it pointless to send anything. A URL with a password in it is not repeated in the message. */
function faultOf({ secret, way }: HttpSettings, url: string) {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    return diagnostic('connector-unreachable', `${url} is not an http or https URL`, null);
  }
  const { username, password, origin } = new URL(url);
  if (username !== '' || password !== '') {
    const message = `The URL of ${origin} holds a user name or password; nothing was sent`;
    return diagnostic('connector-unreachable', message, null, { hint: 'Give the token apart from the URL.' });
  }
  return secret.fault({ from: 'live', url }) ?? way.fault;
}
