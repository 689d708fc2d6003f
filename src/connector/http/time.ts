/** What a client knows of time and chance; handed in, so that tests wait for nothing and see the same jitter. */
export interface ClientClock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Over early when the signal is there. */
  sleep(milliseconds: number, stop?: AbortSignal): Promise<void>;
  /** Rings once after so long, unless it is called off; never what the process stays alive for. */
  alarm(milliseconds: number, ring: () => void): () => void;
  /** From 0 up to, not including, 1. */
  random(): number;
}

/** A timer of more fires at once. */
const LONGEST_TIMER = 2 ** 31 - 1;

export const systemClock: ClientClock = {
  now: () => Date.now(),
  sleep: (milliseconds, stop) =>
    new Promise((resolve) => {
      if (stop?.aborted === true) return resolve();
      const over = (): void => {
        clearTimeout(timer);
        stop?.removeEventListener('abort', over);
        resolve();
      };
      const timer = setTimeout(over, Math.min(milliseconds, LONGEST_TIMER));
      stop?.addEventListener('abort', over, { once: true });
    }),
  alarm: (milliseconds, ring) => {
    const timer = setTimeout(ring, milliseconds).unref();
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
};
