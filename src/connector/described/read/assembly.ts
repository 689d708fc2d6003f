import type { PlatformDefinition } from '../../../platform/platform-definition.ts';
import { known } from '../../../source/known.ts';
import type { ApiDescription, ReadRows, TakenFrom } from '../description/api-description.ts';
import type { DescribedValue } from '../description/value-description.ts';
import type { ListTable } from './list-table.ts';
import type { ReadStops } from './read-stops.ts';
import type { RowIdentities } from './row-identities.ts';
import { type RowItem, takenItems, type ValueReader } from './row-value.ts';

type EntryOf<T extends ReadRows['gives']> = Extract<ReadRows, { gives: T }>;

/** What objects are put together from. */
export interface Assembly {
  readonly api: ApiDescription;
  readonly tables: ReadonlyMap<string, ListTable>;
  /** What documents call the organization. */
  readonly organization: string;
  readonly platform: PlatformDefinition;
  readonly values: ValueReader;
  readonly identities: RowIdentities;
  readonly stops: ReadStops;
}

/** Each item that an entry takes, with its entry. */
export function takenBy<E extends TakenFrom>(
  { tables, stops }: Assembly,
  entries: readonly E[],
): readonly { readonly entry: E; readonly at: RowItem }[] {
  return entries.flatMap((entry) => {
    const table = known(tables.get(entry.from), `the rows of list ${entry.from}`);
    return takenItems(entry, table, stops).map((at) => ({ entry, at }));
  });
}

export function entriesOf<T extends ReadRows['gives']>(api: ApiDescription, gives: T): readonly EntryOf<T>[] {
  return api.entries.filter((entry): entry is EntryOf<T> => entry.gives === gives);
}

/** The text of a value; what is not described is something else, and what came to nothing is a stop. */
export function textOr(
  { values }: Assembly,
  value: DescribedValue | null,
  at: RowItem,
  otherwise: string,
): string {
  if (value === null) return otherwise;
  const text = values.text(value, at);
  // A stop has been told, and nothing is made of what was read.
  return text === null ? otherwise : text;
}

/** What something is set to; an empty text says nothing. */
export function settingsOf(
  { values }: Assembly,
  settings: ReadonlyMap<string, DescribedValue>,
  at: RowItem,
): ReadonlyMap<string, string> {
  const told = new Map<string, string>();
  for (const [name, value] of settings) {
    const text = values.text(value, at);
    if (text !== null && text !== '') told.set(name, text);
  }
  return told;
}
