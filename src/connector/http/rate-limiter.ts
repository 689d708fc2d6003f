import type { RequestKind, RequestTurns, RequestWindow } from '../../plan/cost/request-windows.ts';
import { Places } from './places.ts';
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
  /** Told before a long wait that the rules of the API make; of many that wait for the same, one is. */
  readonly onTurn?: (milliseconds: number, because: RequestWindow) => void;
}

/** Keeps a client within its number of requests in flight, and slows all of it down when the platform says so. */
export interface RateLimiter {
  /** Runs one attempt when there is room and no pause; not at all where the pause is longer than there is patience. */
  run<T>(attempt: () => Promise<T>, patience?: WaitLimit, kind?: RequestKind): Promise<T | RateLimited>;
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

/** Who waits longer for the rules of the API keeps nobody else from a place: what takes away is not counted by all. */
const LONG_TURN_MS = 5000;

const LATER = Symbol('later');

/** Of an API that tells of no limit. */
const NO_TURNS: RequestTurns = { turn: (_, now) => ({ at: now, because: null }), enter: () => {} };

export function createRateLimiter(
  concurrency: number,
  clientClock: ClientClock,
  turns: RequestTurns = NO_TURNS,
): RateLimiter {
  const widest = Math.max(1, Math.floor(concurrency));
  const places = new Places(widest);
  let resumeAt = 0;
  let toldUntil = 0;
  let goodInARow = 0;
  let silent = false;
  return {
    run: async <T>(
      attempt: () => Promise<T>,
      { milliseconds, stop, onWaited, onTurn }: WaitLimit = ENDLESS,
      kind: RequestKind = 'look',
    ): Promise<T | RateLimited> => {
      let left = milliseconds;
      const inPlace = async (): Promise<T | RateLimited | typeof LATER> => {
        // Again and again: while this one slept, another may have been told to wait longer, or gone first.
        for (;;) {
          const now = clientClock.now();
          const request = resumeAt - now;
          const turn = turns.turn(kind, now).at - now;
          const wait = Math.max(request, turn);
          if (wait <= 0) break;
          if (stop?.aborted === true || request > left) return { got: 'held-up', until: now + wait };
          if (turn > Math.max(request, LONG_TURN_MS)) return LATER;
          await clientClock.sleep(wait, stop);
          // What a rule of ours costs is no loss of patience: everybody waits, and everybody gets there.
          const lost = Math.max(0, Math.min(request, wait));
          left -= lost;
          if (lost > 0) onWaited?.(lost);
        }
        turns.enter(kind, clientClock.now());
        return attempt();
      };
      for (;;) {
        const got = await places.run(inPlace);
        if (got !== LATER) return got;
        const now = clientClock.now();
        const { at, because } = turns.turn(kind, now);
        if (because !== null && at > toldUntil + NEWS_MS) {
          toldUntil = at;
          onTurn?.(at - now, because);
        }
        await clientClock.sleep(at - now, stop);
      }
    },
    slowDown: (wait) => {
      const until = clientClock.now() + wait;
      // Requests of one burst are refused together: they are one reason to halve, not several.
      if (resumeAt <= clientClock.now()) places.most = Math.max(1, Math.floor(places.most / 2));
      const news = until > resumeAt + NEWS_MS;
      resumeAt = Math.max(resumeAt, until);
      goodInARow = 0;
      return news;
    },
    wentWell: () => {
      goodInARow += 1;
      if (places.most < widest && goodInARow >= places.most) {
        places.most += 1;
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
