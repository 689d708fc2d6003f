import type { Entries, Resource } from '../../../resource/resource.ts';
import { resource } from '../../../resource/resource-types.ts';
import type { Origin } from '../../../source/origin.ts';
import type { Row, RowValue } from '../protocol/row.ts';

/**
 * Roles and groups out of rows. Their texts are the same in the rows that people write and in those that `bylaw apply`
 * keeps; entries are spelled differently in the two, and handed in.
 */
export function roleOfRow(
  row: Row,
  entries: { readonly permissions: Entries; readonly includes: Entries },
  origin: Origin,
): Resource {
  return resource('role', { ...textsOf(row), ...entries }, origin);
}

export function groupOfRow(
  row: Row,
  entries: { readonly members: Entries; readonly groups: Entries; readonly permissions: Entries },
  origin: Origin,
): Resource {
  return resource('group', { ...textsOf(row), ...entries }, origin);
}

function textsOf({ home, name, title, description }: Row) {
  return {
    home: textOrEmpty(home),
    name: textOrEmpty(name),
    title: textOrEmpty(title),
    description: textOrEmpty(description),
  };
}

/** What is null, unknown or no text is empty. */
export function textOrEmpty(value: RowValue | undefined): string {
  return typeof value === 'string' ? value : '';
}
