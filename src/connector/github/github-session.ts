import { createHash } from 'node:crypto';
import { RequestSchedule, type RequestTurns } from '../../plan/cost/request-windows.ts';
import type { Quota } from '../../plan/cost/write-rates.ts';
import type { Unsupported, Write } from '../../plan/write/write.ts';
import type { Address } from '../../resource/address.ts';
import type { GroupPath, MemberId, ScopePath } from '../../resource/identifiers.ts';
import type { MembershipState, Resource, Snapshot } from '../../resource/resource.ts';
import type { Diagnostic } from '../../source/diagnostic.ts';
import { type Outcome, success } from '../../source/outcome.ts';
import type { AuditEvent, Connection, ExpectedPerson, FormerName, WriteReport } from '../connector.ts';
import type { Authorization } from '../http/authorization.ts';
import { deprecationIn } from '../http/deprecation.ts';
import type { RateLimiter } from '../http/rate-limiter.ts';
import type { RetryRules } from '../http/retry.ts';
import type { ClientClock } from '../http/time.ts';
import type { Transport } from '../http/transport.ts';
import type { Inspection } from '../inspection.ts';
import type { KeptAnswers } from '../protocol/kept-answers.ts';
import { createObjectQueue } from '../protocol/object-queue.ts';
import { touchedByWrite } from '../protocol/touched-by-write.ts';
import { textSetting } from '../settings.ts';
import { announcedEnd } from './api-version-end.ts';
import { checkBasePermission } from './base-permission.ts';
import { belongingRole } from './belonging-role.ts';
import { formerNamesById } from './former-names-by-id.ts';
import { readGithubEvents } from './github-audit-log.ts';
import { githubAuthorization } from './github-authorization.ts';
import type { GithubReads, GithubWrites } from './github-client.ts';
import { githubConventions } from './github-conventions.ts';
import { type GithubEndpoint, githubEndpointOf } from './github-endpoint.ts';
import type { GithubOrganization } from './github-facts.ts';
import { type GithubIndex, type GivenNames, indexGithub, parentPathOf } from './github-index.ts';
import { githubLastingId } from './github-lasting-id.ts';
import { githubMemberState } from './github-member-state.ts';
import { githubQuota } from './github-quota.ts';
import { githubResources } from './github-resources.ts';
import { githubAppIn } from './github-settings.ts';
import { GITHUB_WINDOWS } from './github-windows.ts';
import { HeardAnswers } from './heard-answers.ts';
import { inspectGithubToken } from './inspect-github.ts';
import { keptGithubAnswers } from './kept-github-answers.ts';
import { lookUpPeople } from './look-up-people.ts';
import { heldByLookUp, type LookedUpPeople, NOBODY_LOOKED_UP } from './looked-up-people.ts';
import { makeGithubWrite } from './make-github-write.ts';
import type { QueryLimit } from './octokit-client.ts';
import type { OctokitFetchSettings } from './octokit-fetch.ts';
import { readGithub } from './read-github.ts';
import { strangeInvitations } from './strange-invitations.ts';
import { teamSources } from './team-sources.ts';
import { unsupportedHere } from './unsupported-here.ts';

export interface GithubMachine {
  readonly time: ClientClock;
  readonly retry: RetryRules;
  readonly way: Transport;
  /** One for all organizations of a host. */
  readonly paceOf: (newTurns: () => RequestTurns) => RateLimiter;
  /** One for all organizations of a host, by its base. */
  readonly queryLimits: Map<string, QueryLimit>;
  /** What GitHub announced in this run, of whatever organization. */
  readonly announced: Set<string>;
}

const TIMEOUT = 30_000;

