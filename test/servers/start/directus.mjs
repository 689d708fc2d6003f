/** Directus of npm over SQLite. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { newerNode, npmPackages } from '../machine/npm-packages.mjs';
import { answers, runProcess, startProcess, succeeds } from '../machine/processes.mjs';

const TOKEN = 'bylaw-admin-token';
/** The newest names packages that may not be there yet. */
const PACKAGES = { directus: '12.4.0', sqlite3: '6.0.1' };

export const directus = {
  async install(cache) {
    const node = await newerNode(cache);
    const env = { PATH: `${join(node, 'bin')}:${process.env.PATH}`, npm_config_nodedir: node };
    const folder = await npmPackages(cache, 'directus', PACKAGES, { scripts: ['sqlite3'], env });
    // Only scripts of flows and sandboxed extensions use it, and to compile it takes minutes.
    writeFileSync(join(folder, 'node_modules/isolated-vm/isolated-vm.js'), 'module.exports = {};\n');
    return { node, folder };
  },
  ports: 1,
  async start({ node, folder, run, ports: [port], log }) {
    for (const name of ['uploads', 'extensions']) mkdirSync(join(run, name));
    const url = `http://127.0.0.1:${port}`;
    const env = {
      ...process.env,
      HOST: '127.0.0.1',
      PORT: String(port),
      PUBLIC_URL: url,
      SECRET: 'bylaw-server-secret-0123456789abcdef',
      DB_CLIENT: 'sqlite3',
      DB_FILENAME: join(run, 'data.db'),
      TELEMETRY: 'false',
      STORAGE_LOCAL_ROOT: join(run, 'uploads'),
      EXTENSIONS_PATH: join(run, 'extensions'),
      ADMIN_EMAIL: 'root@example.com',
      ADMIN_PASSWORD: 'root-password-1',
      ADMIN_TOKEN: TOKEN,
      LOG_LEVEL: 'warn',
      RATE_LIMITER_ENABLED: 'false',
      EMAIL_VERIFY_SETUP: 'false',
      EMAIL_SENDMAIL_PATH: '/bin/true',
    };
    const program = join(node, 'bin/node');
    const main = join(folder, 'node_modules/directus/cli.js');
    await runProcess(program, [main, 'bootstrap'], { cwd: folder, env });
    const server = startProcess(program, [main, 'start'], { cwd: folder, env, log });
    await answers(succeeds(`${url}/server/ping`), [server], log);
    return { DIRECTUS_URL: url, DIRECTUS_TOKEN: TOKEN };
  },
};
