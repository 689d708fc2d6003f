import type { Condition, PermissionCase } from '../description/api-description.ts';
import type { Assembly } from './assembly.ts';
import { shownPath } from './row-field.ts';
import type { RowItem } from './row-value.ts';
import { closedWords, meets, strangeWord } from './taken-rows.ts';

/**
 * All permissions that a row gives. What no case is about would be a grant that nobody sees: a word that no condition of the
 * cases names is a stop, and so is a row that none of them takes. Null where something is one. Rules `closed-words` and
 * `rows-taken`.
 */
export function permissionsOf(
  { values, stops }: Assembly,
  cases: readonly PermissionCase[],
  at: RowItem,
): readonly string[] | null {
  const given = new Set<string>();
  let taken = false;
  for (const [path, together] of casesByList(cases)) {
    const [first] = together;
    const items = first === undefined ? [] : values.items(first.values, at);
    if (items === null) return null;
    const closed = closedWords(together.flatMap(({ where }): readonly Condition[] => where));
    for (const item of items) {
      const strange = strangeWord(item.item, closed);
      if (strange !== null) {
        const name = path === '' ? at.row.id : `an item of ${path} of ${at.row.id}`;
        stops.add(at.from, 'closed-words', strange(name));
        return null;
      }
      for (const { where, values: told } of together) {
        if (!meets(item.item, where)) continue;
        taken = true;
        const text = values.text(told.value, item);
        if (text === null) return null;
        given.add(text);
      }
    }
    // Of the items of a list there may be none.
    if (path !== '') taken = true;
  }
  if (taken) return [...given];
  stops.add(at.from, 'rows-taken', `no permission is described for ${at.row.id}`);
  return null;
}

/** Items inside a row that give a permission. Of a row that was read, so that each has its word. */
export function permissionItems(
  { values }: Assembly,
  cases: readonly PermissionCase[],
  at: RowItem,
  permission: string,
): readonly unknown[] {
  return cases.flatMap(({ where, values: told }) => {
    const items = told.each === null ? null : values.items(told, at);
    return (items === null ? [] : items).flatMap((item): readonly unknown[] =>
      meets(item.item, where) && values.text(told.value, item) === permission ? [item.item] : [],
    );
  });
}

function casesByList(cases: readonly PermissionCase[]): ReadonlyMap<string, readonly PermissionCase[]> {
  const lists = new Map<string, PermissionCase[]>();
  for (const one of cases) {
    const { each } = one.values;
    const key = each === null ? '' : shownPath(each.path);
    lists.set(key, [...(lists.get(key) ?? []), one]);
  }
  return lists;
}
