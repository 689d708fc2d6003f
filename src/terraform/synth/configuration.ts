import type { Row } from '../provider/protocol/row.ts';
import type { PlacedRow, RowKey } from '../provider/rows/organization.ts';
import { rowKey } from '../provider/rows/organization.ts';
import { type JsonValue, literal } from './escape.ts';
import { blockName } from './names.ts';

/** A resource address in terraform's words: `bylaw_group.acme_qa_3f2a9c1b0d`. */
export function blockAddress(key: RowKey): string {
  return `${key.slice(0, key.indexOf('|'))}.${blockName(key)}`;
}

export interface Configuration {
  /** The `resource` block of the JSON syntax: type → name → attributes. */
  readonly resource: { readonly [type: string]: { readonly [name: string]: JsonValue } };
  /** Rows that are live and that the state does not know: adopted by the same apply. */
  readonly import: readonly { readonly to: string; readonly id: string }[];
  /** Which row a block address stands for. */
  readonly rows: ReadonlyMap<string, PlacedRow>;
}

/** Rows as Terraform's JSON syntax. Throws when two keys fall on one block name: that would lose one in silence. */
export function configurationOf(rows: readonly PlacedRow[], adopt: ReadonlySet<RowKey>): Configuration {
  const resource: Record<string, Record<string, JsonValue>> = {};
  const byAddress = new Map<string, PlacedRow>();
  const imports: { readonly to: string; readonly id: string }[] = [];
  for (const row of rows) {
    const key = rowKey(row.type, row.key);
    const address = blockAddress(key);
    if (byAddress.has(address)) throw new Error(`two rows share the block ${address}`);
    byAddress.set(address, row);
    let blocks = resource[row.type];
    if (blocks === undefined) {
      blocks = {};
      resource[row.type] = blocks;
    }
    blocks[blockName(key)] = block(row);
    if (adopt.has(key)) imports.push({ to: address, id: row.key });
  }
  return {
    resource,
    import: imports.map(({ to, id }) => ({ to, id: String(literal(id)) })),
    rows: byAddress,
  };
}

function block(row: PlacedRow): JsonValue {
  const attributes = literal(configured(row.row)) as { readonly [key: string]: JsonValue };
  const dependsOn = row.dependsOn.map(blockAddress);
  return {
    ...attributes,
    // What others stood on is taken away only after they have let go of it.
    lifecycle: { create_before_destroy: true },
    ...(dependsOn.length > 0 ? { depends_on: dependsOn } : {}),
  };
}

/** Without what the provider computes and without nulls, which mean the same as not written. */
function configured(row: Row): { readonly [key: string]: JsonValue } {
  return Object.fromEntries(
    Object.entries(row).filter(([name, value]) => name !== 'id' && value !== null),
  ) as { readonly [key: string]: JsonValue };
}
