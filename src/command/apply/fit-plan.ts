import type { LiveWriter } from '../../connector/connector.ts';
import { fittingWrites, overruns } from '../../plan/cost/fitting-writes.ts';
import type { PlanCost } from '../../plan/cost/plan-cost.ts';
import type { Plan } from '../../plan/plan.ts';
import { plannedWrites } from '../../plan/write/change-writes.ts';
import { counted } from '../../report/phrases.ts';
import { costLines, durationPhrase } from '../../report/plan/cost-phrases.ts';
import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import { costBasisOf, countPlan } from '../session/count-plan.ts';
import { approvedOf, contentOf, planAround, replanRead } from './plan-around.ts';

/** What one run may take. */
export interface RunLimits {
  readonly withinMs: number;
  /** What does not fit is left to another run, where it would be refused whole. */
  readonly inParts: boolean;
}

/**
 * The plan, if it can be finished in one run; in parts, as much of it as can. Fails with over-quota, before anything is
 * sent.
 */
export async function fitPlan(plan: Plan, writer: LiveWriter, limits: RunLimits): Promise<Outcome<Plan>> {
  const { cost } = plan;
  if (cost === undefined || overruns(cost, limits.withinMs).length === 0) return success(plan);
  if (!limits.inParts) return failure(overQuota(plan, cost, limits));
  const basis = await costBasisOf(writer, cost.reads);
  const writes = plannedWrites(plan.changes);
  const fitting = basis === null ? [] : fittingWrites(writes, plan.organization, basis, limits.withinMs);
  const part = await planAround(plan, approvedOf(fitting), writer, replanRead(plan));
  if (part === null || plannedWrites(part.changes).length === 0) return failure(nothingFits(plan, cost));
  const now = new Set(plannedWrites(part.changes).map(contentOf));
  const later = writes.filter((write) => !now.has(contentOf(write)));
  const warning = diagnostic(
    'over-quota',
    `${plan.organization}: ${counted(later.length, 'write')} of ${writes.length} wait for another run. ${costLines(cost).join(' ')}`,
    null,
    { severity: 'warning', hint: 'Apply again when there is more; a plan shows what is left.' },
  );
  return success({
    ...(await countPlan(part, writer, cost.reads)),
    later: plan.later === undefined ? later : [...plan.later, ...later],
    diagnostics: [...plan.diagnostics, warning],
  });
}

function overQuota({ organization }: Plan, cost: PlanCost, { withinMs }: RunLimits): Diagnostic {
  const long = overruns(cost, withinMs).some(({ of }) => of === 'time');
  const time = long ? ` That is more than ${durationPhrase(withinMs)}.` : '';
  const message = `${organization}: this cannot be finished in one run, and nothing was sent. ${costLines(cost).join(' ')}${time}`;
  const longer = long ? ' Or give it the time, with --within.' : '';
  const hint = `Apply with --in-parts: it makes what fits, revocations first, and another apply goes on.${longer}`;
  return diagnostic('over-quota', message, null, { hint });
}

function nothingFits({ organization }: Plan, cost: PlanCost): Diagnostic {
  const message = `${organization}: nothing of this can be done now. ${costLines(cost).join(' ')}`;
  return diagnostic('over-quota', message, null, { hint: 'Apply again when there is more.' });
}
