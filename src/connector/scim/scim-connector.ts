import { PLAIN_TERMS } from '../../plan/cost/write-terms.ts';
import type { Connection, Connector, LiveReader, LiveWriter } from '../connector.ts';
import { RETRY_RULES, type RetryRules } from '../http/retry.ts';
import { type ClientClock, systemClock } from '../http/time.ts';
import { DIRECT_TRANSPORT, transportCache } from '../http/transport.ts';
import { LateSession } from '../protocol/late-session.ts';
import { limiterPerHost } from '../protocol/limiter-per-host.ts';
import { textSetting } from '../settings.ts';
import type { ScimSession } from './scim-session.ts';
import { SCIM_SETTINGS, scimCredentials } from './scim-settings.ts';
import { unsupportedInScim } from './unsupported-scim-writes.ts';

const CONCURRENCY = 8;
/** A connection without its url is never opened: the session says so. */
const NOWHERE = '';

export interface ScimTiming {
  readonly time: ClientClock;
  readonly retry: RetryRules;
}

/** The connector with another clock, chance or patience: for tests and benchmarks. */
export function scimWith({ time, retry }: ScimTiming): Connector {
  let roads: {
    limiterOf: ReturnType<typeof limiterPerHost>;
    wayTo: ReturnType<typeof transportCache>;
  } | null = null;
  const open = (connection: Connection, writes: boolean): LateSession<ScimSession> => {
    roads ??= { limiterOf: limiterPerHost(time), wayTo: transportCache() };
    const { environment, concurrency = CONCURRENCY } = connection;
    const url = textSetting(connection.settings, 'url') ?? NOWHERE;
    const way = environment === undefined ? DIRECT_TRANSPORT : roads.wayTo(url, environment);
    const machine = { time, retry, way, pace: roads.limiterOf(url, concurrency) };
    return new LateSession(async () => {
      const { ScimSession } = await import('./scim-session.ts');
      return new ScimSession(connection, machine, writes);
    });
  };
  return {
    name: 'scim',
    description: 'Servers that speak SCIM 2.0: people and groups, in a dialect.',
    settings: SCIM_SETTINGS,
    credentials: scimCredentials,
    supports: unsupportedInScim,
    terms: async () => PLAIN_TERMS,
    openReader: (connection) => Object.freeze(scimReaderOf(open(connection, false))),
    openWriter: (connection) => {
      const late = open(connection, true);
      return Object.freeze<LiveWriter>({
        ...scimReaderOf(late),
        write: (write) => late.ask((session) => session.write(write)),
        asides: () => late.session?.reports ?? [],
        memberState: (scope, member) => late.session?.memberState(scope, member) ?? null,
      });
    },
  };
}

export const scim: Connector = scimWith({ time: systemClock, retry: RETRY_RULES });

function scimReaderOf(late: LateSession<ScimSession>): LiveReader {
  return {
    read: () => late.ask((session) => session.read()),
    under: (names) => late.told((session) => session.under(names)),
    events: () => late.ask((session) => session.events()),
    lastingId: (resource) => late.session?.lastingId(resource) ?? null,
    requests: () => late.session?.sent ?? 0,
    supports: (write) => late.session?.unsupported(write) ?? null,
  };
}
