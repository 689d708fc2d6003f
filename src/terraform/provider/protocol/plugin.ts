/**
 * A provider as a process of its own, started and ended by terraform or tofu: HashiCorp's go-plugin, as far as
 * terraform uses it. What is on stdout is for terraform alone: one line, the handshake.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serverCertificate } from './certificate.ts';
import { type Method, serveGrpc } from './grpc.ts';
import { type Log, logTo } from './log.ts';
import { providerMethods } from './provider.ts';
import { LONGEST_SOCKET } from './reattach.ts';
import type { ProviderDefinition } from './row.ts';

const COOKIE = 'd602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2';
/** Of go-plugin itself; the other number is terraform's. */
const CORE_PROTOCOL = 1;
const PROTOCOL = 6;
/** A terraform that died between starting us and calling us leaves nobody who would end us. */
const ALONE_MS = 60_000;

/** What the process is handed; nothing below reaches for it by itself. */
export interface PluginProcess {
  readonly environment: NodeJS.ProcessEnv;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly exit: (status: number) => void;
}

/** Why a process with this environment is no plugin, as a sentence for whoever started it; null when it is one. */
export function notAPlugin(environment: NodeJS.ProcessEnv): string | null {
  if (environment.TF_PLUGIN_MAGIC_COOKIE !== COOKIE) {
    return 'This is the Bylaw provider for Terraform and OpenTofu: they start it, people do not. Run `bylaw provider install` and then `terraform init`.';
  }
  const asked = (environment.PLUGIN_PROTOCOL_VERSIONS ?? '').split(',').map((text) => text.trim());
  if (asked.includes(String(PROTOCOL))) return null;
  const said = asked.join(', ') || 'no version';
  return `The Bylaw provider speaks version ${PROTOCOL} of the plugin protocol, and this Terraform asks for ${said}. Use Terraform 1.0 or newer, or OpenTofu.`;
}

/** Serves until terraform says Shutdown or its last connection is gone, then finishes writes in flight and exits. */
export async function servePlugin<Session>(
  definitionFor: (log: Log) => ProviderDefinition<Session>,
  { environment, out, err, exit }: PluginProcess,
): Promise<void> {
  const log = logTo(err);
  const reason = notAPlugin(environment);
  if (reason !== null) {
    err(`${reason}\n`);
    return exit(1);
  }
  const definition = definitionFor(log);
  const directory = privateDirectory(environment);
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
  const methods = new Map<string, Method>([
    ...providerMethods(definition, () => log('debug', 'asked to stop')),
    ...controlMethods(() => setImmediate(() => void end('asked to shut down'))),
  ]);
  const certificate = environment.PLUGIN_CLIENT_CERT ? serverCertificate(Date.now()) : null;
  const socket = join(directory, 's');
  await serveGrpc(methods, socket, {
    ...(certificate === null
      ? {}
      : { tls: { key: certificate.key, cert: certificate.cert, ca: environment.PLUGIN_CLIENT_CERT ?? '' } }),
    onConnections(count) {
      clearTimeout(alone);
      if (count === 0) void end('the last connection is gone');
    },
  });
  await chmod(socket, 0o600);
  const line = [CORE_PROTOCOL, PROTOCOL, 'unix', socket, 'grpc'];
  if (certificate !== null) line.push(certificate.der.toString('base64').replace(/=+$/, ''));
  out(`${line.join('|')}\n`);
}

/** What go-plugin itself asks of a plugin. An answer to Shutdown is on its way before the process goes. */
function controlMethods(shutdown: () => void): ReadonlyMap<string, Method> {
  const SERVING = Uint8Array.of(0x08, 0x01);
  return new Map<string, Method>([
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

/** Where terraform wants sockets to be, or else the temporary folder, or /tmp where that is too long a path. */
function privateDirectory(environment: NodeJS.ProcessEnv): string {
  const wanted = environment.PLUGIN_UNIX_SOCKET_DIR || tmpdir();
  const fits = Buffer.byteLength(join(wanted, 'bylaw-XXXXXX', 's')) <= LONGEST_SOCKET;
  return mkdtempSync(join(fits ? wanted : '/tmp', 'bylaw-'));
}
