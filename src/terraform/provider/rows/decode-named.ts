import type { Entries, Resource } from '../../../resource/resource.ts';
import { attributesWith, type NamedType, resource, specsOf } from '../../../resource/resource-types.ts';
import { known } from '../../../source/known.ts';
import type { Origin } from '../../../source/origin.ts';
import type { Row, RowValue } from '../protocol/row.ts';

/** How entries are spelled in a row. */
export interface EntryDecoder {
  readonly entries: (wire: string, value: RowValue | undefined) => Entries;
  /** Out of a map from people to what they are. */
  readonly choices: (value: RowValue | undefined) => Entries;
  /** Out of a map from names to values. */
  readonly settings: (value: RowValue | undefined) => Entries;
}

/**
 * A thing with a name out of its row, attribute by attribute of its table. Texts are the same in the rows that people
 * write and in those that `bylaw apply` keeps; entries are spelled differently in the two, and handed in.
 */
export function namedOfRow(
  type: NamedType,
  row: Row,
  { entries, choices, settings }: EntryDecoder,
  origin: Origin,
): Resource {
  const some: Record<string, string | Entries> = {};
  for (const [name, { wire, role, choice }] of specsOf(type)) {
    const value = row[wire];
    if (choice !== undefined) some[name] = choice.of === null ? settings(value) : choices(row[choice.of]);
    else if (role === 'entries') some[name] = entries(wire, value);
    // What nobody says has its default.
    else if (value !== null && value !== undefined) some[name] = textOrEmpty(value);
  }
  switch (type) {
    case 'scope':
      return resource('scope', attributesWith('scope', { path: '', ...some }), origin);
    case 'role':
      return resource('role', attributesWith('role', { home: '', name: '', ...some }), origin);
    case 'group':
      return resource('group', attributesWith('group', { home: '', name: '', ...some }), origin);
  }
}

/** The id of a row that is there. */
export function idText(row: Row | null): string {
  return textOrEmpty(known(row, 'a row that is there').id);
}

/** What is null, unknown or no text is empty. */
export function textOrEmpty(value: RowValue | undefined): string {
  return typeof value === 'string' ? value : '';
}
