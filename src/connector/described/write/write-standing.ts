import { simulateWrites } from '../../../plan/write/simulate-writes.ts';
import type { Write } from '../../../plan/write/write.ts';
import type { Address } from '../../../resource/address.ts';
import { modelOf } from '../../../resource/organization-model.ts';
import type { Resource } from '../../../resource/resource.ts';
import { known } from '../../../source/known.ts';
import { liveOrigin, type OrganizationEndpoint } from '../../live/organization-endpoint.ts';
import { stableIdOf } from '../../live/stable-id.ts';
import type { DescribedRead } from '../read/read-described.ts';
import { type LiveThing, LiveThings, type MeantThing } from './live-things.ts';
import type { LiveState } from './write-effect.ts';

/** What a writer knows: what was read last, and what it wrote since. */
export class WriteStanding {
  readonly read: DescribedRead;
  readonly things: LiveThings;
  readonly #endpoint: OrganizationEndpoint;
  #state: LiveState;
  /** Things that were made since, with a row of their id; null where the answer did not tell it. */
  readonly #made = new Map<Address, LiveThing | null>();
  /** What own writes have changed since the read. */
  readonly #touched = new Set<Address>();
  readonly #touchedRows = new Set<string>();
  /** The ETag that an own write left a row with; null where the answer told none. */
  readonly #tags = new Map<string, string | null>();

  constructor(read: DescribedRead, endpoint: OrganizationEndpoint) {
    this.read = read;
    this.things = new LiveThings(read);
    this.#endpoint = endpoint;
    this.#state = byAddress(read.snapshot.resources);
  }

  get state(): LiveState {
    return this.#state;
  }

  isTouched(address: Address): boolean {
    return this.#touched.has(address);
  }

  isRowTouched(row: string): boolean {
    return this.#touchedRows.has(row);
  }

  tagOf(row: string): string | null {
    return this.#tags.get(row) ?? null;
  }

  /** What a thing is live as: undefined where that has to be read again. */
  thing(meant: MeantThing, address: Address): LiveThing | null | undefined {
    if (!this.#made.has(address)) return this.things.thing(meant);
    const made = this.#made.get(address);
    return made === null ? undefined : made;
  }

  /** A write is made: what is live now is what it leaves behind, as the platform does. */
  wrote(
    write: Write,
    made: LiveThing | null,
    row: { readonly id: string; readonly tag: string | null } | null,
  ): void {
    const before = this.#state;
    const origin = liveOrigin(this.#endpoint, '');
    const after = byAddress(simulateWrites([...before.values()], [write], origin, this.#endpoint.platform));
    this.#state = after;
    for (const [address, resource] of after) {
      if (before.get(address) === resource) continue;
      this.#touch(address, resource);
      if (!before.has(address)) this.#made.set(address, null);
    }
    for (const [address, resource] of before) {
      if (after.has(address)) continue;
      this.#touch(address, resource);
      // Whatever comes under this name again is another thing.
      this.#made.set(address, null);
    }
    if (made !== null) {
      this.#made.set(addressMade(write, after, before), made);
      this.#touchedRows.add(made.id);
    }
    if (row !== null) {
      this.#touchedRows.add(row.id);
      this.#tags.set(row.id, row.tag);
    }
  }

  #touch(address: Address, resource: Resource): void {
    this.#touched.add(address);
    const id = stableIdOf(this.read.index, resource, this.read.snapshot.organization);
    if (id !== null) this.#touchedRows.add(id);
    this.#tags.delete(id ?? address);
    for (const row of this.#rowsOf(resource)) {
      this.#touchedRows.add(row);
      this.#tags.delete(row);
    }
  }

  /** Rows that an assignment stands in. */
  #rowsOf(resource: Resource): readonly string[] {
    if (resource.type !== 'assignment') return [];
    const { index } = this.read;
    const { scope, principal } = resource.attributes;
    const at = index.scopes.get(scope)?.id;
    const who =
      principal.type === 'member'
        ? index.members.get(principal.member)?.id
        : index.groups.get(principal.group)?.id;
    if (at === undefined || who === undefined) return [];
    return this.things.assignment(at, principal.type, who, null).map(({ from, row }) => `${from}/${row.id}`);
  }
}

export function byAddress(resources: readonly Resource[]): LiveState {
  return modelOf(resources).byAddress;
}

/** The one thing that a creation made. */
function addressMade(write: Write, after: LiveState, before: LiveState): Address {
  const made = [...after.keys()].filter((address) => !before.has(address));
  return known(made[0], `what ${write.write} made`);
}
