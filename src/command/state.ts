import { type Outcome, success } from '../source/outcome.ts';
import { openForReading, openForWriting } from './backend-state.ts';
import type { Engine } from './engine.ts';
import type { OpenState } from './open-state.ts';
import { type Session, secretsOf, stateDirectory } from './session.ts';
import { stateFile } from './state-file.ts';

/** To look at it, or to be the only one who changes it. */
export type StatePurpose = 'read' | 'write';

export interface StateRequest {
  readonly session: Session;
  readonly engine: Engine;
  readonly stack: string;
  readonly purpose: StatePurpose;
  readonly environment: NodeJS.ProcessEnv;
}

/**
 * Without a backend, a file in the state directory. The lock of a backend keeps applies on other machines out; those of
 * this machine are kept apart by organization (`lock.ts`), which can name a process. The embedded engine has no state.
 * Fails with state-locked, state-foreign and state-unreachable.
 */
export async function openState(request: StateRequest): Promise<Outcome<OpenState>> {
  const { session, engine, stack, purpose, environment } = request;
  const { workspace } = session;
  const { backend, organizations } = workspace.document;
  if (backend === null || engine.binary === null) {
    return success({ store: stateFile(stateDirectory(workspace), stack), close: async () => [] });
  }
  const options = {
    binary: engine.binary,
    backend,
    stack,
    root: workspace.root,
    organizations: new Set([
      ...organizations.map(({ name }) => name),
      ...workspace.documents.map(({ name }) => name),
    ]),
    environment,
    secrets: secretsOf(session),
  };
  return purpose === 'read' ? success(openForReading(options)) : openForWriting(options);
}
