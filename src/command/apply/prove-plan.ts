import type { LiveWriter } from '../../connector/connector.ts';
import type { Plan } from '../../plan/plan.ts';
import { plannedWrites } from '../../plan/write/change-writes.ts';
import type { Write } from '../../plan/write/write.ts';
import { takesAccess } from '../../plan/write/write-phases.ts';
import { writeKey } from '../../plan/write/write-subject.ts';
import type { Outcome } from '../../source/outcome.ts';
import { readAndPlan } from '../session/plan-organization.ts';

/** What a read after an apply found, at last. */
interface SettledRead {
  readonly second: Outcome<Plan>;
  /** All that is left is what the platform took and may still be at work on. */
  readonly isUnderWay: boolean;
}

/** Reads of a platform at work may contradict themselves. */
const UNSETTLED = new Set(['connector-contradiction', 'connector-incomplete-read']);

/**
 * Reads again and compares. Where the platform goes on with what it took after it answered, that is waited for, as long as
 * nothing else is left and the connector has patience.
 */
export async function readUntilSettled(
  plan: Plan,
  writer: LiveWriter,
  taken: readonly Write[],
): Promise<SettledRead> {
  const made = new Set(taken.map(writeKey));
  let second = await readAndPlan(plan.desired, writer);
  const { settling } = writer;
  for (const pause of settling === undefined ? [] : settling.pauses) {
    if (!isUnderWay(second, made) || !(await settling?.wait(pause))) break;
    second = await readAndPlan(plan.desired, writer);
  }
  return { second, isUnderWay: settling !== undefined && isUnderWay(second, made) };
}

function isUnderWay(second: Outcome<Plan>, made: ReadonlySet<string>): boolean {
  if (made.size === 0) return false;
  if (!second.ok) return second.diagnostics.some(({ code }) => UNSETTLED.has(code));
  const left = plannedWrites(second.value.changes);
  return left.length > 0 && left.every((write) => made.has(writeKey(write)) || takesAccess(write));
}

/** Whether nothing is left but what was put off to another run. */
export function isPart({ later }: Plan, second: Outcome<Plan>): boolean {
  if (later === undefined || !second.ok) return false;
  const put = new Set(later.map(writeKey));
  return plannedWrites(second.value.changes).every((write) => put.has(writeKey(write)));
}
