/**
 * Serves a provider to Terraform out of this very process, by `TF_REATTACH_PROVIDERS`: Terraform then neither starts
 * nor downloads a provider, and the provider shares memory with the program that runs Terraform.
 */

import { rmSync } from 'node:fs';
import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pidNamespace } from '../../../process/process-liveness.ts';
import { type GrpcServer, serveGrpc } from './grpc.ts';
import { providerMethods } from './provider-methods.ts';
import type { ProviderDefinition } from './row.ts';
import { MAX_SOCKET_PATH } from './socket-path.ts';

export interface Reattached {
  /** To be added to the environment of `terraform`. */
  readonly environment: { readonly TF_REATTACH_PROVIDERS: string };
  /** Cuts connections, waits for writes in flight, removes the socket. */
  close(): Promise<void>;
  /** Whether Terraform was interrupted since `resetStop`. It says so once for each Ctrl-C: reset for each command. */
  stopped(): boolean;
  resetStop(): void;
}

export interface ReattachOptions {
  /** Addresses under which others than Terraform know the provider. */
  readonly alsoKnownAs?: readonly string[];
  readonly onConnections?: (count: number) => void;
}

export async function serveReattached<Session>(
  definition: ProviderDefinition<Session>,
  { alsoKnownAs = [], onConnections }: ReattachOptions = {},
): Promise<Reattached> {
  let stopped = false;
  const methods = providerMethods(definition, () => {
    stopped = true;
  });

  // The socket is a way to write to the platform without its token: only this user may reach it.
  const directory = await privateDirectory();
  const removeDirectory = () => rmSync(directory, { recursive: true, force: true });
  const socket = join(directory, 's');
  let server: GrpcServer;
  try {
    server = await serveGrpc(methods, socket, onConnections && { onConnections });
    await chmod(socket, 0o600);
  } catch (error) {
    removeDirectory();
    throw error;
  }
  process.once('exit', removeDirectory);

  return {
    environment: { TF_REATTACH_PROVIDERS: reattachValue([definition.address, ...alsoKnownAs], socket) },
    async close() {
      process.removeListener('exit', removeDirectory);
      await server.close();
      removeDirectory();
    },
    stopped: () => stopped,
    resetStop() {
      stopped = false;
    },
  };
}

function privateDirectory(): Promise<string> {
  return mkdtemp(join(socketParent(), prefix()));
}

function prefix(): string {
  return `bylaw-socket-${process.pid}-${pidNamespace()}-`;
}

/** Where the folder of a socket is made: the temporary folder, unless its name is too long for a socket's. */
export function socketParent(): string {
  const name = `${prefix()}XXXXXX/s`;
  return Buffer.byteLength(join(tmpdir(), name)) <= MAX_SOCKET_PATH ? tmpdir() : '/tmp';
}

/** `Test` keeps Terraform from ending this process when it is done. */
function reattachValue(addresses: readonly string[], socket: string): string {
  const Addr = { Network: 'unix', String: socket };
  const place = { Protocol: 'grpc', ProtocolVersion: 6, Pid: process.pid, Test: true, Addr };
  return JSON.stringify(Object.fromEntries(addresses.map((address) => [address, place])));
}
