import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** A server of terraform's `http` backend, as strict as real ones: a locked state takes writes of its holder alone. */
export interface HttpStates {
  readonly address: string;
  /** By path. */
  readonly states: Map<string, string>;
  readonly locks: Map<string, string>;
  /** `METHOD path status`, in order. */
  readonly seen: string[];
  close(): Promise<void>;
}

export interface HttpCredentials {
  readonly username: string;
  readonly password: string;
}

export async function httpStates({ username, password }: HttpCredentials): Promise<HttpStates> {
  const states = new Map<string, string>();
  const locks = new Map<string, string>();
  const seen: string[] = [];
  const wanted = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;

  const answer = (request: IncomingMessage, body: string): readonly [number, string] => {
    if (request.headers.authorization !== wanted) return [401, 'who are you?'];
    const url = new URL(request.url ?? '/', 'http://states');
    const lock = locks.get(url.pathname);
    const holds = lock === undefined || idOf(lock) === url.searchParams.get('ID');
    switch (request.method) {
      case 'GET': {
        const state = states.get(url.pathname);
        return state === undefined ? [404, ''] : [200, state];
      }
      case 'POST':
        if (!holds) return [409, 'locked by somebody else'];
        states.set(url.pathname, body);
        return [200, ''];
      case 'DELETE':
        states.delete(url.pathname);
        return [200, ''];
      case 'LOCK':
        if (lock !== undefined) return [423, lock];
        locks.set(url.pathname, body);
        return [200, ''];
      case 'UNLOCK':
        if (lock !== undefined && body !== '' && idOf(lock) !== idOf(body)) return [409, lock];
        locks.delete(url.pathname);
        return [200, ''];
      default:
        return [405, ''];
    }
  };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const [status, text] = answer(request, Buffer.concat(chunks).toString('utf8'));
      seen.push(`${request.method} ${request.url?.replace(/\?.*/, '')} ${status}`);
      response.writeHead(status).end(text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  onTestFinished(close);
  return { address: `http://127.0.0.1:${port}`, states, locks, seen, close };
}

function idOf(lock: string): string {
  const { ID } = JSON.parse(lock) as { readonly ID: string };
  return ID;
}
