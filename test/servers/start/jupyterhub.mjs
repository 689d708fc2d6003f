/** JupyterHub of Debian 12, with the roles of its configuration, which its API can read and not write. */
import { existsSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { librariesOf } from '../machine/debian-packages.mjs';
import { answers, startProcess, succeeds } from '../machine/processes.mjs';
import { pythonOf } from '../machine/python.mjs';

const TOKEN = 'bylaw-admin-token';

export const jupyterhub = {
  debian: ['jupyterhub'],
  ports: 4,
  async start({ root, run, ports, log }) {
    writeFileSync(join(run, 'config.py'), configuration(root, run, ports));
    ownModules(root);
    const main = 'import sys; from jupyterhub.app import main; sys.argv[0]="jupyterhub"; main()';
    const hub = startProcess(pythonOf(root), ['-c', main, '-f', 'config.py'], {
      cwd: run,
      log,
      env: {
        ...process.env,
        PYTHONPATH: join(root, 'usr/lib/python3/dist-packages'),
        PYTHONWARNINGS: 'ignore',
        LD_LIBRARY_PATH: librariesOf(root),
        NODE_PATH: ['usr/share/nodejs', 'usr/lib/nodejs'].map((folder) => join(root, folder)).join(':'),
      },
    });
    const url = `http://127.0.0.1:${ports[0]}`;
    const asked = { headers: { authorization: `token ${TOKEN}` } };
    await answers(succeeds(`${url}/hub/api/info`, asked), [hub], log);
    return { JUPYTERHUB_URL: url, JUPYTERHUB_TOKEN: TOKEN };
  },
};

/** Modules of Debian are found before those of this project, in whose folders the root may stand. */
function ownModules(root) {
  const link = join(root, 'usr/share/nodejs/node_modules');
  if (!existsSync(link)) symlinkSync('.', link);
}

function configuration(root, run, [hub, proxy, api, metrics]) {
  const program = join(root, 'usr/share/nodejs/configurable-http-proxy/bin/configurable-http-proxy');
  const text = (value) => JSON.stringify(value);
  return `
c.JupyterHub.db_url = ${text(`sqlite:///${run}/hub.sqlite`)}
c.JupyterHub.cookie_secret_file = ${text(join(run, 'cookie'))}
c.JupyterHub.authenticator_class = 'dummy'
c.Authenticator.admin_users = {'admin'}
c.JupyterHub.hub_bind_url = 'http://127.0.0.1:${hub}'
c.JupyterHub.bind_url = 'http://127.0.0.1:${proxy}'
c.ConfigurableHTTPProxy.api_url = 'http://127.0.0.1:${api}'
c.ConfigurableHTTPProxy.command = [${text(process.execPath)}, ${text(program)}, '--metrics-ip', '127.0.0.1', '--metrics-port', '${metrics}']
c.ConfigurableHTTPProxy.auth_token = 'proxy-token'
c.JupyterHub.template_paths = [${text(join(root, 'usr/share/jupyterhub/templates'))}]
c.JupyterHub.data_files_path = ${text(join(root, 'usr/share/jupyterhub'))}
c.JupyterHub.services = [{'name': 'bylaw', 'api_token': '${TOKEN}'}]
c.JupyterHub.load_roles = [
  {'name': 'bylaw-admin', 'services': ['bylaw'], 'scopes': ['admin:users', 'admin:groups', 'read:roles', 'tokens', 'read:services', 'admin:servers', 'read:users', 'read:groups', 'read:hub']},
  {'name': 'team-lead', 'groups': ['leads'], 'scopes': ['read:users!group=writers', 'groups!group=writers']},
]
`;
}
