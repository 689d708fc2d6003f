import type { Address, Resource, Snapshot } from '../../resource/resource.ts';
import { type Outcome, success } from '../../source/outcome.ts';
import type { HttpReader } from '../http/client.ts';
import type { Time } from '../http/time.ts';
import type { AuditEvent, FormerName } from '../live.ts';
import type { WireAuditEvent } from './audit-wire.ts';
import { type Directory, emptyDirectory } from './directory.ts';
import { eventsOf, readLog } from './events.ts';
import { formerNames } from './former-names.ts';
import { lastingId } from './lasting-id.ts';
import type { Read } from './read.ts';
import type { Site } from './site.ts';

/** What was read last, and what is asked of it. */
export class Standing {
  readonly #http: HttpReader;
  readonly #site: Site;
  readonly #time: Time;
  readonly #reading: () => Promise<Outcome<Read>>;
  #read: Read | null = null;
  #log: Outcome<readonly WireAuditEvent[]> | null = null;

  constructor(http: HttpReader, site: Site, time: Time, reading: () => Promise<Outcome<Read>>) {
    this.#http = http;
    this.#site = site;
    this.#time = time;
    this.#reading = reading;
  }

  get directory(): Directory | null {
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
    this.#log ??= await readLog(this.#http, this.#site, this.#time, null);
    const log = this.#log;
    return log.ok ? success(formerNames(log.value, this.directory ?? emptyDirectory(), this.#site)) : log;
  }

  async events(since: string | null): Promise<Outcome<readonly AuditEvent[]>> {
    const log =
      since === null && this.#log?.ok === true
        ? this.#log
        : await readLog(this.#http, this.#site, this.#time, since);
    return log.ok ? success(eventsOf(log.value, this.directory ?? emptyDirectory(), this.#site)) : log;
  }

  lastingId(resource: Resource): string | null {
    return this.directory === null ? null : lastingId(this.directory, resource, this.#site.organization);
  }
}
