/** Values as a connector file describes them. */

/** Keys from a row or an item inward; none: the thing itself. */
export type FieldPath = readonly string[];

/** A pointer to the parent in the same list, or in the one above; or a path of names in one text. */
export type TreeValue =
  | {
      readonly is: 'tree';
      readonly by: 'pointer';
      readonly path: FieldPath;
      /** The list of what the topmost are in; null: they are in the organization, and point to nothing. */
      readonly above: string | null;
    }
  | {
      readonly is: 'tree';
      readonly by: 'separator';
      readonly separator: string;
      readonly of: DescribedValue;
    };

export interface RefValue {
  readonly is: 'ref';
  readonly list: string;
  /** As many as rows of the list are told apart by. */
  readonly by: readonly DescribedValue[];
}

/** The eight kinds of value, and no ninth: what needs more is code. */
export type DescribedValue =
  /** `around`: the list around the row that the path begins at; null: the row, or the item of `each`. */
  | { readonly is: 'path'; readonly path: FieldPath; readonly around: string | null }
  | { readonly is: 'const'; readonly text: string }
  | { readonly is: 'map'; readonly of: DescribedValue; readonly words: ReadonlyMap<string, string> }
  | RefValue
  | { readonly is: 'join'; readonly parts: readonly DescribedValue[]; readonly between: string }
  | { readonly is: 'absent'; readonly of: DescribedValue; readonly means: string }
  | { readonly is: 'after'; readonly of: DescribedValue; readonly prefix: string }
  | TreeValue;

/** One value, or one for each item of a list inside the row. */
export interface Values {
  readonly each: {
    readonly path: FieldPath;
    /** Whether a list that is not there is an empty one. */
    readonly absent: boolean;
  } | null;
  readonly value: DescribedValue;
}

/** A part of a path that is sent: a text as written, or a field of the row around, percent-encoded. */
export type PathPart =
  | { readonly is: 'text'; readonly text: string }
  | { readonly is: 'field'; readonly path: FieldPath };
