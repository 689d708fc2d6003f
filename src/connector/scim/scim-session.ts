import type { Unsupported, Write } from '../../plan/write/write.ts';
import type { MemberId, ScopePath } from '../../resource/identifiers.ts';
import type { MembershipState, Resource, Snapshot } from '../../resource/resource.ts';
import { diagnostic } from '../../source/diagnostic.ts';
import { known } from '../../source/known.ts';
import { type Outcome, success } from '../../source/outcome.ts';
import type { AuditEvent, Connection, WriteReport } from '../connector.ts';
import { PLAIN_HTTP } from '../http/api-conventions.ts';
import { bearer } from '../http/authorization.ts';
import { openHttpReader, openHttpWriter } from '../http/http-client.ts';
import type { HttpReader, HttpWriter } from '../http/http-interface.ts';
import type { RateLimiter } from '../http/rate-limiter.ts';
import type { RetryRules } from '../http/retry.ts';
import { Secret } from '../http/secret.ts';
import type { ClientClock } from '../http/time.ts';
import type { Transport } from '../http/transport.ts';
import type { ObjectPaths } from '../live/organization-endpoint.ts';
import { stableIdOf } from '../live/stable-id.ts';
import { createObjectQueue } from '../protocol/object-queue.ts';
import { touchedByWrite } from '../protocol/touched-by-write.ts';
import { textSetting } from '../settings.ts';
import { makeScimWrite } from './make-scim-write.ts';
import { readScim, type ScimRead, type ScimSite } from './read-scim.ts';
import { dialectIn } from './scim-dialect.ts';
import { type ServerTrust, serverId } from './scim-write-context.ts';
import { unsupportedByDialect } from './unsupported-by-dialect.ts';

export interface ScimMachine {
  readonly time: ClientClock;
  readonly retry: RetryRules;
  readonly way: Transport;
  readonly pace: RateLimiter;
}

const TIMEOUT = 30_000;
/** What a connection that nobody checked holds: nothing is sent with it, and `token-missing` is said. */
const NO_TOKEN = '';

const of = (list: string) => (id: string) => `/${list}/${encodeURIComponent(serverId(id))}`;

/** Where what is said of the server itself stands: nothing else of SCIM is about scopes, or what is given on them. */
const ofServer = (): string => '/ServiceProviderConfig';

/** Where resources are, for whoever asks where something comes from. */
const SCIM_PATHS: ObjectPaths = {
  scope: ofServer,
  role: ofServer,
  scopeMembers: ofServer,
  scopeMember: ofServer,
  assignment: ofServer,
  member: of('Users'),
  group: of('Groups'),
  groupMember: (group) => of('Groups')(group),
  groupGroup: (group) => of('Groups')(group),
};

/** One organization, by one connection, and what is known of it. */
export class ScimSession {
  readonly authorization: Secret;
  readonly reports: WriteReport[] = [];
  readonly #site: ScimSite;
  readonly #http: HttpReader;
  readonly #writer: HttpWriter | null;
  readonly #stop: AbortSignal | undefined;
  readonly #queue = createObjectQueue();
  readonly #trust: ServerTrust = { removals: 'untried', ignoresFilters: false };
  #last: ScimRead | null = null;

  constructor(connection: Connection, machine: ScimMachine, writes: boolean) {
    const { organization, remote, platform, settings, stop } = connection;
    const dialect = dialectIn(settings);
    const [url, path] = ['url', 'base'].map((key) =>
      known(textSetting(settings, key), `the ${key} of a connection that was checked`),
    );
    const base = `${url}${known(path, 'base').replaceAll('{organization}', encodeURIComponent(remote))}`;
    this.authorization = new Secret(connection.secrets['token-env'] ?? NO_TOKEN);
    const http = {
      base: base.replace(/\/+$/, ''),
      authorization: bearer(this.authorization),
      conventions: { ...PLAIN_HTTP, headers: { accept: 'application/scim+json, application/json' } },
      way: machine.way,
      pace: machine.pace,
      timeout: connection.timeout ?? TIMEOUT,
      retry: machine.retry,
      time: machine.time,
      onRequest: connection.onRequest ?? (() => {}),
      onWait: connection.onWait ?? (() => {}),
      stop,
    };
    this.#writer = writes ? openHttpWriter(http) : null;
    this.#http = this.#writer ?? openHttpReader(http);
    this.#stop = stop;
    const endpoint = { organization, base: http.base, platform, paths: SCIM_PATHS };
    this.#site = { http: this.#http, endpoint, dialect, time: machine.time };
  }

  get sent(): number {
    return this.#http.sent();
  }

  /** Alone: a read that overlaps a write would know half of it. */
  read(): Promise<Outcome<Snapshot>> {
    return this.#queue.alone(async () => {
      const read = await readScim(this.#site);
      if (!read.ok) return read;
      this.#last = read.value;
      return success(read.value.described.snapshot, read.diagnostics);
    });
  }

  under(names: ReadonlyMap<string, string>): Outcome<Snapshot> {
    const last = known(this.#last, 'names are told after a read');
    const described = last.described.under(names);
    if (!described.ok) return described;
    this.#last = { ...last, described: described.value };
    return success(described.value.snapshot);
  }

  async events(): Promise<Outcome<readonly AuditEvent[]>> {
    return success([], [diagnostic('audit-log-absent', 'SCIM has no audit log, so nobody is named.', null)]);
  }

  unsupported(write: Write): Unsupported | null {
    return unsupportedByDialect(write, this.#site.dialect, this.#last?.config ?? null);
  }

  lastingId(resource: Resource): string | null {
    if (this.#last === null) return null;
    return stableIdOf(this.#last.described.index, resource, this.#site.endpoint.organization);
  }

  memberState(scope: ScopePath, member: MemberId): MembershipState | null {
    if (scope !== this.#site.endpoint.organization) return null;
    const state = this.#last?.described.index.members.get(member)?.state;
    return state === undefined || state === 'outside' ? null : state;
  }

  /** Writes that share something take turns. Until one has proved that it takes out nobody else, removals go one by one. */
  write(write: Write): Promise<Outcome<null>> {
    const takes = write.write === 'remove-group-member' || write.write === 'unnest-group';
    const first = takes && this.#trust.removals !== 'proved' ? ['removals'] : [];
    return this.#queue.on([...touchedByWrite(write), ...first], () => this.#make(write));
  }

  async #make(write: Write): Promise<Outcome<null>> {
    const { config, described } = known(this.#last, 'a read before the first write');
    let inDoubt = false;
    const made = await makeScimWrite(
      {
        ...this.#site,
        http: known(this.#writer, 'a connection that writes'),
        config,
        index: described.index,
        trust: this.#trust,
        stop: this.#stop,
        doubt: () => {
          inDoubt = true;
        },
      },
      write,
    );
    if (inDoubt && !made.ok) this.reports.push({ write, inDoubt, diagnostics: [] });
    return made;
  }
}
