/** Parse Server of npm over PostgreSQL. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { newerNode, npmPackages } from '../machine/npm-packages.mjs';
import { startPostgres } from '../machine/postgres-server.mjs';
import { answers, startProcess, succeeds } from '../machine/processes.mjs';

const APPLICATION = 'bylaw';
const KEY = 'bylaw-master';

export const parse = {
  async install(cache) {
    const node = await newerNode(cache);
    return { node, folder: await npmPackages(cache, 'parse', { 'parse-server': '9.10.0' }) };
  },
  ports: 2,
  async start({ node, folder, run, ports: [port, database], log }) {
    const { server, uri } = await startPostgres({ run, log }, database);
    const url = `http://127.0.0.1:${port}/parse`;
    const logs = join(run, 'logs');
    mkdirSync(logs);
    const settings = {
      appId: APPLICATION,
      masterKey: KEY,
      masterKeyIps: ['127.0.0.1', '::1'],
      databaseURI: uri,
      serverURL: url,
      mountPath: '/parse',
      host: '127.0.0.1',
      port,
      allowClientClassCreation: false,
      logsFolder: logs,
      silent: true,
    };
    writeFileSync(join(run, 'config.json'), JSON.stringify(settings));
    const main = join(folder, 'node_modules/parse-server/bin/parse-server');
    const web = startProcess(join(node, 'bin/node'), [main, join(run, 'config.json')], { cwd: folder, log });
    const headers = { 'x-parse-application-id': APPLICATION, 'x-parse-master-key': KEY };
    await answers(succeeds(`${url}/serverInfo`, { headers }), [server, web], log);
    return { PARSE_URL: url, PARSE_APPLICATION: APPLICATION, PARSE_MASTER_KEY: KEY };
  },
};
