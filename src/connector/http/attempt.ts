/** One try of one request, nothing decided yet. */
export interface AttemptRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  readonly timeout: number;
}

export interface Answered {
  readonly got: 'answer';
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  readonly text: string;
}

export interface Unanswered {
  /** `never-sent`: no connection came about. `lost`: it broke, or took too long, after the request may have arrived. */
  readonly got: 'never-sent' | 'lost';
  readonly detail: string;
  /**
   * What has to be mended. `authority`: nobody this machine trusts vouches for the certificate. `proxy` and
   * `proxy-password`: the proxy does not let the request through; `detail` then says what it does instead.
   */
  readonly because: 'platform' | 'authority' | 'proxy' | 'proxy-password';
}

export type Attempt = Answered | Unanswered;

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

/** Without anything in between. */
export async function attempt(request: AttemptRequest): Promise<Attempt> {
  const { method, url, headers, body, timeout } = request;
  try {
    const response = await fetch(url, {
      method,
      headers,
      body,
      // Followed by hand or not at all: fetch would take the token along within one origin and hide where it went.
      redirect: 'manual',
      signal: AbortSignal.timeout(timeout),
    });
    return {
      got: 'answer',
      status: response.status,
      headers: response.headers,
      text: await response.text(),
    };
  } catch (error) {
    return fault(error, timeout);
  }
}

/** Why there is no answer, by what the network stack threw. */
export function fault(error: unknown, timeout: number): Unanswered {
  if (error instanceof DOMException && error.name === 'TimeoutError') {
    return { got: 'lost', detail: `no answer within ${timeout} ms`, because: 'platform' };
  }
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  const code = codeOf(cause);
  const certificate = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|^ERR_(TLS|SSL)|EPROTO/.test(code);
  const detail = describe(cause, code);
  // Ports that fetch refuses on principle have no code of their own.
  const unsent = NEVER_SENT.has(code) || certificate || detail === 'bad port';
  return {
    got: unsent ? 'never-sent' : 'lost',
    detail,
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
  if (code !== '') return code;
  return cause instanceof Error ? cause.message : 'the connection failed';
}
