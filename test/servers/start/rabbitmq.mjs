/** RabbitMQ of Debian 12 with the API of its management plugin. */
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { librariesOf } from '../machine/debian-packages.mjs';
import { answers, startProcess, succeeds } from '../machine/processes.mjs';

const USER = 'guest';
const PASSWORD = 'guest';

export const rabbitmq = {
  debian: ['rabbitmq-server'],
  ports: 4,
  async start({ root, run, ports: [api, amqp, distribution, mapper], log }) {
    for (const folder of ['mnesia', 'log', 'home']) mkdirSync(join(run, folder));
    writeFileSync(join(run, 'enabled_plugins'), '[rabbitmq_management].\n');
    writeFileSync(join(run, 'rabbitmq.conf'), configuration(api, amqp));
    writeFileSync(join(run, 'advanced.config'), '[{kernel,[{inet_dist_use_interface,{127,0,0,1}}]}].\n');
    const erlang = join(root, 'usr/lib/erlang');
    // The launcher of the package names the folder into which it would have been installed.
    const launcher = readFileSync(join(erlang, 'bin/erl'), 'utf8').replaceAll(
      'ROOTDIR=/usr/lib/erlang',
      `ROOTDIR=${erlang}`,
    );
    writeFileSync(join(run, 'erl'), launcher);
    chmodSync(join(run, 'erl'), 0o755);
    const home = join(
      root,
      'usr/lib/rabbitmq/lib',
      named(join(root, 'usr/lib/rabbitmq/lib'), 'rabbitmq_server-'),
    );
    const env = {
      ...process.env,
      PATH: [run, join(erlang, 'bin'), process.env.PATH].join(':'),
      LD_LIBRARY_PATH: librariesOf(root),
      HOME: join(run, 'home'),
      ERL_EPMD_ADDRESS: '127.0.0.1',
      ERL_EPMD_PORT: String(mapper),
      RABBITMQ_HOME: home,
      RABBITMQ_NODENAME: 'bylaw@localhost',
      RABBITMQ_MNESIA_BASE: join(run, 'mnesia'),
      RABBITMQ_LOG_BASE: join(run, 'log'),
      RABBITMQ_CONF_ENV_FILE: '/dev/null',
      RABBITMQ_CONFIG_FILE: join(run, 'rabbitmq'),
      RABBITMQ_ADVANCED_CONFIG_FILE: join(run, 'advanced.config'),
      RABBITMQ_ENABLED_PLUGINS_FILE: join(run, 'enabled_plugins'),
      RABBITMQ_PLUGINS_DIR: join(home, 'plugins'),
      RABBITMQ_DIST_PORT: String(distribution),
    };
    const programs = join(erlang, named(erlang, 'erts-'), 'bin');
    const names = startProcess(join(programs, 'epmd'), ['-address', '127.0.0.1', '-port', String(mapper)], {
      env,
      log,
    });
    const server = startProcess('bash', [join(home, 'sbin/rabbitmq-server')], { cwd: run, env, log });
    const url = `http://127.0.0.1:${api}`;
    const authorization = `Basic ${Buffer.from(`${USER}:${PASSWORD}`).toString('base64')}`;
    await answers(succeeds(`${url}/api/whoami`, { headers: { authorization } }), [names, server], log);
    return { RABBITMQ_URL: url, RABBITMQ_USER: USER, RABBITMQ_PASSWORD: PASSWORD };
  },
};

/** The one entry of a folder that begins so; the rest of its name is a version. */
function named(folder, beginning) {
  const found = readdirSync(folder).find((name) => name.startsWith(beginning));
  if (found === undefined) throw new Error(`nothing in ${folder} begins with ${beginning}`);
  return found;
}

const configuration = (api, amqp) => `
listeners.tcp.1 = 127.0.0.1:${amqp}
management.tcp.ip = 127.0.0.1
management.tcp.port = ${api}
management_agent.disable_metrics_collector = true
`;
