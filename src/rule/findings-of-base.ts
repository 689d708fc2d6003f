import type { Severity } from '../source/codes/code-row.ts';
import type { Diagnostic } from '../source/diagnostic.ts';
import { ListsByKey } from '../source/lists-by-key.ts';
import type { Finding } from './finding.ts';
import { type FindingKey, isCoveredBy } from './finding-key.ts';
import { ruleDiagnostics, severityOfTold } from './rule-diagnostics.ts';

const ORDER: readonly Severity[] = ['info', 'warning', 'error'];

/**
 * What the rules of the base of a change find, and those that are written now do not find, or find less grave. An
 * acknowledgement that the change brings along holds for the rules of now alone.
 */
export function findingsOfBase(
  base: readonly Finding[],
  now: readonly Finding[],
  keyOf: FindingKey,
): readonly Finding[] {
  const found = ListsByKey.from(now.map((one) => [keyOf(one), one] as const));
  return base.filter((finding) => {
    const rank = ORDER.indexOf(severityOfTold(finding));
    return !found
      .get(keyOf(finding))
      .some(
        (one) =>
          one.isFailure === finding.isFailure &&
          isCoveredBy(finding, one) &&
          ORDER.indexOf(severityOfTold(one)) >= rank,
      );
  });
}

export function baseDiagnostics(findings: readonly Finding[]): readonly Diagnostic[] {
  return ruleDiagnostics(findings).map((one) => ({
    ...one,
    message: `By the rules of the base: ${one.message}`,
  }));
}
