/**
 * The provider's process: what the launcher in a provider package starts. Terraform waits for its first line and starts
 * it several times in each command, so all that the line does not need is loaded after it.
 */
import { writeSync } from 'node:fs';
import { notPluginReason, openPluginSocket } from '../provider/protocol/handshake.ts';
import { logTo } from '../provider/protocol/plugin-log.ts';

const STDOUT = 1;
let meant = false;
const exit = (status: number): void => {
  meant = true;
  process.exit(status);
};
let told = false;
const err = (text: string): void => {
  // Who does not read stderr any more is gone.
  if (!told) process.stderr.on('error', () => exit(1));
  told = true;
  process.stderr.write(text);
};
const log = logTo(err);
const serving = () => import('./serve.ts');

for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
  process.on(event, (error: unknown) => {
    const said = error instanceof Error ? (error.stack ?? error.message) : String(error);
    // What takes secrets out is not needed for the first line. Where it cannot be loaded, nothing is told of the bug.
    void serving()
      .then(({ withoutSecrets }) => log('error', `a bug in bylaw: ${withoutSecrets(said)}`))
      .finally(() => exit(1));
  });
}

// What it waits for can come no more, and terraform would only see that it is gone.
process.on('exit', () => {
  if (meant) return;
  log('error', 'a bug in bylaw: the provider ended in the midst of its work');
  process.exitCode = 1;
});

async function begin(): Promise<void> {
  if (/^--?debug$/.test(process.argv[2] ?? '')) return (await serving()).serveDebug(log, exit);
  const reason = notPluginReason(process.env);
  if (reason !== null) {
    err(`${reason}\n`);
    return exit(1);
  }
  openPluginSocket(process.env, (handshake, pluginSocket) => {
    writeSync(STDOUT, handshake);
    // Ctrl-C reaches every process of the terminal; terraform says by StopProvider what it wants of this one.
    process.on('SIGINT', () => {});
    void serving().then(({ serve }) => serve(pluginSocket, log, exit));
  });
}

void begin();
