import type { Row, RowValue } from '../provider/protocol/row.ts';
import type { Ready } from './session.ts';
import { respelled } from './spelling.ts';
import { COLUMNS, type TypeName } from './tables.ts';

/** What is live, in the words that the state or the configuration has for it. */
export function inWordsOf(type: TypeName, words: Row, live: Row, { platform }: Ready): Row {
  let same = true;
  const row = Object.fromEntries(
    Object.entries(COLUMNS[type]).map(([name, column]): [string, RowValue] => {
      const value = respelled(column.means, words[name] ?? null, live[name] ?? null, platform);
      if (value !== (words[name] ?? null)) same = false;
      return [name, value];
    }),
  );
  return same ? words : row;
}
