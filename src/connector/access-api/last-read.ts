import type { Address } from '../../resource/address.ts';
import type { Resource, Snapshot } from '../../resource/resource.ts';
import { type Outcome, success } from '../../source/outcome.ts';
import type { AuditEvent, FormerName } from '../connector.ts';
import type { HttpReader } from '../http/http-interface.ts';
import type { ClientClock } from '../http/time.ts';
import { emptyLiveIndex, type LiveIndex } from '../live/live-index.ts';
import type { OrganizationEndpoint } from '../live/organization-endpoint.ts';
import { stableIdOf } from '../live/stable-id.ts';
import type { OrganizationRead } from './read-organization.ts';
import type { WireAuditEvent } from './wire-audit-event.ts';

/** What was read last, and what is asked of it. */
export class LastRead {
  readonly #http: HttpReader;
  readonly #site: OrganizationEndpoint;
  readonly #time: ClientClock;
  readonly #reading: () => Promise<Outcome<OrganizationRead>>;
  #read: OrganizationRead | null = null;
  #log: Outcome<readonly WireAuditEvent[]> | null = null;

  constructor(
    http: HttpReader,
    organizationEndpoint: OrganizationEndpoint,
    clientClock: ClientClock,
    reading: () => Promise<Outcome<OrganizationRead>>,
  ) {
    this.#http = http;
    this.#site = organizationEndpoint;
    this.#time = clientClock;
    this.#reading = reading;
  }

  get directory(): LiveIndex | null {
    return this.#read?.directory ?? null;
  }

  async read(): Promise<Outcome<Snapshot>> {
    const read = await this.#reading();
    if (!read.ok) return read;
    this.#read = read.value;
    this.#log = null;
    return success(read.value.snapshot, read.diagnostics);
  }

  under(names: ReadonlyMap<string, string>): Outcome<Snapshot> {
    if (this.#read === null) throw new Error('names before read: nothing is known that could be called so');
    // Names are told all at once, each time of what the platform calls things.
    const read = this.#read.under(names);
    if (!read.ok) return read;
    this.#read = { ...read.value, under: this.#read.under };
    return success(read.value.snapshot);
  }

  async formerNames(): Promise<Outcome<ReadonlyMap<Address, FormerName>>> {
    // Few runs ask who did what, or what things were called.
    const { readAuditLog } = await import('./audit-log.ts');
    const { formerNamesInLog } = await import('./audit-former-names.ts');
    this.#log ??= await readAuditLog(this.#http, this.#site, this.#time, null);
    const log = this.#log;
    return log.ok
      ? success(formerNamesInLog(log.value, this.directory ?? emptyLiveIndex(), this.#site))
      : log;
  }

  async events(since: string | null): Promise<Outcome<readonly AuditEvent[]>> {
    const { auditEventsOf, readAuditLog } = await import('./audit-log.ts');
    const log =
      since === null && this.#log?.ok === true
        ? this.#log
        : await readAuditLog(this.#http, this.#site, this.#time, since);
    return log.ok ? success(auditEventsOf(log.value, this.directory ?? emptyLiveIndex(), this.#site)) : log;
  }

  lastingId(resource: Resource): string | null {
    return this.directory === null ? null : stableIdOf(this.directory, resource, this.#site.organization);
  }
}
