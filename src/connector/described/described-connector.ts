import { RequestSchedule, type RequestTurns } from '../../plan/cost/request-windows.ts';
import { PLAIN_TERMS } from '../../plan/cost/write-terms.ts';
import { diagnostic } from '../../source/diagnostic.ts';
import { known } from '../../source/known.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import { stableIdOf } from '../access-api/stable-id.ts';
import type { Connection, Connector, Credential, LiveReader } from '../connector.ts';
import type { ApiConventions } from '../http/api-conventions.ts';
import { httpMeaning, PLAIN_HTTP } from '../http/api-conventions.ts';
import { type Authorization, basic, bearer, headerNamed } from '../http/authorization.ts';
import { openHttpReader } from '../http/http-client.ts';
import { RETRY_RULES, type RetryRules } from '../http/retry.ts';
import { Secret } from '../http/secret.ts';
import { type ClientClock, systemClock } from '../http/time.ts';
import { DIRECT_TRANSPORT, transportCache } from '../http/transport.ts';
import { limiterPerHost } from '../protocol/limiter-per-host.ts';
import { withoutSecrets } from '../protocol/without-secrets.ts';
import { type ConnectionSettings, type Settings, textSetting } from '../settings.ts';
import type { ApiDescription, AuthDescription } from './api-description.ts';
import { describedPaths } from './described-paths.ts';
import { type DescribedRead, readDescribed } from './read-described.ts';
import { readEffective, type ToldAccess } from './read-effective.ts';

const TIMEOUT = 30_000;

export interface DescribedSettings {
  readonly time: ClientClock;
  readonly retry: RetryRules;
}

/** Reads what a connector file describes. It writes nothing yet: `connector test` and writes come with issue 16. */
export interface DescribedConnector
  extends Pick<Connector, 'name' | 'description' | 'settings' | 'credentials' | 'terms'> {
  openReader(connection: Connection): DescribedReader;
}

export interface DescribedReader extends LiveReader {
  /** The platform's own answer to what people may do; null where the file describes none. Fails as `read`. */
  effective(): Promise<Outcome<ToldAccess | null>>;
  /** What the last read saw besides: the version of the platform, and the lists; null before one. */
  seen(): Pick<DescribedRead, 'version' | 'tables'> | null;
}

/** A connector by its file. The host is that of the connection, whatever the file says. */
export function describedConnector(
  api: ApiDescription,
  { time, retry }: DescribedSettings = { time: systemClock, retry: RETRY_RULES },
): DescribedConnector {
  const limiterOf = limiterPerHost(time);
  const wayTo = transportCache();
  return {
    name: api.name,
    description: api.description,
    settings: settingsFor(api.auth),
    credentials: (settings) => credentialsIn(api.auth, settings),
    terms: async () => PLAIN_TERMS,
    openReader: (connection) => {
      const url = known(textSetting(connection.settings, 'url'), 'the url of a connection that was checked');
      const secrets = secretsOf(api.auth, connection);
      const base = `${url}${api.base.replaceAll('{organization}', encodeURIComponent(connection.remote))}`;
      const http = openHttpReader({
        base,
        authorization: authorizationBy(api.auth, secrets),
        conventions: conventionsOf(api),
        way: connection.environment === undefined ? DIRECT_TRANSPORT : wayTo(url, connection.environment),
        pace: limiterOf(url, Math.min(api.pace.inFlight, connection.concurrency ?? api.pace.inFlight), () =>
          turnsOf(api),
        ),
        timeout: connection.timeout ?? TIMEOUT,
        retry,
        time,
        onRequest: connection.onRequest ?? (() => {}),
        onWait: connection.onWait ?? (() => {}),
        stop: connection.stop,
      });
      const { organization, platform } = connection;
      const endpoint = { organization, base, platform, paths: describedPaths(api) };
      const pageSize = connection.settings['page-size'];
      let last: DescribedRead | null = null;
      const hidden = <T>(outcome: Outcome<T>): Outcome<T> =>
        secrets.reduce((shown, secret) => withoutSecrets(secret, shown), outcome);
      const size = typeof pageSize === 'number' ? pageSize : platform.capabilities.pageSize;
      const site = { api, http, endpoint, pageSize: size, time };
      const reader: DescribedReader = {
        read: async () => {
          const read = await readDescribed(site);
          if (!read.ok) return hidden(failure(read.diagnostics));
          last = read.value;
          return hidden(success(read.value.snapshot, read.diagnostics));
        },
        under: (names) => {
          const read = known(last, 'names are told after a read').under(names);
          if (!read.ok) return hidden(failure(read.diagnostics));
          last = read.value;
          return success(read.value.snapshot);
        },
        effective: async () => hidden(await readEffective(site)),
        seen: () => last,
        events: async () => {
          const message = `The connector file ${api.name} describes no audit log, so nobody is named.`;
          return success([], [diagnostic('audit-log-absent', message, null)]);
        },
        lastingId: (resource) => (last === null ? null : stableIdOf(last.index, resource, organization)),
        requests: () => http.sent(),
      };
      return Object.freeze(reader);
    },
  };
}

