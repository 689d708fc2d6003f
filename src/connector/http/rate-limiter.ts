import pLimit from 'p-limit';
import type { PaceRules } from './api-conventions.ts';
import type { ClientClock } from './time.ts';

/** Why an attempt was not made: the platform asks everybody to wait until an instant (milliseconds since the epoch). */
export interface RateLimited {
  readonly got: 'held-up';
  readonly until: number;
}

/** How long an attempt may wait for its turn, and what ends the wait at once. */
export interface WaitLimit {
  readonly milliseconds: number;
  readonly stop?: AbortSignal | undefined;
  /** Told how long each wait was. */
  readonly onWaited?: (milliseconds: number) => void;
}

/** Keeps a client within its number of requests in flight, and slows all of it down when the platform says so. */
export interface RateLimiter {
  /** Runs one attempt when there is room and no pause; not at all where the pause is longer than there is patience. */
  run<T>(attempt: () => Promise<T>, patience?: WaitLimit, writes?: boolean): Promise<T | RateLimited>;
  /**
   * The platform refused for too many requests: nobody sends for so long, and fewer at once after that. Says whether that
   * is news to those who wait already.
   */
  slowDown(milliseconds: number): boolean;
  /** An answer that was no such refusal: after enough of them, one more at once is dared. */
  wentWell(): void;
  /** Whether the last that was heard is that nobody answers. */
  readonly silent: boolean;
  /** Nobody answered, for as long as there was; or somebody did, whatever it was. */
  heard(anything: boolean): void;
}

const ENDLESS: WaitLimit = { milliseconds: Number.POSITIVE_INFINITY };
/** Pauses that differ by less are one. */
const NEWS_MS = 1000;

const MINUTE_MS = 60_000;

export function createRateLimiter(
  concurrency: number,
  clientClock: ClientClock,
  rules: PaceRules = {},
): RateLimiter {
  const widest = Math.max(1, Math.floor(concurrency));
  const limit = pLimit(widest);
  const { betweenWrites = 0, perMinute = Number.POSITIVE_INFINITY } = rules;
  const started: number[] = [];
  let resumeAt = 0;
  let nextWrite = 0;
  let goodInARow = 0;
  let silent = false;
  /** When the rules of the API allow the next request, whatever it asked for itself. */
  const allowedAt = (writes: boolean): number => {
    const oldest = started.at(-perMinute);
    return Math.max(oldest === undefined ? 0 : oldest + MINUTE_MS, writes ? nextWrite : 0);
  };
  const starts = (writes: boolean): void => {
    if (writes) nextWrite = clientClock.now() + betweenWrites;
    if (perMinute === Number.POSITIVE_INFINITY) return;
    started.push(clientClock.now());
    if (started.length > perMinute) started.shift();
  };
  return {
    run: (attempt, { milliseconds, stop, onWaited } = ENDLESS, writes = false) =>
      limit(async () => {
        let left = milliseconds;
        // Again and again: while this one slept, another may have been told to wait longer, or gone first.
        for (;;) {
          const request = resumeAt - clientClock.now();
          const wait = Math.max(request, allowedAt(writes) - clientClock.now());
          if (wait <= 0) break;
          if (stop?.aborted === true || request > left)
            return { got: 'held-up', until: clientClock.now() + wait };
          await clientClock.sleep(wait, stop);
          // What a rule of ours costs is no loss of patience: everybody waits, and everybody gets there.
          const lost = Math.max(0, Math.min(request, wait));
          left -= lost;
          if (lost > 0) onWaited?.(lost);
        }
        starts(writes);
        return attempt();
      }),
    slowDown: (wait) => {
      const until = clientClock.now() + wait;
      // Requests of one burst are refused together: they are one reason to halve, not several.
      if (resumeAt <= clientClock.now()) limit.concurrency = Math.max(1, Math.floor(limit.concurrency / 2));
      const news = until > resumeAt + NEWS_MS;
      resumeAt = Math.max(resumeAt, until);
      goodInARow = 0;
      return news;
    },
    wentWell: () => {
      goodInARow += 1;
      if (limit.concurrency < widest && goodInARow >= limit.concurrency) {
        limit.concurrency += 1;
        goodInARow = 0;
      }
    },
    get silent() {
      return silent;
    },
    heard: (anything) => {
      silent = !anything;
    },
  };
}
