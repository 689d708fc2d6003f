#!/usr/bin/env node
import { terminalConsole } from './console.ts';
import { run } from './run.ts';

// A reader that stops reading (`bylaw plan | head`) is no failure of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

process.exitCode = await run(process.argv.slice(2), {
  console: terminalConsole(),
  environment: process.env,
  now: () => new Date(),
});
