import { randomUUID } from 'node:crypto';
import { RequestSchedule, type RequestTurns } from '../../plan/cost/request-windows.ts';
import { diagnostic } from '../../source/diagnostic.ts';
import { known } from '../../source/known.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import type { Connection, LiveWriter, Settling } from '../connector.ts';
import type { ApiConventions } from '../http/api-conventions.ts';
import { httpMeaning, PLAIN_HTTP } from '../http/api-conventions.ts';
import type { Authorization } from '../http/authorization.ts';
import { HeardHeaders } from '../http/heard-headers.ts';
import { type HttpSettings, openHttpReader, openHttpWriter } from '../http/http-client.ts';
import type { HttpReader } from '../http/http-interface.ts';
import type { ClientClock } from '../http/time.ts';
import { DIRECT_TRANSPORT, transportCache } from '../http/transport.ts';
import { stableIdOf } from '../live/stable-id.ts';
import { limiterPerHost } from '../protocol/limiter-per-host.ts';
import { withoutSecrets } from '../protocol/without-secrets.ts';
import { textSetting } from '../settings.ts';
import { describedAuthorization } from './described-authorization.ts';
import { describedPaths } from './described-paths.ts';
import type { DescribedReader, DescribedTiming } from './described-reader.ts';
import type { ApiDescription } from './description/api-description.ts';
import { idempotencyKeys, lookBodies } from './description/write-description.ts';
import { isFilledBody, type PostedBody } from './read/posted-body.ts';
import { type DescribedRead, type DescribedSite, readDescribed } from './read/read-described.ts';
import { readEffective } from './read/read-effective.ts';
import { DescribedWriter } from './write/described-writer.ts';
import type { WriteSite } from './write/send-write.ts';

const TIMEOUT = 30_000;

export interface DescribedOpener {
  openReader(connection: Connection): DescribedReader;
  openWriter(connection: Connection): LiveWriter;
}

/** One connection to a described API, and what was last read through it. */
interface DescribedSession {
  readonly site: DescribedSite;
  readonly authorization: Authorization;
  readonly heard: HeardHeaders;
  /** Requests for tokens so far. */
  readonly logins: () => number;
  last: DescribedRead | null;
  /** Other names for what was read, until it is read anew. */
  names: ReadonlyMap<string, string> | null;
}

/** What opens connections, of which all share one pace for each host. */
export function describedOpener(api: ApiDescription, { time, retry }: DescribedTiming): DescribedOpener {
  const limiterOf = limiterPerHost(time);
  const wayTo = transportCache();
  const settingsOf = (
    connection: Connection,
    authorization: Authorization,
    heard: HeardHeaders,
  ): HttpSettings => {
    const url = urlOf(connection);
    return {
      base: baseOf(api, connection),
      authorization,
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
      onAnswer: (headers) => heard.hear(headers),
      stop: connection.stop,
    };
  };
  const sessionOf = <H extends HttpReader>(
    connection: Connection,
    open: (settings: HttpSettings) => H,
  ): { readonly session: DescribedSession; readonly http: H } => {
    const heard = new HeardHeaders();
    const { authorization, sent } = describedAuthorization(api, {
      secrets: connection.secrets,
      time,
      openLogin: (asking, headers) =>
        openHttpReader({
          ...settingsOf(connection, asking, heard),
          base: urlOf(connection),
          // To ask once more does no harm, and nobody has to wait for an answer.
          conventions: { ...PLAIN_HTTP, headers: { ...api.headers, ...headers }, reads: () => true },
        }),
    });
    const http = open(settingsOf(connection, authorization, heard));
    const { organization, platform, settings } = connection;
    const asked = settings['page-size'];
    const pageSize = typeof asked === 'number' ? asked : platform.capabilities.pageSize;
    const endpoint = { organization, base: baseOf(api, connection), platform, paths: describedPaths(api) };
    return {
      http,
      session: {
        site: { api, http, endpoint, pageSize, time },
        authorization,
        heard,
        logins: sent,
        last: null,
        names: null,
      },
    };
  };
  return {
    openReader: (connection) =>
      Object.freeze(readerOf(sessionOf(connection, openHttpReader).session, urlOf(connection))),
    openWriter: (connection) => {
      const { session, http } = sessionOf(connection, openHttpWriter);
      const { authorization } = session;
      const site: WriteSite = {
        ...session.site,
        http,
        remote: connection.remote,
        newKey: () => randomUUID(),
      };
      const { effective, seen, ...reader } = readerOf(session, urlOf(connection));
      const writing = new DescribedWriter(site, () => readAgain(session));
      const standing = <T>(read: Outcome<T>): Outcome<T> => {
        if (read.ok) writing.stand(known(session.last, 'what was read'));
        return read;
      };
      const writer: LiveWriter = {
        ...reader,
        ...(api.settles === 0 ? {} : { settling: settlingOf(api, connection, time) }),
        // Alone: a read that overlaps a write would record what was before it.
        read: () => writing.alone(async () => standing(await reader.read())),
        under: (names) => standing(known(reader.under, 'names for what was read')(names)),
        write: async (write) => withoutSecrets(authorization, await writing.write(write)),
        asides: () => writing.asides(),
        memberState: (scope, member) => writing.memberState(scope, member),
      };
      return Object.freeze(writer);
    },
  };
}

