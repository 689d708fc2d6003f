import type { Diagnostic } from '../source/diagnostic.ts';
import type { StateStore } from '../terraform/run/run-environment.ts';

/** The state of one stack while a command works with it. */
export interface StateHandle {
  readonly store: StateStore;
  /** Lets go of the lock and whatever else was held, and says what went wrong with that. */
  close(): Promise<readonly Diagnostic[]>;
}
