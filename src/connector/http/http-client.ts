import { setMaxListeners } from 'node:events';
import { API_URL_HINT, apiUrlFault } from '../../source/api-url.ts';
import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';
import { parseUrl } from '../../source/parse-url.ts';
import { escapeText } from '../../source/quote.ts';
import { type ApiConventions, PLAIN_HTTP, type RequestForm, requestKind } from './api-conventions.ts';
import type { Authorization } from './authorization.ts';
import type { Exchange } from './exchange.ts';
import { failed, heldUp, namingProxy } from './exchange-failure.ts';
import type { HttpReader, HttpWriter } from './http-interface.ts';
import { isWorthRetrying, type Judged, judgedBy, mayHaveBeenDone } from './judged-attempt.ts';
import type { RateLimited, RateLimiter } from './rate-limiter.ts';
import { ACCEPTED_ENCODING } from './response-body.ts';
import { judgeResponse, notApiResponse, type RequestLabel } from './response-check.ts';
import { backOff, type RetryRules, retryAfter } from './retry.ts';
import type { ClientClock } from './time.ts';
import { elsewhere, MOST_REDIRECTS, REDIRECTS, redirectTarget } from './token-origin.ts';
import type { Transport } from './transport.ts';
import { interruptedDiagnostic, unreachableDiagnostic, viaProxyText } from './unreachable.ts';
import { rateLimitNotice, type WaitNotice, watchResponseSilence } from './wait-notices.ts';

export interface HttpSettings {
  /** Every path is appended to this; no trailing slash. */
  readonly base: string;
  readonly authorization: Authorization;
  /** What is peculiar to the API; left out: nothing. */
  readonly conventions?: ApiConventions;
  /** Directly, or through a proxy. */
  readonly way: Transport;
  /** Shared by all that must not send more at once than one of them would. */
  readonly pace: RateLimiter;
  /** Milliseconds one try may take. */
  readonly timeout: number;
  readonly retry: RetryRules;
  readonly time: ClientClock;
  readonly onRequest: (method: string, path: string) => void;
  /** Told while something takes longer than anybody expects. */
  readonly onWait?: (waitNotice: WaitNotice) => void;
  /** Told of what each answer says of itself, whatever its status. */
  readonly onAnswer?: (headers: { get(name: string): string | null }) => void;
  /**
   * Ends every wait at once, and what only reads. What was sent to write is still waited for; what is asked afterwards is
   * asked once.
   */
  readonly stop?: AbortSignal | undefined;
}

/** For whom nobody waits with patience: after Ctrl-C, and after nobody answered. */
const SHORT_MS = 10_000;

/**
 * Exchanges end in an answer, a refusal (4xx in JSON) or a failure with token-missing, token-rejected,
 * token-forbidden, connector-unreachable, certificate-untrusted, proxy-invalid, proxy-failed, connector-protocol,
 * connector-rate-limited or connector-server-error.
 */
export function openHttpReader(settings: HttpSettings): HttpReader {
  const { get, query, sent } = openHttp(settings);
  return { get, query, sent };
}

/** As `openHttpReader`, and writes. */
export function openHttpWriter(settings: HttpSettings): HttpWriter {
  return openHttp(settings);
}

