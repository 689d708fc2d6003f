import { ListsByKey } from '../../../source/lists-by-key.ts';
import type { Condition, ListDescription, TakenFrom } from '../description/api-description.ts';
import type { FieldPath } from '../description/value-description.ts';
import type { ListTable } from './list-table.ts';
import type { ReadStops } from './read-stops.ts';
import { fieldAt, isMissing, scalarText, shownPath } from './row-field.ts';

/** Whether an item meets all conditions. */
export function meets(item: unknown, conditions: readonly Condition[]): boolean {
  return conditions.every((condition) => isMet(item, condition));
}

function isMet(item: unknown, condition: Condition): boolean {
  const value = fieldAt(item, condition.path);
  const text = scalarText(value);
  switch (condition.is) {
    case 'present':
      return !isMissing(value);
    case 'absent':
      return isMissing(value);
    case 'among':
      return text !== null && condition.words.includes(text);
    case 'not-among':
      return text === null || !condition.words.includes(text);
  }
}

/**
 * Whether entries take all there is: a row that no entry takes, and that the list does not leave, is a row that nobody
 * thought of; so is a word that no condition names. The same holds of the items of a list inside of rows. Rules
 * `rows-taken` and `closed-words`.
 */
export function checkTaken({ list, rows }: ListTable, entries: readonly TakenFrom[], stops: ReadStops): void {
  const byEach = new ListsByKey<string, TakenFrom>();
  for (const entry of entries) {
    if (entry.from === list.name) byEach.add(entry.each === null ? '' : entry.each.join('.'), entry);
  }
  const ofRows = byEach.get('');
  const isLookedInto = byEach.size > (ofRows.length > 0 ? 1 : 0);
  if (ofRows.length > 0) {
    const closed = closedWords([...list.leavesRows, ...ofRows.flatMap(({ where }) => where)]);
    for (const { id, item } of rows) {
      const taken = isLookedInto || ofRows.some(({ where }) => meets(item, where)) || isLeft(item, list);
      checkItem(list.name, id, item, { closed, taken }, stops);
    }
  }
  for (const [, inside] of byEach) {
    const each = inside[0]?.each;
    if (each === undefined || each === null) continue;
    const closed = closedWords(inside.flatMap(({ where }) => where));
    for (const { id, item } of rows) {
      const items: unknown = fieldAt(item, each);
      // What is no list is a stop of its own, where it is read.
      for (const one of Array.isArray(items) ? items : []) {
        const taken = inside.some(({ where }) => meets(one, where));
        checkItem(list.name, `an item of ${shownPath(each)} of ${id}`, one, { closed, taken }, stops);
      }
    }
  }
}

interface ClosedPath {
  readonly path: FieldPath;
  readonly words: ReadonlySet<string>;
}

function checkItem(
  list: string,
  name: string,
  item: unknown,
  { closed, taken }: { readonly closed: readonly ClosedPath[]; readonly taken: boolean },
  stops: ReadStops,
): void {
  const strange = strangeWord(item, closed);
  if (strange !== null) {
    stops.add(list, 'closed-words', strange(name));
    return;
  }
  if (!taken) stops.add(list, 'rows-taken', `no entry takes ${name}`);
}

/** What to say of a word that no condition names, by the name of the thing that has it; null where there is none. */
export function strangeWord(item: unknown, closed: readonly ClosedPath[]): ((name: string) => string) | null {
  for (const { path, words } of closed) {
    const text = scalarText(fieldAt(item, path));
    if (text === null || words.has(text)) continue;
    return (name) => `${shownPath(path)} of ${name} is ${text}, of which the file says nothing`;
  }
  return null;
}

function isLeft(item: unknown, { leavesRows }: ListDescription): boolean {
  return leavesRows.length > 0 && meets(item, leavesRows);
}

/** Paths whose words are told one by one, with all of them. One that only says what a word is not is open by intention. */
export function closedWords(conditions: readonly Condition[]): readonly ClosedPath[] {
  const byPath = new Map<string, { path: FieldPath; words: Set<string>; open: boolean }>();
  for (const condition of conditions) {
    if (condition.is === 'present' || condition.is === 'absent') continue;
    const key = shownPath(condition.path);
    const found = byPath.get(key) ?? { path: condition.path, words: new Set<string>(), open: false };
    byPath.set(key, found);
    for (const word of condition.words) found.words.add(word);
    if (condition.is === 'not-among') found.open = true;
  }
  return [...byPath.values()].filter(({ open }) => !open);
}
