import { PLAIN_TERMS } from '../../plan/cost/write-terms.ts';
import type { Connection, Connector } from '../connector.ts';
import { RETRY_RULES } from '../http/retry.ts';
import { systemClock } from '../http/time.ts';
import type { DescribedReader, DescribedTiming } from './described-reader.ts';
import { describedCredentials, describedSettings } from './described-settings.ts';
import type { ApiDescription } from './description/api-description.ts';
import { type DescribedOpener, describedOpener } from './open-described.ts';
import { describedSupports } from './write/described-supports.ts';

/** A connector by its file. It writes what the file describes, and says of the rest that it cannot before anything is sent. */
export interface DescribedConnector extends Connector {
  openReader(connection: Connection): DescribedReader;
}

/** The host is that of the connection, whatever the file says. */
export function describedConnector(
  api: ApiDescription,
  timing: DescribedTiming = { time: systemClock, retry: RETRY_RULES },
): DescribedConnector {
  // What reads and writes is made, and with it loaded, for the first connection: documents are checked without one.
  let made: DescribedOpener | null = null;
  const opener = (): DescribedOpener => {
    made ??= describedOpener(api, timing);
    return made;
  };
  return {
    name: api.name,
    description: api.description,
    settings: describedSettings(api.auth),
    credentials: (settings) => describedCredentials(api.auth, settings),
    supports: (write, platform) => describedSupports(api, write, platform),
    terms: async () => PLAIN_TERMS,
    openReader: (connection) => opener().openReader(connection),
    openWriter: (connection) => opener().openWriter(connection),
  };
}
