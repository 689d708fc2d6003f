import type { Diagnostic } from '../../source/diagnostic.ts';
import type { Origin } from '../../source/origin.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import { Secret } from './secret.ts';
import type { ClientClock } from './time.ts';

type Headers = Readonly<Record<string, string>>;

/** What lets requests in, in whatever style a platform wants it. Only headers carry it, and no message does. */
export interface Authorization {
  /** Why nothing is sent at all; null when it can be. `token-missing`, `token-rejected`. */
  fault(origin: Origin | null): Diagnostic | null;
  /** Fails as whatever issues a token does. */
  headers(): Promise<Outcome<Headers>>;
  /** The platform does not know what was sent. Whether there is something newer, worth one more try. */
  rejected(sent: Headers): boolean;
  hide(text: string): string;
  hideIn(found: Diagnostic): Diagnostic;
}

/** `Authorization: Bearer …`, or another word that the platform wants there. */
export function bearer(secret: Secret, word = 'Bearer'): Authorization {
  return fixed(secret, () => ({ authorization: secret.reveal((token) => `${word} ${token}`) }));
}

/** A name and a password (RFC 7617). */
export function basic(user: string, secret: Secret): Authorization {
  return fixed(secret, () => ({
    authorization: secret.reveal(
      (password) => `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
    ),
  }));
}

/** A header of the platform's own: `X-Api-Key: …`. */
export function headerNamed(name: string, secret: Secret): Authorization {
  return fixed(secret, () => ({ [name.toLowerCase()]: secret.reveal((token) => token) }));
}

function fixed(secret: Secret, headers: () => Headers): Authorization {
  return {
    fault: (origin) => secret.fault(origin),
    headers: async () => success(headers()),
    rejected: () => false,
    hide: (text) => secret.hide(text),
    hideIn: (found) => secret.hideIn(found),
  };
}

/** A token that somebody gives for a while. */
export interface IssuedToken {
  readonly token: string;
  /** Milliseconds since the epoch; null where nobody says. */
  readonly expiresAt: number | null;
}

/** So long before its end a token is not used any more: the clock here and the clock there may differ. */
const EARLY_MS = 60_000;

/**
 * A token that is asked for with something else: an app's key, a name and a password, a refresh token. It is asked for
 * once for all requests that need it at a time, again before it ends, and once more where the platform rejects it.
 */
export function issued(
  asking: Authorization,
  ask: () => Promise<Outcome<IssuedToken>>,
  time: Pick<ClientClock, 'now'>,
  headersOf: (secret: Secret) => Authorization = (secret) => bearer(secret),
): Authorization {
  const known: Secret[] = [];
  let current: { readonly headers: Headers; readonly until: number } | null = null;
  let pending: Promise<Outcome<Headers>> | null = null;
  const renew = async (): Promise<Outcome<Headers>> => {
    const got = await ask();
    if (!got.ok) return failure(got.diagnostics.map((found) => asking.hideIn(found)));
    const secret = new Secret(got.value.token);
    known.push(secret);
    const by = headersOf(secret);
    const fault = by.fault(null);
    if (fault !== null) return failure(unusable(fault));
    const headers = await by.headers();
    if (!headers.ok) return headers;
    const expiresAt = got.value.expiresAt ?? Number.POSITIVE_INFINITY;
    // One that is good for less than that is used for half of its time, and not asked for with each request.
    const early = Math.min(EARLY_MS, Math.max(0, expiresAt - time.now()) / 2);
    current = { headers: headers.value, until: expiresAt - early };
    return headers;
  };
  return {
    fault: (origin) => asking.fault(origin),
    headers: async () => {
      if (current !== null && time.now() < current.until) return success(current.headers);
      pending ??= renew().finally(() => {
        pending = null;
      });
      return pending;
    },
    rejected: (sent) => {
      // Of many requests with one token, only the first has it thrown away; the others find the next one.
      if (current?.headers === sent) current = null;
      return true;
    },
    hide: (text) => known.reduce((hidden, secret) => secret.hide(hidden), asking.hide(text)),
    hideIn: (found) => known.reduce((hidden, secret) => secret.hideIn(hidden), asking.hideIn(found)),
  };
}

function unusable(fault: Diagnostic): Diagnostic {
  const message = `The platform issued a token that cannot be sent: ${fault.message}`;
  return { ...fault, message, origin: null, related: [], hint: null };
}
