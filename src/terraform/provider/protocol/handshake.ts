/**
 * How a plugin begins: who may start it, a socket, and the line that says where it is. Terraform starts a provider
 * several times in each command and waits for this line, so nothing is loaded here that the line does not need; the
 * socket takes connections meanwhile, and whoever serves them is loaded afterwards.
 * See hashicorp/go-plugin, docs/internals.md.
 */
import { chmodSync, mkdtempSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { serverCertificate } from './certificate.ts';
import type { Certificates } from './mutual-tls.ts';
import { MAX_SOCKET_PATH } from './socket-path.ts';

const COOKIE = 'd602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2';
/** Of go-plugin itself; the other number is terraform's. */
const CORE_PROTOCOL = 1;
const PROTOCOL = 6;

/** Why a process with this environment is no plugin, as a sentence for whoever started it; null when it is one. */
export function notPluginReason(environment: NodeJS.ProcessEnv): string | null {
  if (environment.TF_PLUGIN_MAGIC_COOKIE !== COOKIE) {
    return 'This is the Bylaw provider for Terraform and OpenTofu: they start it, people do not. Run `bylaw provider install` and then `terraform init`; to debug it, start it with -debug.';
  }
  const asked = (environment.PLUGIN_PROTOCOL_VERSIONS ?? '').split(',').map((text) => text.trim());
  if (asked.includes(String(PROTOCOL))) return null;
  const said = asked.join(', ') || 'no version';
  return `The Bylaw provider speaks version ${PROTOCOL} of the plugin protocol, and this Terraform asks for ${said}. Use Terraform 1.0 or newer, or OpenTofu.`;
}

/** A socket that is listened on, and what whoever serves it must know. */
export interface PluginSocket {
  readonly server: Server;
  /** Of this process alone; to be removed with it. */
  readonly directory: string;
  /** Null where terraform asks for no TLS. */
  readonly certificates: Certificates | null;
}

/** Listens, and then says so: `opened` is called before anything can have come in. */
export function openPluginSocket(
  environment: NodeJS.ProcessEnv,
  opened: (handshake: string, pluginSocket: PluginSocket) => void,
): void {
  const directory = privateDirectory(environment);
  const client = environment.PLUGIN_CLIENT_CERT;
  const certificates = client ? { own: serverCertificate(), client } : null;
  const socket = join(directory, 's');
  const line = [CORE_PROTOCOL, PROTOCOL, 'unix', socket, 'grpc'];
  if (certificates !== null) line.push(certificates.own.der.toString('base64').replace(/=+$/, ''));
  const server = createServer();
  // Listening loads `node:cluster`, and that the half of it which starts workers, with child processes and datagrams:
  // half a millisecond. With this variable it is the other half, of which an `exclusive` listener asks nothing. See
  // https://nodejs.org/api/cluster.html#clusterisprimary and https://nodejs.org/api/net.html#serverlistenoptions-callback.
  process.env.NODE_UNIQUE_ID = '1';
  server.listen({ path: socket, exclusive: true }, () => {
    chmodSync(socket, 0o600);
    opened(`${line.join('|')}\n`, { server, directory, certificates });
  });
  delete process.env.NODE_UNIQUE_ID;
}

/** Where terraform wants sockets to be, or else the temporary folder, or /tmp where that is too long a path. */
function privateDirectory(environment: NodeJS.ProcessEnv): string {
  const wanted = environment.PLUGIN_UNIX_SOCKET_DIR || environment.TMPDIR || '/tmp';
  const fits = Buffer.byteLength(join(wanted, 'bylaw-XXXXXX', 's')) <= MAX_SOCKET_PATH;
  return mkdtempSync(join(fits ? wanted : '/tmp', 'bylaw-'));
}
