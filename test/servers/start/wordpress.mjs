/** WordPress of Debian 12 over a MariaDB and a PHP of its own. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startMariadb } from '../machine/mariadb.mjs';
import { PHP_PACKAGES, phpOf } from '../machine/php.mjs';
import { answers, runProcess, startProcess, succeeds } from '../machine/processes.mjs';

const USER = 'root';

export const wordpress = {
  debian: ['wordpress', 'mariadb-server', ...PHP_PACKAGES],
  ports: 2,
  async start({ root, run, ports: [port, database], log }) {
    const { server } = await startMariadb({ root, run, log }, database, 'wp');
    const php = phpOf(root, run);
    const site = join(root, 'usr/share/wordpress');
    writeFileSync(join(site, 'wp-config.php'), CONFIGURATION);
    const url = `http://127.0.0.1:${port}`;
    // What an administrator does in a browser: the installer, and one application password.
    writeFileSync(join(run, 'install.php'), INSTALL);
    const env = {
      ...php.env,
      BYLAW_WP_URL: url,
      BYLAW_WP_DB: `127.0.0.1:${database}`,
      PHP_CLI_SERVER_WORKERS: '2',
    };
    const password = await runProcess(php.command, [...php.before, join(run, 'install.php'), site], {
      env,
      cwd: run,
    });
    const web = startProcess(php.command, [...php.before, '-S', `127.0.0.1:${port}`, '-t', site], {
      env,
      cwd: run,
      log,
    });
    await answers(succeeds(`${url}/index.php?rest_route=/`), [server, web], log);
    return { WORDPRESS_URL: url, WORDPRESS_USER: USER, WORDPRESS_PASSWORD: password.trim() };
  },
};

const KEYS = ['AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE'].flatMap((name) => [`${name}_KEY`, `${name}_SALT`]);

const CONFIGURATION = `<?php
define('DB_NAME', 'wp'); define('DB_USER', 'wp'); define('DB_PASSWORD', 'wp'); define('DB_HOST', getenv('BYLAW_WP_DB'));
define('DB_CHARSET', 'utf8mb4'); $table_prefix = 'wp_';
foreach (${JSON.stringify(KEYS)} as $key) define($key, "bylaw-$key");
define('WP_SITEURL', getenv('BYLAW_WP_URL')); define('WP_HOME', getenv('BYLAW_WP_URL'));
define('WP_HTTP_BLOCK_EXTERNAL', true); define('DISABLE_WP_CRON', true); define('WP_ENVIRONMENT_TYPE', 'local');
if (!defined('ABSPATH')) define('ABSPATH', __DIR__ . '/');
require_once ABSPATH . 'wp-settings.php';
`;

const INSTALL = `<?php
define('WP_INSTALLING', true);
$_SERVER['HTTP_HOST'] = substr(getenv('BYLAW_WP_URL'), strlen('http://'));
require $argv[1] . '/wp-load.php';
function wp_new_blog_notification() {} // no mail
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
ob_start();
wp_install('acme', '${USER}', 'root@example.com', false, '', 'root-Password-1');
update_option('permalink_structure', '/%postname%/');
ob_end_clean();
$user = get_user_by('login', '${USER}');
list($password) = WP_Application_Passwords::create_new_application_password($user->ID, ['name' => 'bylaw']);
echo $password;
`;
