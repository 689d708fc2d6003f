import { API_URL_HINT, apiUrlFault } from '../../source/api-url.ts';
import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';
import { escapeText } from '../../source/quote.ts';
import { type Asked, judge, notTheApi } from './answer.ts';
import type { Attempt } from './attempt.ts';
import { ACCEPTED_ENCODING } from './body.ts';
import type { Exchange } from './exchange.ts';
import type { HeldUp, Pace } from './pace.ts';
import { backOff, type RetryRules, retryAfter } from './retry.ts';
import type { Secret } from './secret.ts';
import type { Time } from './time.ts';
import { interrupted, throughWhich, unreachable } from './unreachable.ts';
import { instantText, pauseAskedFor, type Wait, watchSilence } from './wait.ts';
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
  /** Told while something takes longer than anybody expects. */
  readonly onWait?: (wait: Wait) => void;
  /**
   * Ends every wait at once, and what only reads. What was sent to write is still waited for; what is asked afterwards is
   * asked once.
   */
  readonly stop?: AbortSignal | undefined;
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
/** For whom nobody waits with patience: after Ctrl-C, and after nobody answered. */
const SHORT_MS = 10_000;

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
  const { base, secret, way, pace, retry, time, onRequest, onWait = () => {}, stop } = settings;
  const host = URL.canParse(base) ? new URL(base).host : base;
  let sent = 0;
  let reached = false;

  const hasToHurry = (): boolean => pace.silent || stop?.aborted === true;

  const tryOnce = (request: HttpRequest, url: string, spent: Spent): Promise<Attempt | HeldUp> =>
    pace.run(
      async () => {
        sent += 1;
        onRequest(request.method, request.path);
        const body = request.body === undefined ? null : JSON.stringify(request.body);
        const headers = {
          accept: 'application/json',
          'accept-encoding': ACCEPTED_ENCODING,
          'user-agent': 'bylaw',
          authorization: secret.authorization(),
          ...(body === null ? {} : { 'content-type': 'application/json' }),
          ...request.headers,
        };
        const timeout = hasToHurry() ? Math.min(settings.timeout, SHORT_MS) : settings.timeout;
        // What reads can be dropped; of what writes, the answer is wanted whoever waits.
        const dropped = request.method === 'GET' && stop?.aborted === false ? { stop } : {};
        const callOff = watchSilence(host, time, onWait);
        const got = await way.attempt({ method: request.method, url, headers, body, timeout, ...dropped });
        callOff();
        if (got.got === 'lost' && got.because === 'silence') spent.unanswered += timeout;
        if (got.got === 'answer' || got.got === 'unusable') {
          pace.heard(true);
          reached = true;
        }
        if (got.got === 'answer') {
          // Told within the attempt, so that nobody slips through before the pause begins.
          if (got.status === 429) pause(got);
          else pace.wentWell();
        }
        return got;
      },
      {
        milliseconds: retry.patience - spent.waited,
        stop,
        onWaited: (milliseconds) => {
          spent.waited += milliseconds;
        },
      },
    );

  const pause = ({ status, headers }: Extract<Attempt, { got: 'answer' }>): void => {
    const wait = retryAfter(headers.get('retry-after'), time) ?? retry.base;
    const told =
      pace.slowDown(wait) && wait <= retry.patience ? pauseAskedFor(host, status, wait, time) : null;
    if (told !== null) onWait(told);
  };

  /** Whether another try makes sense. Not reached at all, ever: the URL is wrong, and waiting does not mend it. */
  const worthRetrying = (request: HttpRequest, got: Attempt): boolean => {
    if (request.method === 'POST' && request.headers?.['idempotency-key'] === undefined) {
      return got.got === 'answer' ? got.status === 429 : got.got === 'never-sent' && reached;
    }
    switch (got.got) {
      case 'answer':
        return WORTH_RETRYING.has(got.status);
      case 'unusable':
        return false;
      case 'never-sent':
        return reached;
      case 'lost':
        return true;
    }
  };

  /** Whether the request has time for another try after so long a pause. */
  const hasTimeFor = (wait: number, tries: number, { waited, unanswered }: Spent): boolean =>
    !hasToHurry() &&
    tries < retry.attempts &&
    waited + wait <= retry.patience &&
    unanswered + (unanswered > 0 ? settings.timeout : 0) <= retry.silence;

  const perform = async (request: HttpRequest): Promise<Exchange> => {
    let url = `${base}${request.path}`;
    const fault = faultOf(settings, url);
    if (fault !== null) return failed(fault, false);
    let uncertain = false;
    const spent: Spent = { waited: 0, unanswered: 0 };
    let redirects = 0;
    for (let tries = 1; ; tries += 1) {
      const got = await tryOnce(request, url, spent);
      const asked = { method: request.method, url };
      const writes = request.method !== 'GET';
      if (got.got === 'held-up') {
        const found = stop?.aborted === true ? interrupted(asked, 'not sent') : heldUp(asked, got.until);
        return failed(found, writes && uncertain);
      }
      if (got.got === 'answer' && REDIRECTS.has(got.status)) {
        const target = redirectTarget(request, got.headers.get('location'), url);
        redirects += 1;
        if (target === null || redirects > MOST_REDIRECTS) {
          const to = got.headers.get('location') ?? 'nowhere';
          const message = `${asked.method} ${url}: redirected to ${escapeText(to)}; the token was not sent there`;
          return failed(notTheApi(throughWhich(message, way.proxy), { from: 'live', url }), writes);
        }
        url = target;
        tries -= 1;
        continue;
      }
      const wait = pauseBefore(got, tries);
      if (worthRetrying(request, got) && hasTimeFor(wait, tries, spent)) {
        // A 429 says that nothing was done; a broken connection or a 5xx says nothing.
        if (got.got === 'lost' || (got.got === 'answer' && got.status !== 429)) uncertain = true;
        if (got.got === 'answer' && got.status !== 429) tellPause(got.status, wait);
        spent.waited += wait;
        await time.sleep(wait, stop);
        if (stop?.aborted !== true) continue;
        return failed(interrupted(asked, 'not sent again'), writes && uncertain);
      }
      if (spent.unanswered > 0 && got.got === 'lost') pace.heard(false);
      const end = endOf(got, asked, uncertain, tries);
      if (end.end !== 'failure' || !writes) return end;
      return failed(end.diagnostic, uncertain || mayHaveBeenDone(got));
    }
  };

  const endOf = (got: Attempt, asked: Asked, uncertain: boolean, tries: number): Exchange => {
    switch (got.got) {
      case 'answer':
        return namingProxy(judge(got, asked, uncertain, secret), way);
      case 'unusable': {
        const message = `${asked.method} ${asked.url}: answered ${got.status}, and ${got.detail}`;
        return namingProxy(failed(notTheApi(message, { from: 'live', url: asked.url }), false), way);
      }
      case 'never-sent':
      case 'lost':
        return failed(unreachable(asked, got, tries, way), false);
    }
  };

  const tellPause = (status: number, wait: number): void => {
    const told = pauseAskedFor(host, status, wait, time);
    if (told !== null) onWait(told);
  };

  const pauseBefore = (got: Attempt, tries: number): number => {
    const own = backOff(tries, retry, time);
    const asked = got.got === 'answer' ? retryAfter(got.headers.get('retry-after'), time) : null;
    return asked === null ? own : Math.max(asked, own);
  };

  return { perform, sent: () => sent };
}

