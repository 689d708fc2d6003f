#!/usr/bin/env node
import { terminalConsole } from './console.ts';
import { reportCrashes } from './crash.ts';
import { run } from './run.ts';

const words = process.argv.slice(2);
const over = reportCrashes(process, `bylaw ${words[0] ?? ''}`.trim());

// A reader that stops reading (`bylaw plan | head`) is no failure of ours, and no success either: the work goes on and
// ends with the status it has.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

process.exitCode = await run(words, {
  console: terminalConsole(),
  environment: process.env,
  now: () => new Date(),
});
over();
