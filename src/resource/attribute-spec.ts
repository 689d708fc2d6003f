/**
 * How one attribute behaves. `identity` is part of the address and never differs between two resources compared;
 * `text` is one value; `entries` is a set of keys compared entry by entry; `display` is shown, never compared.
 */
export type AttributeRole = 'identity' | 'text' | 'entries' | 'display';

export interface AttributeSpec {
  /** Name on the wire, in documents, in Terraform rows and in reports. */
  readonly wire: string;
  readonly role: AttributeRole;
  /** A change cannot be made in place. */
  readonly forcesReplace: boolean;
  readonly doc: string;
  /** There to be read by people: nobody can do more or less when it changes. Absent: it can matter to access. */
  readonly isWording?: true;
  /** It may hold line breaks. */
  readonly isLong?: true;
  /** Entries are added and removed by writes of their own. Absent: one update of the thing sets the whole attribute. */
  readonly isLinked?: true;
  /**
   * Each entry is a choice, `subject=value`, at most one for a subject (`choices.ts`). Where no document speaks of a
   * subject, its live value stays under `declared`, whatever is written of others. `of`: the attribute that holds the
   * subjects, where it is one; a choice for what is not in it counts for nothing.
   */
  readonly choice?: { readonly of: 'members' | null };
  /** What a text is where nobody says it, by the attributes of the identity. Absent: empty. */
  readonly unwritten?: (identity: Readonly<Record<string, unknown>>) => string | null;
  /**
   * Live values that nobody decided on: where no document speaks of the attribute, its default stands for them under
   * either authority. Absent: there are none.
   */
  readonly undecided?: (live: string | null) => boolean;
  /** When a live value satisfies a desired one although the texts differ; absent: only when equal. */
  readonly satisfies?: (desired: string | null, live: string | null) => boolean;
}

/** One row for each attribute: leaving one out does not compile. */
export type AttributeTable<A> = { readonly [K in keyof A]-?: AttributeSpec };

export const identity = (wire: string, doc: string) =>
  ({ wire, role: 'identity', forcesReplace: true, doc }) satisfies AttributeSpec;

export const text = (wire: string, doc: string) =>
  ({ wire, role: 'text', forcesReplace: false, doc }) satisfies AttributeSpec;

/** A text that people read, and that nobody's access depends on. */
export const wording = (wire: string, doc: string, unwritten: NonNullable<AttributeSpec['unwritten']>) =>
  ({ wire, role: 'text', forcesReplace: false, doc, isWording: true, unwritten }) satisfies AttributeSpec;

/** A wording of more than one line; empty where nobody says it. */
export const prose = (wire: string, doc: string) =>
  ({ ...wording(wire, doc, () => ''), isLong: true }) satisfies AttributeSpec;

/** A text that stays what it was when the thing was made. */
export const fixed = (wire: string, doc: string, unwritten: NonNullable<AttributeSpec['unwritten']>) =>
  ({ wire, role: 'text', forcesReplace: true, doc, unwritten }) satisfies AttributeSpec;

export const entries = (wire: string, doc: string) =>
  ({ wire, role: 'entries', forcesReplace: false, doc }) satisfies AttributeSpec;

/** Entries that are added and removed one by one. */
export const links = (wire: string, doc: string) =>
  ({ wire, role: 'entries', forcesReplace: false, doc, isLinked: true }) satisfies AttributeSpec;

/** Choices for the entries of another attribute, set one by one. */
export const choicesOf = (of: 'members', wire: string, doc: string) =>
  ({
    wire,
    role: 'entries',
    forcesReplace: false,
    doc,
    isLinked: true,
    choice: { of },
  }) satisfies AttributeSpec;

/**
 * One choice for each setting, all of them set by one update. A setting that has none on one side is not compared:
 * nobody knows it, or nobody speaks of it.
 */
export const settings = (doc: string) =>
  ({
    wire: 'settings',
    role: 'entries',
    forcesReplace: false,
    doc,
    choice: { of: null },
  }) satisfies AttributeSpec;

export const display = (wire: string, doc: string) =>
  ({ wire, role: 'display', forcesReplace: false, doc }) satisfies AttributeSpec;
