import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** Below those that systems give to clients: one of these is still free when a server comes to it. */
const [LOWEST, HIGHEST] = [15_000, 32_000];

/** Ports of loopback that nobody listens on; all are held until the last is found, so that none comes twice. */
export async function freePorts(count) {
  const held = await Promise.all(Array.from({ length: count }, listenSomewhere));
  const ports = held.map((server) => server.address().port);
  await Promise.all(held.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

async function listenSomewhere() {
  for (let tries = 0; tries < 100; tries += 1) {
    const server = await listening(randomInt(LOWEST, HIGHEST));
    if (server !== null) return server;
  }
  throw new Error('no port is free');
}

/** Null where somebody listens there. */
function listening(port) {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error) => (error.code === 'EADDRINUSE' ? resolve(null) : reject(error)));
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}
