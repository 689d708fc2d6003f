import { type Outcome, success } from '../../source/outcome.ts';
import { openBackendForReading, openBackendForWriting } from '../../state/backend/backend-state.ts';
import type { LockWait } from '../../state/lock-wait.ts';
import { openStateFile } from '../../state/state-file.ts';
import type { StateHandle } from '../../state/state-handle.ts';
import type { Engine } from './engine.ts';
import { type Session, stateDirectory, tokenVariables, workspacePathFrom } from './session.ts';

export interface StateRequest {
  readonly session: Session;
  readonly engine: Engine;
  readonly stack: string;
  /** How long its lock is waited for; null for who only looks, and takes none. */
  readonly waiting: LockWait | null;
  readonly environment: NodeJS.ProcessEnv;
}

/**
 * Without a backend, a file in the state directory. The lock of a backend keeps applies on other machines out; those of
 * this machine are kept apart by organization (`organization-lock.ts`), which can name a process. The embedded engine has no state.
 * Fails with state-locked, state-foreign and state-unreachable.
 */
export async function openState(request: StateRequest): Promise<Outcome<StateHandle>> {
  const { session, engine, stack, waiting, environment } = request;
  const { workspace } = session;
  const { backend, organizations } = workspace.document;
  if (backend === null || engine.binary === null) {
    const directory = stateDirectory(workspace);
    const named = {
      directory,
      stack,
      workspace: workspacePathFrom(directory, workspace),
      writes: waiting !== null,
    };
    return success({ store: openStateFile(named), close: async () => [] });
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
    secrets: tokenVariables(session),
  };
  return waiting === null ? success(openBackendForReading(options)) : openBackendForWriting(options, waiting);
}
