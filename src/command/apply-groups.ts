import type { Desired } from '../compile/desired.ts';
import type { LiveWriter } from '../connector/live.ts';
import type { Applied } from '../plan/applied.ts';
import type { Plan } from '../plan/plan.ts';
import { movedSince } from '../plan/saved.ts';
import { planText } from '../report/plan/text.ts';
import { type Diagnostic, diagnostic, hasErrors } from '../source/diagnostic.ts';
import { failure, type Outcome, success } from '../source/outcome.ts';
import { applyTogether, effectiveChanges } from './apply-organization.ts';
import type { CommandContext } from './command.ts';
import { heardOn } from './console.ts';
import type { Engine } from './engine.ts';
import { brokenExpectations } from './examine.ts';
import { type Group, nameOf } from './groups.ts';
import type { Interruption } from './interruption.ts';
import type { Lanes } from './lanes.ts';
import { writerFor } from './live.ts';
import { lock } from './lock.ts';
import type { OpenState } from './open-state.ts';
import { styleOf } from './output.ts';
import { type PlanFile, runFor } from './plan-file.ts';
import { readAndPlan } from './plan-organization.ts';
import { runSettings, type Session, stateDirectory } from './session.ts';
import { openState } from './state.ts';

export interface ApplySite {
  readonly context: CommandContext;
  readonly session: Session;
  readonly engine: Engine;
  readonly lanes: Lanes;
  readonly interruption: Interruption;
  /** The plan to apply just as it is; null: what the documents say now. */
  readonly file: PlanFile | null;
}

/** What became of each organization: null where a person was asked and said no. */
type Settled = Map<string, Outcome<Applied | null>>;

/** An organization that nothing speaks against, locked. */
interface Ready {
  readonly desired: Desired;
  readonly plan: Plan;
  readonly writer: LiveWriter;
  readonly warnings: readonly Diagnostic[];
  readonly release: () => void;
}

/** What of a group can be applied, and its state; null where there is none to apply. */
interface Prepared {
  readonly ready: readonly Ready[];
  readonly state: OpenState | null;
}

/**
 * Applies organizations, those of one stack together and stacks side by side. What stops one stops no other. A person
 * at a terminal is asked for all of them before anything is written, one question after the other.
 */
