import { setMaxListeners } from 'node:events';
import type { Console } from '../terminal/console.ts';

/** Ctrl-C and SIGTERM as a question that can be asked, while something is going on that must not be cut in half. */
export interface Interruption {
  stopped(): boolean;
  /** Aborted by the first: what only waits need not be waited for. */
  readonly signal: AbortSignal;
  /** Gives the signals back to their default. */
  end(): void;
}

/** As shells say that SIGINT ended a command. */
const INTERRUPTED_STATUS = 130;

/**
 * The first asks to stop: what is in flight is finished, nothing more is begun. The second ends terraform at once, and
 * what this process has sent is still waited for. The third ends everything where it is.
 */
export function listenForInterruption(console: Console): Interruption {
  let times = 0;
  const first = new AbortController();
  // As many listen as there are requests under way.
  setMaxListeners(0, first.signal);
  const stop = (): void => {
    times += 1;
    first.abort();
    if (times < 3) {
      // Said to whoever pressed the keys; a pipeline reads the report.
      if (console.ask !== null) console.err(times === 1 ? FIRST : SECOND);
      return;
    }
    console.err(THIRD);
    process.exit(INTERRUPTED_STATUS);
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  return {
    stopped: () => times > 0,
    signal: first.signal,
    end: () => {
      process.off('SIGINT', stop);
      process.off('SIGTERM', stop);
    },
  };
}

const FIRST =
  'Stopping: writes in flight are finished, nothing more is begun. Press Ctrl-C again to end terraform at once.';
const SECOND =
  'Ending: waiting only for what was already sent. Press Ctrl-C once more to leave without waiting.';
const THIRD =
  'Left at once: a request may have been under way. What was done is live; run plan to see what is left.';
