import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { TokenStore } from '../api/tokens.ts';
import type { FaultKind, InjectedFault } from '../faults/fault.ts';
import { FaultSchedule } from '../faults/fault-schedule.ts';
import { answerControl, CONTROL_PREFIX, type ControlContext } from '../http/control-api.ts';
import type { RecordedExchange, RequestLogEntry } from '../http/recorded-exchange.ts';
import { readRequestBody } from '../http/request-body.ts';
import { RequestLog } from '../http/request-log.ts';
import { sendResponse } from '../http/send-response.ts';
import type { GithubVersionEnd } from './door/api-version.ts';
import type { GithubAnswer } from './door/github-call.ts';
import { GITHUB_LIMITS, type GithubLimits } from './door/github-limits.ts';
import { GithubTokens } from './door/github-tokens.ts';
import { StandInDoor } from './door/stand-in-door.ts';
import { GithubClock } from './world/github-clock.ts';
import type { GithubSeed } from './world/github-seed.ts';
import type { GithubWorld } from './world/github-world.ts';
import { letEverybodyExist, plantGithubSeed } from './world/plant-github-seed.ts';

export interface GithubStandInOptions {
  readonly seed: GithubSeed;
  /** Any free one when left out or 0. */
  readonly port?: number;
  readonly clock?: GithubClock;
  /** In place of GitHub's own numbers. */
  readonly limits?: Partial<GithubLimits>;
  /** Seconds until what GitHub does in the background is done; 0 when left out. */
  readonly settlesAfter?: number;
  /** Every login is somebody's, and each may come with the first token, a colon and the login in place of a token. */
  readonly everybodyExists?: boolean;
  readonly faults?: readonly InjectedFault[];
  /** With it, `/_sandbox/` puts the clock ahead, sets faults and shows what was asked, as of any sandbox. */
  readonly controlToken?: string;
  /** Versions of the API that are announced to end. */
  readonly versionEnds?: Readonly<Record<string, GithubVersionEnd>>;
  readonly onExchange?: (exchange: RecordedExchange) => void;
}

export interface GithubStandIn {
  /** The REST API is here and below `/api/v3`, GraphQL at `/graphql` and `/api/graphql`. */
  readonly url: string;
  readonly port: number;
  /** All that there is, to look at and, in the part of somebody else, to change. */
  readonly world: GithubWorld;
  readonly clock: GithubClock;
  /** Requests of REST that cost quota so far, and those that were told that nothing had changed. */
  restCount(): { readonly spent: number; readonly unchanged: number };
  requests(): readonly RequestLogEntry[];
  resetRequests(): void;
  setFaults(faults: readonly InjectedFault[]): void;
  close(): Promise<void>;
}

const PAGE = '<!doctype html><title>Proxy</title><p>This page was blocked, or needs you to sign in.</p>';

