/** PHP of Debian 12 out of an unpacked root. */
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { librariesOf } from './debian-packages.mjs';

export const PHP_PACKAGES = [
  'php8.2-cli',
  ...['mysql', 'gd', 'mbstring', 'xml', 'bcmath', 'intl', 'curl'].map((name) => `php8.2-${name}`),
];

/** Each after what it needs. */
const EXTENSIONS =
  `ctype dom iconv mbstring fileinfo tokenizer simplexml xml xmlreader xmlwriter pdo mysqlnd pdo_mysql
  mysqli pdo_sqlite sqlite3 gd bcmath intl curl gettext sockets posix calendar exif phar`.split(/\s+/);

/** How PHP is run: the command, the words before others, and the environment. */
export function phpOf(root, run) {
  const versions = join(root, 'usr/lib/php');
  const api = readdirSync(versions).find((name) => /^\d{8}$/.test(name));
  if (api === undefined) throw new Error(`no extensions of PHP in ${versions}`);
  const folder = join(versions, api);
  const there = EXTENSIONS.filter((name) => existsSync(join(folder, `${name}.so`)));
  const ini = join(run, 'php.ini');
  const lines = [
    `extension_dir=${folder}`,
    ...there.map((name) => `extension=${name}`),
    'zend_extension=opcache',
    'opcache.enable_cli=1',
    'post_max_size=16M',
    'max_execution_time=300',
    'max_input_time=300',
    'memory_limit=512M',
    'date.timezone=UTC',
  ];
  writeFileSync(ini, `${lines.join('\n')}\n`);
  return {
    command: join(root, 'usr/bin/php8.2'),
    before: ['-c', ini],
    env: { ...process.env, LD_LIBRARY_PATH: librariesOf(root), PHP_INI_SCAN_DIR: '' },
  };
}
