import type { Row } from '../../provider/protocol/row.ts';
import { textOrEmpty } from '../../provider/rows/decode-named.ts';
import type { TypeName } from '../schema/resource-tables.ts';

/** A row as this plan has it: what the state knows, and what will be; null where there is none. */
export interface PlannedRow {
  readonly type: TypeName;
  readonly prior: Row | null;
  readonly row: Row | null;
}

/**
 * What was planned so far. Terraform asks for one row after the other, in no order that is told, and says nothing when it
 * is through: what is not here may still come.
 */
export class PlannedRows {
  readonly #rows = new Map<string, PlannedRow>();
  /** People who may lose a role that somebody must hold, by scope and role; and what was said of it. */
  readonly touched = new Map<string, Set<string>>();
  readonly said = new Map<string, string>();

  add({ type, prior, row }: PlannedRow): void {
    const key = `${type} ${textOrEmpty(row?.id) || textOrEmpty(prior?.id)}`;
    // A replacement is planned twice: as a change, and as a creation.
    this.#rows.set(key, { type, prior: prior ?? this.#rows.get(key)?.prior ?? null, row });
  }

  get(type: TypeName, id: string): PlannedRow | null {
    return this.#rows.get(`${type} ${id}`) ?? null;
  }

  rows(): Iterable<PlannedRow> {
    return this.#rows.values();
  }
}
