import type { Diagnostic } from '../../source/diagnostic.ts';
import { parseUrl } from '../../source/parse-url.ts';
import { type AttemptOutcome, type AttemptRequest, attemptRequest } from './attempt.ts';
import { type HttpProxy, type ProxyEnvironment, proxyRouteTo } from './proxy.ts';

/** How one origin is reached. */
export interface Transport {
  /** What stands between, for messages. */
  readonly proxy: HttpProxy | null;
  /** Why there is no way; nothing is sent then. `proxy-invalid`. */
  readonly fault: Diagnostic | null;
  /** Whether authorities of somebody's own were named when the process began. */
  readonly ownAuthorities: boolean;
  attempt(request: AttemptRequest): Promise<AttemptOutcome>;
}

export const DIRECT_TRANSPORT: Transport = {
  proxy: null,
  fault: null,
  ownAuthorities: false,
  attempt: attemptRequest,
};

/** Opens nothing before the first try. What goes through a proxy shares its connections as long as the way is kept. */
export function openTransport(url: string, environment: ProxyEnvironment): Transport {
  const proxyRoute = proxyRouteTo(url, environment);
  const here = { ...DIRECT_TRANSPORT, ownAuthorities: Boolean(environment.NODE_EXTRA_CA_CERTS) };
  switch (proxyRoute.via) {
    case 'direct':
      return here;
    case 'nothing':
      return { ...here, fault: proxyRoute.diagnostic };
    case 'proxy':
      return {
        ...here,
        proxy: proxyRoute.proxy,
        attempt: throughProxy(proxyRoute.proxy, new URL(url).origin),
      };
  }
}

function throughProxy(proxy: HttpProxy, origin: string): Transport['attempt'] {
  let opened: Promise<Transport['attempt']> | null = null;
  return async (request) => {
    opened ??= import('./through-proxy.ts').then(({ openProxy }) =>
      openProxy(proxy, origin, request.timeout),
    );
    return (await opened)(request);
  };
}

/** Ways by environment and origin: whoever asks several organizations of one platform shares the connections. */
export function transportCache(): (url: string, environment: ProxyEnvironment) => Transport {
  const known = new WeakMap<ProxyEnvironment, Map<string, Transport>>();
  return (url, environment) => {
    let here = known.get(environment);
    if (here === undefined) {
      here = new Map();
      known.set(environment, here);
    }
    const origin = parseUrl(url)?.origin ?? url;
    const transport = here.get(origin) ?? openTransport(url, environment);
    here.set(origin, transport);
    return transport;
  };
}