function settingsFor(auth: AuthDescription): Settings {
  const url = { is: 'url', title: 'URL', description: 'Base URL of the platform.', required: true } as const;
  const size = {
    is: 'number',
    title: 'Page size',
    description: 'So many items a page at most, in place of what the connector file asks for.',
    least: 1,
    most: 10_000,
  } as const;
  const variable = (what: string, name: string) =>
    ({
      is: 'variable',
      title: `${what} variable`,
      description: `Environment variable that holds the ${what.toLowerCase()}. Never the secret itself.`,
      default: name,
    }) as const;
  switch (auth.by) {
    case 'bearer':
    case 'header':
      return { url, 'token-env': variable('Token', auth.variable), 'page-size': size };
    case 'basic':
      return {
        url,
        'user-env': variable('User', auth.user),
        'password-env': variable('Password', auth.password),
        'page-size': size,
      };
  }
}

function variableSettings(auth: AuthDescription): readonly string[] {
  return auth.by === 'basic' ? ['user-env', 'password-env'] : ['token-env'];
}

function credentialsIn(auth: AuthDescription, settings: ConnectionSettings): readonly Credential[] {
  return variableSettings(auth).flatMap((setting) => {
    const variable = textSetting(settings, setting);
    return variable === null ? [] : [{ setting, variable }];
  });
}

/** What a connection that nobody checked holds: nothing is sent with it, and `token-missing` is said. */
const NO_SECRET = '';

function secretsOf(auth: AuthDescription, { secrets }: Connection): readonly Secret[] {
  return variableSettings(auth).map((setting) => new Secret(secrets[setting] ?? NO_SECRET));
}

function authorizationBy(auth: AuthDescription, secrets: readonly Secret[]): Authorization {
  const [first, second] = secrets;
  switch (auth.by) {
    case 'bearer':
      return bearer(known(first, 'a token'), auth.word);
    case 'header':
      return headerNamed(auth.header, known(first, 'a token'));
    case 'basic':
      return basic(
        known(first, 'a user').reveal((user) => user),
        known(second, 'a password'),
      );
  }
}

/** Statuses as the file reads them; all that it does not say is as HTTP has it. */
function conventionsOf({ headers, errors: { already, gone, changed } }: ApiDescription): ApiConventions {
  return {
    ...PLAIN_HTTP,
    headers,
    meaning: (reply, request, clientClock) => {
      const meaning = httpMeaning(reply, request, clientClock);
      if (meaning.means !== 'refused') return meaning;
      if (already.includes(reply.status)) return { means: 'refused', kind: 'conflict' };
      if (gone.includes(reply.status)) return { means: 'refused', kind: 'gone' };
      return changed.includes(reply.status) ? { means: 'refused', kind: 'changed' } : meaning;
    },
  };
}

const MINUTE = 60_000;

function turnsOf({ pace: { perMinute } }: ApiDescription): RequestTurns {
  if (perMinute === null) return new RequestSchedule([]);
  const points = { look: 1, take: 1, give: 1, invite: 1 };
  return new RequestSchedule([
    { name: `${perMinute} a minute`, milliseconds: MINUTE, most: perMinute, points },
  ]);
}
