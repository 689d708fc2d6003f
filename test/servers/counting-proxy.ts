/** Requests as they go over the wire: a proxy on loopback in front of a server that nobody here wrote. */
import { createServer, request } from 'node:http';
import { onTestFinished } from 'vitest';

export interface CountingProxy {
  /** In place of the server's own. */
  readonly url: string;
  /** `GET /path`, in the order in which they came; emptied by `reset`. */
  requests(): readonly string[];
  reset(): void;
}

/** Hands everything on as it is, the name of the host too: a server that looks at it sees its own. */
export async function countingProxy(url: string): Promise<CountingProxy> {
  const { hostname, port, host, pathname } = new URL(url);
  let seen: string[] = [];
  const server = createServer((asked, answer) => {
    seen.push(`${asked.method} ${asked.url}`);
    const { host: _, ...headers } = asked.headers;
    const onward = request(
      { hostname, port, method: asked.method, path: asked.url, headers: { ...headers, host } },
      (told) => {
        answer.writeHead(told.statusCode ?? 502, told.rawHeaders);
        told.pipe(answer);
      },
    );
    onward.once('error', () => answer.destroy());
    asked.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(() => resolve()));
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('unreachable: it listens on a port');
  return {
    url: `http://127.0.0.1:${address.port}${pathname.replace(/\/$/, '')}`,
    requests: () => seen,
    reset: () => {
      seen = [];
    },
  };
}
