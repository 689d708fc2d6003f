import type { Imported } from '../../import/import.ts';
import { formatOrigin } from '../../source/origin.ts';

/** One sort of thing for which documents have no place, in all organizations together. */
export interface UnplacedRow {
  readonly what: string;
  readonly why: string;
  readonly count: number;
  /** The first of them. */
  readonly where: string;
}

/** Sorts of things in the order of the files; each thing alone is in the JSON. */
export function unplacedRows(organizations: readonly Imported[]): readonly UnplacedRow[] {
  const rows = new Map<string, UnplacedRow>();
  for (const { what, why, origin } of organizations.flatMap(({ unplaced }) => unplaced)) {
    const key = JSON.stringify([what, why]);
    const row = rows.get(key) ?? { what, why, count: 0, where: formatOrigin(origin) };
    rows.set(key, { ...row, count: row.count + 1 });
  }
  return [...rows.values()];
}

/** `first at FILE:1:2`, or the place alone where there is one. */
export function placePhrase({ count, where }: UnplacedRow): string {
  return count === 1 ? where : `first at ${where}`;
}
