import type { Desired } from '../compile/desired.ts';
import type { LiveWriter } from '../connector/live.ts';
import type { ApplyResult } from '../plan/applied.ts';
import type { Plan } from '../plan/plan.ts';
import { changedSinceSaved } from '../plan/saved.ts';
import { planText } from '../report/plan/text.ts';
import type { Diagnostic } from '../source/diagnostic.ts';
import { failure, type Outcome, success } from '../source/outcome.ts';
import { applyStack, effectiveChanges } from './apply-organization.ts';
import type { ApplyContext, ApplyOutcomes } from './apply-site.ts';
import { type LockedStack, type LockedOrganization, acquireLocks, notStartedDiagnostic } from './claim.ts';
import type { CommandContext } from './command.ts';
import { engineListeners } from './console.ts';
import { type StackShare, stackShareName } from './groups.ts';
import type { StateHandle } from './open-state.ts';
import { styleOf } from './output.ts';
import { savedRunFor } from './plan-file.ts';
import { readAndPlan } from './plan-organization.ts';
import { runSettings } from './session.ts';

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
  site: ApplyContext,
  groups: readonly StackShare[],
): Promise<ReadonlyMap<string, Outcome<ApplyResult | null>>> {
  const { lanes } = site;
  const settled: ApplyOutcomes = new Map();
  if (!isAsked(site)) {
    const carried = groups.map((group) =>
      lanes.stack(async () => {
        const [claim] = await acquireLocks(site, [group], settled);
        return carryOut(site, group, await prepare(site, claim, settled), settled);
      }),
    );
    await Promise.all(carried);
    return settled;
  }
  const claims = await acquireLocks(site, groups, settled);
  const prepared = await Promise.all(
    claims.map(async (claim) => ({ group: claim.group, ...(await prepare(site, claim, settled)) })),
  );
  const all = prepared.flatMap(({ ready }) => ready);
  const agreed = await askAll(site, all, settled);
  const carried = prepared.map(({ group, ready, state }) => {
    const wanted = ready.filter(({ desired }) => agreed.has(desired));
    return lanes.stack(() => carryOut(site, group, { ready: wanted, state }, settled));
  });
  await Promise.all(carried);
  return settled;
}

/** Those of a group that can be applied, read and planned; what stops the others is settled. */
async function prepare(site: ApplyContext, claim: LockedStack | undefined, settled: ApplyOutcomes): Promise<PreparedStack> {
  if (claim === undefined) return { ready: [], state: null };
  const { lanes } = site;
  const read = claim.claimed.map((one) =>
    lanes.organization(async (): Promise<readonly PlannedOrganization[]> => {
      const plan = await planned(site, one.desired, one.writer);
      if (plan.ok) return [{ ...one, plan: plan.value }];
      one.release();
      settled.set(one.desired.organization, failure([...one.warnings, ...plan.diagnostics]));
      return [];
    }),
  );
  site.context.console.progress(null);
  return { ready: (await Promise.all(read)).flat(), state: claim.state };
}

/** The plan, unless it is not the one that was reviewed or takes too much away. */
async function planned(
  { context, file, interruption }: ApplyContext,
  desired: Desired,
  writer: LiveWriter,
): Promise<Outcome<Plan>> {
  if (interruption.stopped()) return failure(notStartedDiagnostic(desired));
  const plan = await readAndPlan(desired, writer);
  if (!plan.ok) return plan;
  const saved = file?.organizations.find(({ organization }) => organization === desired.organization);
  const moved = saved === undefined ? [] : changedSinceSaved(saved, plan.value);
  if (moved.length > 0) return failure(moved);
  const guarded = refuseMassRemoval(context, plan.value);
  if (guarded !== null) return failure(guarded);
  return interruption.stopped() ? failure(notStartedDiagnostic(desired)) : plan;
}

/** Applies those of a group that are ready, and gives their locks back. */
async function carryOut(
  site: ApplyContext,
  group: StackShare,
  { ready, state }: PreparedStack,
  settled: ApplyOutcomes,
): Promise<void> {
  const { context, session, engine, lanes, interruption, file } = site;
  if (state === null) return;
  try {
    if (interruption.stopped()) {
      for (const { desired, warnings } of ready)
        settled.set(desired.organization, failure([...warnings, notStartedDiagnostic(desired)]));
      return;
    }
    let made = 0;
    let rows = stackShareName({ ...group, chosen: ready.map(({ desired }) => desired) });
    const heard = engineListeners(context.console);
    const parts = ready.map(({ plan, writer }) => {
      const onDone = ({ write }: { readonly write: string }): void => {
        made += 1;
        context.console.progress(`${rows}, ${made} writes, ${write}`);
      };
      return { plan, writer, onDone };
    });
    if (parts.length === 0) return;
    const applied = await applyStack({
      parts,
      engine,
      run: {
        ...runSettings(session, group.stack, state.store, context.environment),
        ...heard,
        onProgress: (text) => {
          rows = text;
          heard.onProgress(made === 0 ? rows : `${rows}, ${made} writes`);
        },
      },
      saved:
        file === null
          ? null
          : savedRunFor(
              file,
              parts.map(({ plan }) => plan.organization),
            ),
      stopped: interruption.stopped,
      lanes,
    });
    for (const { desired, warnings } of ready) {
      const one = applied.get(desired.organization);
      if (one !== undefined) settled.set(desired.organization, success(one, warnings));
    }
  } finally {
    const said = await state.close();
    for (const { organization } of group.chosen) {
      const told = settled.get(organization);
      if (told === undefined) continue;
      settled.set(organization, { ...told, diagnostics: [...told.diagnostics, ...said] });
      break;
    }
    for (const { release } of ready) release();
  }
}

function refuseMassRemoval({ args }: CommandContext, plan: Plan): Diagnostic | null {
  const warning = plan.diagnostics.find(({ code }) => code === 'mass-removal');
  if (warning === undefined || args.flag('allow-mass-removal')) return null;
  return { ...warning, severity: 'error' };
}

/** A pipeline has reviewed what it applies, and so has whoever gives a plan file. */
function isAsked({ context, file }: ApplyContext): boolean {
  return file === null && context.console.ask !== null && !context.args.flag('yes');
}

/** In the documents' order; who is not agreed to is given up. */
async function askAll(
  site: ApplyContext,
  ready: readonly PlannedOrganization[],
  settled: ApplyOutcomes,
): Promise<ReadonlySet<Desired>> {
  const agreed = new Set<Desired>();
  for (const desired of site.session.chosen) {
    const one = ready.find((other) => other.desired.organization === desired.organization);
    if (one === undefined) continue;
    if (await isAgreed(site, one.plan)) agreed.add(one.desired);
    else {
      one.release();
      settled.set(desired.organization, success(null, one.warnings));
    }
  }
  return agreed;
}

/** The plan is shown where it is asked about. */
async function isAgreed({ context, engine }: ApplyContext, plan: Plan): Promise<boolean> {
  const { console } = context;
  if (console.ask === null || effectiveChanges(plan).length === 0) return true;
  console.progress(null);
  console.err(planText([plan], styleOf(context), { engine: engine.info }));
  return console.ask(`Apply this to ${plan.organization}?`);
}
