import { EXIT, type ExitCode } from '../exit.ts';
import type { RedactingConsole } from './redacting-console.ts';

/** A console that says less or more than is usual, and what is to be done when the command has ended. */
export interface LoudConsole {
  readonly console: RedactingConsole;
  readonly end: (status: ExitCode) => void;
}

/**
 * Says nothing where all is well: what was said is held back, and shown if the status is another than 0. Nobody is asked
 * anything, since nobody has seen what it would be about.
 */
export function quietConsole(console: RedactingConsole): LoudConsole {
  const held: (() => void)[] = [];
  return {
    console: {
      colour: console.colour,
      ask: null,
      out: (text) => held.push(() => console.out(text)),
      err: (text) => held.push(() => console.err(text)),
      progress: () => {},
      hide: (secret) => console.hide(secret),
    },
    end(status) {
      if (status !== EXIT.clean) for (const say of held) say();
    },
  };
}

/** Says all that a command is at, a line each on stderr, with the seconds since it began: for a log, where nothing replaces itself. */
export function verboseConsole(console: RedactingConsole, now: () => number): LoudConsole {
  const begun = now();
  return {
    console: {
      colour: console.colour,
      ...(console.reader === undefined ? {} : { reader: console.reader }),
      get ask() {
        return console.ask;
      },
      get askLine() {
        return console.askLine ?? null;
      },
      out: (text) => console.out(text),
      err: (text) => console.err(text),
      progress(text) {
        if (text !== null) console.err(`+${((now() - begun) / 1000).toFixed(1)} s  ${text}`);
      },
      hide: (secret) => console.hide(secret),
    },
    end: () => {},
  };
}
