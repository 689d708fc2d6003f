import { Construct } from 'constructs';
import type { AccessRow } from './access-row.ts';
import { type NaturalRowKey, naturalRowKey, type RowType } from './row-types.ts';

const MARK = Symbol.for('bylaw/AccessRows');

/**
 * The resources that the documents of one organization ask for, as one construct. Aspects visit it once and walk
 * through the rows; they can change, adopt and remove them. What no document asks for is written as a construct.
 */
export class AccessRows extends Construct {
  readonly #rows = new Map<NaturalRowKey, AccessRow>();
  /** By row, the keys of those that must be there before it. */
  readonly #after = new Map<NaturalRowKey, readonly NaturalRowKey[]>();

  constructor(scope: Construct, id: string) {
    super(scope, id);
    Object.defineProperty(this, MARK, { value: true });
    this.node.addValidation({ validate: () => [...this].flatMap(ignoredFaults) });
  }

  /** Also of another copy of this package. */
  static isAccessRows(construct: unknown): construct is AccessRows {
    return typeof construct === 'object' && construct !== null && MARK in construct;
  }

  /** In the order of the documents: scopes, roles, people, groups, what they hold. */
  [Symbol.iterator](): IterableIterator<AccessRow> {
    return this.#rows.values();
  }

  get size(): number {
    return this.#rows.size;
  }

  /** Those of one type, with its attributes. */
  of<T extends RowType>(type: T): readonly AccessRow<T>[] {
    return [...this].filter((row): row is AccessRow<T> => isOf(row, type));
  }

  /** By its natural key: `acme/qa`, `acme|dan@acme.com`. */
  find<T extends RowType>(type: T, key: string): AccessRow<T> | undefined {
    const row = this.#rows.get(naturalRowKey(type, key));
    return row !== undefined && isOf(row, type) ? row : undefined;
  }

  /** Leaves it out of the stack. What was made for it before is then destroyed, as with any resource. */
  delete(row: AccessRow): boolean {
    return this.#rows.delete(naturalRowKey(row.type, row.key));
  }

  /** @internal */
  put(row: AccessRow, after: readonly NaturalRowKey[]): void {
    const key = naturalRowKey(row.type, row.key);
    this.#rows.set(key, row);
    this.#after.set(key, after);
  }

  /** Rows that must be there before one, of those that are left. @internal */
  before(row: AccessRow): readonly AccessRow[] {
    const after = this.#after.get(naturalRowKey(row.type, row.key));
    if (after === undefined) return [];
    return after.map((key) => this.#rows.get(key)).filter((one) => one !== undefined);
  }
}

function isOf<T extends RowType>(row: AccessRow, type: T): row is AccessRow<T> & AccessRow {
  return row.type === type;
}

/** Attributes to be ignored that the row does not have: Terraform would refuse the file, with no word of this line. */
function ignoredFaults(row: AccessRow): readonly string[] {
  const { ignoreChanges } = row.lifecycle;
  if (ignoreChanges === undefined || ignoreChanges === 'all') return [];
  const known = Object.keys(row.attributes);
  return ignoreChanges
    .filter((name) => !known.includes(name.replace(/\[.*$/, '')))
    .map((name) => `${row.address} ignores changes of ${name}, and writes only ${known.join(', ')}.`);
}
