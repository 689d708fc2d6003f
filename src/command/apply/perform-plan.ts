import type { LiveWriter } from '../../connector/connector.ts';
import { isRefusal, type PerformResult, performWrites } from '../../connector/perform.ts';
import type { EffectiveChange } from '../../plan/change.ts';
import type { Plan } from '../../plan/plan.ts';
import { plannedWrites } from '../../plan/write/change-writes.ts';
import type { Write } from '../../plan/write/write.ts';
import { atWriteOrigin } from '../../plan/write/write-origin.ts';
import { takesAccess } from '../../plan/write/write-phases.ts';
import { counted } from '../../report/phrases.ts';
import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import { approvedOf, contentOf, planAround, replanLive, replanRead } from './plan-around.ts';

export function effectiveChanges(plan: Plan): readonly EffectiveChange[] {
  return plan.changes.filter((change): change is EffectiveChange => change.action !== 'deferred');
}

/**
 * Makes the writes of a plan. What the platform refuses holds back itself and what stands on it, and not the revocation
 * beside it: live is read again, and compared as if nobody could make anything but what is left of the approved plan. After
 * any other failure nothing more is begun. Fails with what the platform said, at the lines that ask for it, and with
 * interrupted.
 */
export async function performPlan(
  plan: Plan,
  writer: LiveWriter,
  onDone: (write: Write) => void,
  stopped: () => boolean,
): Promise<Outcome<null>> {
  const changes = effectiveChanges(plan);
  const { platform } = plan.desired;
  const failed: PerformResult['failed'][number][] = [];
  const approved = approvedOf(plannedWrites(plan.changes));
  let writes = await firstWrites(plan, approved, writer);
  for (;;) {
    const made = await performWrites(writes, writer, platform, onDone, stopped);
    failed.push(...made.failed);
    for (const write of [...made.done, ...made.failed.map((one) => one.write)])
      approved.delete(contentOf(write));
    if (approved.size === 0) break;
    if (made.failed.length === 0 && made.left.length > 0)
      return failure([...said(failed, changes), interrupted(made.left.length)]);
    if (stopped() || !made.failed.every(isRefusal)) break;
    const around = await planAround(plan, approved, writer, replanLive(plan, writer));
    writes = around === null ? [] : plannedWrites(around.changes);
    if (writes.length === 0) break;
  }
  return failed.length === 0 ? success(null) : failure(said(failed, changes));
}

/**
 * Where a part of a plan is made, that what takes away comes first by itself: it waits for no hours of invitations. What it
 * would take from somebody who keeps it by the plan comes in its order, after what gives them another way.
 */
async function firstWrites(
  plan: Plan,
  approved: ReadonlyMap<string, Write>,
  writer: LiveWriter,
): Promise<readonly Write[]> {
  if (plan.later === undefined) return plannedWrites(plan.changes);
  const taking = approvedOf([...approved.values()].filter(takesAccess));
  const first = await planAround(plan, taking, writer, replanRead(plan));
  const writes = first === null ? [] : plannedWrites(first.changes);
  return writes.length === 0 ? plannedWrites(plan.changes) : writes;
}

function said(
  failed: readonly PerformResult['failed'][number][],
  changes: readonly EffectiveChange[],
): readonly Diagnostic[] {
  return failed.flatMap(({ write, diagnostics }) => atWriteOrigin(diagnostics, write, changes));
}

export function interrupted(left: number): Diagnostic {
  return interruption(`Interrupted with ${counted(left, 'write')} still to make.`);
}

export function interruption(message: string): Diagnostic {
  return diagnostic('interrupted', message, null, { hint: 'Apply again to continue.' });
}