function openHttp(settings: HttpSettings): HttpWriter {
  const { base, authorization, way, pace, retry, time, onRequest, onWait = () => {}, stop } = settings;
  // As many listen as there are requests under way, whoever the signal is of.
  if (stop !== undefined) setMaxListeners(0, stop);
  const { conventions = PLAIN_HTTP } = settings;
  const host = parseUrl(base)?.host ?? base;
  let sent = 0;
  let reached = false;

  const hasToHurry = (): boolean => pace.silent || stop?.aborted === true;

  const reads = (request: RequestForm): boolean => request.method === 'GET' || conventions.reads(request);

  const tryOnce = (
    request: RequestForm,
    url: string,
    granted: Readonly<Record<string, string>>,
    waitedTime: WaitedTime,
  ): Promise<Judged | RateLimited> =>
    pace.run(
      async () => {
        sent += 1;
        onRequest(request.method, request.path);
        const body = request.body === undefined ? null : bodyText(request.body);
        const headers = {
          accept: 'application/json',
          'accept-encoding': ACCEPTED_ENCODING,
          'user-agent': 'bylaw',
          ...(body === null ? {} : { 'content-type': 'application/json' }),
          ...conventions.headers,
          ...request.headers,
          ...granted,
        };
        const timeout = hasToHurry() ? Math.min(settings.timeout, SHORT_MS) : settings.timeout;
        // What reads can be dropped; of what writes, the answer is wanted whoever waits.
        const dropped = reads(request) && stop?.aborted === false ? { stop } : {};
        const callOff = watchResponseSilence(host, time, onWait);
        const got = await way.attempt({ method: request.method, url, headers, body, timeout, ...dropped });
        callOff();
        if (got.got === 'answer') settings.onAnswer?.(got.headers);
        if (got.got === 'lost' && got.because === 'silence') waitedTime.unanswered += timeout;
        if (got.got === 'answer' || got.got === 'unusable') {
          pace.heard(true);
          reached = true;
        }
        const found = judgedBy(conventions, got, request, time);
        // Told within the attempt, so that nobody slips through before the pause begins.
        if (found.reply !== null && found.meaning.means === 'rate-limited')
          pause(found.reply.status, found.meaning.wait);
        else if (found.meaning !== null) pace.wentWell();
        return found;
      },
      {
        milliseconds: retry.patience - waitedTime.waited,
        stop,
        onWaited: (milliseconds) => {
          waitedTime.waited += milliseconds;
        },
      },
      requestKind(conventions, request),
    );

  const pause = (status: number, request: number | null): void => {
    const wait = request ?? retry.base;
    const told =
      pace.slowDown(wait) && wait <= retry.patience ? rateLimitNotice(host, status, wait, time) : null;
    if (told !== null) onWait(told);
  };

  const worthRetrying = (request: RequestForm, got: Judged): boolean =>
    isWorthRetrying(got, reads(request) || conventions.repeats(request), reached);

  /** Whether the request has time for another try after so long a pause. */
  const hasTimeFor = (wait: number, tries: number, { waited, unanswered }: WaitedTime): boolean =>
    !hasToHurry() &&
    tries < retry.attempts &&
    waited + wait <= retry.patience &&
    unanswered + (unanswered > 0 ? settings.timeout : 0) <= retry.silence;

  const perform = async (request: RequestForm): Promise<Exchange> => {
    let url = /^https?:/i.test(request.path) ? request.path : `${base}${request.path}`;
    const fault = faultOf(settings, url) ?? elsewhere(base, url);
    if (fault !== null) return failed(fault, false);
    let uncertain = false;
    const waitedTime: WaitedTime = { waited: 0, unanswered: 0 };
    let redirects = 0;
    let renewed = false;
    for (let tries = 1; ; tries += 1) {
      const asked = { method: request.method, url };
      const writes = !reads(request);
      const granted = await authorization.headers();
      if (!granted.ok) return failed(firstOf(granted.diagnostics), writes && uncertain);
      const judging = await tryOnce(request, url, granted.value, waitedTime);
      if (judging.got === 'held-up') {
        const found =
          stop?.aborted === true ? interruptedDiagnostic(asked, 'not sent') : heldUp(asked, judging.until);
        return failed(found, writes && uncertain);
      }
      const { got, meaning } = judging;
      if (got.got === 'answer' && REDIRECTS.has(got.status)) {
        const target = redirectTarget(request, got.headers.get('location'), url);
        redirects += 1;
        if (target === null || redirects > MOST_REDIRECTS) {
          const to = got.headers.get('location') ?? 'nowhere';
          const message = `${asked.method} ${url}: redirected to ${escapeText(to)}; the token was not sent there`;
          return failed(notApiResponse(viaProxyText(message, way.proxy), { from: 'live', url }), writes);
        }
        url = target;
        tries -= 1;
        continue;
      }
      // Nothing was done: a token that was issued for a while may have ended early.
      if (meaning?.means === 'token-rejected' && !renewed && authorization.rejected(granted.value)) {
        renewed = true;
        tries -= 1;
        continue;
      }
      const wait = pauseBefore(judging, tries);
      if (worthRetrying(request, judging) && hasTimeFor(wait, tries, waitedTime)) {
        // A refusal for too many requests says that nothing was done; a broken connection or a 5xx says nothing.
        const limited = meaning?.means === 'rate-limited';
        if (got.got === 'lost' || (got.got === 'answer' && !limited)) uncertain = true;
        if (got.got === 'answer' && !limited) tellPause(got.status, wait);
        waitedTime.waited += wait;
        await time.sleep(wait, stop);
        if (stop?.aborted !== true) continue;
        return failed(interruptedDiagnostic(asked, 'not sent again'), writes && uncertain);
      }
      if (waitedTime.unanswered > 0 && got.got === 'lost') pace.heard(false);
      const end = endOf(judging, asked, uncertain, tries);
      if (end.end !== 'failure' || !writes) return end;
      return failed(end.diagnostic, uncertain || mayHaveBeenDone(judging));
    }
  };

  const endOf = (
    judging: Judged,
    requestLabel: RequestLabel,
    uncertain: boolean,
    tries: number,
  ): Exchange => {
    if (judging.reply !== null) {
      const { reply, meaning } = judging;
      return namingProxy(judgeResponse(reply, meaning, requestLabel, uncertain, authorization.hide), way);
    }
    switch (judging.got.got) {
      case 'unusable': {
        const message = `${requestLabel.method} ${requestLabel.url}: answered ${judging.got.status}, and ${judging.got.detail}`;
        return namingProxy(
          failed(notApiResponse(message, { from: 'live', url: requestLabel.url }), false),
          way,
        );
      }
      case 'never-sent':
      case 'lost':
        return failed(unreachableDiagnostic(requestLabel, judging.got, tries, way), false);
    }
  };

  const tellPause = (status: number, wait: number): void => {
    const told = rateLimitNotice(host, status, wait, time);
    if (told !== null) onWait(told);
  };

  const pauseBefore = ({ got, meaning }: Judged, tries: number): number => {
    const own = backOff(tries, retry, time);
    const said = got.got === 'answer' ? retryAfter(got.headers.get('retry-after'), time) : null;
    const request = meaning?.means === 'rate-limited' ? meaning.wait : said;
    return request === null ? own : Math.max(request, own);
  };

  return {
    get: (path, headers) => perform({ method: 'GET', path, ...(headers === undefined ? {} : { headers }) }),
    query: (path, body) => {
      const request: RequestForm = { method: 'POST', path, body };
      if (!conventions.reads(request)) throw new Error(`POST ${path} is no query of this API`);
      return perform(request);
    },
    send: perform,
    sent: () => sent,
  };
}

/** JSON, and a form as a form. */
function bodyText(body: unknown): string {
  return body instanceof URLSearchParams ? body.toString() : JSON.stringify(body);
}

/** Milliseconds that one request has waited, and those in which nobody answered it. */
interface WaitedTime {
  waited: number;
  unanswered: number;
}

function firstOf(found: readonly Diagnostic[]): Diagnostic {
  const [first] = found;
  if (first === undefined) throw new Error('a failure without a diagnostic');
  return first;
}

/** What makes it pointless to send anything. */
function faultOf({ base, authorization, way }: HttpSettings, url: string) {
  const fault = apiUrlFault(base);
  if (fault !== null) {
    return diagnostic('connector-unreachable', `${fault} Nothing was sent.`, null, { hint: API_URL_HINT });
  }
  return authorization.fault({ from: 'live', url }) ?? way.fault;
}
