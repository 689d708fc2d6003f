import type { Plan } from '../plan.ts';
import { attributeFindings } from './attribution.ts';
import { driftFactEffects } from './drift-access.ts';
import { type AuditLog, DueFacts } from './drift-due.ts';
import { driftFacts } from './drift-facts.ts';
import type { DriftFact, DriftFinding } from './drift-finding.ts';

/** Past this many only the sum is told. */
const MAX_FINDING_EFFECTS = 100;

/** Whether there is anything to tell: before anybody asks the platform for its audit log. */
export function hasDrifted(plan: Plan): boolean {
  return driftFacts(plan).length > 0;
}

/**
 * Drift is the plan read backwards: what an apply would undo is what happened outside, and what it would make because
 * a `from` or an acceptance has come is only due. `log` is what the platform tells of the past; null where it could not
 * be read, or has not been asked. Where there are too many facts to weigh each, some may be weighed all the same.
 */
export function driftOf(
  plan: Plan,
  log: AuditLog | null = null,
  isAlwaysWeighed: (fact: DriftFact) => boolean = () => false,
): readonly DriftFinding[] {
  const found = driftFacts(plan);
  if (found.length === 0) return [];
  const due = new DueFacts(plan, log);
  const done = attributeFindings(
    found.map(({ finding }) => finding),
    log === null ? [] : log.deeds,
    plan.live.readAt,
  );
  const told = found.map(({ finding, done: deed, fact }) => {
    const waited = due.story(finding);
    if (waited !== null) return { fact, finding: { ...finding, kind: 'due' as const, what: waited } };
    return { fact, finding: done.has(finding) ? { ...finding, what: deed } : finding };
  });
  const facts = told.map(({ finding }) => finding);
  const weighsAll = facts.length <= MAX_FINDING_EFFECTS;
  const weigher = weighsAll || facts.some(isAlwaysWeighed) ? driftFactEffects(plan, facts) : null;
  return told.map(({ finding, fact }): DriftFinding => {
    if (weigher === null || !(weighsAll || isAlwaysWeighed(finding))) return { ...finding, effect: null };
    // Nobody has lost what was never made.
    const effect = finding.kind === 'due' ? { gained: [], lost: [] } : weigher.weigh(fact);
    return { ...finding, effect };
  });
}
