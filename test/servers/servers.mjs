/** Every server that tests can run against, by name. */
import { jupyterhub } from './start/jupyterhub.mjs';
import { keystone } from './start/keystone.mjs';

/**
 * What each says of itself: `debian`, packages that are unpacked, or `install(cache)`, what else it needs; how many
 * `ports` it listens on; and `start(place)`, which ends when the server answers, with the variables by which it is reached.
 */
export const SERVERS = { jupyterhub, keystone };
