import { peopleOf } from '../../access/wide-delta.ts';
import type { LiveWriter } from '../../connector/connector.ts';
import type { Plan } from '../../plan/plan.ts';
import { plannedWrites } from '../../plan/write/change-writes.ts';
import type { Write } from '../../plan/write/write.ts';
import { takesAccess } from '../../plan/write/write-phases.ts';
import type { MemberId } from '../../resource/identifiers.ts';
import { modelOf } from '../../resource/organization-model.ts';
import type { Diagnostic } from '../../source/diagnostic.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import type { JudgedChange } from '../rules/judged-rules.ts';
import { countPlan } from '../session/count-plan.ts';
import { approvedOf, contentOf, planAround, replanRead } from './plan-around.ts';

/**
 * What of a plan is made although rules speak against it: what takes something away, for a revocation waits for nothing that
 * stands beside it. The rest is left, and the findings are errors. A plan of nothing but removals is made whole, and the
 * findings are told. Fails with the findings where nothing may be made. `judge`: what rules say of a part.
 */
export async function holdToRules(
  plan: Plan,
  writer: LiveWriter,
  { told }: JudgedChange,
  judge: (part: Plan) => Promise<JudgedChange>,
): Promise<Outcome<Plan>> {
  const writes = plannedWrites(plan.changes);
  const part = await takingPart(plan, writes, writer, judge);
  if (part === null) return failure(told);
  if (part === plan) return success({ ...plan, diagnostics: [...plan.diagnostics, ...told.map(asWarning)] });
  const now = new Set(plannedWrites(part.changes).map(contentOf));
  const later = writes.filter((write) => !now.has(contentOf(write)));
  return success({
    ...(await countPlan(part, writer, plan.cost === undefined ? 0 : plan.cost.reads)),
    later: plan.later === undefined ? later : [...plan.later, ...later],
    diagnostics: [...plan.diagnostics, ...told],
  });
}

/**
 * All that takes something away, if nobody gains by it what a rule forbids. Else without the roles that are exchanged for
 * people who gain by that, and at last without all that are exchanged. Where access is overridden or gated, somebody can gain
 * by a removal too. Null for nothing.
 */
async function takingPart(
  plan: Plan,
  writes: readonly Write[],
  writer: LiveWriter,
  judge: (part: Plan) => Promise<JudgedChange>,
): Promise<Plan | null> {
  let taking = writes.filter(takesAccess);
  for (const narrower of [
    (part: Plan) => {
      const gaining = gainingBy(part);
      return taking.filter((write) => !isExchange(write) || !reaches(write, gaining, part));
    },
    () => taking.filter((write) => !isExchange(write)),
    () => [],
  ]) {
    if (taking.length === 0) return null;
    const part = await partOf(plan, writes, taking, writer);
    if (part === null) return null;
    if (gainingBy(part).size === 0 || !(await judge(part)).blocks) return part;
    taking = narrower(part);
  }
  return null;
}

async function partOf(
  plan: Plan,
  writes: readonly Write[],
  taking: readonly Write[],
  writer: LiveWriter,
): Promise<Plan | null> {
  if (taking.length === writes.length) return plan;
  const part = await planAround(plan, approvedOf(taking), writer, replanRead(plan));
  return part === null || plannedWrites(part.changes).length === 0 ? null : part;
}

/** Whether roles are put in the place of others: it gives and takes at once. */
function isExchange(write: Write): boolean {
  return write.write === 'put-assignment' && write.shrinks !== true;
}

function reaches(write: Write, people: ReadonlySet<MemberId>, { target }: Plan): boolean {
  if (write.write !== 'put-assignment') return false;
  const { principal } = write.assignment;
  if (principal.type === 'member') return people.has(principal.member);
  return [...modelOf(target).peopleIn(principal.group)].some((member) => people.has(member));
}

/** Who has something by it that they have not now, or once they have accepted. */
function gainingBy({ delta, onceAccepted }: Plan): ReadonlySet<MemberId> {
  const later = onceAccepted === null ? [] : onceAccepted.gained.map(({ member }) => member);
  return new Set([...peopleOf(delta, 'gained'), ...later]);
}

function asWarning(one: Diagnostic): Diagnostic {
  return one.severity === 'error' ? { ...one, severity: 'warning' } : one;
}
