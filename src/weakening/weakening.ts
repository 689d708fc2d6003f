import type { Origin } from '../source/origin.ts';

/** One setting that judges changes, and that is weaker than it was at the base. */
export interface Weakening {
  /** What the change does, as a sentence without its end: `the limit of members is raised from 5 to 20`. */
  readonly what: string;
  /** The line as it is; null where nothing is written any more. */
  readonly now: Origin | null;
  /** The line as it was; null where nothing was written. */
  readonly before: Origin | null;
}
