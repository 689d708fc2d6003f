import type { Row, RowValue } from '../../provider/protocol/row.ts';
import { withSpellingOf } from '../schema/equivalence.ts';
import { COLUMNS, type TypeName } from '../schema/resource-tables.ts';
import type { ReadyProvider } from './provider-session.ts';

/** What is live, in the words that the state or the configuration has for it. */
export function inSpellingOf(type: TypeName, words: Row, live: Row, { platform }: ReadyProvider): Row {
  let same = true;
  const row = Object.fromEntries(
    Object.entries(COLUMNS[type]).map(([name, column]): [string, RowValue] => {
      const value = withSpellingOf(column.means, words[name] ?? null, live[name] ?? null, platform);
      if (value !== (words[name] ?? null)) same = false;
      return [name, value];
    }),
  );
  return same ? words : row;
}
