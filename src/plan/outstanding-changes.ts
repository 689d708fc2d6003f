import type { Plan } from './plan.ts';

/** Whether there is anything to do: by an apply or, where an apply cannot, by somebody who reads of it. */
export function hasOutstandingChanges(plan: Pick<Plan, 'changes'>): boolean {
  return plan.changes.some(({ action }) => action !== 'deferred') || isHeldBack(plan);
}

/** Whether something is left that no apply makes and nothing settles by itself. */
export function isHeldBack({ changes }: Pick<Plan, 'changes'>): boolean {
  return changes.some((change) => change.action === 'deferred' && change.unsettled === 'impossible');
}
