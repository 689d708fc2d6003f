import { request as askPlainly, type IncomingMessage, Agent as PlainAgent } from 'node:http';
import { request as askInTls, Agent as TlsAgent } from 'node:https';
import { deadline } from './deadline.ts';
import { readBody, UnreadableBody } from './response-body.ts';

/** One try of one request, nothing decided yet. */
export interface AttemptRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  /** Milliseconds for all of it, the body of the answer too. */
  readonly timeout: number;
  /** Ends it earlier. */
  readonly stop?: AbortSignal;
}

export interface ReceivedResponse {
  readonly got: 'answer';
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  readonly text: string;
}

/** An answer whose body is of no use; the request has arrived. */
export interface UnusableResponse {
  readonly got: 'unusable';
  readonly status: number;
  readonly detail: string;
}

export interface NoResponse {
  /** `never-sent`: no connection came about. `lost`: it broke, or took too long, after the request may have arrived. */
  readonly got: 'never-sent' | 'lost';
  readonly detail: string;
  /**
   * What has to be mended. `silence`: all the time there was has gone by. `authority`: nobody this machine trusts vouches
   * for the certificate. `proxy` and `proxy-password`: the proxy does not let the request through; `detail` then says
   * what it does instead. `interruption`: nobody waits for it any more.
   */
  readonly because: 'platform' | 'silence' | 'authority' | 'proxy' | 'proxy-password' | 'interruption';
}

export type AttemptOutcome = ReceivedResponse | UnusableResponse | NoResponse;

/** Nothing but these means that the request cannot have arrived. */
const NEVER_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** What OpenSSL says of a certificate that leads to no authority it knows. */
const UNKNOWN_AUTHORITY = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

/** Shorter than servers keep a connection that nobody uses: one that is being closed must not be taken for a way. */
const KEPT_IDLE_MS = 4000;
const kept = { keepAlive: true, timeout: KEPT_IDLE_MS };
/** Made for the first request: Node loads TLS for one of them, and most runs of a check ask nobody. */
const agents: { plain?: PlainAgent; tls?: TlsAgent } = {};

function plainAgent(): PlainAgent {
  agents.plain ??= new PlainAgent(kept);
  return agents.plain;
}

function tlsAgent(): TlsAgent {
  agents.tls ??= new TlsAgent(kept);
  return agents.tls;
}

/**
 * Without anything in between. Not by `fetch`: of a connection that is accepted and closed it never tells (Node 20), it
 * takes bodies of any size, and refuses some ports.
 */
export async function attemptRequest(request: AttemptRequest): Promise<AttemptOutcome> {
  const until = deadline(request.timeout, request.stop);
  try {
    return await until.before(answered(request, until.signal));
  } catch (error) {
    return networkFault(error, request, until.late());
  } finally {
    until.over();
  }
}

async function answered(request: AttemptRequest, signal: AbortSignal): Promise<AttemptOutcome> {
  const response = await sent(request, signal);
  const { statusCode: status = 0, headers } = response;
  const get = (name: string): string | null => headerText(headers[name]);
  return readUsableResponse(status, { get }, () => readBody(response, get('content-encoding')));
}

/** The answer with its body, or why the body is of no use. */
export async function readUsableResponse(
  status: number,
  headers: ReceivedResponse['headers'],
  read: () => Promise<string>,
): Promise<ReceivedResponse | UnusableResponse> {
  try {
    return { got: 'answer', status, headers, text: await read() };
  } catch (error) {
    if (error instanceof UnreadableBody) return { got: 'unusable', status, detail: error.message };
    throw error;
  }
}

function sent(
  { method, url, body, ...request }: AttemptRequest,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  // Node tells the length of a body by itself, but for DELETE: there the body would be read as the next request.
  const length = body === null ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  const headers = { ...request.headers, ...length };
  return new Promise((resolve, reject) => {
    const target = new URL(url);
    const tls = target.protocol === 'https:';
    const asking = tls
      ? askInTls(target, { method, headers, signal, agent: tlsAgent() })
      : askPlainly(target, { method, headers, signal, agent: plainAgent() });
    // Redirects are followed by hand or not at all: the token would be taken along.
    asking.on('response', resolve).on('error', reject);
    asking.on('close', () => reject(new Error('the connection was closed')));
    asking.end(body ?? undefined);
  });
}

export function headerText(value: string | readonly string[] | undefined): string | null {
  return typeof value === 'string' ? value : (value?.join(', ') ?? null);
}

/** Why there is no answer, by what the network stack threw; `late` where all the time there was has gone by. */
export function networkFault(
  error: unknown,
  { timeout, stop }: Pick<AttemptRequest, 'timeout' | 'stop'>,
  late: boolean,
): NoResponse {
  if (late) return { got: 'lost', detail: `no answer within ${timeout} ms`, because: 'silence' };
  if (stop?.aborted === true) return { got: 'lost', detail: 'interrupted', because: 'interruption' };
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  const code = codeOf(cause);
  const certificate = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|^ERR_(TLS|SSL)|EPROTO/.test(code);
  return {
    got: NEVER_SENT.has(code) || certificate ? 'never-sent' : 'lost',
    detail: describe(cause, code),
    because: UNKNOWN_AUTHORITY.has(code) ? 'authority' : 'platform',
  };
}

function codeOf(cause: unknown): string {
  return typeof cause === 'object' && cause !== null && 'code' in cause && typeof cause.code === 'string'
    ? cause.code
    : '';
}

/** Only the code where there is one: messages of the network stack repeat addresses and, sometimes, headers. */
function describe(cause: unknown, code: string): string {
  if (code === 'ECONNRESET') return 'the connection was closed without an answer, ECONNRESET';
  if (code !== '') return code;
  return cause instanceof Error ? cause.message : 'the connection failed';
}
