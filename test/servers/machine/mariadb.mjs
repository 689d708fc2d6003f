/** MariaDB of Debian 12 out of an unpacked root, for as long as its server. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { librariesOf } from './debian-packages.mjs';
import { answers, runProcess, startProcess } from './processes.mjs';

/** The words of a gzipped file into a program. */
async function pipeFile(file, command, words, options) {
  const child = spawn(command, words, { ...options, stdio: ['pipe', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (text) => {
    said += text;
  });
  const ended = once(child, 'close');
  await pipeline(createReadStream(file), createGunzip(), child.stdin);
  const [code] = await ended;
  if (code !== 0) throw new Error(`${file}: ${said}`);
}

/** Starts it with one empty database; `load` runs a gzipped file of SQL in it. */
export async function startMariadb({ root, run, log }, port, database) {
  const env = { ...process.env, LD_LIBRARY_PATH: librariesOf(root) };
  const usr = join(root, 'usr');
  const socket = join(run, 'db.sock');
  const asking = ['--no-defaults', '-uroot', '-S', socket];
  const asRoot = process.getuid() === 0 ? ['--user=root'] : [];
  const places = [
    '--no-defaults',
    `--basedir=${usr}`,
    `--datadir=${join(run, 'db')}`,
    `--lc-messages-dir=${join(usr, 'share/mysql')}`,
    ...asRoot,
  ];
  await runProcess(
    join(usr, 'bin/mariadb-install-db'),
    [...places, '--auth-root-authentication-method=normal', '--skip-test-db'],
    { env, cwd: run },
  );
  const server = startProcess(
    join(usr, 'sbin/mariadbd'),
    [
      ...places,
      `--port=${port}`,
      '--bind-address=127.0.0.1',
      `--socket=${socket}`,
      `--pid-file=${join(run, 'db.pid')}`,
      '--innodb-flush-log-at-trx-commit=0',
      '--innodb-buffer-pool-size=64M',
      `--plugin-dir=${join(usr, 'lib/mysql/plugin')}`,
    ],
    { env, cwd: run, log },
  );
  const client = (sql) => runProcess(join(usr, 'bin/mariadb'), [...asking, '-e', sql], { env });
  await answers(async () => (await client('select 1')) !== '', [server], log);
  await client(
    `create database ${database} character set utf8mb4 collate utf8mb4_bin;
     create user ${database}@'127.0.0.1' identified by '${database}';
     grant all on ${database}.* to ${database}@'127.0.0.1'`,
  );
  const load = (file) => pipeFile(file, join(usr, 'bin/mariadb'), [...asking, database], { env });
  return { server, load };
}
