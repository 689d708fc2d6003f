import type { Connection } from '../../src/connector/connector.ts';
import { SCIM_SETTINGS } from '../../src/connector/scim/scim-settings.ts';
import { withDefaults } from '../../src/connector/settings.ts';
import { scim } from '../connector/platforms.ts';
import type { ScimPlace } from './scim-story.ts';

/** A connection to a server that somebody else wrote. */
export function scimConnectionTo({ url, base, token, dialect }: ScimPlace): Connection {
  return {
    organization: 'acme',
    remote: 'acme',
    settings: withDefaults(SCIM_SETTINGS, { url, base, dialect }),
    secrets: { 'token-env': token },
    platform: scim,
    timeout: 60_000,
  };
}
