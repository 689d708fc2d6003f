import type { Diagnostic } from '../../source/diagnostic.ts';
import { type Attempt, type AttemptRequest, attempt } from './attempt.ts';
import { type Environment, type HttpProxy, routeTo } from './proxy.ts';

/** How one origin is reached. */
export interface Way {
  /** What stands between, for messages. */
  readonly proxy: HttpProxy | null;
  /** Why there is no way; nothing is sent then. `proxy-invalid`. */
  readonly fault: Diagnostic | null;
  /** Whether authorities of somebody's own were named when the process began. */
  readonly ownAuthorities: boolean;
  attempt(request: AttemptRequest): Promise<Attempt>;
}

export const DIRECTLY: Way = { proxy: null, fault: null, ownAuthorities: false, attempt };

/** Opens nothing before the first try. What goes through a proxy shares its connections as long as the way is kept. */
export function openWay(url: string, environment: Environment): Way {
  const route = routeTo(url, environment);
  const here = { ...DIRECTLY, ownAuthorities: Boolean(environment.NODE_EXTRA_CA_CERTS) };
  switch (route.via) {
    case 'direct':
      return here;
    case 'nothing':
      return { ...here, fault: route.diagnostic };
    case 'proxy':
      return { ...here, proxy: route.proxy, attempt: throughProxy(route.proxy, new URL(url).origin) };
  }
}

function throughProxy(proxy: HttpProxy, origin: string): Way['attempt'] {
  let opened: Promise<Way['attempt']> | null = null;
  return async (request) => {
    opened ??= import('./through-proxy.ts').then(({ openProxy }) =>
      openProxy(proxy, origin, request.timeout),
    );
    return (await opened)(request);
  };
}

/** Ways by environment and origin: whoever asks several organizations of one platform shares the connections. */
export function waysOf(): (url: string, environment: Environment) => Way {
  const known = new WeakMap<Environment, Map<string, Way>>();
  return (url, environment) => {
    const here = known.get(environment) ?? new Map<string, Way>();
    known.set(environment, here);
    const origin = URL.canParse(url) ? new URL(url).origin : url;
    const way = here.get(origin) ?? openWay(url, environment);
    here.set(origin, way);
    return way;
  };
}
