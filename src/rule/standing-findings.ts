import { ListsByKey } from '../source/lists-by-key.ts';
import type { Finding } from './finding.ts';
import { type FindingKey, isCoveredBy } from './finding-key.ts';

/** Whether somebody holds, on the live side, all permissions that a finding names on its scope. */
export type HeldLive = (finding: Finding) => boolean;

/**
 * Findings of what a change comes to, each with whether it stands already: the same was found of what is live, of no fewer
 * permissions. What was told on an outer scope and is left on an inner one is no more than it was. That a rule could not be
 * judged is never something that stands.
 */
export function markStanding(
  findings: readonly Finding[],
  live: readonly Finding[],
  keyOf: FindingKey,
  isHeldLive: HeldLive,
): readonly Finding[] {
  const before = new ListsByKey<string, Finding>();
  const anywhere = new ListsByKey<string, Finding>();
  for (const one of live) {
    if (one.isFailure) continue;
    before.add(keyOf(one), one);
    anywhere.add(keyOf({ ...one, scope: null }), one);
  }
  return findings.map((finding) => {
    if (finding.isFailure) return finding;
    const { scope } = finding;
    const stands =
      before.get(keyOf(finding)).some((one) => isCoveredBy(finding, one)) ||
      (scope !== null &&
        anywhere
          .get(keyOf({ ...finding, scope: null }))
          .some(
            (outer) =>
              outer.scope !== null && scope.startsWith(`${outer.scope}/`) && isCoveredBy(finding, outer),
          ) &&
        isHeldLive(finding));
    return stands ? { ...finding, stands } : finding;
  });
}

/** All findings of several sides of one thing, each once: of two that are one, the one of more permissions. */
export function unitedFindings(
  sides: readonly (readonly Finding[])[],
  keyOf: FindingKey,
): readonly Finding[] {
  const kept = new ListsByKey<string, Finding>();
  for (const side of sides) {
    for (const finding of side) {
      const key = keyOf(finding);
      if (!kept.get(key).some((one) => isTheSame(finding, one))) kept.add(key, finding);
    }
  }
  return [...kept].flatMap(([, findings]) =>
    findings.filter(
      (one) => !findings.some((other) => other !== one && isTheSame(one, other) && !isTheSame(other, one)),
    ),
  );
}

function isTheSame(finding: Finding, other: Finding): boolean {
  if (finding.isFailure || other.isFailure) return finding.message === other.message;
  return isCoveredBy(finding, other);
}
