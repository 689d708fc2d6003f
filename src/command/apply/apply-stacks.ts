import type { Desired } from '../../compile/desired.ts';
import type { LiveWriter } from '../../connector/connector.ts';
import type { ApplyResult } from '../../plan/apply-result.ts';
import { REFUSED_BY_APPLY } from '../../plan/guard/refused-by-apply.ts';
import type { Plan } from '../../plan/plan.ts';
import { changedSinceSaved } from '../../plan/saved-organization.ts';
import { plannedWrites } from '../../plan/write/change-writes.ts';
import { planText } from '../../report/plan/plan-text.ts';
import { type Diagnostic, hasErrors } from '../../source/diagnostic.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import type { StateHandle } from '../../state/state-handle.ts';
import { styleOf } from '../output.ts';
import { savedRunFor } from '../planning/plan-file.ts';
import { judgeChange } from '../rules/judged-change.ts';
import type { JudgedChange } from '../rules/judged-rules.ts';
import { connectionMoved } from '../session/applied-place.ts';
import { runSettings, type Session } from '../session/session.ts';
import { type StackShare, stackShareName } from '../session/stack-shares.ts';
import { engineListeners } from '../terminal/console.ts';
import {
  acquireLocks,
  type LockedOrganization,
  type LockedStack,
  notStartedDiagnostic,
} from './acquire-locks.ts';
import type { ApplyContext, ApplyOutcomes } from './apply-context.ts';
import { applyStack } from './apply-organization.ts';
import { beginJournal, endJournal, type JournalledApply } from './begin-journal.ts';
import { fitPlan } from './fit-plan.ts';
import { holdToRules } from './hold-to-rules.ts';
import { effectiveChanges } from './perform-plan.ts';
import { rememberApplied } from './remember-applied.ts';
import { planResumed } from './resume.ts';
import { writeProgress } from './write-progress.ts';

/** An organization that nothing speaks against, locked and planned. */
interface PlannedOrganization extends LockedOrganization {
  readonly plan: Plan;
}

/** What of a group can be applied, and its state; null where there is none to apply. */
interface PreparedStack {
  readonly ready: readonly PlannedOrganization[];
  readonly state: StateHandle | null;
}

/**
 * Applies organizations, those of one stack together and stacks side by side. What stops one stops no other. A person
 * at a terminal is asked for all of them before anything is written, one question after the other.
 */
export async function applyStacks(
  context: ApplyContext,
  groups: readonly StackShare[],
): Promise<ReadonlyMap<string, Outcome<ApplyResult | null>>> {
  const { lanes } = context;
  const applyOutcomes: ApplyOutcomes = new Map();
  if (!isAsked(context)) {
    const carried = groups.map((stackShare) =>
      lanes.stack(async () => {
        const [claim] = await acquireLocks(context, [stackShare], applyOutcomes);
        return carryOut(context, stackShare, await prepare(context, claim, applyOutcomes), applyOutcomes);
      }),
    );
    await Promise.all(carried);
    return applyOutcomes;
  }
  const claims = await acquireLocks(context, groups, applyOutcomes);
  const prepared = await Promise.all(
    claims.map(async (lockedStack) => ({
      group: lockedStack.group,
      ...(await prepare(context, lockedStack, applyOutcomes)),
    })),
  );
  const all = prepared.flatMap(({ ready }) => ready);
  const agreed = await askAll(context, all, applyOutcomes);
  const carried = prepared.map(({ group, ready, state }) => {
    const wanted = ready.filter(({ desired }) => agreed.has(desired));
    return lanes.stack(() => carryOut(context, group, { ready: wanted, state }, applyOutcomes));
  });
  await Promise.all(carried);
  return applyOutcomes;
}

/** Those of a group that can be applied, read and planned; what stops the others is settled. */
async function prepare(
  context: ApplyContext,
  claim: LockedStack | undefined,
  applyOutcomes: ApplyOutcomes,
): Promise<PreparedStack> {
  if (claim === undefined) return { ready: [], state: null };
  const { lanes } = context;
  const read = claim.claimed.map((one) =>
    lanes.organization(async (): Promise<readonly PlannedOrganization[]> => {
      const plan = await planned(context, one.desired, one.writer);
      if (plan.ok) return [{ ...one, plan: plan.value }];
      one.release();
      applyOutcomes.set(one.desired.organization, failure([...one.warnings, ...plan.diagnostics]));
      return [];
    }),
  );
  context.context.console.progress(null);
  return { ready: (await Promise.all(read)).flat(), state: claim.state };
}

/** The plan, unless it is not the one that was reviewed or takes too much away. */
async function planned(
  { session, file, interruption, runLimits, resume, planner }: ApplyContext,
  desired: Desired,
  writer: LiveWriter,
): Promise<Outcome<Plan>> {
  if (interruption.stopped()) return failure(notStartedDiagnostic(desired));
  const all = await planner(desired, writer);
  const about = { ...session, chosen: [desired] };
  if (!all.ok) return failure([...all.diagnostics, ...judgedWords(await judgeChange(about, []))]);
  const journal = resume.get(desired.organization);
  const plan = journal === undefined ? all : await planResumed(all.value, journal, writer);
  if (!plan.ok) return plan;
  const saved = file?.organizations.find(({ organization }) => organization === desired.organization);
  const moved = saved === undefined ? [] : changedSinceSaved(saved, plan.value);
  if (moved.length > 0) return failure(moved);
  const place = connectionMoved(session, desired);
  const guarded = refusedByGuardrails([...plan.value.diagnostics, ...(place === null ? [] : [place])]);
  const judged = await judgeChange(about, [plan.value]);
  if (guarded.length > 0) return failure([...guarded, ...judgedWords(judged)]);
  const allowed = await withinRules(about, plan.value, writer, judged);
  if (!allowed.ok) return allowed;
  if (interruption.stopped()) return failure(notStartedDiagnostic(desired));
  return fitPlan(allowed.value, writer, runLimits);
}

