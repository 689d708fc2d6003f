/** better-auth of npm with its SCIM plugin, over SQLite: a library, so what serves it is written beside its packages. */
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { npmPackages } from '../machine/npm-packages.mjs';
import { answers, startProcess, succeeds } from '../machine/processes.mjs';

const VERSION = '1.7.5';
/** Asked for when the server is started: the runner begins before the project is installed. */
const sqlite = () => createRequire(import.meta.url).resolve('libsql');

const SERVE = `
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { scim } from '@better-auth/scim';
import { betterAuth } from 'better-auth';
import { getMigrations } from 'better-auth/db/migration';
import { toNodeHandler } from 'better-auth/node';
import { SqliteDialect } from 'kysely';
const Database = createRequire(import.meta.url)(process.env.SQLITE);
const port = Number(process.env.PORT);
const auth = betterAuth({
  baseURL: 'http://127.0.0.1:' + port,
  secret: process.env.SECRET,
  database: { dialect: new SqliteDialect({ database: new Database(process.env.FILE) }), type: 'sqlite', transaction: true },
  rateLimit: { enabled: false },
  telemetry: { enabled: false },
  plugins: [
    scim({
      connections: [{ id: 'bylaw', credentials: [{ type: 'bearer', id: 'one', token: process.env.SCIM_TOKEN }] }],
    }),
  ],
});
await (await getMigrations(auth.options)).runMigrations();
createServer(toNodeHandler(auth)).listen(port, '127.0.0.1');
`;

export const betterAuth = {
  async install(cache) {
    const packages = { 'better-auth': VERSION, '@better-auth/scim': VERSION };
    return { folder: await npmPackages(cache, 'better-auth', packages, { peers: false }) };
  },
  ports: 1,
  async start({ folder, run, ports: [port], log }) {
    // Beside its packages, where they are found.
    const main = join(folder, 'serve.mjs');
    writeFileSync(main, SERVE);
    const token = randomBytes(24).toString('hex');
    const env = {
      ...process.env,
      PORT: String(port),
      FILE: join(run, 'better-auth.sqlite'),
      SECRET: randomBytes(32).toString('base64'),
      SCIM_TOKEN: token,
      SQLITE: sqlite(),
    };
    const web = startProcess(process.execPath, [main], { cwd: folder, log, env });
    const url = `http://127.0.0.1:${port}`;
    await answers(succeeds(`${url}/api/auth/scim/v2/ServiceProviderConfig`), [web], log);
    return { BETTER_AUTH_URL: url, BETTER_AUTH_TOKEN: token };
  },
};
