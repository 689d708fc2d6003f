import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A state backend over loopback for one run, speaking terraform's `http` backend protocol. */
export interface StateServer {
  readonly address: string;
  /**
   * To be added to the child's environment. Neither the address, which is of this run alone, nor the credentials stand
   * in a configuration or plan file: a plan kept in a file is applied by another run.
   */
  readonly environment: Readonly<Record<`TF_HTTP_${string}`, string>>;
  close(): Promise<void>;
}

/**
 * Serves the state from our own process: terraform's local backend rewrites and syncs the whole file on each change,
 * which squares the cost of an apply. `save` is called with each state terraform writes, in order.
 */
export async function serveState(initial: string | null, save: (text: string) => void): Promise<StateServer> {
  const password = randomBytes(24).toString('base64url');
  const expected = digest(`Basic ${Buffer.from(`bylaw:${password}`).toString('base64')}`);
  let current = initial;
  let lock: string | null = null;

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { authorization } = request.headers;
    if (authorization === undefined || !timingSafeEqual(digest(authorization), expected))
      return end(response, 401);
    switch (request.method) {
      case 'GET':
        return current === null ? end(response, 404) : end(response, 200, current);
      case 'POST':
        current = await body(request);
        save(current);
        return end(response, 200);
      case 'LOCK': {
        const asked = await body(request);
        if (lock !== null) return end(response, 423, lock);
        lock = asked;
        return end(response, 200);
      }
      case 'UNLOCK':
        lock = null;
        return end(response, 200);
      default:
        return end(response, 405);
    }
  };
  const server = createServer((request, response) => {
    answer(request, response).catch(() => end(response, 500));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const address = `http://127.0.0.1:${port}/state`;
  return {
    address,
    environment: {
      TF_HTTP_ADDRESS: address,
      TF_HTTP_LOCK_ADDRESS: address,
      TF_HTTP_LOCK_METHOD: 'LOCK',
      TF_HTTP_UNLOCK_ADDRESS: address,
      TF_HTTP_UNLOCK_METHOD: 'UNLOCK',
      TF_HTTP_USERNAME: 'bylaw',
      TF_HTTP_PASSWORD: password,
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

async function body(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function end(response: ServerResponse, status: number, text = ''): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(text);
}
