/** The API of Zabbix 7.0, of Debian's backports: its frontend alone, over a MariaDB and a PHP of its own. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startMariadb } from '../machine/mariadb.mjs';
import { PHP_PACKAGES, phpOf } from '../machine/php.mjs';
import { answers, startProcess } from '../machine/processes.mjs';

export const zabbix = {
  debian: [
    'zabbix-frontend-php/bookworm-backports',
    'zabbix-server-mysql/bookworm-backports',
    'mariadb-server',
    ...PHP_PACKAGES,
  ],
  backports: true,
  ports: 2,
  async start({ root, run, ports: [port, database], log }) {
    const { server, load } = await startMariadb({ root, run, log }, database, 'zabbix');
    const schema = join(root, 'usr/share/zabbix-server-mysql');
    for (const part of ['schema', 'images', 'data']) await load(join(schema, `${part}.sql.gz`));
    const site = join(root, 'usr/share/zabbix');
    ownConfiguration(site);
    const php = phpOf(root, run);
    const web = startProcess(php.command, [...php.before, '-S', `127.0.0.1:${port}`, '-t', site], {
      env: { ...php.env, BYLAW_ZABBIX_PORT: String(database), PHP_CLI_SERVER_WORKERS: '2' },
      cwd: run,
      log,
    });
    const url = `http://127.0.0.1:${port}`;
    await answers(async () => (await version(url)) !== undefined, [server, web], log);
    return { ZABBIX_URL: url, ZABBIX_USER: 'Admin', ZABBIX_PASSWORD: 'zabbix' };
  },
};

async function version(url) {
  const response = await fetch(`${url}/api_jsonrpc.php`, {
    method: 'POST',
    headers: { 'content-type': 'application/json-rpc' },
    body: JSON.stringify({ jsonrpc: '2.0', method: 'apiinfo.version', params: {}, id: 1 }),
  });
  return (await response.json()).result;
}

/** The package reads its configuration out of /etc. */
function ownConfiguration(site) {
  const reader = join(site, 'include/classes/core/CConfigFile.php');
  const file = join(site, 'conf/zabbix.conf.php');
  const text = readFileSync(reader, 'utf8').replace(
    /CONFIG_FILE_PATH = '.*'/,
    `CONFIG_FILE_PATH = '${file}'`,
  );
  writeFileSync(reader, text);
  writeFileSync(file, CONFIGURATION);
}

const CONFIGURATION = `<?php
$DB['TYPE'] = 'MYSQL'; $DB['SERVER'] = '127.0.0.1'; $DB['PORT'] = getenv('BYLAW_ZABBIX_PORT');
$DB['DATABASE'] = 'zabbix'; $DB['USER'] = 'zabbix'; $DB['PASSWORD'] = 'zabbix'; $DB['SCHEMA'] = '';
$DB['ENCRYPTION'] = false; $DB['DOUBLE_IEEE754'] = true;
$ZBX_SERVER = ''; $ZBX_SERVER_NAME = ''; $IMAGE_FORMAT_DEFAULT = IMAGE_FORMAT_PNG;
`;
