/**
 * What a review of a change says, as plain data: it is printed here, written as a comment, or carried to another job as a
 * file and printed there. No text in it is Markdown: whoever prints escapes.
 */
export interface ReviewFacts {
  readonly format: typeof REVIEW_FORMAT;
  readonly verdict: ChangeVerdict;
  /** The verdict in one line: `acme: 2 people gain, 1 loses`. */
  readonly title: string;
  /** The commit that was looked at; null where nobody says. */
  readonly commit: string | null;
  /** What it was compared with, in words. */
  readonly compared: string;
  readonly sections: readonly ReviewSection[];
  /** What stands at a line, the most important first. */
  readonly lines: readonly ReviewLine[];
}

export const REVIEW_FORMAT = 'bylaw.review/v1';

/**
 * `blocked`: access was looked at, and something in it must not be. `not-looked`: nobody knows what the change does, which is
 * never taken for "nothing".
 */
export const REVIEW_VERDICTS = ['no-changes', 'changes', 'blocked', 'not-looked'] as const;

export type ChangeVerdict = (typeof REVIEW_VERDICTS)[number];

export interface ReviewSection {
  /** Above it; null for none. */
  readonly title: string | null;
  /** What a reader misses where it is left out: `who gains and loses access in acme`. */
  readonly holds: string;
  /** Of a table; null for a list. */
  readonly head: readonly string[] | null;
  readonly rows: readonly ReviewRow[];
  /** Folded away until somebody asks for it. */
  readonly isFolded: boolean;
}

export interface ReviewRow {
  /** As many as the head has; one in a list. */
  readonly cells: readonly ReviewCell[];
  /** The lower, the longer it is kept where there is no room for all. */
  readonly rank: number;
  /** Everybody and everything that it is about, those that it does not show too. */
  readonly names: readonly string[];
}

/** Prose, or names; `more` follows the names. */
export type ReviewCell =
  | { readonly text: string }
  | { readonly names: readonly string[]; readonly before: string; readonly more: string };

export const REVIEW_LEVELS = ['failure', 'warning', 'notice'] as const;

export interface ReviewLine {
  /** As diagnostics name the file: from the folder where the command ran. */
  readonly file: string;
  readonly line: number;
  readonly level: (typeof REVIEW_LEVELS)[number];
  readonly title: string;
  readonly message: string;
}

/** What is kept longest first. */
export const REVIEW_RANK = {
  top: 0,
  errors: 1,
  losses: 2,
  escalations: 2,
  gains: 4,
  findings: 5,
  rest: 6,
} as const;
