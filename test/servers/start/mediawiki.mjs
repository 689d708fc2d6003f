/** MediaWiki of Debian 12 over a database file, with a PHP of its own. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { PHP_PACKAGES, phpOf } from '../machine/php.mjs';
import { answers, runProcess, startProcess, succeeds } from '../machine/processes.mjs';

const PASSWORD = 'Bylaw-admin-77';

export const mediawiki = {
  debian: ['mediawiki', 'php8.2-sqlite3', ...PHP_PACKAGES.filter((name) => name !== 'php8.2-mysql')],
  ports: 1,
  async start({ root, run, ports: [port], log }) {
    const php = phpOf(root, run);
    const site = join(root, 'usr/share/mediawiki');
    const data = join(run, 'data');
    mkdirSync(data);
    const url = `http://127.0.0.1:${port}`;
    const settings = join(run, 'LocalSettings.php');
    const env = { ...php.env, MW_CONFIG_FILE: settings, PHP_CLI_SERVER_WORKERS: '2' };
    const { MW_CONFIG_FILE: _, ...before } = env;
    const install = [
      ...['--dbtype=sqlite', `--dbpath=${data}`, '--dbname=wiki', `--server=${url}`, '--scriptpath='],
      ...[`--confpath=${run}`, `--pass=${PASSWORD}`, 'Acme', 'Root'],
    ];
    await runProcess(php.command, [...php.before, join(site, 'maintenance/install.php'), ...install], {
      env: before,
      cwd: run,
    });
    const web = startProcess(php.command, [...php.before, '-S', `127.0.0.1:${port}`, '-t', site], {
      env,
      cwd: run,
      log,
    });
    await answers(succeeds(`${url}/api.php?action=query&meta=siteinfo&format=json`), [web], log);
    return {
      MEDIAWIKI_URL: url,
      MEDIAWIKI_USER: 'Root',
      MEDIAWIKI_PASSWORD: PASSWORD,
      // What an administrator of the machine does: groups by the product's own program.
      MEDIAWIKI_PHP: JSON.stringify([php.command, ...php.before]),
      MEDIAWIKI_SITE: site,
      MEDIAWIKI_ENV: JSON.stringify({
        MW_CONFIG_FILE: settings,
        LD_LIBRARY_PATH: env.LD_LIBRARY_PATH,
        PHP_INI_SCAN_DIR: '',
      }),
    };
  },
};
