/** Every server that tests can run against, by name. */
import { betterAuth } from './start/better-auth.mjs';
import { directus } from './start/directus.mjs';
import { etcd } from './start/etcd.mjs';
import { jupyterhub } from './start/jupyterhub.mjs';
import { keystone } from './start/keystone.mjs';
import { mediawiki } from './start/mediawiki.mjs';
import { parse } from './start/parse.mjs';
import { rabbitmq } from './start/rabbitmq.mjs';
import { wordpress } from './start/wordpress.mjs';
import { zabbix } from './start/zabbix.mjs';

/**
 * What each says of itself: `debian`, packages that are unpacked, or `install(cache)`, what else it needs; how many
 * `ports` it listens on; and `start(place)`, which ends when the server answers, with the variables by which it is reached.
 */
export const SERVERS = {
  'better-auth': betterAuth,
  directus,
  etcd,
  jupyterhub,
  keystone,
  mediawiki,
  parse,
  rabbitmq,
  wordpress,
  zabbix,
};
