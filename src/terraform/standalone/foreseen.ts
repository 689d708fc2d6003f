import type { Address, Resource } from '../../resource/resource.ts';
import type { Row } from '../provider/protocol/row.ts';
import { text } from '../provider/rows/named.ts';
import { settled } from './defaults.ts';
import type { LiveAccess } from './live.ts';
import { resourcesOfRow } from './rows.ts';
import type { TypeName } from './tables.ts';

/** A row as this plan has it: what the state knows, and what will be; null where there is none. */
export interface ForeseenRow {
  readonly type: TypeName;
  readonly prior: Row | null;
  readonly row: Row | null;
}

/**
 * What was planned so far. Terraform asks for one row after the other, in no order that is told, and says nothing when it
 * is through: what is not here may still come.
 */
export class Foreseen {
  readonly #rows = new Map<string, ForeseenRow>();
  /** People who may lose a role that somebody must hold, by scope and role; and what was said of it. */
  readonly touched = new Map<string, Set<string>>();
  readonly said = new Map<string, string>();

  add({ type, prior, row }: ForeseenRow): void {
    const key = `${type} ${text(row?.id) || text(prior?.id)}`;
    // A replacement is planned twice: as a change, and as a creation.
    this.#rows.set(key, { type, prior: prior ?? this.#rows.get(key)?.prior ?? null, row });
  }

  get(type: TypeName, id: string): ForeseenRow | null {
    return this.#rows.get(`${type} ${id}`) ?? null;
  }

  /** The organization as it would be if nothing else came. */
  after(live: LiveAccess): readonly Resource[] {
    const after = new Map<Address, Resource>(live.everything().map((one) => [one.address, one]));
    for (const { type, prior } of this.#rows.values()) {
      if (prior === null) continue;
      for (const { address } of resourcesOfRow(type, prior, live.platform)) after.delete(address);
      if (type === 'bylaw_roster')
        for (const { address } of live.roster(text(prior.scope))) after.delete(address);
    }
    for (const { type, row } of this.#rows.values()) {
      if (row === null) continue;
      for (const one of resourcesOfRow(type, settled(type, row, live), live.platform))
        after.set(one.address, one);
    }
    return [...after.values()];
  }
}
