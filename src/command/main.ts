#!/usr/bin/env node
import { askedBy } from './asked.ts';
import { reportCrashes } from './crash.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { terminalConsole } from './terminal/console.ts';
import { standardError } from './terminal/standard-error.ts';
import { standardOutput } from './terminal/standard-output.ts';

const words = process.argv.slice(2);
const over = reportCrashes(process, ['bylaw', ...words.slice(0, 1)].join(' '));
const output = standardOutput();
const console = terminalConsole(output.write, output);

const ended = (status: ExitCode): void => {
  process.exitCode = status;
  over();
};

const asked = askedBy(words);
if (asked.kind === 'answer') {
  console.out(asked.text);
  ended(asked.status);
} else {
  // What it throws is told by `reportCrashes`.
  void import('./run-command-line.ts')
    .then(({ runCommandLine }) =>
      runCommandLine(words, { console, environment: process.env, now: () => new Date() }),
    )
    .then(ended);
}

// Not before the streams are through.
process.once('exit', () => {
  const lost = output.lost();
  if (lost === null) return;
  standardError().write(`error[file-unwritable]: Not all of the output could be written: ${lost}\n`);
  process.exitCode = EXIT.error;
});
