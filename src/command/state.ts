import { type Outcome, success } from '../source/outcome.ts';
import type { StateStore } from '../terraform/run/stand.ts';
import { lock } from './lock.ts';
import { type Session, stateDirectory } from './session.ts';
import { stateFile } from './state-file.ts';

/** The state of one stack while a command works with it. */
export interface OpenState {
  readonly store: StateStore;
  /** Lets go of the lock and whatever else was held. */
  close(): Promise<void>;
}

/** To look at it, or to be the only one who changes it. */
export type StatePurpose = 'read' | 'write';

/** Fails with state-locked and file-unreadable. */
export async function openState(
  session: Session,
  stack: string,
  purpose: StatePurpose,
): Promise<Outcome<OpenState>> {
  const directory = stateDirectory(session.workspace);
  const store = stateFile(directory, stack);
  if (purpose === 'read') return success({ store, close: async () => {} });
  const locked = lock(directory, stack);
  return locked.ok ? success({ store, close: async () => locked.value() }) : locked;
}
