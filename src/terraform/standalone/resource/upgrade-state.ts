import type { Row, RowValue } from '../../provider/protocol/row.ts';
import { idOfRow } from '../schema/natural-key.ts';
import { COLUMNS, type TypeName } from '../schema/resource-tables.ts';

/**
 * A row out of a state of version 0, as `bylaw apply` keeps it: sets of names are maps to an empty text there. What the
 * table does not have is dropped, and what an old state lacks is filled by the refresh that follows.
 */
export function upgradeRow(type: TypeName, state: unknown): Row {
  const old: Readonly<Record<string, unknown>> = isMap(state) ? state : {};
  const row: Record<string, RowValue> = {};
  for (const [name, { type: kind }] of Object.entries(COLUMNS[type])) {
    const value = old[name];
    if (kind === 'set') row[name] = namesIn(value);
    else if (kind === 'map') row[name] = isMap(value) ? texts(value) : null;
    else row[name] = typeof value === 'string' ? value : null;
  }
  row.id ??= idOfRow(type, row);
  return row;
}

function namesIn(value: unknown): RowValue {
  if (Array.isArray(value)) return value.filter((name) => typeof name === 'string');
  return isMap(value) ? Object.keys(value) : null;
}

function texts(value: Readonly<Record<string, unknown>>): RowValue {
  const map: Record<string, string> = Object.create(null);
  for (const [key, text] of Object.entries(value)) map[key] = typeof text === 'string' ? text : '';
  return map;
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
