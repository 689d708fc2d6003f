import { checkFrom, type DoctorCheck } from '../../report/doctor/doctor-check.ts';
import { counted } from '../../report/phrases.ts';
import type { Diagnostic } from '../../source/diagnostic.ts';
import type { Outcome } from '../../source/outcome.ts';
import { lockFaults } from '../../state/backend/lock-settings-check.ts';
import { createLockWait, type LockWait } from '../../state/lock-wait.ts';
import type { CommandContext } from '../command.ts';
import type { Engine } from '../session/engine.ts';
import { openState, type StateRequest } from '../session/open-state.ts';
import type { Session } from '../session/session.ts';
import { stackSharesOf } from '../session/stack-shares.ts';

/** Whether the documents can be read and compiled, in how many files of which version. */
export function documentsCheck(session: Outcome<Session>): DoctorCheck {
  const check = { check: 'documents', about: null } as const;
  if (!session.ok) {
    const errors = session.diagnostics.filter(({ severity }) => severity === 'error').length;
    const said = `the documents have ${counted(errors, 'error')}`;
    return { ...check, verdict: 'error', said, wayOut: 'Run bylaw check: it shows each at its line.' };
  }
  const { inputs, organizations } = session.value.workspace;
  const declared = counted(organizations.length, 'organization');
  const said = `${counted(inputs.length, 'file')} of bylaw/v1, ${declared}`;
  return { ...check, verdict: 'ok', said, wayOut: null };
}

export function engineChecks(engine: Outcome<Engine>): readonly DoctorCheck[] {
  if (!engine.ok) return engine.diagnostics.map((one) => checkFrom('engine', null, one));
  const { name, version } = engine.value.info;
  const said = version === null ? 'embedded: Bylaw makes changes itself' : `${name} ${version}`;
  const warned = engine.diagnostics.map((one) => checkFrom('engine', null, one));
  return warned.length > 0 ? warned : [{ check: 'engine', about: null, verdict: 'ok', said, wayOut: null }];
}

/** Whether each state can be read, and locked: the lock of a backend is taken and given back, for nothing less tells. */
export async function stateChecks(
  context: CommandContext,
  session: Session,
  engine: Engine,
): Promise<readonly DoctorCheck[]> {
  const { backend } = session.workspace.document;
  const unlocked = lockFaults(backend, context.environment).map((one) => checkFrom('state', null, one));
  if (backend !== null && engine.binary === null) {
    const said = 'the embedded engine keeps no state, so state.backend keeps no two machines apart';
    const wayOut = 'Install terraform, or let one job at a time apply.';
    return [...unlocked, { check: 'state', about: null, verdict: 'warning', said, wayOut }];
  }
  const checks: DoctorCheck[] = [...unlocked];
  for (const { stack } of stackSharesOf(session, engine)) {
    const request = { session, engine, stack: stack.name, environment: context.environment };
    // Read first: what is damaged is put aside by whoever locks it.
    let found = await opened(request, null);
    if (found.length === 0 && backend !== null) found = await opened(request, noWait(context));
    const said = backend === null ? 'a file of this machine' : `the ${backend.type} backend, read and locked`;
    if (found.length > 0) checks.push(...found.map((one) => checkFrom('state', stack.name, one)));
    else checks.push({ check: 'state', about: stack.name, verdict: 'ok', said, wayOut: null });
  }
  return checks;
}

/** What is told of a state by opening, reading and closing it. */
async function opened(
  request: Omit<StateRequest, 'waiting'>,
  waiting: LockWait | null,
): Promise<readonly Diagnostic[]> {
  const state = await openState({ ...request, waiting });
  if (!state.ok) return state.diagnostics;
  const loaded = await state.value.store.load();
  return [...state.diagnostics, ...loaded.diagnostics, ...(await state.value.close())];
}

function noWait({ now, console }: CommandContext): LockWait {
  const { signal } = new AbortController();
  return createLockWait({ budgetMs: 0, signal, now, say: (line) => console.err(line) });
}
