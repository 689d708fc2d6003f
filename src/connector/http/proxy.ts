import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';
import { parseUrl } from '../../source/parse-url.ts';
import { bypassesProxy } from './no-proxy.ts';

/** The variables a proxy is told by, and whatever else a process was started with. */
export type ProxyEnvironment = Readonly<Record<string, string | undefined>>;

/** A proxy that the environment names. What it asks for a password is private to the language: no message shows it. */
export class HttpProxy {
  readonly #authorization: string | null;
  /** Without name and password: `http://proxy.acme.com:3128`. */
  readonly url: string;
  /** Which variable named it. */
  readonly variable: string;

  constructor(url: URL, variable: string) {
    this.url = url.origin;
    this.variable = variable;
    const { username, password } = url;
    this.#authorization =
      username === '' && password === ''
        ? null
        : `Basic ${Buffer.from(`${decoded(username)}:${decoded(password)}`).toString('base64')}`;
  }

  /** The header `Proxy-Authorization`; null where the variable holds no name and password. */
  authorization(): string | null {
    return this.#authorization;
  }

  /** For messages: which one, and who says so. */
  toString(): string {
    return `the proxy ${this.url} (${this.variable})`;
  }
}

/** Which way a request goes. */
export type ProxyRoute =
  | { readonly via: 'direct' }
  | { readonly via: 'proxy'; readonly proxy: HttpProxy }
  | { readonly via: 'nothing'; readonly diagnostic: Diagnostic };

const DIRECT: ProxyRoute = { via: 'direct' };

/**
 * By the rules of Go, whose programs the others of a terraform run are (golang.org/x/net/http/httpproxy): HTTPS_PROXY
 * for https, HTTP_PROXY for http, upper case before lower case; never for this machine itself or what NO_PROXY names.
 * `proxy-invalid` where the variable says nothing that can be used: Go would pass it over and go without, which a proxy
 * is mostly there to prevent.
 */
export function proxyRouteTo(url: string, environment: ProxyEnvironment): ProxyRoute {
  const target = parseUrl(url);
  if (target === null) return DIRECT;
  const setting = settingFor(target.protocol, environment);
  if (setting === undefined) return DIRECT;
  const list = environment.NO_PROXY || environment.no_proxy || '';
  if (bypassesProxy(target, list)) return DIRECT;
  const proxy = proxyIn(setting.text, setting.variable);
  return proxy instanceof HttpProxy
    ? { via: 'proxy', proxy }
    : {
        via: 'nothing',
        diagnostic: diagnostic('proxy-invalid', proxy, { from: 'live', url }, { hint: HINT }),
      };
}

const HINT =
  'Write http://HOST:PORT or https://HOST:PORT, a name and a password percent-encoded before an @; or name the host in NO_PROXY.';

/** The first of the variables that says something, and what. */
function settingFor(protocol: string, environment: ProxyEnvironment) {
  const names = new Set(Object.keys(environment));
  return variablesFor(protocol, environment)
    .filter((variable) => names.has(variable))
    .map((variable) => ({ variable, text: environment[variable]?.trim() }))
    .find((setting): setting is { variable: string; text: string } => Boolean(setting.text));
}

function variablesFor(protocol: string, environment: ProxyEnvironment): readonly string[] {
  switch (protocol) {
    case 'https:':
      return ['HTTPS_PROXY', 'https_proxy'];
    case 'http:':
      // Under CGI it is what a client sent as the header `Proxy`: https://httpoxy.org
      return environment.REQUEST_METHOD ? ['http_proxy'] : ['HTTP_PROXY', 'http_proxy'];
    default:
      return [];
  }
}

/** The proxy, or what is wrong with the text. It is not repeated: there may be a password in it. */
function proxyIn(text: string, variable: string): HttpProxy | string {
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text)?.[1]?.toLowerCase() ?? null;
  if (scheme?.startsWith('socks') === true) return `${variable} names a SOCKS proxy, which is not supported`;
  if (scheme !== null && scheme !== 'http' && scheme !== 'https')
    return `${variable} names a proxy of a kind that is not supported`;
  const whole = scheme === null ? `http://${text}` : text;
  const url = parseUrl(whole);
  if (url === null) return `${variable} is not the URL of a proxy`;
  // What stands before the @ would be taken for a host, and shown.
  if (`${url.pathname}${url.search}${url.hash}`.includes('@'))
    return `${variable} is not the URL of a proxy: a /, ? or # before the @ has to be percent-encoded`;
  if (url.port === '0') return `${variable} is not the URL of a proxy: it names port 0`;
  return new HttpProxy(url, variable);
}

/** A percent sign that encodes nothing stands for itself. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
