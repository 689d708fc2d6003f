import { peopleOf } from '../../access/wide-delta.ts';
import type { Desired } from '../../compile/desired.ts';
import { exceptionsInForce } from '../../compile/exception-in-force.ts';
import type { Side } from '../../compile/keepers.ts';
import type { GuardedChange } from '../../guardrail/guarded-change.ts';
import { judgeHolders } from '../../guardrail/judge-holders.ts';
import { judgeProtected } from '../../guardrail/judge-protected.ts';
import { judgeRemovals } from '../../guardrail/judge-removals.ts';
import type { GuardrailsDocument } from '../../policy/guardrails-document.ts';
import type { MemberId } from '../../resource/identifiers.ts';
import type { Resource } from '../../resource/resource.ts';
import type { Diagnostic } from '../../source/diagnostic.ts';
import type { Change } from '../change.ts';
import type { Plan } from '../plan.ts';
import { hasAnyAccess, massRemoval } from './mass-removal.ts';
import { withoutEnded } from './without-ended.ts';

export interface PlannedEnd {
  readonly plan: Pick<Plan, 'organization' | 'before' | 'after' | 'delta' | 'onceAccepted' | 'spelling'>;
  readonly desired: Desired;
  readonly changes: readonly Change[];
  readonly live: readonly Resource[];
  readonly target: readonly Resource[];
  /** What the organization comes to once everybody invited has accepted and nothing waits any more. */
  readonly end: Side;
}

/**
 * The guard rails of a plan: those of Guardrails documents, and those that are there without any. Reports `mass-removal`,
 * `removal-limit`, `protected` and `holders`, all warnings here.
 */
export function guardPlan(end: PlannedEnd): readonly Diagnostic[] {
  const { guardrails = [], guardrailsOfBase } = end.desired;
  // Each set with its own exceptions: what a change brings along lifts nothing of its base.
  const sets = guardrailsOfBase === undefined ? [guardrails] : [guardrails, guardrailsOfBase];
  return sets.flatMap((documents) => guardedBy(documents, end));
}

function guardedBy(
  documents: readonly GuardrailsDocument[],
  { plan, desired, changes, live, target, end }: PlannedEnd,
): readonly Diagnostic[] {
  const { platform, instant } = desired;
  const { organization, before, after, delta, onceAccepted, spelling } = plan;
  // Where nothing changes nothing is taken away, and nobody has to be counted.
  if (changes.length === 0 && peopleOf(delta, 'lost').size === 0) return [];
  const exceptions = exceptionsInForce(documents, Date.parse(instant));
  const losing = peopleOf(delta, 'lost');
  const later = new Set(onceAccepted === null ? [] : onceAccepted.lost.map(({ member }) => member));
  const emptied = [
    ...[...losing].filter((member) => !hasAnyAccess(after, member)),
    ...[...later].filter((member) => hasAnyAccess(after, member) && !hasAnyAccess(end.access(), member)),
  ];
  const change: GuardedChange = {
    organization,
    platform,
    documents,
    exceptions,
    live: withoutEnded(desired, live),
    end,
    before,
    after,
    reduced: [...new Set<MemberId>([...losing, ...later])],
    emptied,
    able: () => before.members.filter((member) => hasAnyAccess(before, member)).length,
    spelling,
  };
  const mass = massRemoval({ plan, platform, live, end, exceptions });
  return [
    ...(mass === null ? [] : [mass]),
    ...judgeRemovals(change, mass !== null),
    ...judgeProtected(change),
    ...judgeHolders(
      documents,
      exceptions,
      { platform, resources: live, access: before },
      { platform, resources: target, access: after },
      spelling,
    ),
  ];
}
