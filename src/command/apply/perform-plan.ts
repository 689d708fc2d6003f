import type { LiveWriter } from '../../connector/connector.ts';
import { isRefusal, type PerformResult, performWrites } from '../../connector/perform.ts';
import type { EffectiveChange } from '../../plan/change.ts';
import type { Plan } from '../../plan/plan.ts';
import { plannedWrites } from '../../plan/write/change-writes.ts';
import { isImpossible, type Supports, type Write } from '../../plan/write/write.ts';
import { atWriteOrigin } from '../../plan/write/write-origin.ts';
import { counted } from '../../report/phrases.ts';
import type { MemberId } from '../../resource/identifiers.ts';
import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import { readAndPlan } from '../session/plan-organization.ts';

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
  let writes = plannedWrites(plan.changes);
  const approved = new Map(writes.map((write) => [contentOf(write), write]));
  for (;;) {
    const made = await performWrites(writes, writer, platform, onDone, stopped);
    failed.push(...made.failed);
    for (const write of [...made.done, ...made.failed.map((one) => one.write)])
      approved.delete(contentOf(write));
    if (approved.size === 0) break;
    if (made.failed.length === 0 && made.left.length > 0)
      return failure([...said(failed, changes), interrupted(made.left.length)]);
    if (stopped() || !made.failed.every(isRefusal)) break;
    writes = await approvedAround(plan, approved, writer);
    if (writes.length === 0) break;
  }
  return failed.length === 0 ? success(null) : failure(said(failed, changes));
}

function said(
  failed: readonly PerformResult['failed'][number][],
  changes: readonly EffectiveChange[],
): readonly Diagnostic[] {
  return failed.flatMap(({ write, diagnostics }) => atWriteOrigin(diagnostics, write, changes));
}

type Approved = ReadonlyMap<string, Write>;

/**
 * What can still be made of the plan when nobody can make anything else; nothing where that cannot be told. Nobody loses
 * by it what the plan leaves them: where the new way to something was refused, the old way stays.
 */
async function approvedAround(plan: Plan, approved: Approved, writer: LiveWriter): Promise<readonly Write[]> {
  const around = await planWithin(plan, approved, writer);
  const losers = around === null ? new Set<MemberId>() : losersBy(around, plan);
  if (around === null || losers.size === 0) return around === null ? [] : plannedWrites(around.changes);
  const harmless = new Map([...approved].filter(([, write]) => !mayTakeFrom(write, losers)));
  const rest = await planWithin(plan, harmless, writer);
  return rest === null || losersBy(rest, plan).size > 0 ? [] : plannedWrites(rest.changes);
}

async function planWithin(plan: Plan, approved: Approved, writer: LiveWriter): Promise<Plan | null> {
  const supports: Supports = (write) => {
    const told = writer.supports?.(write) ?? null;
    if (isImpossible(told) || approved.has(contentOf(write))) return told;
    return { why: 'It was refused, or nobody approved it.', wayOut: null };
  };
  const around = await readAndPlan(plan.desired, { ...writer, supports });
  return around.ok ? around.value : null;
}

/** Who would lose something that the approved plan leaves them. */
function losersBy(around: Plan, plan: Plan): ReadonlySet<MemberId> {
  const wrong = around.delta.lost.filter(({ member, scope, permission }) =>
    plan.after.permissions(member, scope).includes(permission),
  );
  return new Set(wrong.map(({ member }) => member));
}

/** Whether one of these people may have less by it: it names them, or it names nobody. */
function mayTakeFrom(write: Write, people: ReadonlySet<MemberId>): boolean {
  switch (write.write) {
    case 'remove-group-member':
    case 'remove-member':
    case 'set-member-state':
      return people.has(write.member);
    case 'delete-assignment':
      return write.principal.type === 'group' || people.has(write.principal.member);
    case 'put-assignment': {
      const { principal } = write.assignment;
      return principal.type === 'group' || people.has(principal.member);
    }
    case 'delete-scope':
    case 'update-role':
    case 'delete-role':
    case 'update-group':
    case 'delete-group':
    case 'unnest-group':
      return true;
    case 'create-scope':
    case 'update-scope':
    case 'create-role':
    case 'add-member':
    case 'resend-invitation':
    case 'create-group':
    case 'add-group-member':
    case 'set-membership-role':
    case 'nest-group':
      return false;
  }
}

/** What a write makes, wherever it is written: two with the same content are the same change. */
function contentOf(write: Write): string {
  return JSON.stringify(write, (name, value: unknown) => {
    if (value instanceof Map) return [...value.keys()].sort();
    return name === 'origin' ? undefined : value;
  });
}

export function interrupted(left: number): Diagnostic {
  return interruption(`Interrupted with ${counted(left, 'write')} still to make.`);
}

export function interruption(message: string): Diagnostic {
  return diagnostic('interrupted', message, null, { hint: 'Apply again to continue.' });
}