export async function applyGroups(
  site: ApplySite,
  groups: readonly Group[],
): Promise<ReadonlyMap<string, Outcome<Applied | null>>> {
  const { lanes } = site;
  const settled: Settled = new Map();
  if (!isAsked(site)) {
    const carried = groups.map((group) =>
      lanes.stack(async () => carryOut(site, group, await prepare(site, group, settled), settled)),
    );
    await Promise.all(carried);
    return settled;
  }
  const prepared = await Promise.all(
    groups.map(async (group) => ({ group, ...(await prepare(site, group, settled)) })),
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
async function prepare(site: ApplySite, { stack, chosen }: Group, settled: Settled): Promise<Prepared> {
  const { lanes, session, engine, context } = site;
  // All that want the same locks take them in the same order.
  const begun = [...chosen].sort(byName).flatMap((desired) => {
    const one = begin(site, desired);
    if (!one.ok) settled.set(desired.organization, one);
    return one.ok ? [{ desired, ...one.value, warnings: one.diagnostics }] : [];
  });
  if (begun.length === 0) return { ready: [], state: null };
  const { environment } = context;
  // Held before anything is read: what is planned is what is applied.
  const state = await openState({ session, engine, stack: stack.name, purpose: 'write', environment });
  if (!state.ok) {
    // The state is one for all of them: told once.
    begun.forEach(({ desired, release, warnings }, at) => {
      release();
      settled.set(desired.organization, failure([...warnings, ...(at === 0 ? state.diagnostics : [])]));
    });
    return { ready: [], state: null };
  }
  const read = begun.map((one) =>
    lanes.organization(async (): Promise<readonly Ready[]> => {
      const plan = await planned(site, one.desired, one.writer);
      if (plan.ok) return [{ ...one, plan: plan.value }];
      one.release();
      settled.set(one.desired.organization, failure([...one.warnings, ...plan.diagnostics]));
      return [];
    }),
  );
  site.context.console.progress(null);
  return { ready: (await Promise.all(read)).flat(), state: state.value };
}

interface Begun {
  readonly writer: LiveWriter;
  readonly release: () => void;
}

/** Whatever can be known before the platform is asked; with the expectations it is allowed to break. */
function begin(site: ApplySite, desired: Desired): Outcome<Begun> {
  const { context, session, interruption } = site;
  const allowed = context.args.flag('allow-failed-expectations');
  const broken = brokenExpectations(session, desired, allowed ? 'warning' : 'error').map(refusal);
  if (hasErrors(broken)) return failure(broken);
  if (interruption.stopped()) return failure([...broken, notBegun(desired)]);
  const writer = writerFor(session.live, desired);
  if (!writer.ok) return failure([...broken, ...writer.diagnostics]);
  const locked = lock(stateDirectory(session.workspace), desired.organization);
  if (!locked.ok) return failure([...broken, ...locked.diagnostics]);
  return success({ writer: writer.value, release: locked.value }, broken);
}

/** The plan, unless it is not the one that was reviewed or takes too much away. */
async function planned(
  { context, file, interruption }: ApplySite,
  desired: Desired,
  writer: LiveWriter,
): Promise<Outcome<Plan>> {
  if (interruption.stopped()) return failure(notBegun(desired));
  const plan = await readAndPlan(desired, writer);
  if (!plan.ok) return plan;
  const saved = file?.organizations.find(({ organization }) => organization === desired.organization);
  const moved = saved === undefined ? [] : movedSince(saved, plan.value);
  if (moved.length > 0) return failure(moved);
  const guarded = refuseMassRemoval(context, plan.value);
  if (guarded !== null) return failure(guarded);
  return interruption.stopped() ? failure(notBegun(desired)) : plan;
}

/** Applies those of a group that are ready, and gives their locks back. */
async function carryOut(
  site: ApplySite,
  group: Group,
  { ready, state }: Prepared,
  settled: Settled,
): Promise<void> {
  const { context, session, engine, lanes, interruption, file } = site;
  if (state === null) return;
  try {
    if (interruption.stopped()) {
      for (const { desired, warnings } of ready)
        settled.set(desired.organization, failure([...warnings, notBegun(desired)]));
      return;
    }
    let made = 0;
    let rows = nameOf({ ...group, chosen: ready.map(({ desired }) => desired) });
    const heard = heardOn(context.console);
    const parts = ready.map(({ plan, writer }) => {
      const onDone = ({ write }: { readonly write: string }): void => {
        made += 1;
        context.console.progress(`${rows}, ${made} writes, ${write}`);
      };
      return { plan, writer, onDone };
    });
    if (parts.length === 0) return;
    const applied = await applyTogether({
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
          : runFor(
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

function byName(a: Desired, b: Desired): number {
  return a.organization < b.organization ? -1 : 1;
}

function notBegun({ organization }: Desired): Diagnostic {
  const message = `Interrupted before anything of ${organization} was written.`;
  return diagnostic('interrupted', message, null, { hint: 'Apply again when you want it.' });
}

/** The way past an expectation is said where it stops somebody. */
function refusal(broken: Diagnostic): Diagnostic {
  if (broken.severity !== 'error') return broken;
  const hint = 'Nothing was sent. Correct one of the two, or apply with --allow-failed-expectations.';
  return { ...broken, hint: broken.hint === null ? hint : `${broken.hint} ${hint}` };
}

function refuseMassRemoval({ args }: CommandContext, plan: Plan): Diagnostic | null {
  const warning = plan.diagnostics.find(({ code }) => code === 'mass-removal');
  if (warning === undefined || args.flag('allow-mass-removal')) return null;
  return { ...warning, severity: 'error' };
}

/** A pipeline has reviewed what it applies, and so has whoever gives a plan file. */
function isAsked({ context, file }: ApplySite): boolean {
  return file === null && context.console.ask !== null && !context.args.flag('yes');
}

/** In the documents' order; who is not agreed to is given up. */
async function askAll(
  site: ApplySite,
  ready: readonly Ready[],
  settled: Settled,
): Promise<ReadonlySet<Desired>> {
  const agreed = new Set<Desired>();
  for (const desired of site.session.chosen) {
    const one = ready.find((other) => other.desired === desired);
    if (one === undefined) continue;
    if (await isAgreed(site, one.plan)) agreed.add(desired);
    else {
      one.release();
      settled.set(desired.organization, success(null, one.warnings));
    }
  }
  return agreed;
}

/** The plan is shown where it is asked about. */
async function isAgreed({ context, engine }: ApplySite, plan: Plan): Promise<boolean> {
  const { console } = context;
  if (console.ask === null || effectiveChanges(plan).length === 0) return true;
  console.progress(null);
  console.err(planText([plan], styleOf(context), { engine: engine.info }));
  return console.ask(`Apply this to ${plan.organization}?`);
}
