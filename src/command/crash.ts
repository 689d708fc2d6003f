import { writeSync } from 'node:fs';
import { escapeLines } from '../source/quote.ts';
import { errorRedactorOf } from '../source/redact-errors.ts';
import { EXIT } from './exit.ts';
import { mapToSource } from './stack-trace.ts';

/** What is said of an error that nobody foresaw, without secrets. */
export function crashReport(what: string, error: unknown, environment: NodeJS.ProcessEnv): string {
  const told = error instanceof Error ? mapToSource(error.stack ?? error.message) : String(error);
  return `${what} met a bug in Bylaw; please report it:\n${escapeLines(errorRedactorOf(environment)(told))}`;
}

/** The statuses Node ends with when it has run out of anything to wait for: before the end, and in the midst of it. */
const RAN_OUT = new Set([0, 13]);

/**
 * Whatever happens, the last line says what happened, and the status is 1: also where something is thrown that nobody
 * waits for, and where the process ends by itself because what a command waits for can come no more. The answer is to be
 * called when the command is over.
 */
export function reportCrashes(process: NodeJS.Process, what: string): () => void {
  let over = false;
  const say = (error: unknown): void => {
    try {
      writeSync(process.stderr.fd, `${crashReport(what, error, process.env)}\n`);
    } catch {
      // Nobody reads it: the status still tells.
    }
  };
  // An unhandled rejection comes here too.
  process.on('uncaughtException', (error) => {
    over = true;
    say(error);
    process.exit(EXIT.error);
  });
  process.on('exit', (status) => {
    if (over || !RAN_OUT.has(status)) return;
    say('It ended while it waited for something that can no longer come.');
    process.exitCode = EXIT.error;
  });
  return () => {
    over = true;
  };
}
