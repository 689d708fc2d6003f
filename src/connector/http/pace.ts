import pLimit from 'p-limit';
import type { Time } from './time.ts';

/** Why an attempt was not made: the platform asks everybody to wait until an instant (milliseconds since the epoch). */
export interface HeldUp {
  readonly got: 'held-up';
  readonly until: number;
}

/** How long an attempt may wait for its turn, and what ends the wait at once. */
export interface Patience {
  readonly milliseconds: number;
  readonly stop?: AbortSignal | undefined;
  /** Told how long each wait was. */
  readonly onWaited?: (milliseconds: number) => void;
}

/** Keeps a client within its number of requests in flight, and slows all of it down when the platform says so. */
export interface Pace {
  /** Runs one attempt when there is room and no pause; not at all where the pause is longer than there is patience. */
  run<T>(attempt: () => Promise<T>, patience?: Patience): Promise<T | HeldUp>;
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

const ENDLESS: Patience = { milliseconds: Number.POSITIVE_INFINITY };
/** Pauses that differ by less are one. */
const NEWS_MS = 1000;

export function openPace(concurrency: number, time: Time): Pace {
  const widest = Math.max(1, Math.floor(concurrency));
  const limit = pLimit(widest);
  let resumeAt = 0;
  let goodInARow = 0;
  let silent = false;
  return {
    run: (attempt, { milliseconds, stop, onWaited } = ENDLESS) =>
      limit(async () => {
        let left = milliseconds;
        // Again and again: while this one slept, another may have been told to wait longer.
        for (let wait = resumeAt - time.now(); wait > 0; wait = resumeAt - time.now()) {
          if (wait > left || stop?.aborted === true) return { got: 'held-up', until: resumeAt };
          await time.sleep(wait, stop);
          left -= wait;
          onWaited?.(wait);
        }
        return attempt();
      }),
    slowDown: (wait) => {
      const until = time.now() + wait;
      // Requests of one burst are refused together: they are one reason to halve, not several.
      if (resumeAt <= time.now()) limit.concurrency = Math.max(1, Math.floor(limit.concurrency / 2));
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
