/** What a cell speaks of: where a page leads from it, and how it is set. */
export type CellKind =
  | 'text'
  | 'number'
  | 'instant'
  | 'person'
  | 'group'
  | 'scope'
  | 'role'
  | 'principal'
  | 'place';

export type PageCell = string | number | null;

export interface PageColumn {
  /** The key in JSON, and the head of the column in CSV. */
  readonly key: string;
  readonly title: string;
  readonly kind: CellKind;
}

/** What the page shows, CSV holds and JSON lists: one table for all three, so that no number can differ. */
export interface PageTable {
  readonly name: TableName;
  readonly columns: readonly PageColumn[];
  readonly rows: readonly (readonly PageCell[])[];
}

export const TABLE_NAMES = ['people', 'groups', 'scopes', 'roles', 'grants', 'dates', 'exceptions'] as const;

export type TableName = (typeof TABLE_NAMES)[number];

/** One column, and what stands in it for each thing. */
export type ColumnOf<T> = PageColumn & { readonly of: (thing: T) => PageCell };

export function tableOf<T>(
  name: TableName,
  things: readonly T[],
  columns: readonly ColumnOf<T>[],
): PageTable {
  return {
    name,
    columns: columns.map(({ key, title, kind }) => ({ key, title, kind })),
    rows: things.map((thing) => columns.map(({ of }) => of(thing))),
  };
}
