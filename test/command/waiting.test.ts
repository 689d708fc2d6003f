import { describe, expect, it } from 'vitest';
import { createLockWait, type LockClock, type LockWait } from '../../src/state/lock-wait.ts';

const PACE = { firstMs: 10, mostMs: 20 };

/** Time that passes only where somebody waits: whoever wakes first is woken first, and nothing depends on the machine. */
class Clock implements LockClock {
  #now = 0;
  #stands = false;
  #sleepers: { readonly due: number; readonly wake: () => void }[] = [];

  readonly ms = (): number => this.#now;

  readonly sleep = (ms: number, signal: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      this.#sleepers.push({ due: this.#now + ms, wake: resolve });
      setImmediate(() => this.#tick());
    });

  pass(ms: number): void {
    this.#now += ms;
  }

  /** Nobody wakes by themselves any more. */
  stand(): void {
    this.#stands = true;
  }

  #tick(): void {
    if (this.#stands) return;
    const [first, ...rest] = this.#sleepers.toSorted((a, b) => a.due - b.due);
    if (first === undefined) return;
    this.#sleepers = rest;
    this.#now = Math.max(this.#now, first.due);
    first.wake();
  }
}

interface Held {
  readonly clock: Clock;
  readonly waiting: LockWait;
  readonly said: string[];
  stop(): void;
}

function patience(budgetMs: number): Held {
  const said: string[] = [];
  const controller = new AbortController();
  const clock = new Clock();
  const lockWait = createLockWait({
    budgetMs,
    signal: controller.signal,
    now: () => new Date('2026-11-23T01:00:00.500Z'),
    say: (line) => said.push(line),
    passing: clock,
  });
  return { clock, waiting: lockWait, said, stop: () => controller.abort() };
}

/** A lock that is free after so many milliseconds. */
function lockFor(clock: Clock, ms: number) {
  const begun = clock.ms();
  let attempts = 0;
  return {
    attempts: () => attempts,
    attempt: async () => {
      attempts += 1;
      return clock.ms() - begun >= ms ? 'free' : 'held';
    },
  };
}

const by = (made: string) => (made === 'free' ? null : 'acme is locked (by \u001b[31mada)');

describe('waiting for a lock', () => {
  it('is not done without patience', async () => {
    const { clock, waiting, said } = patience(0);
    const lock = lockFor(clock, 50);
    expect(await waiting.until(lock.attempt, by, PACE)).toBe('held');
    expect([lock.attempts(), said, waiting.told(), waiting.patient]).toEqual([1, [], '', false]);
  });

  it('says once who has it and until when, and ends as soon as it is free', async () => {
    const { clock, waiting, said } = patience(60_000);
    const lock = lockFor(clock, 80);
    expect(await waiting.until(lock.attempt, by, PACE)).toBe('free');
    expect(lock.attempts()).toBeGreaterThan(2);
    expect(said).toEqual(['acme is locked (by \\u{1b}[31mada); waiting for it until 2026-11-23T01:01:00Z.']);
    expect(waiting.waited()).toBeGreaterThan(50);
  });

  it('says nothing of a lock that is free', async () => {
    const { waiting, said } = patience(60_000);
    expect(await waiting.until(async () => 'free', by, PACE)).toBe('free');
    expect([said, waiting.waited(), waiting.told()]).toEqual([[], 0, '']);
  });

  it('has one budget for all locks, and locks waited for side by side take it once', async () => {
    const { clock, waiting } = patience(200);
    const both = [lockFor(clock, 120), lockFor(clock, 120)].map(({ attempt }) =>
      waiting.until(attempt, by, PACE),
    );
    expect(await Promise.all(both)).toEqual(['free', 'free']);
    expect(waiting.waited()).toBeLessThan(190);
    // Work between two locks is no waiting.
    clock.pass(150);
    const left = 200 - waiting.waited();
    expect(left).toBeGreaterThan(0);
    const third = lockFor(clock, 60_000);
    expect(await waiting.until(third.attempt, by, PACE)).toBe('held');
    expect(waiting.told()).toMatch(/^ Waited 0\.\ds\.$/);
    // Nothing is left: one attempt, and no more words.
    const fourth = lockFor(clock, 60_000);
    expect(await waiting.until(fourth.attempt, by, PACE)).toBe('held');
    expect(fourth.attempts()).toBe(1);
  });

  it('ends at once when somebody stops it', async () => {
    const { clock, waiting, stop } = patience(60_000);
    clock.stand();
    const lock = lockFor(clock, 60_000);
    const waited = waiting.until(lock.attempt, by, { firstMs: 30_000, mostMs: 30_000 });
    setTimeout(stop, 30);
    expect(await waited).toBe('held');
    expect(lock.attempts()).toBe(1);
  });
});
