import type { Diagnostic } from '../../source/diagnostic.ts';
import type { Outcome } from '../../source/outcome.ts';

/** The last thing that happens to every outcome: whatever a platform echoes, no diagnostic holds a secret. */
export function withoutSecrets<T>(
  by: { hideIn(found: Diagnostic): Diagnostic },
  outcome: Outcome<T>,
): Outcome<T> {
  const diagnostics = outcome.diagnostics.map((found) => by.hideIn(found));
  return outcome.ok ? { ...outcome, diagnostics } : { ...outcome, diagnostics };
}
