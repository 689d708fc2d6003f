/** Keystone of Debian 12, OpenStack's identity service, over SQLite. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { librariesOf } from '../machine/debian-packages.mjs';
import { answers, runProcess, startProcess, succeeds } from '../machine/processes.mjs';
import { pythonOf } from '../machine/python.mjs';

const PASSWORD = 'admin-password-1';

/** Several requests at a time are answered one after another: SQLite has one writer. */
const SERVE = `
import sys
from werkzeug.serving import run_simple, WSGIRequestHandler
from keystone.server.wsgi import initialize_public_application
WSGIRequestHandler.log_request = lambda *_: None
port = int(sys.argv.pop())
application = initialize_public_application()
run_simple('127.0.0.1', port, application, threaded=False)
`;

export const keystone = {
  debian: ['python3-keystone'],
  ports: 1,
  async start({ root, run, ports: [port], log }) {
    mkdirSync(join(run, 'fernet'), { mode: 0o700 });
    for (const key of ['0', '1'])
      writeFileSync(join(run, 'fernet', key), `${randomBytes(32).toString('base64url')}=`, { mode: 0o600 });
    writeFileSync(join(run, 'keystone.conf'), configuration(run));
    const python = pythonOf(root);
    const env = {
      ...process.env,
      PYTHONPATH: join(root, 'usr/lib/python3/dist-packages'),
      PYTHONWARNINGS: 'ignore',
      LD_LIBRARY_PATH: librariesOf(root),
      OS_KEYSTONE_CONFIG_DIR: run,
      OS_KEYSTONE_CONFIG_FILES: join(run, 'keystone.conf'),
    };
    const url = `http://127.0.0.1:${port}`;
    const manage = (...words) =>
      runProcess(
        python,
        [join(root, 'usr/bin/keystone-manage'), '--config-file', join(run, 'keystone.conf'), ...words],
        {
          env,
          cwd: run,
        },
      );
    await manage('db_sync');
    await manage('bootstrap', '--bootstrap-password', PASSWORD, '--bootstrap-public-url', `${url}/v3`);
    const server = startProcess(python, ['-c', SERVE, String(port)], { cwd: run, log, env });
    await answers(succeeds(`${url}/v3`), [server], log);
    return {
      KEYSTONE_URL: url,
      KEYSTONE_USER: 'admin',
      KEYSTONE_PASSWORD: PASSWORD,
      KEYSTONE_TOKEN: await token(url),
    };
  },
};

/** A token lasts for as long as any test. Keystone works out those of the system several times for each request. */
async function token(url) {
  const response = await fetch(`${url}/v3/auth/tokens`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      auth: {
        identity: {
          methods: ['password'],
          password: { user: { name: 'admin', domain: { id: 'default' }, password: PASSWORD } },
        },
        scope: { project: { name: 'admin', domain: { id: 'default' } } },
      },
    }),
  });
  const issued = response.headers.get('x-subject-token');
  if (issued === null) throw new Error(`no token: ${response.status} ${await response.text()}`);
  return issued;
}

const configuration = (run) => `
[DEFAULT]
log_file = ${join(run, 'keystone.log')}
[database]
connection = sqlite:///${join(run, 'keystone.sqlite')}
sqlite_synchronous = false
[token]
provider = fernet
expiration = 864000
[fernet_tokens]
key_repository = ${join(run, 'fernet')}
[fernet_receipts]
key_repository = ${join(run, 'fernet')}
[cache]
enabled = true
backend = oslo_cache.dict
[identity]
password_hash_rounds = 4
`;