/** Milliseconds that one request has waited, and those in which nobody answered it. */
interface Spent {
  waited: number;
  unanswered: number;
}

/** Statuses by which a platform says that it did nothing. */
const NOTHING_DONE = new Set([401, 403, 429]);

function mayHaveBeenDone(got: Attempt): boolean {
  switch (got.got) {
    case 'answer':
      return !NOTHING_DONE.has(got.status);
    case 'unusable':
    case 'lost':
      return true;
    case 'never-sent':
      return false;
  }
}

/** A write given up on without a proper answer may have been carried out: whoever reads the failure has to know. */
function failed(found: Diagnostic, inDoubt: boolean): Exchange {
  const hint = 'Whether the platform made the change is not known: plan again to see.';
  return { end: 'failure', diagnostic: inDoubt ? { ...found, hint } : found, inDoubt };
}

function heldUp({ method, url }: Asked, until: number): Diagnostic {
  const message = `${method} ${url}: not sent, for the platform asks to wait until ${instantText(until)}`;
  return diagnostic('connector-rate-limited', message, { from: 'live', url });
}

/** Not of what only a platform says; of all that a proxy may have said in its place. */
function namingProxy(end: Exchange, { proxy }: Way): Exchange {
  if (end.end !== 'failure' || !/^connector-(protocol|server-error)$/.test(end.diagnostic.code)) return end;
  const message = throughWhich(end.diagnostic.message, proxy);
  return { ...end, diagnostic: { ...end.diagnostic, message } };
}

/** Where to follow a redirect to: only reads, and only within the origin that the token was meant for. */
function redirectTarget(request: HttpRequest, location: string | null, url: string): string | null {
  if (request.method !== 'GET' || location === null || !URL.canParse(location, url)) return null;
  const target = new URL(location, url);
  return target.origin === new URL(url).origin ? target.href : null;
}

/** What makes it pointless to send anything. */
function faultOf({ base, secret, way }: HttpSettings, url: string) {
  const fault = apiUrlFault(base);
  if (fault !== null) {
    return diagnostic('connector-unreachable', `${fault} Nothing was sent.`, null, { hint: API_URL_HINT });
  }
  return secret.fault({ from: 'live', url }) ?? way.fault;
}
