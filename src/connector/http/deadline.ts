/** Until when something is waited for, and what ends the wait earlier. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** Whether the time ran out, and not something else ended it. */
  late(): boolean;
  /** What comes of the work, or an error once the signal is there, whatever the work makes of that. */
  before<T>(work: Promise<T>): Promise<T>;
  /** Nobody waits any more. */
  over(): void;
}

/**
 * In so many milliseconds, or when `stop` says so. Unlike that of `AbortSignal.timeout` its timer keeps the process
 * alive: a wait that nothing else holds open would end the process in its middle, without a word.
 */
export function deadline(milliseconds: number, stop?: AbortSignal): Deadline {
  const ended = new AbortController();
  let late = false;
  const stopped = (): void => ended.abort(stop?.reason);
  const timer = setTimeout(() => {
    late = true;
    ended.abort(new Error(`no end within ${milliseconds} ms`));
  }, milliseconds);
  if (stop?.aborted === true) stopped();
  else stop?.addEventListener('abort', stopped, { once: true });
  return {
    signal: ended.signal,
    late: () => late,
    before: (work) =>
      new Promise((resolve, reject) => {
        const give = (): void => reject(ended.signal.reason);
        if (ended.signal.aborted) give();
        ended.signal.addEventListener('abort', give, { once: true });
        work.then(resolve, reject).finally(() => ended.signal.removeEventListener('abort', give));
      }),
    over: () => {
      clearTimeout(timer);
      stop?.removeEventListener('abort', stopped);
    },
  };
}
