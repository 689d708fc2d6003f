import { known } from '../../../source/known.ts';
import { takenApart } from '../description/text-pattern.ts';
import type { SentLeaf } from '../description/write-description.ts';
import { fieldAt, scalarText } from '../read/row-field.ts';
import { calledName } from './named-paths.ts';

/** The items of a list that are sent; those like the pattern are taken apart, and others left. Null where it is no list. */
export function eachItems(
  { like }: Extract<SentLeaf, { is: 'each' }>,
  list: unknown,
): readonly unknown[] | null {
  if (!Array.isArray(list)) return null;
  if (like === null) return list;
  return list.flatMap((item: unknown): readonly unknown[] => {
    const parts = takenApart(like, itemText(item));
    return parts === null ? [] : [parts];
  });
}

/** Whether a list has a word, as a text or as what documents call a thing. Null where it is no list. */
export function hasWord({ word }: Extract<SentLeaf, { is: 'has' }>, list: unknown): boolean | null {
  return Array.isArray(list) ? list.some((item: unknown) => itemText(item) === word) : null;
}

function itemText(item: unknown): string {
  const text = typeof item === 'string' ? item : scalarText(fieldAt(item, [calledName('role')]));
  return known(text, 'the text of an item');
}
