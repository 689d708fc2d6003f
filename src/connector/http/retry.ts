import type { ClientClock } from './time.ts';

/** How long a request is worth repeating. All times in milliseconds. */
export interface RetryRules {
  /** Tries of one request, the first one counted. */
  readonly attempts: number;
  /** Back-off after the first try; doubles with each. */
  readonly base: number;
  readonly ceiling: number;
  /**
   * Waiting of one request in all, whoever was told to wait; a platform that asks for more is taken at its word and given
   * up on.
   */
  readonly patience: number;
  /** Tries of one request that nobody answers, all of them together. */
  readonly silence: number;
}

export const RETRY_RULES: RetryRules = {
  attempts: 5,
  base: 200,
  ceiling: 10_000,
  patience: 120_000,
  silence: 60_000,
};

/** Half the exponential step, and chance decides on the other half: callers refused together come back apart. */
export function backOff(attempt: number, rules: RetryRules, clientClock: ClientClock): number {
  const step = Math.min(rules.ceiling, rules.base * 2 ** (attempt - 1));
  return Math.round(step / 2 + (clientClock.random() * step) / 2);
}

/** No service asks for years: a number beyond this is an instant, in seconds or milliseconds since 1970. */
const NO_WAIT = 1e9;
const IN_MILLISECONDS = 1e11;

/**
 * Milliseconds that `Retry-After` asks for, in either of its forms (RFC 9110, 10.2.3) or in the one that some services
 * send instead, an instant as a number; null when it says nothing.
 */
export function retryAfter(header: string | null, clientClock: ClientClock): number | null {
  if (header === null) return null;
  const written = header.trim();
  const until = (instant: number): number => Math.max(0, instant - clientClock.now());
  if (/^\d+$/.test(written)) {
    const number = Number(written);
    if (number < NO_WAIT) return number * 1000;
    return until(number < IN_MILLISECONDS ? number * 1000 : number);
  }
  // Date.parse takes much more than HTTP dates: "-1" would be a year.
  if (!/^[A-Za-z]{3,9},? /.test(written)) return null;
  const instant = Date.parse(written);
  return Number.isNaN(instant) ? null : until(instant);
}
