import { createServer } from 'node:net';
import { createEmulator } from 'emulate';

/** A stranger's stand-in for GitHub: REST for members, teams and grants, without most rules. */
export interface EmulateForTests {
  readonly url: string;
  readonly token: string;
  close(): Promise<void>;
}

/** One organization `acme` of octavia's, with ben and chi as members and a repository. */
export async function openEmulate(): Promise<EmulateForTests> {
  const emulator = await createEmulator({
    service: 'github',
    port: await freePort(),
    seed: {
      tokens: { 'emulate-token': { login: 'octavia', scopes: ['admin:org', 'repo', 'user'] } },
      github: {
        users: [{ login: 'octavia' }, { login: 'ben' }, { login: 'chi' }, { login: 'dan' }],
        orgs: [
          {
            login: 'acme',
            members: [
              { login: 'octavia', role: 'admin' },
              { login: 'ben', role: 'member' },
              { login: 'chi', role: 'member' },
            ],
          },
        ],
        repos: [{ owner: 'acme', name: 'web', private: true }],
      },
    },
  });
  return {
    url: emulator.url.replace('localhost', '127.0.0.1'),
    token: 'emulate-token',
    close: async () => {
      await emulator.close();
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
