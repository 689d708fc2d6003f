/** The provider's process: what the launcher in a provider package starts. */
import { dirname } from 'node:path';
import { logTo } from '../provider/protocol/log.ts';
import { servePlugin } from '../provider/protocol/plugin.ts';
import { platformsIn } from './platforms.ts';
import { standaloneProvider } from './provider.ts';

const err = (text: string): void => {
  process.stderr.write(text);
};
const log = logTo(err);

// Ctrl-C reaches every process of the terminal; terraform says by StopProvider what it wants of this one.
process.on('SIGINT', () => {});
for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
  process.on(event, (error: unknown) => {
    log(
      'error',
      `a bug in bylaw: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
    process.exit(1);
  });
}

// Terraform reads stdout for one line and stderr for logs; who reads neither any more is gone.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => process.exit(1));

void servePlugin(
  (told) =>
    standaloneProvider({
      environment: process.env,
      platforms: platformsIn(dirname(process.argv[1] ?? '.')),
      log: told,
    }),
  {
    environment: process.env,
    out: (text) => process.stdout.write(text),
    err,
    exit: (status) => process.exit(status),
  },
);
