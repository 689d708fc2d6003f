import { setTimeout as pause } from 'node:timers/promises';
import { formatDuration } from '../policy/duration.ts';
import { escapeText } from '../source/quote.ts';

/** How a lock is tried again: it is asked for often at first, then at a pace that its holder does not feel. */
export interface RetryInterval {
  readonly firstMs: number;
  readonly mostMs: number;
}

/** Time that passes, in milliseconds from any instant. */
export interface LockClock {
  readonly ms: () => number;
  /** Rejects when the signal ends it. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

const REAL: LockClock = {
  ms: () => performance.now(),
  sleep: (ms, signal) => pause(ms, undefined, { signal }),
};

export interface LockWaitOptions {
  /** For all locks of a command together; 0 does not wait. */
  readonly budgetMs: number;
  /** Ends every wait at once. */
  readonly signal: AbortSignal;
  /** The time of day, for people. */
  readonly now: () => Date;
  /** Told once for each lock that is waited for. */
  readonly say: (line: string) => void;
  readonly passing?: LockClock;
}

/** What a command has left of its patience with locks that others hold. */
export interface LockWait {
  /** Whether it waits at all: who cannot wait cannot wait for each other either. */
  readonly patient: boolean;
  /** Milliseconds so far in which at least one lock was waited for. */
  waited(): number;
  /** A sentence for whoever got no lock, with a blank before it; empty where nobody waited. */
  told(): string;
  /**
   * What the last attempt came to: one that nobody stands in the way of, or the last there was time for. `heldBy` says
   * who has it, in words; null where the attempt need not be made again.
   */
  until<T>(
    attempt: () => Promise<T>,
    heldBy: (made: T) => string | null,
    retryInterval: RetryInterval,
  ): Promise<T>;
}

export function createLockWait({ budgetMs, signal, now, say, passing = REAL }: LockWaitOptions): LockWait {
  // Locks of several stacks may be waited for side by side: that is the same time for all of them.
  let waiters = 0;
  let since = 0;
  let before = 0;
  const waited = (): number => before + (waiters > 0 ? passing.ms() - since : 0);
  const left = (): number => budgetMs - waited();
  return {
    patient: budgetMs > 0,
    waited,
    told: () => (waited() === 0 ? '' : ` Waited ${formatDuration(waited())}.`),
    async until(attempt, heldBy, { firstMs, mostMs }) {
      let made = await attempt();
      const holder = heldBy(made);
      if (holder === null || left() <= 0 || signal.aborted) return made;
      const until = new Date(now().getTime() + left()).toISOString().replace(/\.\d+Z$/, 'Z');
      say(`${escapeText(holder)}; waiting for it until ${until}.`);
      if (waiters === 0) since = passing.ms();
      waiters += 1;
      try {
        for (let pause = firstMs; left() > 0; pause = Math.min(mostMs, pause * 1.5)) {
          if (await interrupted(passing.sleep(Math.min(pause, left()), signal))) return made;
          made = await attempt();
          if (heldBy(made) === null) return made;
        }
        return made;
      } finally {
        waiters -= 1;
        if (waiters === 0) before += passing.ms() - since;
      }
    },
  };
}

async function interrupted(sleeping: Promise<void>): Promise<boolean> {
  try {
    await sleeping;
    return false;
  } catch {
    return true;
  }
}