/** What is read in the middle of writes is called as what was read before them. */
async function readAgain(session: DescribedSession): Promise<Outcome<DescribedRead>> {
  const read = await readDescribed(session.site);
  if (!read.ok) return read;
  return session.names === null ? read : read.value.under(session.names);
}

function readerOf(session: DescribedSession, url: string): DescribedReader {
  const { site, authorization, heard } = session;
  const { api, http, endpoint } = site;
  const hidden = <T>(outcome: Outcome<T>): Outcome<T> => withoutSecrets(authorization, outcome);
  return {
    read: async () => {
      const read = await readDescribed(site);
      if (!read.ok) return hidden(failure(read.diagnostics));
      session.last = read.value;
      session.names = null;
      return hidden(success(read.value.snapshot, read.diagnostics));
    },
    under: (names) => {
      const read = known(session.last, 'names are told after a read').under(names);
      if (!read.ok) return hidden(failure(read.diagnostics));
      session.last = read.value;
      session.names = names;
      return success(read.value.snapshot);
    },
    effective: async () => hidden(await readEffective(site)),
    seen: () => session.last,
    events: async () => {
      const message = `The connector file ${api.name} describes no audit log, so nobody is named.`;
      return success([], [diagnostic('audit-log-absent', message, null)]);
    },
    lastingId: (resource) =>
      session.last === null ? null : stableIdOf(session.last.index, resource, endpoint.organization),
    inspect: async () => {
      const { inspectDescribed } = await import('./inspect-described.ts');
      const token = hidden(await inspectDescribed(site));
      return { ...heard.told(url), version: null, token };
    },
    requests: () => http.sent() + session.logins(),
  };
}

/** Ever longer, and as long as the file says in all: each look is a read of everything. */
const SETTLING_PARTS = [0.1, 0.2, 0.3, 0.4] as const;

function settlingOf({ settles }: ApiDescription, { onWait, stop }: Connection, time: ClientClock): Settling {
  return {
    pauses: SETTLING_PARTS.map((part) => Math.round(part * settles)),
    wait: async (milliseconds) => {
      const text = `What was written may not be seen yet: reading again in ${milliseconds / 1000} s`;
      onWait?.({ text, long: true });
      await time.sleep(milliseconds, stop);
      return stop?.aborted !== true;
    },
  };
}

function urlOf({ settings }: Connection): string {
  return known(textSetting(settings, 'url'), 'the url of a connection that was checked');
}

function baseOf({ base }: ApiDescription, connection: Connection): string {
  return `${urlOf(connection)}${base.replaceAll('{organization}', encodeURIComponent(connection.remote))}`;
}

/** Statuses as the file reads them; all that it does not say is as HTTP has it. */
function conventionsOf({
  headers,
  lists,
  seesAll,
  errors: { already, gone, changed },
  write,
}: ApiDescription): ApiConventions {
  const keys = idempotencyKeys(write);
  const posts: readonly ReadingPost[] = [
    ...[...lists.values()].flatMap(({ get, body }) =>
      body === null
        ? []
        : [{ post: get.map((part) => (part.is === 'text' ? part.text : '')).join(''), body }],
    ),
    ...(seesAll === null || seesAll.body === null ? [] : [{ post: seesAll.asked, body: seesAll.body }]),
    ...lookBodies(write),
  ];
  return {
    ...PLAIN_HTTP,
    headers,
    // Any other POST may write.
    reads: ({ body: sent, path }) =>
      posts.some(({ post, body }) => post === path && isFilledBody(body, sent)),
    repeats: ({ method, headers: sent }) =>
      method === 'PUT' ||
      method === 'DELETE' ||
      (method === 'PATCH' && sent?.['if-match'] !== undefined) ||
      keys.some((key) => sent?.[key] !== undefined),
    meaning: (reply, request, clientClock) => {
      // A write that is done has nothing more to say on many platforms; a list always has.
      const isBare = reply.text === '' && reply.status >= 200 && reply.status < 300;
      if (isBare && request.method !== 'GET') return { means: 'answer' };
      const meaning = httpMeaning(reply, request, clientClock);
      if (meaning.means !== 'refused') return meaning;
      if (already.includes(reply.status)) return { means: 'refused', kind: 'conflict' };
      if (gone.includes(reply.status)) return { means: 'refused', kind: 'gone' };
      return changed.includes(reply.status) ? { means: 'refused', kind: 'changed' } : meaning;
    },
  };
}

/** A POST that only reads: of a list, of a look, and of what the token sees. */
interface ReadingPost {
  readonly post: string;
  readonly body: PostedBody;
}

const MINUTE = 60_000;

function turnsOf({ pace: { perMinute } }: ApiDescription): RequestTurns {
  if (perMinute === null) return new RequestSchedule([]);
  const points = { look: 1, take: 1, give: 1, invite: 1 };
  return new RequestSchedule([
    { name: `${perMinute} a minute`, milliseconds: MINUTE, most: perMinute, points },
  ]);
}
