#!/usr/bin/env node
import { terminalConsole } from './console.ts';
import { reportCrashes } from './crash.ts';
import { EXIT } from './exit.ts';
import { run } from './run.ts';
import { standardOutput } from './standard-output.ts';

const words = process.argv.slice(2);
const over = reportCrashes(process, `bylaw ${words[0] ?? ''}`.trim());
const output = standardOutput(process);

process.exitCode = await run(words, {
  console: terminalConsole(output.write),
  environment: process.env,
  now: () => new Date(),
});
over();

// Not before the streams are through.
process.once('exit', () => {
  const lost = output.lost();
  if (lost === null) return;
  process.stderr.write(`error[file-unwritable]: Not all of the output could be written: ${lost}\n`);
  process.exitCode = EXIT.error;
});
