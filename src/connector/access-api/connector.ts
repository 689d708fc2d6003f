import { randomUUID } from 'node:crypto';
import { rolesHeldAlways } from '../../plan/phases.ts';
import type { Diagnostic } from '../../source/diagnostic.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import { type HttpReader, type HttpSettings, openHttpReader, openHttpWriter } from '../http/client.ts';
import { openPace, type Pace } from '../http/pace.ts';
import { RETRY_RULES, type RetryRules } from '../http/retry.ts';
import { Secret } from '../http/secret.ts';
import { systemTime, type Time } from '../http/time.ts';
import { DIRECTLY, waysOf } from '../http/way.ts';
import type { Aside, Connection, Connector, LiveReader, LiveWriter } from '../live.ts';
import { scopeMemberKey } from './directory.ts';
import { readOrganization } from './read.ts';
import { readRevision } from './read-lists.ts';
import { watchSends } from './sends.ts';
import { type Site, siteBase } from './site.ts';
import { Standing } from './standing.ts';
import { takeTurns } from './turns.ts';
import { Reached, readUpToDate } from './up-to-date.ts';
import { make, objectsOf } from './write.ts';

const CONCURRENCY = 8;
const TIMEOUT = 30_000;

export interface AccessApiSettings {
  readonly time: Time;
  readonly retry: RetryRules;
}

/** The connector with another clock, chance or patience: for tests and benchmarks. */
export function accessApiWith({ time, retry }: AccessApiSettings): Connector {
  const paces = new Map<string, Pace>();
  const wayTo = waysOf();
  /** One for all organizations of a host: read side by side, they are not to ask for more than one alone would. */
  const paceFor = ({ url, concurrency = CONCURRENCY }: Connection): Pace => {
    const key = `${concurrency} ${URL.canParse(url) ? new URL(url).host : url}`;
    const pace = paces.get(key) ?? openPace(concurrency, time);
    paces.set(key, pace);
    return pace;
  };
  const settingsOf = (connection: Connection, secret: Secret): HttpSettings => ({
    base: siteBase(connection.url, connection.remote),
    secret,
    way: connection.environment === undefined ? DIRECTLY : wayTo(connection.url, connection.environment),
    pace: paceFor(connection),
    timeout: connection.timeout ?? TIMEOUT,
    retry,
    time,
    onRequest: connection.onRequest ?? (() => {}),
    onWait: connection.onWait ?? (() => {}),
    stop: connection.stop,
  });

  return {
    name: 'access-api',
    openReader: (connection) => {
      const secret = new Secret(connection.token);
      const http = openHttpReader(settingsOf(connection, secret));
      return reader(http, connection, time, secret);
    },
    openWriter: (connection) => writer(connection, time, (secret) => settingsOf(connection, secret)),
  };
}

/** Connects to platforms that speak schemas/access-api.openapi.json, the embedded sandbox among them. */
export const accessApi: Connector = accessApiWith({ time: systemTime, retry: RETRY_RULES });

function siteOf({ organization, url, remote, platform }: Connection): Site {
  return { organization, base: siteBase(url, remote), platform };
}

function standingOf(http: HttpReader, connection: Connection, time: Time, reached: Reached): Standing {
  const site = siteOf(connection);
  return new Standing(http, site, time, () =>
    readUpToDate(reached, site, time, connection.stop, () => readOrganization(http, site, time)),
  );
}

function reader(http: HttpReader, connection: Connection, time: Time, secret: Secret): LiveReader {
  const site = siteOf(connection);
  const standing = standingOf(http, connection, time, new Reached());
  const opened: LiveReader = {
    read: async () => hidden(secret, await standing.read()),
    under: (names) => hidden(secret, standing.under(names)),
    formerNames: async () => hidden(secret, await standing.formerNames()),
    events: async (since) => hidden(secret, await standing.events(since)),
    lastingId: (resource) => standing.lastingId(resource),
    revision: async () => hidden(secret, await readRevision(http, site)),
    requests: () => http.sent(),
  };
  return Object.freeze(opened);
}

function writer(
  connection: Connection,
  time: Time,
  settingsOf: (secret: Secret) => HttpSettings,
): LiveWriter {
  const secret = new Secret(connection.token);
  const http = openHttpWriter(settingsOf(secret));
  const site = siteOf(connection);
  const turns = takeTurns();
  const reached = new Reached();
  const asides: Aside[] = [];
  const standing = standingOf(http, connection, time, reached);
  const opened: LiveWriter = {
    // Alone: a read that overlaps a write would record versions from before it.
    read: () => turns.alone(async () => hidden(secret, await standing.read())),
    under: (names) => hidden(secret, standing.under(names)),
    formerNames: async () => hidden(secret, await standing.formerNames()),
    events: async (since) => hidden(secret, await standing.events(since)),
    revision: async () => hidden(secret, await readRevision(http, site)),
    requests: () => http.sent(),
    heldAlways: rolesHeldAlways(connection.platform),
    write: async (write) => {
      const before = standing.directory;
      if (before === null) throw new Error('write before read: ids and versions are not known yet');
      return turns.on(objectsOf(write, before), async () => {
        const { directory } = standing;
        if (directory === null) throw new Error('unreachable: a directory is never taken away');
        const sends = watchSends(http, () => reached.wrote());
        const noted: Diagnostic[] = [];
        const note = (found: Diagnostic): void => void noted.push(secret.hideIn(found));
        const made = await make(
          { http: sends.http, site, directory, newKey: () => randomUUID(), note },
          write,
        );
        const inDoubt = !made.ok && sends.mayHaveBeenMade();
        if (inDoubt || noted.length > 0) asides.push({ write, inDoubt, diagnostics: noted });
        return hidden(secret, made);
      });
    },
    asides: () => asides,
    memberState: (scope, member) => {
      const { directory } = standing;
      const known =
        scope === site.organization
          ? directory?.members.get(member)
          : directory?.scopeMembers.get(scopeMemberKey(scope, member));
      return known === undefined || known.state === 'outside' ? null : known.state;
    },
    lastingId: (resource) => standing.lastingId(resource),
  };
  return Object.freeze(opened);
}

/** The last thing that happens to every outcome: whatever a platform echoes, no diagnostic holds the token. */
function hidden<T>(secret: Secret, outcome: Outcome<T>): Outcome<T> {
  const diagnostics = outcome.diagnostics.map((found) => secret.hideIn(found));
  return outcome.ok ? success(outcome.value, diagnostics) : failure(diagnostics);
}
