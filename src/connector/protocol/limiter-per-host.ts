import type { RequestTurns } from '../../plan/cost/request-windows.ts';
import { parseUrl } from '../../source/parse-url.ts';
import { createRateLimiter, type RateLimiter } from '../http/rate-limiter.ts';
import type { ClientClock } from '../http/time.ts';

/**
 * One limiter for all organizations of a host, by whoever opens them: read side by side, they are not to ask for more
 * than one alone would. One that is asked for with another number in flight is another one.
 */
export function limiterPerHost(
  clientClock: ClientClock,
): (url: string, concurrency: number, newTurns?: () => RequestTurns) => RateLimiter {
  const known = new Map<string, RateLimiter>();
  return (url, concurrency, newTurns) => {
    const key = `${concurrency} ${parseUrl(url)?.host ?? url}`;
    const limiter = known.get(key) ?? createRateLimiter(concurrency, clientClock, newTurns?.());
    known.set(key, limiter);
    return limiter;
  };
}
