import { randomUUID } from 'node:crypto';
import type { Diagnostic } from '../../source/diagnostic.ts';
import type { Connection, Connector, LiveReader, LiveWriter, WriteReport } from '../connector.ts';
import { bearer } from '../http/authorization.ts';
import { HeardHeaders } from '../http/heard-headers.ts';
import { type HttpSettings, openHttpReader, openHttpWriter } from '../http/http-client.ts';
import type { HttpReader, HttpWriter } from '../http/http-interface.ts';
import type { RetryRules } from '../http/retry.ts';
import { Secret } from '../http/secret.ts';
import type { ClientClock } from '../http/time.ts';
import { DIRECT_TRANSPORT, transportCache } from '../http/transport.ts';
import { scopeMemberKey } from '../live/live-index.ts';
import type { OrganizationEndpoint } from '../live/organization-endpoint.ts';
import { limiterPerHost } from '../protocol/limiter-per-host.ts';
import { createObjectQueue } from '../protocol/object-queue.ts';
import { withoutSecrets } from '../protocol/without-secrets.ts';
import { urlIn } from './access-api-settings.ts';
import { endpointBase, OBJECT_PATHS } from './endpoint.ts';
import { LastRead } from './last-read.ts';
import { lockedObjectsOf } from './locked-objects.ts';
import { MinimumRevision, readAtLeastRevision } from './minimum-revision.ts';
import { readRevision } from './read-live-objects.ts';
import { readOrganization } from './read-organization.ts';
import { trackRequests } from './tracked-requests.ts';

const CONCURRENCY = 8;
const TIMEOUT = 30_000;

export type ConnectionOpener = Pick<Connector, 'openReader' | 'openWriter'>;

export interface AccessApiSettings {
  readonly time: ClientClock;
  readonly retry: RetryRules;
}

/** What opens connections, of which all share one pace for each host. */
export function accessApiOpener({ time, retry }: AccessApiSettings): ConnectionOpener {
  const limiterOf = limiterPerHost(time);
  const wayTo = transportCache();
  const httpSettings = (connection: Connection, secret: Secret, heard: HeardHeaders): HttpSettings => {
    const url = urlIn(connection.settings);
    return {
      base: endpointBase(url, connection.remote),
      authorization: bearer(secret),
      way: connection.environment === undefined ? DIRECT_TRANSPORT : wayTo(url, connection.environment),
      pace: limiterOf(url, connection.concurrency ?? CONCURRENCY),
      timeout: connection.timeout ?? TIMEOUT,
      retry,
      time,
      onRequest: connection.onRequest ?? (() => {}),
      onWait: connection.onWait ?? (() => {}),
      onAnswer: (headers) => heard.hear(headers),
      stop: connection.stop,
    };
  };
  const secretOf = ({ secrets }: Connection): Secret => new Secret(secrets['token-env'] ?? NO_TOKEN);

  return {
    openReader: (connection) => {
      const secret = secretOf(connection);
      const heard = new HeardHeaders();
      const http = openHttpReader(httpSettings(connection, secret, heard));
      return Object.freeze(readerOf(http, connection, time, secret, new MinimumRevision(), heard).reader);
    },
    openWriter: (connection) => {
      const secret = secretOf(connection);
      const heard = new HeardHeaders();
      const http = openHttpWriter(httpSettings(connection, secret, heard));
      return writer(http, connection, time, secret, heard);
    },
  };
}

/** What a connection that nobody checked holds: nothing is sent with it, and `token-missing` is said. */
const NO_TOKEN = '';

function endpointOf({ organization, settings, remote, platform }: Connection): OrganizationEndpoint {
  return { organization, base: endpointBase(urlIn(settings), remote), platform, paths: OBJECT_PATHS };
}

/** The reader, and what a writer has to know of what it read. */
function readerOf(
  http: HttpReader,
  connection: Connection,
  clientClock: ClientClock,
  secret: Secret,
  minimumRevision: MinimumRevision,
  heard: HeardHeaders,
): { readonly reader: LiveReader; readonly standing: LastRead } {
  const organizationEndpoint = endpointOf(connection);
  const lastRead = new LastRead(http, organizationEndpoint, clientClock, () =>
    readAtLeastRevision(minimumRevision, organizationEndpoint, clientClock, connection.stop, () =>
      readOrganization(http, organizationEndpoint, clientClock),
    ),
  );
  const reader: LiveReader = {
    read: async () => withoutSecrets(secret, await lastRead.read()),
    under: (names) => withoutSecrets(secret, lastRead.under(names)),
    formerNames: async () => withoutSecrets(secret, await lastRead.formerNames()),
    events: async (since) => withoutSecrets(secret, await lastRead.events(since)),
    lastingId: (resource) => lastRead.lastingId(resource),
    revision: async () => withoutSecrets(secret, await readRevision(http, organizationEndpoint)),
    inspect: async () => {
      // What looks at it is loaded by who asks for it: a plan does not.
      const { inspectAccessApiToken } = await import('./inspect-access-api.ts');
      const token = withoutSecrets(secret, await inspectAccessApiToken(http, organizationEndpoint));
      return { ...heard.told(urlIn(connection.settings)), version: null, token };
    },
    requests: () => http.sent(),
  };
  return { reader, standing: lastRead };
}

function writer(
  http: HttpWriter,
  connection: Connection,
  clientClock: ClientClock,
  secret: Secret,
  heard: HeardHeaders,
): LiveWriter {
  const organizationEndpoint = endpointOf(connection);
  const objectQueue = createObjectQueue();
  const minimumRevision = new MinimumRevision();
  const asides: WriteReport[] = [];
  const { reader, standing } = readerOf(http, connection, clientClock, secret, minimumRevision, heard);
  const opened: LiveWriter = {
    ...reader,
    // Alone: a read that overlaps a write would record versions from before it.
    read: () => objectQueue.alone(() => reader.read()),
    write: async (write) => {
      const before = standing.directory;
      if (before === null) throw new Error('write before read: ids and versions are not known yet');
      return objectQueue.on(lockedObjectsOf(write, before, connection.platform), async () => {
        // A provider is started for each plan, and most write nothing.
        const { makeWrite } = await import('./make-write.ts');
        const { directory } = standing;
        if (directory === null) throw new Error('unreachable: a directory is never taken away');
        const trackedRequests = trackRequests(http, () => minimumRevision.wrote());
        const noted: Diagnostic[] = [];
        const note = (found: Diagnostic): void => void noted.push(secret.hideIn(found));
        const made = await makeWrite(
          {
            http: trackedRequests.http,
            site: organizationEndpoint,
            directory,
            newKey: () => randomUUID(),
            note,
          },
          write,
        );
        const inDoubt = !made.ok && trackedRequests.mayHaveBeenMade();
        if (inDoubt || noted.length > 0) asides.push({ write, inDoubt, diagnostics: noted });
        return withoutSecrets(secret, made);
      });
    },
    asides: () => asides,
    memberState: (scope, member) => {
      const { directory } = standing;
      const known =
        scope === organizationEndpoint.organization
          ? directory?.members.get(member)
          : directory?.scopeMembers.get(scopeMemberKey(scope, member));
      return known === undefined || known.state === 'outside' ? null : known.state;
    },
  };
  return Object.freeze(opened);
}
