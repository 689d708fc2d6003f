/** Ctrl-C and SIGTERM as a question that can be asked, while something is going on that must not be cut in half. */
export interface Interruption {
  stopped(): boolean;
  /** Gives the signals back to their default. */
  end(): void;
}

export function listenForInterruption(): Interruption {
  let stopped = false;
  const stop = (): void => {
    stopped = true;
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  return {
    stopped: () => stopped,
    end: () => {
      process.off('SIGINT', stop);
      process.off('SIGTERM', stop);
    },
  };
}
