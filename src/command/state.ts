import type { Diagnostic } from '../source/diagnostic.ts';
import { type Outcome, success } from '../source/outcome.ts';
import type { StateStore } from '../terraform/run/stand.ts';
import { openForReading, openForWriting } from './backend-state.ts';
import type { Engine } from './engine.ts';
import { lock } from './lock.ts';
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
 * What is opened is closed, and what closing has to say is added to the outcome. Fails with state-locked,
 * file-unreadable, and with a backend state-foreign and state-unreachable.
 */
export async function withState<T>(
  request: StateRequest,
  use: (store: StateStore) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  const state = await openState(request);
  if (!state.ok) return state;
  let said: readonly Diagnostic[] = [];
  let used: Outcome<T>;
  try {
    used = await use(state.value.store);
  } finally {
    said = await state.value.close();
  }
  return { ...used, diagnostics: [...used.diagnostics, ...said] };
}

/**
 * The lock of this machine comes first, since it is the one that can name a process. The embedded engine has no state:
 * of it, that lock is all.
 */
async function openState(request: StateRequest): Promise<Outcome<OpenState>> {
  const { session, engine, stack, purpose, environment } = request;
  const { workspace } = session;
  const { backend, organizations } = workspace.document;
  const options =
    backend === null || engine.binary === null
      ? null
      : {
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
  const directory = stateDirectory(workspace);
  const store = stateFile(directory, stack);
  if (purpose === 'read') {
    return success(options === null ? { store, close: async () => [] } : openForReading(options));
  }
  const machine = lock(directory, stack);
  if (!machine.ok) return machine;
  const release = machine.value;
  if (options === null) {
    const close = async () => {
      release();
      return [];
    };
    return success({ store, close });
  }
  const opened = await openForWriting(options);
  if (!opened.ok) {
    release();
    return opened;
  }
  const close = async () => {
    const said = await opened.value.close();
    release();
    return said;
  };
  return success({ store: opened.value.store, close }, opened.diagnostics);
}
