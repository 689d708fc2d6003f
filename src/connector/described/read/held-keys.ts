import type { ToldPermissions } from '../description/api-description.ts';
import type { ReadStops } from './read-stops.ts';
import { fieldAt, isFields, scalarText, shownPath } from './row-field.ts';
import type { RowItem } from './row-value.ts';

/**
 * Permissions that are keys of an object: those that are true. Null, and a stop, where there is no such object (rule
 * `value`), where a key is neither true nor false, and where the file says nothing of it (rule `closed-words`).
 */
export function heldKeys(
  { path, words, leaves }: Extract<ToldPermissions, { by: 'keys' }>,
  { from, row, item }: RowItem,
  stops: Pick<ReadStops, 'add'>,
): readonly string[] | null {
  const object = fieldAt(item, path);
  // What PHP writes for an object without keys.
  if (Array.isArray(object) && object.length === 0) return [];
  if (!isFields(object)) {
    stops.add(from, 'value', `${shownPath(path)} of ${row.id} is no object`);
    return null;
  }
  const held: string[] = [];
  for (const [key, value] of Object.entries(object)) {
    const name = shownPath([...path, key]);
    if (typeof value !== 'boolean') {
      const text = scalarText(value) ?? 'no text';
      stops.add(from, 'closed-words', `${name} of ${row.id} is ${text}, and neither true nor false`);
      return null;
    }
    if (!value || leaves.has(key)) continue;
    const means = words === null ? key : words.get(key);
    if (means === undefined) {
      stops.add(from, 'closed-words', `${name} of ${row.id} is a permission that no map has`);
      return null;
    }
    held.push(means);
  }
  return held;
}
