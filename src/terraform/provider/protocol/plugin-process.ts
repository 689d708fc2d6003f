/**
 * A provider as a process of its own, started and ended by terraform or tofu: HashiCorp's go-plugin, as far as
 * terraform uses it, from the handshake on.
 */
import { rmSync } from 'node:fs';
import { answerOn, type GrpcMethod } from './grpc.ts';
import type { PluginSocket } from './handshake.ts';
import type { Log } from './plugin-log.ts';
import { providerMethods } from './provider-methods.ts';
import type { ProviderDefinition } from './row.ts';

/** A terraform that died between starting us and calling us leaves nobody who would end us. */
const ALONE_MS = 60_000;

/** Serves until terraform says Shutdown or its last connection is gone, then finishes writes in flight and exits. */
export function servePlugin<Session>(
  definition: ProviderDefinition<Session>,
  { server, directory, certificates }: PluginSocket,
  log: Log,
  exit: (status: number) => void,
): void {
  let ending = false;
  const end = async (why: string): Promise<void> => {
    if (ending) return;
    ending = true;
    log('debug', `ending: ${why}`);
    // Nothing more is begun; what is being written is waited for, and nothing else.
    definition.stop?.();
    await definition.settled?.();
    rmSync(directory, { recursive: true, force: true });
    exit(0);
  };
  const alone = setTimeout(() => void end('nobody called'), ALONE_MS);
  const parent = process.ppid;
  const orphaned = setInterval(() => {
    if (process.ppid !== parent) void end('the process that started this one is gone');
  }, 1000);
  orphaned.unref();
  const methods = new Map<string, GrpcMethod>([
    ...providerMethods(definition, () => log('debug', 'asked to stop')),
    ...controlMethods(() => setImmediate(() => void end('asked to shut down'))),
  ]);
  answerOn(server, methods, {
    certificates,
    onConnections(count) {
      clearTimeout(alone);
      if (count === 0) void end('the last connection is gone');
    },
  });
}

/** What go-plugin itself asks of a plugin. An answer to Shutdown is on its way before the process goes. */
function controlMethods(shutdown: () => void): ReadonlyMap<string, GrpcMethod> {
  const SERVING = Uint8Array.of(0x08, 0x01);
  return new Map<string, GrpcMethod>([
    [
      '/plugin.GRPCController/Shutdown',
      async () => {
        shutdown();
        return new Uint8Array();
      },
    ],
    ['/grpc.health.v1.Health/Check', async () => SERVING],
  ]);
}