/** A server on the loopback interface that answers as api.github.com does, from memory. */
export async function startGithubStandIn(options: GithubStandInOptions): Promise<GithubStandIn> {
  const clock = options.clock ?? new GithubClock();
  const world = plantGithubSeed(options.seed, clock);
  if (options.everybodyExists) letEverybodyExist(world);
  const door = new StandInDoor({
    world,
    tokens: new GithubTokens(world, options.seed),
    limits: { ...GITHUB_LIMITS, ...options.limits },
    habits: { settlesAfter: (options.settlesAfter ?? 0) * 1000 },
    versionEnds: options.versionEnds ?? {},
  });
  const schedule = new FaultSchedule(options.faults ?? []);
  const log = new RequestLog();
  const server = createServer((request, response) => {
    serve(request, response).catch(() => request.socket.destroy());
  });
  server.keepAliveTimeout = 120_000;
  let url = '';
  const controls =
    options.controlToken === undefined ? null : controlsOf(options.controlToken, schedule, log, clock);

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const method = request.method ?? 'GET';
    const [fullPath = '/', ...rest] = (request.url ?? '/').split('?');
    const query = rest.join('?');
    if (controls !== null && fullPath.startsWith(CONTROL_PREFIX)) {
      const body = await readRequestBody(request);
      const { authorization } = request.headers;
      sendResponse(response, answerControl(controls, method, fullPath, authorization, body));
      return;
    }
    const prefix = /^\/api\/v3(?=\/)/.exec(fullPath)?.[0] ?? '';
    const path = fullPath.slice(prefix.length).replace(/^\/api\/graphql$/, '/graphql');
    const operationId = door.operationOf(method, path);
    const { delay: wait, fault } = schedule.plan({
      method,
      operationId: operationId ?? '',
      path: query === '' ? path : `${path}?${query}`,
      isList: method === 'GET',
    });
    door.enter();
    try {
      if (wait > 0) await delay(wait);
      const broken = fault?.kind === 'drop-before';
      const body = broken ? null : await readRequestBody(request);
      const header = (name: string) => [request.headers[name]].flat()[0];
      const timedOut = fault?.kind === 'status' && (fault.status === 502 || fault.status === 504);
      if (operationId === 'graphql' && timedOut) door.chargeTimeout(header('authorization'));
      const answer = broken
        ? null
        : spoiled(fault, () => door.answer({ method, path, query, origin: `${url}${prefix}`, header, body }));
      if (answer === null) request.socket.destroy();
      else sendResponse(response, { body: undefined, headers: {}, ...answer }, new Date(clock.now()));
      const status = answer?.status ?? 0;
      const at = new Date(clock.now()).toISOString();
      log.add({ at, method, path: query === '' ? path : `${path}?${query}`, operationId, status });
      options.onExchange?.({
        method,
        path,
        query,
        requestHeaders: headerTexts(request.headers),
        requestBody: parsed(body),
        operationId,
        status,
        responseHeaders: { ...answer?.headers },
        responseBody: answer?.body === undefined ? undefined : JSON.parse(JSON.stringify(answer.body)),
        fault: fault?.kind ?? null,
      });
    } finally {
      door.leave();
    }
  };

  const port = await new Promise<number>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
  url = `http://127.0.0.1:${port}`;
  return {
    url,
    port,
    world,
    clock,
    restCount: () => door.restCount,
    requests: () => log.lines(),
    resetRequests: () => log.clear(),
    setFaults: (faults) => schedule.set(faults),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function controlsOf(
  token: string,
  schedule: FaultSchedule,
  log: RequestLog,
  clock: GithubClock,
): ControlContext {
  return {
    schedule,
    log,
    tokens: new TokenStore({ value: token, name: 'admin-token' }, []),
    clock: {
      now: () => new Date(clock.now()),
      get aheadSeconds() {
        return clock.aheadSeconds;
      },
      putAhead: (seconds) => clock.putAhead(seconds),
    },
  };
}

/** null: the connection is to be broken. */
function spoiled(
  fault: (InjectedFault & { readonly kind: FaultKind }) | null,
  answer: () => GithubAnswer,
): GithubAnswer | null {
  if (fault === null) return answer();
  switch (fault.kind) {
    case 'status': {
      const headers: Record<string, string> =
        fault.retryAfter === undefined ? {} : { 'retry-after': String(fault.retryAfter) };
      return { status: fault.status, body: { message: 'A fault of the stand-in' }, headers };
    }
    case 'html':
      return { status: 200, body: PAGE, headers: { 'content-type': 'text/html' } };
    case 'drop-after-write':
      answer();
      return null;
    case 'missing-page': {
      const whole = answer();
      return Array.isArray(whole.body) ? { ...whole, body: [] } : whole;
    }
    case 'drop-before':
      return null;
    case 'latency':
      return answer();
  }
}

function parsed(body: Buffer | null): unknown {
  try {
    return body === null || body.length === 0 ? undefined : JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

function headerTexts(headers: IncomingMessage['headers']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, [value ?? ''].flat().join(', ')]),
  );
}
