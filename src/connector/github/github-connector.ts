import type { Connection, Connector, LiveReader, LiveWriter } from '../connector.ts';
import { RETRY_RULES, type RetryRules } from '../http/retry.ts';
import { type ClientClock, systemClock } from '../http/time.ts';
import { DIRECT_TRANSPORT, transportCache } from '../http/transport.ts';
import { limiterPerHost } from '../protocol/limiter-per-host.ts';
import { createObjectQueue } from '../protocol/object-queue.ts';
import { withoutSecrets } from '../protocol/without-secrets.ts';
import { GITHUB_PACE } from './github-conventions.ts';
import { githubEndpointOf } from './github-endpoint.ts';
import { GithubSession } from './github-session.ts';
import { GITHUB_SETTINGS, githubCredentials } from './github-settings.ts';
import { touchedByWrite } from './make-github-write.ts';
import { unsupportedOnGithub } from './unsupported-github-writes.ts';
import { unsupportedHere } from './unsupported-here.ts';

/** As many as GitHub's advice and its limit of 100 leave room for, several organizations at a time. */
const CONCURRENCY = 8;

export interface GithubTiming {
  readonly time: ClientClock;
  readonly retry: RetryRules;
}

/** The connector with another clock, chance or patience: for tests and benchmarks. */
export function githubWith({ time, retry }: GithubTiming): Connector {
  const limiterOf = limiterPerHost(time, GITHUB_PACE);
  const wayTo = transportCache();
  const sessionOf = (connection: Connection, writes: boolean): GithubSession => {
    const { rest } = githubEndpointOf(connection);
    const { environment, concurrency = CONCURRENCY } = connection;
    const way = environment === undefined ? DIRECT_TRANSPORT : wayTo(rest, environment);
    return new GithubSession(connection, { time, retry, way, pace: limiterOf(rest, concurrency) }, writes);
  };
  return {
    name: 'github',
    description: 'Organizations on GitHub, or on a GitHub Enterprise Server.',
    settings: GITHUB_SETTINGS,
    credentials: githubCredentials,
    supports: unsupportedOnGithub,
    openReader: (connection) => Object.freeze(githubReader(sessionOf(connection, false))),
    openWriter: (connection) => Object.freeze(githubWriter(sessionOf(connection, true))),
  };
}

export const github: Connector = githubWith({ time: systemClock, retry: RETRY_RULES });

function githubReader(session: GithubSession): LiveReader {
  const { authorization } = session;
  return {
    read: async () => withoutSecrets(authorization, await session.read()),
    under: (names) => withoutSecrets(authorization, session.under(names)),
    events: async (since) => withoutSecrets(authorization, await session.events(since)),
    lastingId: (resource) => session.lastingId(resource),
    requests: () => session.sent,
    supports: (write) => (session.index === null ? null : unsupportedHere(write, session.index)),
  };
}

function githubWriter(session: GithubSession): LiveWriter {
  const queue = createObjectQueue();
  const { authorization } = session;
  const reader = githubReader(session);
  return {
    ...reader,
    // Alone: a read that overlaps a write would know half of it.
    read: () => queue.alone(() => reader.read()),
    write: (write) =>
      queue.on(touchedByWrite(write), async () => withoutSecrets(authorization, await session.write(write))),
    asides: () => session.reports,
    memberState: (scope, member) => session.memberState(scope, member),
  };
}
