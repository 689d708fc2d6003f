import type { Severity } from '../../source/codes/code-row.ts';
import type { Diagnostic } from '../../source/diagnostic.ts';
import { counted } from '../phrases.ts';

/** The gravest first. */
export const SEVERITIES = ['error', 'warning', 'info'] as const satisfies readonly Severity[];

const NAMES: { readonly [S in Severity]: readonly [string, string] } = {
  error: ['error', 'errors'],
  warning: ['warning', 'warnings'],
  info: ['note', 'notes'],
};

/** `2 errors, 1 warning`; `no problems` when there is nothing to say. */
export function summaryOf(diagnostics: readonly Diagnostic[]): string {
  const parts = SEVERITIES.flatMap((severity) => {
    const count = diagnostics.filter((d) => d.severity === severity).length;
    return count === 0 ? [] : [counted(count, ...NAMES[severity])];
  });
  return parts.length === 0 ? 'no problems' : parts.join(', ');
}

/** The word a severity is shown by: `error`, `warning`, `note`. */
export function severityName(severity: Severity): string {
  return NAMES[severity][0];
}
