import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';
import type { Exchange } from './exchange.ts';
import type { RequestLabel } from './response-check.ts';
import type { Transport } from './transport.ts';
import { viaProxyText } from './unreachable.ts';
import { instantText } from './wait-notices.ts';

/** A write given up on without a proper answer may have been carried out: whoever reads the failure has to know. */
export function failed(found: Diagnostic, inDoubt: boolean): Exchange {
  const hint = 'Whether the platform made the change is not known: plan again to see.';
  return { end: 'failure', diagnostic: inDoubt ? { ...found, hint } : found, inDoubt };
}

export function heldUp({ method, url }: RequestLabel, until: number): Diagnostic {
  const message = `${method} ${url}: not sent, because the platform asks to wait until ${instantText(until)}`;
  return diagnostic('connector-rate-limited', message, { from: 'live', url });
}

/** Not of what only a platform says; of all that a proxy may have said in its place. */
export function namingProxy(end: Exchange, { proxy }: Transport): Exchange {
  if (end.end !== 'failure' || !/^connector-(protocol|server-error)$/.test(end.diagnostic.code)) return end;
  const message = viaProxyText(end.diagnostic.message, proxy);
  return { ...end, diagnostic: { ...end.diagnostic, message } };
}
