import type { LiveReader } from '../../connector/connector.ts';
import { planCost } from '../../plan/cost/plan-cost.ts';
import { planEndings } from '../../plan/cost/plan-endings.ts';
import type { CostBasis } from '../../plan/cost/write-rates.ts';
import type { Plan } from '../../plan/plan.ts';
import { plannedWrites } from '../../plan/write/change-writes.ts';

/** The plan with what it takes to carry it out and what it ends beside access, by what its connector says. */
export async function countPlan(
  plan: Plan,
  reader: Pick<LiveReader, 'terms' | 'quota'>,
  reads: number,
): Promise<Plan> {
  const terms = await reader.terms?.();
  if (terms === undefined) return plan;
  const basis: CostBasis = { rates: terms.rates, reads, quota: reader.quota?.() ?? null };
  return {
    ...plan,
    cost: planCost(plannedWrites(plan.changes), plan.organization, basis),
    endings: planEndings(plan, terms.endings),
  };
}
