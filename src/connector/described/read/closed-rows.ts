import type { ListTable } from './list-table.ts';
import { ITEMS, type ReadPaths } from './read-paths.ts';
import type { ReadStops } from './read-stops.ts';
import { isFields } from './row-field.ts';

/**
 * Rows have no field that is neither read nor left: one that is new, or that the author forgot, may be a grant. Rule
 * `closed-row`.
 */
export function checkClosedRows({ list, rows }: ListTable, paths: ReadPaths, stops: ReadStops): void {
  for (const { id, item } of rows) {
    const strange = strangeField(item, '', list.name, list.leaves, paths);
    if (strange === null) continue;
    const field = strange === '' ? 'the row itself' : `the field ${strange}`;
    stops.add(list.name, 'closed-row', `${field} of ${id} is neither read nor named in leaves`);
    return;
  }
}

function strangeField(
  value: unknown,
  at: string,
  list: string,
  leaves: ReadonlySet<string>,
  paths: ReadPaths,
): string | null {
  if (leaves.has(at)) return null;
  if (paths.readsKeys(list, at)) return strangeKey(value, at);
  const inside = paths.goesThrough(list, at) || (isHolder(value) && leavesBelow(leaves, at));
  // What is more than a text has insides that nobody looks at.
  if (!inside) return paths.has(list, at) && !isHolder(value) ? null : at;
  const below = (key: string): string => (at === '' ? key : `${at}.${key}`);
  if (Array.isArray(value)) {
    for (const item of value) {
      const strange = strangeField(item, below(ITEMS), list, leaves, paths);
      if (strange !== null) return strange;
    }
    return null;
  }
  // What is no object has nothing inside; whether it should have, is seen where it is read.
  if (!isFields(value)) return null;
  for (const [key, field] of Object.entries(value)) {
    const strange = strangeField(field, below(key), list, leaves, paths);
    if (strange !== null) return strange;
  }
  return null;
}

/** Of an object whose keys are read: what is inside of a key, nobody looks at. */
function strangeKey(value: unknown, at: string): string | null {
  if (!isFields(value)) return null;
  const strange = Object.entries(value).find(([, field]) => isHolder(field));
  return strange === undefined ? null : `${at}.${strange[0]}`;
}

const isHolder = (value: unknown): boolean => isFields(value) || Array.isArray(value);

/** Whether something inside is left: then the rest inside is not. */
function leavesBelow(leaves: ReadonlySet<string>, at: string): boolean {
  return [...leaves].some((leaf) => leaf.startsWith(`${at}.`));
}
