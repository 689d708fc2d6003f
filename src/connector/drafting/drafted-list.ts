import type { FieldPath } from '../described/description/value-description.ts';

/** One field of a row, as the document tells it. */
export interface DraftedField {
  readonly name: string;
  /** `string`, `array of string`, `string: active, invited`; empty where nothing is told. */
  readonly shape: string;
}

/** How the pages of a list follow each other, by the names of parameters. */
export type DraftedPaging =
  | { readonly by: 'none' }
  | {
      readonly by: 'page' | 'offset' | 'cursor' | 'link';
      /** Null for links. */
      readonly at: string | null;
      readonly size: string | null;
      /** Null where the document does not say how many there can be. */
      readonly most: number | null;
      /** How many come where nobody asks for a number. */
      readonly usual: number | null;
      /** Of pages that are counted from nought. */
      readonly first: 0 | null;
      /** Where the answer says what comes next; null where the document does not say. */
      readonly next: FieldPath | null;
    };

export type DraftedTotal =
  | { readonly by: 'path'; readonly path: FieldPath }
  | { readonly by: 'header'; readonly name: string };

export interface DraftedList {
  readonly name: string;
  /** As in the document. */
  readonly path: string;
  /** Below the base; with fields of the list around in place of parameters. */
  readonly get: string;
  readonly around: { readonly list: string; readonly field: string; readonly sure: boolean } | null;
  readonly items: FieldPath;
  /** Null where no field looks like one; an empty path where rows are texts. */
  readonly id: FieldPath | null;
  readonly paging: DraftedPaging;
  readonly total: DraftedTotal | null;
  readonly fields: readonly DraftedField[];
  readonly summary: string;
}

/** A request that changes something beside a list. */
export interface DraftedWrite {
  readonly method: string;
  readonly path: string;
  readonly summary: string;
}

export interface DraftedApi {
  readonly name: string;
  readonly title: string;
  readonly base: string;
  readonly auth:
    | { readonly by: 'bearer' | 'basic'; readonly word: string | null }
    | { readonly by: 'header'; readonly header: string }
    | null;
  readonly lists: readonly DraftedList[];
  readonly writes: readonly DraftedWrite[];
  /** Paths that answer lists and could not be drafted. */
  readonly left: readonly { readonly get: string; readonly because: string }[];
}
