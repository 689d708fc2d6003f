import { PLAIN_TERMS } from '../../plan/cost/write-terms.ts';
import type { Connector } from '../connector.ts';
import { RETRY_RULES } from '../http/retry.ts';
import { systemClock } from '../http/time.ts';
import { unsupportedWrite } from '../unsupported-writes.ts';
import { ACCESS_API_SETTINGS, tokenCredential } from './access-api-settings.ts';
import { type AccessApiSettings, accessApiOpener, type ConnectionOpener } from './open-access-api.ts';

/** The connector with another clock, chance or patience: for tests and benchmarks. */
export function accessApiWith(settings: AccessApiSettings): Connector {
  return connectorBy(() => accessApiOpener(settings));
}

/** Connects to platforms that speak schemas/access-api.openapi.json, the embedded sandbox among them. */
export const accessApi: Connector = connectorBy(() =>
  accessApiOpener({ time: systemClock, retry: RETRY_RULES }),
);

/** What opens connections is made, and with it loaded, for the first of them: documents are checked without one. */
function connectorBy(makeOpener: () => ConnectionOpener): Connector {
  let made: ConnectionOpener | null = null;
  const opener = (): ConnectionOpener => {
    made ??= makeOpener();
    return made;
  };
  return {
    name: 'access-api',
    description: 'Platforms that speak the Access API (docs/access-api.md), the sandbox among them.',
    settings: ACCESS_API_SETTINGS,
    credentials: tokenCredential,
    supports: unsupportedWrite,
    terms: async () => PLAIN_TERMS,
    openReader: (connection) => opener().openReader(connection),
    openWriter: (connection) => opener().openWriter(connection),
  };
}
