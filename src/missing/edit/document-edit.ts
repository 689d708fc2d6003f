import { bestDocument, SCOPE_KEYS } from '../../import/additions.ts';
import { withKey } from '../../import/draft-map.ts';
import { type Draft, type DraftMap, isDraftList, isDraftMap } from '../../source/edit/draft.ts';
import type { DocumentPath } from '../../source/source-document.ts';

/** A change of one value in the documents of an organization; undefined: it is not there. */
export interface ValueEdit {
  /** The document it stands in, by its number; null: wherever most of the path is written. */
  readonly document: number | null;
  readonly path: DocumentPath;
  readonly change: (value: Draft | undefined) => Draft | undefined;
}

/** The documents with the change; null where its path leads through something that is no map and no list. */
export function withEdit(
  documents: readonly DraftMap[],
  { document, path, change }: ValueEdit,
  plurals: readonly string[],
): readonly DraftMap[] | null {
  const at = document ?? bestDocument(documents, path.map(String));
  const before = documents[at];
  if (before === undefined) return null;
  const after = changed(before, path, change, plurals);
  return isDraftMap(after) ? documents.map((one, index) => (index === at ? after : one)) : null;
}

function changed(
  value: Draft | undefined,
  [key, ...rest]: DocumentPath,
  change: ValueEdit['change'],
  plurals: readonly string[],
): Draft | undefined {
  if (key === undefined) return change(value);
  if (typeof key === 'number') {
    if (!isDraftList(value)) return value;
    return value.map((item, index) =>
      index === key ? (changed(item, rest, change, plurals) ?? null) : item,
    );
  }
  const map: DraftMap = isDraftMap(value) ? value : new Map();
  const order = [...SCOPE_KEYS, ...plurals];
  const place = order.indexOf(key);
  return withKey(
    map,
    key,
    changed(map.get(key), rest, change, plurals),
    place === -1 ? [] : order.slice(0, place),
  );
}
