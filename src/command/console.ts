/** How a command talks: results to `out`, progress and problems to `err`. Handed in, so that tests can listen. */
export interface Console {
  out(text: string): void;
  err(text: string): void;
  /** One line that replaces itself; shown only on a terminal. */
  progress(text: string | null): void;
  /** Whether colour is wanted on `out`. */
  readonly colour: boolean;
  /** Asks a yes/no question; null where nobody can be asked. */
  readonly ask: ((question: string) => Promise<boolean>) | null;
}

/** The real one: colour and questions only on a terminal, and `NO_COLOR` wins. */
export function terminalConsole(): Console {
  const { stdout, stderr, stdin, env } = process;
  let shown = false;
  const clear = (): void => {
    if (shown) stderr.write('\r\u001b[2K');
    shown = false;
  };
  return {
    out(text) {
      clear();
      stdout.write(text.endsWith('\n') || text === '' ? text : `${text}\n`);
    },
    err(text) {
      clear();
      stderr.write(text.endsWith('\n') || text === '' ? text : `${text}\n`);
    },
    progress(text) {
      if (stderr.isTTY !== true) return;
      clear();
      if (text === null) return;
      stderr.write(text.slice(0, Math.max(20, (stderr.columns ?? 80) - 1)));
      shown = true;
    },
    colour: stdout.isTTY === true && (env.NO_COLOR ?? '') === '',
    // Results may go into a file or a pipe; whoever sits at the terminal is still asked there.
    ask: stdin.isTTY === true && stderr.isTTY === true ? askOnTerminal : null,
  };
}

async function askOnTerminal(question: string): Promise<boolean> {
  const { createInterface } = await import('node:readline/promises');
  const readline = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await readline.question(`${question} Only 'yes' is taken: `);
    return answer.trim() === 'yes';
  } finally {
    readline.close();
  }
}
