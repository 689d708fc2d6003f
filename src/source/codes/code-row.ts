export type Severity = 'error' | 'warning' | 'info';

/** All there is to say of a code apart from one occurrence of it. */
export interface CodeRow {
  /** What an occurrence is. A place may lower it where less is at stake; none raises it. */
  readonly severity: Severity;
  /** What it means, one sentence. */
  readonly means: string;
  /** What to do about it, one sentence: told with each error that has no better way out of its own. */
  readonly wayOut: string;
}
