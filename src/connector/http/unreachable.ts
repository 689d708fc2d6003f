import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';
import type { NoResponse } from './attempt.ts';
import type { HttpProxy } from './proxy.ts';
import type { RequestLabel } from './response-check.ts';
import type { Transport } from './transport.ts';

const NAME_IT =
  'If your company, or a proxy that inspects connections, has its own certificate authority, name the file of its certificate (PEM) in NODE_EXTRA_CA_CERTS before the start.';
const NOT_AMONG_THEM =
  'NODE_EXTRA_CA_CERTS is set: the file it names does not hold the certificate of that authority (PEM), or could not be read at the start.';

/** What a request without an answer means: connector-unreachable, certificate-untrusted, proxy-failed or interrupted. */
export function unreachableDiagnostic(
  { method, url }: RequestLabel,
  { because, detail }: NoResponse,
  tries: number,
  { proxy, ownAuthorities }: Transport,
): Diagnostic {
  const origin = { from: 'live', url } as const;
  const times = tries === 1 ? '' : ` (tried ${tries} times)`;
  switch (because) {
    case 'platform':
    case 'silence':
      return diagnostic(
        'connector-unreachable',
        viaProxyText(`${method} ${url}: ${detail}${times}`, proxy),
        origin,
      );
    case 'interruption':
      return interruptedDiagnostic({ method, url }, 'the command no longer waits for its answer');
    case 'authority':
      return diagnostic(
        'certificate-untrusted',
        viaProxyText(
          `${method} ${url}: the certificate comes from no authority that is trusted here (${detail})`,
          proxy,
        ),
        origin,
        { hint: ownAuthorities ? NOT_AMONG_THEM : NAME_IT },
      );
    case 'proxy':
      return diagnostic('proxy-failed', `${method} ${url}: ${proxy} ${detail}${times}`, origin, {
        hint: `Correct ${proxy?.variable}, or name the host in NO_PROXY if it is reached without a proxy.`,
      });
    case 'proxy-password':
      return diagnostic('proxy-failed', `${method} ${url}: ${proxy} ${detail}`, origin, {
        hint: `Write them into ${proxy?.variable}: http://NAME:PASSWORD@HOST:PORT, both percent-encoded.`,
      });
  }
}

/** A request that somebody's Ctrl-C ended, or kept from being sent. */
export function interruptedDiagnostic({ method, url }: RequestLabel, how: string): Diagnostic {
  return diagnostic('interrupted', `Interrupted: ${method} ${url}: ${how}`, { from: 'live', url });
}

/** A proxy may be who is at fault, or who answers in place of the platform. */
export function viaProxyText(message: string, proxy: HttpProxy | null): string {
  return proxy === null ? message : `${message}; asked through ${proxy}`;
}
