import type { WaitNotice } from '../../connector/http/wait-notices.ts';
import { escapeText } from '../../source/quote.ts';
import { isTerminal } from './is-terminal.ts';
import { standardError } from './standard-error.ts';

/** How a command talks: results to `out`, progress and problems to `err`. Handed in, so that tests can listen. */
export interface Console {
  out(text: string): void;
  err(text: string): void;
  /** Of a reader that is slow, or has gone. Left out: nobody waits for anything. */
  readonly reader?: ResultReader;
  /** One line that replaces itself; shown only on a terminal. */
  progress(text: string | null): void;
  /** Whether colour is wanted on `out`. */
  readonly colour: boolean;
  /** Asks a yes/no question; null where nobody can be asked. */
  readonly ask: ((question: string) => Promise<boolean>) | null;
  /** Asks for a line, without blanks around it; null or left out where nobody can be asked. */
  readonly askLine?: ((question: string) => Promise<string>) | null;
}

/** Who reads the results. */
export interface ResultReader {
  /** When what was written has been taken; null where nothing waits. */
  drained(): Promise<void> | null;
  /** Nobody reads any more. */
  gone(): boolean;
}

/** What a run of terraform tells while it runs: what it is at replaces itself, what has to be known now stays. */
export function engineListeners(console: Console): {
  readonly onProgress: (text: string) => void;
  readonly onNotice: (text: string) => void;
} {
  return {
    onProgress: (text) => console.progress(text),
    onNotice: (text) => console.err(text),
  };
}

/** What a connector tells while it works: what it is at replaces itself, what takes long stays. */
export function connectorListeners(console: Console): {
  readonly onRequest: (method: string, path: string) => void;
  readonly onWait: (waitNotice: WaitNotice) => void;
} {
  let requests = 0;
  return {
    onRequest: (method, path) => {
      requests += 1;
      // A write is told when it is made, by who asked for it.
      if (method === 'GET') console.progress(`${requests} requests: ${method} ${path}`);
    },
    onWait: ({ text, long }) => {
      if (long) console.err(`Waiting: ${escapeText(text)}.`);
      console.progress(`waiting: ${text}`);
    },
  };
}

/** No eye reads faster, and a terminal over a slow line should not be what an apply waits for. */
const BETWEEN_LINES_MS = 80;

/**
 * The real one: colour and questions only on a terminal, and `NO_COLOR` wins. `write` takes what goes to stdout, where
 * somebody minds whether it arrives.
 */
export function terminalConsole(
  write: (text: string) => void = (text) => process.stdout.write(text),
  reader?: ResultReader,
): Console {
  const progressIsShown = isTerminal('stderr');
  let shown = false;
  let shownAt = Number.NEGATIVE_INFINITY;
  let next: NodeJS.Timeout | undefined;
  const clear = (): void => {
    clearTimeout(next);
    if (shown) standardError().write('\r\u001b[2K');
    shown = false;
  };
  const show = (text: string): void => {
    clear();
    const stderr = standardError();
    // A terminal that does not know its width says 0.
    stderr.write(escapeText(text).slice(0, Math.max(20, (stderr.columns || 80) - 1)));
    shown = true;
    shownAt = performance.now();
  };
  return {
    ...(reader === undefined ? {} : { reader }),
    out(text) {
      clear();
      write(ended(text));
    },
    err(text) {
      clear();
      standardError().write(ended(text));
    },
    progress(text) {
      if (!progressIsShown) return;
      clearTimeout(next);
      if (text === null) return clear();
      const wait = BETWEEN_LINES_MS - (performance.now() - shownAt);
      if (wait <= 0) return show(text);
      // The last of a burst is shown, if nothing comes after it.
      next = setTimeout(() => show(text), wait);
      next.unref();
    },
    colour: isTerminal('stdout') && !process.env.NO_COLOR,
    // Results may go into a file or a pipe; whoever sits at the terminal is still asked there. Looked at when a command
    // has something to ask: Node loads a good deal for a stdin.
    get ask() {
      return isTerminal('stderr') && process.stdin.isTTY === true ? askOnTerminal : null;
    },
    get askLine() {
      return isTerminal('stderr') && process.stdin.isTTY === true ? askLineOnTerminal : null;
    },
  };
}

function ended(text: string): string {
  return text.endsWith('\n') || text === '' ? text : `${text}\n`;
}

async function askOnTerminal(question: string): Promise<boolean> {
  return (await askLineOnTerminal(`${question} Type 'yes' to apply:`)) === 'yes';
}

async function askLineOnTerminal(question: string): Promise<string> {
  const { createInterface } = await import('node:readline/promises');
  const readline = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return (await readline.question(`${question} `)).trim();
  } finally {
    readline.close();
  }
}
