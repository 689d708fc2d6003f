/** etcd 3.4 of Debian 12 with its JSON gateway; without authentication, which its API turns on. */
import { join } from 'node:path';
import { answers, startProcess, succeeds } from '../machine/processes.mjs';

export const etcd = {
  debian: ['etcd-server'],
  ports: 2,
  async start({ root, run, ports, log }) {
    const [clients, peers] = ports.map((port) => `http://127.0.0.1:${port}`);
    const words = {
      'data-dir': join(run, 'data'),
      'listen-client-urls': clients,
      'advertise-client-urls': clients,
      'listen-peer-urls': peers,
      'initial-advertise-peer-urls': peers,
      'initial-cluster': `default=${peers}`,
      'unsafe-no-fsync': 'true',
    };
    const server = startProcess(
      join(root, 'usr/bin/etcd'),
      Object.entries(words).map(([name, value]) => `--${name}=${value}`),
      { cwd: run, log },
    );
    await answers(succeeds(`${clients}/health`), [server], log);
    return { ETCD_URL: clients };
  },
};
