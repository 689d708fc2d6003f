/**
 * The way through a proxy: a file that is loaded only where the environment names one, because Node's own fetch knows
 * of none (Node 20) and the library that does is large.
 */
import { type Dispatcher, Pool, ProxyAgent } from 'undici';
import {
  type AttemptOutcome,
  type AttemptRequest,
  headerText,
  type NoResponse,
  networkFault,
  readUsableResponse,
} from './attempt.ts';
import { deadline } from './deadline.ts';
import type { HttpProxy } from './proxy.ts';
import { readBody } from './response-body.ts';

/**
 * Makes tries at one origin through the proxy. https goes through a tunnel that the proxy is asked for (CONNECT) and
 * cannot look into; http is asked of the proxy itself, because many open tunnels for nothing but https. `timeout` is
 * how long a try may take; the tunnel has to be there somewhat sooner, so that it can be told who kept us waiting.
 */
export function openProxy(
  proxy: HttpProxy,
  origin: string,
  timeout: number,
): (request: AttemptRequest) => Promise<AttemptOutcome> {
  const password = proxy.authorization();
  // To a proxy that is spoken to in TLS, the library would show the name of the platform.
  if (origin.startsWith('http:') && proxy.url.startsWith('http:')) {
    const pool = new Pool(proxy.url);
    const { host } = new URL(origin);
    const own = { host, ...(password === null ? {} : { 'proxy-authorization': password }) };
    return (request) =>
      through(request, true, ({ url, headers, ...rest }) =>
        pool.request({ ...rest, path: url, headers: { ...headers, ...own } }),
      );
  }
  const agent = new ProxyAgent({
    uri: proxy.url,
    ...(password === null ? {} : { token: password }),
    clientFactory: (url) => new TunnelPool(url, timeout * TUNNEL_SHARE),
  });
  return (request) =>
    through(request, false, ({ url, ...rest }) => {
      const { pathname, search } = new URL(url);
      return agent.request({ ...rest, origin, path: `${pathname}${search}` });
    });
}

const TUNNEL_SHARE = 0.75;

interface TunnelResponse extends Pick<AttemptRequest, 'method' | 'url' | 'body'> {
  readonly headers: AttemptRequest['headers'];
  readonly signal: AbortSignal;
}

/** `asked` means that the proxy is who answers the request: then a refused connection was its, and a 407. */
async function through(
  request: AttemptRequest,
  asked: boolean,
  send: (tunnelResponse: TunnelResponse) => Promise<Dispatcher.ResponseData>,
): Promise<AttemptOutcome> {
  const { method, url, headers, body, timeout, stop } = request;
  // The library hears a signal only once there is a connection: what waits for one would wait for longer than asked.
  const until = deadline(timeout, stop);
  try {
    const { signal } = until;
    const answer = await until.before(answered(send({ method, url, body, signal, headers })));
    return asked && answer.status === 407 ? refused(407) : answer;
  } catch (error) {
    if (error instanceof NoTunnel) return error.why;
    const why = networkFault(error, request, until.late());
    return asked && why.got === 'never-sent' ? unreachable(why) : why;
  } finally {
    until.over();
  }
}

async function answered(sent: Promise<Dispatcher.ResponseData>) {
  const { statusCode, headers, body } = await sent;
  const get = (name: string): string | null => headerText(headers[name]);
  return readUsableResponse(statusCode, { get }, () => readBody(body, get('content-encoding')));
}

/** What the proxy answered in place of a tunnel. */
function refused(status: number): NoResponse {
  return status === 407
    ? { got: 'never-sent', because: 'proxy-password', detail: 'asks for another name and password (407)' }
    : { got: 'never-sent', because: 'proxy', detail: `refuses the connection (${status})` };
}

function unreachable({ detail, because }: NoResponse): NoResponse {
  return because === 'authority'
    ? { got: 'never-sent', because, detail: `the proxy's own certificate: ${detail}` }
    : { got: 'never-sent', because: 'proxy', detail: `cannot be reached (${detail})` };
}

class NoTunnel extends Error {
  readonly why: NoResponse;

  constructor(why: NoResponse) {
    super(why.detail);
    this.why = why;
  }
}

type TunnelOptions = Omit<Dispatcher.ConnectOptions, 'origin'>;

/**
 * Connections to the proxy, out of which tunnels come. Left to itself the library (7.30) waits for a tunnel without end,
 * hides the status of a refusal, and asks again at once, for ever, where the proxy closes the connection; so each of
 * them ends here, as an error that is none of those it knows.
 */
class TunnelPool extends Pool {
  readonly #patience: number;

  constructor(url: URL, patience: number) {
    super(url);
    this.#patience = patience;
  }

  override connect(options: TunnelOptions): Promise<Dispatcher.ConnectData>;
  override connect(
    options: TunnelOptions,
    callback: (error: Error | null, data: Dispatcher.ConnectData) => void,
  ): void;
  override connect(
    options: TunnelOptions,
    callback?: (error: Error | null, data: Dispatcher.ConnectData) => void,
  ): Promise<Dispatcher.ConnectData> | undefined {
    if (callback === undefined) return this.#open(options);
    super.connect(options, callback);
    return undefined;
  }

  async #open(options: TunnelOptions): Promise<Dispatcher.ConnectData> {
    const answer = await this.#ask(options);
    if (answer.statusCode === 200) return answer;
    answer.socket.on('error', () => {}).destroy();
    throw new NoTunnel(refused(answer.statusCode));
  }

  async #ask(options: TunnelOptions): Promise<Dispatcher.ConnectData> {
    const until = deadline(this.#patience);
    try {
      return await super.connect({ ...options, signal: until.signal });
    } catch (error) {
      throw new NoTunnel(unreachable(networkFault(error, { timeout: this.#patience }, until.late())));
    } finally {
      until.over();
    }
  }
}