/** One organization, by one connection, and what is known of it. */
export class GithubSession {
  readonly authorization: Authorization;
  readonly reports: WriteReport[] = [];
  readonly #connection: Connection;
  readonly #machine: GithubMachine;
  readonly #endpoint: GithubEndpoint;
  readonly #fetchSettings: OctokitFetchSettings;
  readonly #answers: KeptAnswers | null;
  readonly #untold: Diagnostic[] = [];
  readonly #queue = createObjectQueue();
  #client: Promise<GithubWrites> | null = null;
  #known: { readonly organization: GithubOrganization; readonly readAt: string } | null = null;
  #index: GithubIndex | null = null;
  #lookedUp: LookedUpPeople = NOBODY_LOOKED_UP;
  /** Numbers of accounts that were written to: an open invitation does not tell the number. */
  readonly #written = new Map<MemberId, number>();
  sent = 0;
  #restSent = 0;
  /** Requests of REST that the last read took. */
  #restOfRead = 0;
  readonly #heard = new HeardAnswers();

  constructor(connection: Connection, machine: GithubMachine, writes: boolean) {
    this.#connection = connection;
    this.#machine = machine;
    this.#endpoint = githubEndpointOf(connection);
    const version = textSetting(connection.settings, 'api-version');
    if (version === null) throw new Error('a connection without its API version is never opened');
    this.#fetchSettings = {
      base: this.#endpoint.rest,
      conventions: githubConventions(version),
      way: machine.way,
      pace: machine.paceOf(() => new RequestSchedule(GITHUB_WINDOWS)),
      timeout: connection.timeout ?? TIMEOUT,
      retry: machine.retry,
      time: machine.time,
      writes,
      onRequest: (method, path) => {
        this.sent += 1;
        if (!path.endsWith('/graphql')) this.#restSent += 1;
        connection.onRequest?.(method, path);
      },
      onWait: connection.onWait ?? (() => {}),
      onAnswer: (headers, url) => {
        this.#heard.hear(headers);
        const notice = deprecationIn(headers);
        if (notice !== null) this.#untold.push(...announcedEnd(machine.announced, version, notice, url));
      },
      stop: connection.stop,
    };
    this.authorization = githubAuthorization(connection, this.#fetchSettings, (permissions) => {
      this.#heard.appPermissions = permissions;
    });
    this.#answers = keptGithubAnswers(connection, this.#endpoint, version, machine.time);
  }

  /** Octokit is loaded with the first request, and not before: a check of documents pays nothing for it. */
  #opened(): Promise<GithubWrites> {
    this.#client ??= import('./octokit-client.ts').then(({ openOctokit }) =>
      openOctokit({
        ...this.#fetchSettings,
        authorization: this.authorization,
        graphqlBase: this.#endpoint.graphql,
        answers: this.#answers,
        queryLimits: this.#machine.queryLimits,
      }),
    );
    return this.#client;
  }

  reads(): Promise<GithubReads> {
    return this.#opened();
  }

  async inspect(): Promise<Inspection> {
    const { settings } = this.#connection;
    const appId = githubAppIn(settings)?.id ?? null;
    const token = await inspectGithubToken(await this.reads(), this.#endpoint, this.#heard, appId);
    return {
      ...this.#heard.told(this.#endpoint.rest),
      version: textSetting(settings, 'api-version'),
      token,
    };
  }

  /** What is left of what GitHub counts, by what was read and by the headers of its answers. */
  quota(): Quota | null {
    if (this.#known === null) return null;
    return githubQuota(
      this.#known.organization,
      this.#machine.time.now(),
      this.#heard.quota,
      this.#restOfRead,
    );
  }

  /** What this organization does not take, by what was read of it. */
  unsupported(write: Write): Unsupported | null {
    if (this.#index === null) return null;
    return heldByLookUp(write, this.#lookedUp) ?? unsupportedHere(write, this.#index);
  }

  async lookUp(people: readonly ExpectedPerson[]): Promise<Outcome<null>> {
    const index = this.#index;
    if (index === null) throw new Error('people before read: nothing is known of who is there');
    const found = await lookUpPeople(
      {
        client: await this.reads(),
        endpoint: this.#endpoint,
        index,
        remembered: this.#connection.remembered ?? null,
        now: new Date(this.#machine.time.now()).toISOString(),
      },
      people,
    );
    if (!found.ok) return found;
    this.#lookedUp = found.value;
    return success(null, found.diagnostics);
  }

  /** By number: what applies wrote down, and what was looked up. No request is sent for it. */
  formerNames(): ReadonlyMap<Address, FormerName> {
    if (this.#index === null) throw new Error('names before read: nothing is known of what is there');
    const known = new Map([...(this.#connection.remembered?.ids ?? []), ...this.#lookedUp.formerIds]);
    return formerNamesById(known, this.#index, this.#endpoint);
  }

  /** Alone: a read that overlaps a write would know half of it. */
  read(): Promise<Outcome<Snapshot>> {
    return this.#queue.alone(() => this.#readAll());
  }

  async #readAll(): Promise<Outcome<Snapshot>> {
    const graphql = this.#connection.settings.graphql !== false;
    const before = this.#restSent;
    const read = await readGithub(await this.reads(), this.#endpoint, graphql);
    // What came of a read that failed is worth keeping too: the next one begins with it.
    this.#answers?.save();
    if (!read.ok) return read;
    this.#restOfRead = this.#restSent - before;
    this.#known = { organization: read.value, readAt: new Date(this.#machine.time.now()).toISOString() };
    return this.#told(new Map(), [...read.diagnostics, ...this.#untold.splice(0)]);
  }

  under(names: GivenNames): Outcome<Snapshot> {
    return this.#told(names, []);
  }

  #told(names: GivenNames, found: readonly Diagnostic[]): Outcome<Snapshot> {
    if (this.#known === null) throw new Error('names before read: nothing is known that could be called so');
    const { organization, readAt } = this.#known;
    const index = indexGithub(organization, this.#endpoint, names);
    if (!index.ok) return index;
    this.#index = index.value;
    const { unknown } = organization;
    return success(
      {
        organization: this.#endpoint.organization,
        resources: githubResources(index.value, this.#endpoint, names),
        revision: revisionOf(organization),
        readAt,
        membersFrom: teamSources(index.value),
        ...(unknown.length === 0 ? {} : { unknown }),
        ...belongingRole(this.#endpoint, unknown),
      },
      [
        ...found,
        ...checkBasePermission(organization, this.#endpoint),
        ...strangeInvitations(organization, this.#endpoint),
      ],
    );
  }

  async events(since: string | null): Promise<Outcome<readonly AuditEvent[]>> {
    return readGithubEvents(await this.reads(), this.#endpoint, since);
  }

  lastingId(resource: Resource): string | null {
    if (this.#index === null) return null;
    const invited = resource.type === 'member' ? this.#written.get(resource.attributes.member) : undefined;
    return (
      githubLastingId(this.#index, this.#endpoint, resource) ??
      (invited === undefined ? null : `user:${invited}`)
    );
  }

  parentOf(group: GroupPath): GroupPath | null {
    return this.#index === null ? null : parentPathOf(this.#index, group);
  }

  /** Writes that share something take turns. */
  write(write: Write): Promise<Outcome<null>> {
    return this.#queue.on(touchedByWrite(write), () => this.#make(write));
  }

  async #make(write: Write): Promise<Outcome<null>> {
    const index = this.#index;
    if (index === null) throw new Error('write before read: nothing is known of what is there');
    let inDoubt = false;
    const made = await makeGithubWrite(
      {
        client: await this.#opened(),
        endpoint: this.#endpoint,
        index,
        time: this.#machine.time,
        stop: this.#connection.stop,
        doubt: () => {
          inDoubt = true;
        },
      },
      write,
    );
    if (made.ok && write.write === 'add-member') {
      const id = index.people.get(write.member.member)?.id;
      if (id !== undefined) this.#written.set(write.member.member, id);
    }
    if (inDoubt && !made.ok) this.reports.push({ write, inDoubt, diagnostics: [] });
    return made;
  }

  memberState(scope: ScopePath, member: MemberId): MembershipState | null {
    return this.#index === null ? null : githubMemberState(this.#index, this.#endpoint, scope, member);
  }
}

/** GitHub counts no changes: equal facts are one revision. */
function revisionOf({ unknown: _, licence: __, ...facts }: GithubOrganization): string {
  const text = JSON.stringify(facts, (_key, value: unknown) =>
    value instanceof Set ? [...value].sort() : value,
  );
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
