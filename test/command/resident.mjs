/**
 * Runs command lines one after another in one process: a start costs more than most commands do, and is not what most
 * tests are about. Each has its own folder, environment and streams, as if it had been started for it alone.
 *
 * Told by IPC: `{ words, cwd, env }`; answers `{ status, out, err }`. Ends when whoever started it does.
 */

import { runCommandLine } from '../../dist/command/run-command-line.js';
import { terminalConsole } from '../../dist/command/terminal/console.js';

process.on('disconnect', () => process.exit(0));

process.on('message', async ({ words, cwd, env }) => {
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, env);
  process.chdir(cwd);
  const told = { out: '', err: '' };
  process.stdout.write = collect((text) => {
    told.out += text;
  });
  process.stderr.write = collect((text) => {
    told.err += text;
  });
  const status = await runCommandLine(words, {
    console: terminalConsole(),
    environment: { ...process.env },
    now: () => new Date(),
  });
  // What was begun and not awaited still belongs to this command.
  await new Promise((resolve) => setImmediate(resolve));
  process.send({ status, ...told });
});

/** `write` of a stream, in each of its forms. */
function collect(take) {
  return (chunk, encoding, callback) => {
    take(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8'));
    const done = typeof encoding === 'function' ? encoding : callback;
    if (done !== undefined) queueMicrotask(() => done());
    return true;
  };
}
