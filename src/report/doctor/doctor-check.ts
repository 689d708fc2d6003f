import { type Diagnostic, wayOutOf } from '../../source/diagnostic.ts';

/** What doctor looks at, in the order in which it is told. */
export const DOCTOR_CHECKS = [
  'documents',
  'engine',
  'state',
  'kept',
  'journals',
  'platform',
  'token',
  'clock',
  'api',
] as const;

export type DoctorCheckName = (typeof DOCTOR_CHECKS)[number];

/**
 * `warning`: it works, and will not for long or not for all. `error`: it does not work. `unknown`: nobody told, and nothing
 * is said of it.
 */
export type DoctorVerdict = 'ok' | 'warning' | 'error' | 'unknown';

export interface DoctorCheck {
  readonly check: DoctorCheckName;
  /** The organization, stack or host that it is about; null for the workspace. */
  readonly about: string | null;
  readonly verdict: DoctorVerdict;
  /** One sentence. */
  readonly said: string;
  /** What to do; null where nothing is to be done. */
  readonly wayOut: string | null;
}

/** Something that was found elsewhere, as one of these. */
export function checkFrom(
  check: DoctorCheckName,
  about: string | null,
  found: Diagnostic,
  verdict: DoctorVerdict = found.severity === 'info' ? 'ok' : found.severity,
): DoctorCheck {
  return { check, about, verdict, said: `${found.message} (${found.code})`, wayOut: wayOutOf(found) };
}

/** `ok` where all is; `failed` where somebody should look; `error` where something does not work. */
export function doctorResult(checks: readonly DoctorCheck[]): 'ok' | 'failed' | 'error' {
  if (checks.some(({ verdict }) => verdict === 'error')) return 'error';
  return checks.every(({ verdict }) => verdict === 'ok') ? 'ok' : 'failed';
}

export function inDoctorOrder(checks: readonly DoctorCheck[]): readonly DoctorCheck[] {
  return DOCTOR_CHECKS.flatMap((name) => checks.filter(({ check }) => check === name));
}
