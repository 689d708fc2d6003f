import type { WrittenBackend } from '../../policy/document-types.ts';
import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';
import { BACKEND_TRAITS } from '../../terraform/synth/backend-traits.ts';

/**
 * What a workspace can be told of the lock of its backend before anything is asked of that; nothing where it locks and
 * unlocks. Codes: state-unlocked, state-stays-locked.
 */
export function lockFaults(
  backend: WrittenBackend | null,
  environment: NodeJS.ProcessEnv,
): readonly Diagnostic[] {
  if (backend === null) return [];
  const { lockMissing, unlockMissing } = BACKEND_TRAITS[backend.type];
  const told = (code: 'state-unlocked' | 'state-stays-locked', message: string, hint: string | null) =>
    hint === null ? [] : [diagnostic(code, message, backend.origin, { severity: 'warning', hint })];
  return [
    ...told(
      'state-unlocked',
      `The ${backend.type} backend has no lock with these settings, so two applies could run at once.`,
      lockMissing(backend.settings, environment),
    ),
    ...told(
      'state-stays-locked',
      `The ${backend.type} backend locks and never unlocks as it is set here: the first apply leaves the state locked, and every later one is refused.`,
      unlockMissing?.(backend.settings, environment) ?? null,
    ),
  ];
}
