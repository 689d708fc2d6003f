import { tmpdir } from 'node:os';
import { dirname } from 'node:path';
import { errorRedactorOf } from '../../source/redact-errors.ts';
import type { PluginSocket } from '../provider/protocol/handshake.ts';
import type { Log } from '../provider/protocol/plugin-log.ts';
import { servePlugin } from '../provider/protocol/plugin-process.ts';
import { serveReattached } from '../provider/protocol/reattach.ts';
import { PapersInMemory, PeerLogs } from './ownership/peer-log.ts';
import { PROVIDER_HOSTS, PROVIDER_NAME, PROVIDER_NAMESPACE } from './package/contents.ts';
import { openPlatformStore } from './session/bundled-platforms.ts';
import { openConnectorStore } from './session/connector-store.ts';
import { standaloneProvider } from './standalone-provider.ts';

/** Platforms, and the schemas of files that users write, stand beside the program. */
function providerHere(log: Log, papers: PeerLogs | PapersInMemory) {
  const directory = dirname(process.argv[1] ?? '.');
  return standaloneProvider({
    environment: process.env,
    platforms: openPlatformStore(directory),
    connectors: openConnectorStore(directory),
    log,
    papers,
  });
}

/** For what is told of a bug. */
export function withoutSecrets(text: string): string {
  return errorRedactorOf(process.env)(text);
}

/** Serves the terraform that started this process. */
export function serve(pluginSocket: PluginSocket, log: Log, exit: (status: number) => void): void {
  const peerLogs = new PeerLogs(tmpdir(), process.ppid);
  process.once('exit', () => peerLogs.end());
  servePlugin(providerHere(log, peerLogs), pluginSocket, log, exit);
}

/**
 * Serves any terraform that is told of this process by its environment, one command after another, until it is ended:
 * for a debugger, and wherever starting a process for each command costs too much.
 * Its blocks hear of each other what an apply does, and nothing of plans: no end of a walk is told to a provider that
 * terraform did not start.
 */
export async function serveDebug(log: Log, exit: (status: number) => void): Promise<void> {
  const papers = new PapersInMemory();
  const definition = providerHere(log, papers);
  const served = await serveReattached(definition, {
    alsoKnownAs: PROVIDER_HOSTS.map((host) => `${host}/${PROVIDER_NAMESPACE}/${PROVIDER_NAME}`),
    onConnections(count) {
      // The command that was interrupted is over; the next one is not.
      if (count > 0) return;
      definition.resume?.();
      papers.forget();
    },
  });
  const end = async (): Promise<void> => {
    definition.stop?.();
    await definition.settled?.();
    await served.close();
    exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void end());
  const { TF_REATTACH_PROVIDERS: value } = served.environment;
  process.stderr.write('Run terraform with this in its environment; Ctrl-C here ends the provider.\n');
  process.stdout.write(`TF_REATTACH_PROVIDERS='${value}'\n`);
}
