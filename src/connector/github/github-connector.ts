import type { RequestTurns } from '../../plan/cost/request-windows.ts';
import { success } from '../../source/outcome.ts';
import type { Connection, Connector, LiveReader, LiveWriter, Settling } from '../connector.ts';
import { RETRY_RULES, type RetryRules } from '../http/retry.ts';
import { type ClientClock, systemClock } from '../http/time.ts';
import { DIRECT_TRANSPORT, transportCache } from '../http/transport.ts';
import type { Inspection } from '../inspection.ts';
import { LateSession } from '../protocol/late-session.ts';
import { limiterPerHost } from '../protocol/limiter-per-host.ts';
import { withoutSecrets } from '../protocol/without-secrets.ts';
import { textSetting } from '../settings.ts';
import type { GithubSession } from './github-session.ts';
import { GITHUB_SETTINGS, githubCredentials } from './github-settings.ts';
import type { QueryLimit } from './octokit-client.ts';
import { unsupportedOnGithub } from './unsupported-github-writes.ts';

/** A connection without its url is never opened: the session says so. */
const NOWHERE = '';

/** A third of what GitHub takes at once. Queries are fewer: a page of them waits for the one before, and not for other reads. */
const CONCURRENCY = 32;

export interface GithubTiming {
  readonly time: ClientClock;
  readonly retry: RetryRules;
}

/** The connector with another clock, chance or patience: for tests and benchmarks. */
export function githubWith({ time, retry }: GithubTiming): Connector {
  // Made, and with it loaded, for the first connection: documents are checked without one.
  const roads = onFirstUse(() => ({
    limiterOf: limiterPerHost(time),
    wayTo: transportCache(),
    announced: new Set<string>(),
    queryLimits: new Map<string, QueryLimit>(),
  }));
  const open = (connection: Connection, writes: boolean): LateGithub => {
    const rest = textSetting(connection.settings, 'url') ?? NOWHERE;
    const { environment, concurrency = CONCURRENCY } = connection;
    const { limiterOf, wayTo, announced, queryLimits } = roads();
    const way = environment === undefined ? DIRECT_TRANSPORT : wayTo(rest, environment);
    const paceOf = (newTurns: () => RequestTurns) => limiterOf(rest, concurrency, newTurns);
    const machine = { time, retry, way, paceOf, announced, queryLimits };
    return new LateSession(async () => {
      const { GithubSession } = await import('./github-session.ts');
      return new GithubSession(connection, machine, writes);
    });
  };
  return {
    name: 'github',
    description: 'Organizations on GitHub, or on a GitHub Enterprise Server.',
    settings: GITHUB_SETTINGS,
    credentials: githubCredentials,
    supports: unsupportedOnGithub,
    terms: async () => (await import('./github-terms.ts')).GITHUB_TERMS,
    openReader: (connection) => Object.freeze(githubReader(open(connection, false))),
    openWriter: (connection) =>
      Object.freeze(githubWriter(open(connection, true), settlingOf(connection, time))),
  };
}

export const github: Connector = githubWith({ time: systemClock, retry: RETRY_RULES });

function onFirstUse<T extends object>(make: () => T): () => T {
  let made: T | null = null;
  return () => {
    made ??= make();
    return made;
  };
}

type LateGithub = LateSession<GithubSession>;

async function inspected(late: LateGithub): Promise<Inspection> {
  const session = await late.loaded();
  const { token, ...told } = await session.inspect();
  return { ...told, token: withoutSecrets(session.authorization, token) };
}

/** GitHub keeps so many days of its audit log. */
const AUDIT_LOG_DAYS = 180;

function githubReader(late: LateGithub): LiveReader {
  return {
    read: () => late.ask((session) => session.read()),
    under: (names) => late.told((session) => session.under(names)),
    lookUp: (people) => late.ask((session) => session.lookUp(people)),
    formerNames: () => late.ask(async (session) => success(session.formerNames())),
    events: (since) => late.ask((session) => session.events(since)),
    auditLogDays: AUDIT_LOG_DAYS,
    lastingId: (resource) => late.session?.lastingId(resource) ?? null,
    inspect: () => inspected(late),
    requests: () => late.session?.sent ?? 0,
    supports: (write) => late.session?.unsupported(write) ?? null,
    quota: () => late.session?.quota() ?? null,
  };
}

/**
 * "Although the API responds immediately, the additional permission updates might take some extra time to complete in the
 * background": two minutes in all, and each look is a read of everything.
 */
const SETTLING_MS = [5_000, 15_000, 40_000, 60_000] as const;

function settlingOf({ onWait, stop }: Connection, time: ClientClock): Settling {
  return {
    pauses: SETTLING_MS,
    wait: async (milliseconds) => {
      const text = `GitHub is still at work on what was written: reading again in ${milliseconds / 1000} s`;
      onWait?.({ text, long: true });
      await time.sleep(milliseconds, stop);
      return stop?.aborted !== true;
    },
  };
}

function githubWriter(late: LateGithub, settling: Settling): LiveWriter {
  return {
    settling,
    ...githubReader(late),
    write: (write) => late.ask((session) => session.write(write)),
    parentOf: (group) => late.session?.parentOf(group) ?? null,
    asides: () => late.session?.reports ?? [],
    memberState: (scope, member) => late.session?.memberState(scope, member) ?? null,
  };
}