function judgedWords({ faults, told }: JudgedChange): readonly Diagnostic[] {
  return [...faults, ...told];
}

/** The plan, or what of it rules let pass. Documents with errors are never applied, those of rules no more than others. */
async function withinRules(
  session: Session,
  plan: Plan,
  writer: LiveWriter,
  judged: JudgedChange,
): Promise<Outcome<Plan>> {
  if (hasErrors(judged.faults)) return failure(judgedWords(judged));
  if (judged.blocks) return holdToRules(plan, writer, judged, (part) => judgeChange(session, [part]));
  return success({ ...plan, diagnostics: [...plan.diagnostics, ...judgedWords(judged)] });
}

/** Applies those of a group that are ready, and gives their locks back. */
async function carryOut(
  site: ApplyContext,
  stackShare: StackShare,
  { ready, state }: PreparedStack,
  applyOutcomes: ApplyOutcomes,
): Promise<void> {
  const { context, session, engine, lanes, interruption, file } = site;
  if (state === null) return;
  try {
    if (interruption.stopped()) {
      for (const { desired, warnings } of ready)
        applyOutcomes.set(desired.organization, failure([...warnings, notStartedDiagnostic(desired)]));
      return;
    }
    let made = 0;
    const journalled = await journalAll(site, ready, applyOutcomes);
    let rows = stackShareName({ ...stackShare, chosen: journalled.map(({ one }) => one.desired) });
    const heard = engineListeners(context.console);
    const planned = journalled.reduce(
      (sum, { one: { plan } }) => sum + plannedWrites(plan.changes).length,
      0,
    );
    const begun = performance.now();
    const told = (): string => writeProgress(made, planned, performance.now() - begun);
    const parts = journalled.map(({ one: { plan }, kept: { writer } }) => {
      const onDone = ({ write }: { readonly write: string }): void => {
        made += 1;
        context.console.progress(`${rows}, ${told()}, ${write}`);
      };
      return { plan, writer, onDone };
    });
    if (parts.length === 0) return;
    const applied = await applyStack({
      parts,
      engine,
      run: {
        ...runSettings(session, stackShare.stack, state.store, context.environment),
        ...heard,
        onProgress: (text) => {
          rows = text;
          heard.onProgress(made === 0 ? rows : `${rows}, ${told()}`);
        },
      },
      saved:
        // A part is not what terraform was asked to plan for the file.
        file === null || parts.some(({ plan }) => plan.later !== undefined)
          ? null
          : savedRunFor(
              file,
              stackShare.stack.name,
              parts.map(({ plan }) => plan.organization),
            ),
      stopped: interruption.stopped,
      lanes,
    });
    for (const { one: part, kept } of journalled) {
      const { desired, writer, warnings } = part;
      const one = applied.get(desired.organization);
      if (one === undefined) continue;
      const delivered = await endJournal(site, kept, one);
      const said = rememberApplied(session, one, writer);
      applyOutcomes.set(
        desired.organization,
        success(one, [...warnings, ...kept.diagnostics, ...delivered, ...said]),
      );
    }
  } finally {
    const said = await state.close();
    for (const { organization } of stackShare.chosen) {
      const told = applyOutcomes.get(organization);
      if (told === undefined) continue;
      applyOutcomes.set(organization, { ...told, diagnostics: [...told.diagnostics, ...said] });
      break;
    }
    for (const { release } of ready) release();
  }
}

/** Those whose journal could be begun, and it; what cannot be written down is not done. */
async function journalAll(
  site: ApplyContext,
  ready: readonly PlannedOrganization[],
  applyOutcomes: ApplyOutcomes,
): Promise<readonly { readonly one: PlannedOrganization; readonly kept: JournalledApply }[]> {
  const begun = [];
  for (const one of ready) {
    const kept = await beginJournal(site, one.plan, one.writer);
    if (kept.ok) begun.push({ one, kept: kept.value });
    else applyOutcomes.set(one.desired.organization, failure([...one.warnings, ...kept.diagnostics]));
  }
  return begun;
}

function refusedByGuardrails(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics
    .filter(({ code }) => REFUSED_BY_APPLY.includes(code))
    .map((warning) => ({ ...warning, severity: 'error' }));
}

/** A pipeline has reviewed what it applies, and so has whoever gives a plan file. */
function isAsked({ context, file }: ApplyContext): boolean {
  return file === null && context.console.ask !== null && !context.args.flag('yes');
}

/** In the documents' order; who is not agreed to is given up. */
async function askAll(
  context: ApplyContext,
  ready: readonly PlannedOrganization[],
  applyOutcomes: ApplyOutcomes,
): Promise<ReadonlySet<Desired>> {
  const agreed = new Set<Desired>();
  for (const desired of context.session.chosen) {
    const one = ready.find((other) => other.desired.organization === desired.organization);
    if (one === undefined) continue;
    if (await isAgreed(context, one.plan)) agreed.add(one.desired);
    else {
      one.release();
      applyOutcomes.set(desired.organization, success(null, one.warnings));
    }
  }
  return agreed;
}

/** The plan is shown where it is asked about. */
async function isAgreed({ context, engine }: ApplyContext, plan: Plan): Promise<boolean> {
  const { console } = context;
  if (console.ask === null || effectiveChanges(plan).length === 0) return true;
  console.progress(null);
  console.err(planText([plan], styleOf(context), { diagnostics: [], engine: engine.info }));
  return console.ask(`Apply this to ${plan.organization}?`);
}
