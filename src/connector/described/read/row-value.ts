import type { TakenFrom } from '../description/api-description.ts';
import type { DescribedValue, FieldPath, RefValue, Values } from '../description/value-description.ts';
import type { ListRow, ListTable } from './list-table.ts';
import type { ReadStops } from './read-stops.ts';
import { fieldAt, isMissing, rowIdOf, scalarText, shownPath } from './row-field.ts';
import { meets } from './taken-rows.ts';

/** A row, or one item of a list inside of it, as an entry looks at it. */
export interface RowItem {
  readonly from: string;
  readonly row: ListRow;
  readonly item: unknown;
  /** Whether the item is one inside of the row. */
  readonly isInside: boolean;
}

/** What an entry takes of a table. */
export function takenItems(
  { each, where, from }: TakenFrom,
  { rows }: ListTable,
  stops: ReadStops,
): readonly RowItem[] {
  const items = rows.flatMap((row): readonly RowItem[] => {
    if (each === null) return [{ from, row, item: row.item, isInside: false }];
    const inside: unknown = fieldAt(row.item, each);
    if (!Array.isArray(inside)) {
      stops.add(from, 'value', `${shownPath(each)} of ${row.id} is no list`);
      return [];
    }
    return inside.map((item: unknown) => ({ from, row, item, isInside: true }));
  });
  return items.filter(({ item }) => meets(item, where));
}

/** Works out values of rows; what comes to nothing is a stop, and null. */
export class ValueReader {
  readonly #stops: Pick<ReadStops, 'add'>;

  constructor(stops: Pick<ReadStops, 'add'>) {
    this.#stops = stops;
  }

  text(value: DescribedValue, at: RowItem): string | null {
    switch (value.is) {
      case 'path':
        return this.#scalar(value, at);
      case 'const':
        return value.text;
      case 'absent':
        return isMissing(this.#found(value.of, at)) ? value.means : this.text(value.of, at);
      case 'after': {
        const text = this.text(value.of, at);
        if (text === null || text.startsWith(value.prefix)) return text?.slice(value.prefix.length) ?? null;
        return this.#stop('closed-words', at, `${text} of ${at.row.id} does not begin with ${value.prefix}`);
      }
      case 'map': {
        const text = this.text(value.of, at);
        if (text === null) return null;
        const means = value.words.get(text);
        if (means !== undefined) return means;
        return this.#stop('closed-words', at, `${text} of ${at.row.id} is a word that no map has`);
      }
      case 'join': {
        const parts = value.parts.map((part) => this.text(part, at));
        return parts.every((part) => part !== null) ? parts.join(value.between) : null;
      }
      case 'ref':
        return this.refId(value, at);
      case 'tree':
        throw new Error('unreachable: only the place of a scope is told by tree');
    }
  }

  /** The id of the row that is meant. */
  refId({ by }: RefValue, at: RowItem): string | null {
    const parts = by.map((part) => this.text(part, at));
    const named = parts.filter((part) => part !== null);
    return named.length === parts.length ? rowIdOf(named) : null;
  }

  /** One text for each item of the list that is meant; of a single value, one. Null where anything is missing. */
  texts({ each, value }: Values, at: RowItem): readonly string[] | null {
    const items = this.items({ each, value }, at);
    if (items === null) return null;
    const texts = items.map((item) => this.text(value, item));
    return texts.every((text) => text !== null) ? texts : null;
  }

  items({ each }: Values, at: RowItem): readonly RowItem[] | null {
    if (each === null) return [at];
    const inside = fieldAt(at.item, each.path);
    if (isMissing(inside) && each.absent) return [];
    if (!Array.isArray(inside)) {
      return this.#stop('value', at, `${shownPath(each.path)} of ${at.row.id} is no list`);
    }
    return inside.map((item: unknown) => ({ ...at, item, isInside: true }));
  }

  /** A pointer that may lead nowhere: null is told for one that is not there, and undefined for one that is a stop. */
  pointer(path: FieldPath, at: RowItem): string | null | undefined {
    const found = fieldAt(at.item, path);
    if (found === null) return null;
    const text = scalarText(found);
    if (text !== null && text !== '') return text;
    this.#stop('value', at, `${shownPath(path)} of ${at.row.id} is not an id`);
    return undefined;
  }

  #scalar(value: Extract<DescribedValue, { is: 'path' }>, at: RowItem): string | null {
    const found = this.#found(value, at);
    const text = scalarText(found);
    if (text !== null) return text;
    const what = isMissing(found) ? 'is missing' : 'is no text';
    return this.#stop('value', at, `${shownPath(value.path)} of ${at.row.id} ${what}`);
  }

  /** What stands where a value begins; only paths can be missing. */
  #found(value: DescribedValue, at: RowItem): unknown {
    if (value.is !== 'path') return '';
    if (value.around === null) return fieldAt(at.item, value.path);
    if (value.around === at.from && at.isInside) return fieldAt(at.row.item, value.path);
    return at.row.around?.list === value.around ? fieldAt(at.row.around.item, value.path) : undefined;
  }

  #stop(rule: 'value' | 'closed-words', at: RowItem, what: string): null {
    this.#stops.add(at.from, rule, what);
    return null;
  }
}
