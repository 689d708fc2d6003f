import pLimit from 'p-limit';
import type { Time } from './time.ts';

/** Keeps a client within its number of requests in flight, and slows all of it down when the platform says so. */
export interface Pace {
  /** Runs one attempt when there is room and no pause. */
  run<T>(attempt: () => Promise<T>): Promise<T>;
  /** The platform refused for too many requests: nobody sends for so long, and fewer at once after that. */
  slowDown(milliseconds: number): void;
  /** An answer that was no such refusal: after enough of them, one more at once is dared. */
  wentWell(): void;
}

export function openPace(concurrency: number, time: Time): Pace {
  const widest = Math.max(1, Math.floor(concurrency));
  const limit = pLimit(widest);
  let resumeAt = 0;
  let goodInARow = 0;
  return {
    run: (attempt) =>
      limit(async () => {
        // Again and again: while this one slept, another may have been told to wait longer.
        for (let wait = resumeAt - time.now(); wait > 0; wait = resumeAt - time.now()) await time.sleep(wait);
        return attempt();
      }),
    slowDown: (milliseconds) => {
      const until = time.now() + milliseconds;
      // Requests of one burst are refused together: they are one reason to halve, not several.
      if (resumeAt <= time.now()) limit.concurrency = Math.max(1, Math.floor(limit.concurrency / 2));
      resumeAt = Math.max(resumeAt, until);
      goodInARow = 0;
    },
    wentWell: () => {
      goodInARow += 1;
      if (limit.concurrency < widest && goodInARow >= limit.concurrency) {
        limit.concurrency += 1;
        goodInARow = 0;
      }
    },
  };
}
