import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { type ApiOptions, answerCall, problemResponse } from '../api/api.ts';
import { ApiProblem } from '../api/api-problem.ts';
import type { ApiResponse } from '../api/api-response.ts';
import type { SandboxClock } from '../clock.ts';
import type { InjectedFault } from '../faults/fault.ts';
import type { FaultPlan, FaultSchedule } from '../faults/fault-schedule.ts';
import { type ApiRoute, type ApiRouter, openApiRouter } from './api-router.ts';
import { answerControl, CONTROL_PREFIX } from './control-api.ts';
import type { RecordedExchange } from './recorded-exchange.ts';
import { readRequestBody } from './request-body.ts';
import type { RequestLog } from './request-log.ts';
import { sendResponse } from './send-response.ts';

export interface FrontendContext {
  readonly api: ApiOptions;
  readonly schedule: FaultSchedule;
  readonly log: RequestLog;
  readonly clock: SandboxClock;
  readonly onExchange: ((recordedExchange: RecordedExchange) => void) | undefined;
}

const PAGE = '<!doctype html><title>Sign in</title><p>Please sign in to continue.</p>';

/** Every request comes in here: it is routed, spoiled when a fault says so, answered and logged. */
export class HttpFrontend {
  readonly #house: FrontendContext;
  readonly #route: ApiRouter = openApiRouter();

  constructor(frontendContext: FrontendContext) {
    this.#house = frontendContext;
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const method = request.method ?? 'GET';
    const [path = '/', ...queryParts] = (request.url ?? '/').split('?');
    const query = queryParts.join('?');
    if (path.startsWith(CONTROL_PREFIX)) {
      const controls = { ...this.#house, tokens: this.#house.api.tokens };
      const body = await readRequestBody(request);
      sendResponse(response, answerControl(controls, method, path, request.headers.authorization, body));
      return;
    }
    const apiRoute = this.#route(method, path);
    const { delay: wait, fault } = this.#plan(apiRoute, query === '' ? path : `${path}?${query}`);
    if (wait > 0) await delay(wait);
    const broken = fault?.kind === 'drop-before';
    const body = broken ? null : await readRequestBody(request);
    const answer = broken ? null : this.#answer(request, apiRoute, path, query, body, fault);
    if (answer) sendResponse(response, answer, this.#house.clock.now());
    else request.socket.destroy();
    this.#record(request, { method, path, query, route: apiRoute, body, answer, fault });
  }

  #plan(apiRoute: ApiRoute, path: string): FaultPlan {
    if (!apiRoute.operation) return { delay: 0, fault: null };
    const { method, id, queryParameters } = apiRoute.operation;
    return this.#house.schedule.plan({ method, operationId: id, path, isList: queryParameters.has('page') });
  }

  /** null: the connection is to be broken. */
  #answer(
    request: IncomingMessage,
    apiRoute: ApiRoute,
    path: string,
    query: string,
    body: Buffer | null,
    fault: FaultPlan['fault'],
  ): ApiResponse | null {
    if (!apiRoute.operation) return nowhere(apiRoute.allowed);
    if (fault?.kind === 'status') return statusAnswer(fault);
    if (fault?.kind === 'html') return { status: 200, headers: { 'content-type': 'text/html' }, body: PAGE };
    const apiResponse = answerCall(this.#house.api, {
      ...apiRoute,
      path,
      query: new URLSearchParams(query),
      header: (name) => firstValue(request.headers[name]),
      body,
    });
    if (fault?.kind === 'drop-after-write') return null;
    return fault?.kind === 'missing-page' ? withoutItems(apiResponse) : apiResponse;
  }

  #record(request: IncomingMessage, handledRequest: HandledRequest): void {
    const { method, path, query, route, answer } = handledRequest;
    const { log, onExchange, api } = this.#house;
    const operationId = route.operation?.id ?? null;
    const status = answer?.status ?? 0;
    const at = api.now().toISOString();
    log.add({ at, method, path: query === '' ? path : `${path}?${query}`, operationId, status });
    onExchange?.({
      method,
      path,
      query,
      requestHeaders: headerTexts(request.headers),
      requestBody: parsed(handledRequest.body),
      operationId,
      status,
      responseHeaders: { ...(answer?.body === undefined ? {} : JSON_TYPE), ...answer?.headers },
      // Through JSON, as the reader at the other end sees it.
      responseBody: answer?.body === undefined ? undefined : JSON.parse(JSON.stringify(answer.body)),
      fault: handledRequest.fault?.kind ?? null,
    });
  }
}

const JSON_TYPE = { 'content-type': 'application/json' };

interface HandledRequest {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly route: ApiRoute;
  readonly body: Buffer | null;
  readonly answer: ApiResponse | null;
  readonly fault: FaultPlan['fault'];
}

function nowhere(allowed: readonly string[]): ApiResponse {
  if (allowed.length === 0) return problemResponse(new ApiProblem(404, 'not-found', 'no such path'));
  const headers = { allow: allowed.join(', ') };
  return problemResponse(new ApiProblem(405, 'method-not-allowed', `only ${headers.allow}`, { headers }));
}

function statusAnswer({ status, retryAfter }: Extract<InjectedFault, { kind: 'status' }>): ApiResponse {
  const headers: Record<string, string> =
    retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) };
  return problemResponse(new ApiProblem(status, 'injected-fault', 'a fault of the sandbox', { headers }));
}

function withoutItems(apiResponse: ApiResponse): ApiResponse {
  const { body } = apiResponse;
  if (typeof body !== 'object' || body === null || !('items' in body)) return apiResponse;
  return { ...apiResponse, body: { ...body, items: [] } };
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
    Object.entries(headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
}

function firstValue(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
