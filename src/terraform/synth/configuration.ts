import type { Row } from '../provider/protocol/row.ts';
import type { PlacedRow, RowKey } from '../provider/rows/organization-rows.ts';
import { rowKey } from '../provider/rows/organization-rows.ts';
import { blockName } from './block-name.ts';
import { escapedLiteral, type JsonValue } from './escape.ts';

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

/** Block names by key: others name a row as often as they stand on it, and a name costs a hash. */
type BlockNames = Map<RowKey, string>;

function nameIn(blockNames: BlockNames, key: RowKey): string {
  const known = blockNames.get(key);
  if (known !== undefined) return known;
  const made = blockName(key);
  blockNames.set(key, made);
  return made;
}

/** Rows as Terraform's JSON syntax. Throws when two keys fall on one block name: that would lose one in silence. */
export function configurationOf(rows: readonly PlacedRow[], adopt: ReadonlySet<RowKey>): Configuration {
  const resource: Record<string, Record<string, JsonValue>> = {};
  const byAddress = new Map<string, PlacedRow>();
  const imports: { readonly to: string; readonly id: string }[] = [];
  const blockNames: BlockNames = new Map();
  for (const row of rows) {
    const key = rowKey(row.type, row.key);
    const name = nameIn(blockNames, key);
    const address = `${row.type}.${name}`;
    if (byAddress.has(address)) throw new Error(`two rows share the block ${address}`);
    byAddress.set(address, row);
    let blocks = resource[row.type];
    if (blocks === undefined) {
      blocks = {};
      resource[row.type] = blocks;
    }
    blocks[name] = block(row, blockNames);
    if (adopt.has(key)) imports.push({ to: address, id: row.key });
  }
  return {
    resource,
    import: imports.map(({ to, id }) => ({ to, id: String(escapedLiteral(id)) })),
    rows: byAddress,
  };
}

/** Its attributes in order, as the library would print them. */
function block(row: PlacedRow, blockNames: BlockNames): JsonValue {
  const { row: held, dependsOn } = row;
  const attributes = Object.keys(held).filter((name) => isWritten(name, held));
  const meta = dependsOn.length > 0 ? ['depends_on', 'lifecycle'] : ['lifecycle'];
  const made: Record<string, JsonValue> = {};
  for (const name of [...attributes, ...meta].sort()) {
    switch (name) {
      case 'depends_on':
        made[name] = dependsOn.map((key) => `${key.slice(0, key.indexOf('|'))}.${nameIn(blockNames, key)}`);
        break;
      case 'lifecycle':
        // What others stood on is taken away only after they have let go of it.
        made[name] = { create_before_destroy: true };
        break;
      default:
        made[name] = escapedLiteral(held[name] as JsonValue);
    }
  }
  return made;
}

/** What the provider computes is not, nor is null, which means the same. */
function isWritten(name: string, row: Row): boolean {
  return name !== 'id' && row[name] !== null;
}
