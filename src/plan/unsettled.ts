import type { Plan } from './plan.ts';

/** Whether there is anything to do: by an apply or, where an apply cannot, by somebody who reads of it. */
export function isUnsettled({ changes }: Pick<Plan, 'changes'>): boolean {
  return changes.some((change) => change.action !== 'deferred' || change.unsettled === 'impossible');
}
