import type { LiveReader } from '../../connector/connector.ts';
import { planCost } from '../../plan/cost/plan-cost.ts';
import { planEndings } from '../../plan/cost/plan-endings.ts';
import type { CostBasis } from '../../plan/cost/write-rates.ts';
import type { Plan } from '../../plan/plan.ts';
import { plannedWrites } from '../../plan/write/change-writes.ts';

type CountingReader = Pick<LiveReader, 'terms' | 'quota'>;

/** By what a plan of this reader's is counted; null where no connector stands behind it. */
export async function costBasisOf(reader: CountingReader, reads: number): Promise<CostBasis | null> {
  const terms = await reader.terms?.();
  return terms === undefined ? null : { rates: terms.rates, reads, quota: reader.quota?.() ?? null };
}

/** The plan with what it takes to carry it out and what it ends beside access, by what its connector says. */
export async function countPlan(plan: Plan, reader: CountingReader, reads: number): Promise<Plan> {
  const basis = await costBasisOf(reader, reads);
  const terms = await reader.terms?.();
  if (basis === null || terms === undefined) return plan;
  return {
    ...plan,
    cost: planCost(plannedWrites(plan.changes), plan.organization, basis),
    endings: planEndings(plan, terms.endings),
  };
}
