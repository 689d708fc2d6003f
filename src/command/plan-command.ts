import type { Desired } from '../compile/desired.ts';
import { hasOutstandingChanges } from '../plan/outstanding-changes.ts';
import type { Plan } from '../plan/plan.ts';
import { savedOrganization } from '../plan/saved-organization.ts';
import { planJson } from '../report/plan/plan-json.ts';
import { planJunit } from '../report/plan/plan-junit.ts';
import { planMarkdown } from '../report/plan/plan-markdown.ts';
import { planText } from '../report/plan/plan-text.ts';
import { type Diagnostic, diagnostic, hasErrors } from '../source/diagnostic.ts';
import { failure, type Outcome, success } from '../source/outcome.ts';
import { quote } from '../source/quote.ts';
import { type ByOrganization, tellOnFirst } from '../terraform/run/apply-plan-file.ts';
import type { SavedRun } from '../terraform/run/terraform-run.ts';
import type { AskedJudgingBase } from './based/judging-base.ts';
import type { Command, CommandContext } from './command.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { failCommand, showResult } from './output.ts';
import { writePlanFile } from './planning/plan-file.ts';
import { reportedShard } from './reported-shard.ts';
import { judgeChange } from './rules/judged-change.ts';
import { connectionMoved } from './session/applied-place.ts';
import { type ConcurrencyLimits, concurrencyFrom } from './session/concurrency.ts';
import { chooseEngine, type Engine } from './session/engine.ts';
import { futureExpectationWarnings } from './session/future-expectations.ts';
import { listenForInterruption } from './session/interruption.ts';
import { isBased } from './session/is-based.ts';
import { openLiveReader } from './session/open-connection.ts';
import { openState } from './session/open-state.ts';
import { type ConfirmedPlans, confirmByTerraform, readAndPlan } from './session/plan-organization.ts';
import { brokenExpectations, runExpectations } from './session/run-expectations.ts';
import { openSession, runSettings, type Session, selectionFrom } from './session/session.ts';
import { type StackShare, stackShareName, stackSharesOf } from './session/stack-shares.ts';
import { engineListeners } from './terminal/console.ts';

export const plan: Command<'markdown' | 'json' | 'sarif' | 'junit'> = {
  name: 'plan',
  usage: '[ORGANIZATION…]',
  options: ['workspace', 'engine', 'url', 'no-cache', 'at', 'out', 'parallel', 'shard', 'base', 'two-dot'],
  formats: ['text', 'markdown', 'json', 'sarif', 'junit'],
  optionHelp: { out: 'the plan file to write, for bylaw apply' },
  async run(context) {
    const session = openSession(context, selectionFrom(context.args));
    if (!session.ok) return failCommand(context, 'plan', session.diagnostics);
    const engine = await chooseEngine(context.args, session.value.workspace, context.environment);
    if (!engine.ok) return failCommand(context, 'plan', engine.diagnostics);
    const limits = concurrencyFrom(context.args);
    if (!limits.ok) return failCommand(context, 'plan', limits.diagnostics);
    const based = await baseThatJudges(context, session.value);
    if (!based.ok) return failCommand(context, 'plan', based.diagnostics);
    const judging = based.value;
    const out = context.args.text('out');
    const groups = stackSharesOf(judging.session, engine.value);
    // Without terraform there is nothing that has to be put away: then Ctrl-C simply ends it.
    const interruption = engine.value.binary === null ? null : listenForInterruption(context.console);
    const stop = interruption === null ? {} : { stop: interruption.signal };
    const hearing = { ...judging.session, live: { ...session.value.live, ...stop } };
    const site = { context, session: hearing, engine: engine.value, lanes: limits.value };
    const stacks = await Promise.all(
      groups.map((stackShare) =>
        limits.value.stack(() =>
          interruption?.stopped() === true
            ? notPlanned(stackShare)
            : planStackShare(site, stackShare, out !== null),
        ),
      ),
    );
    interruption?.end();
    const found = new Map(stacks.flatMap(({ plans }) => [...plans]));
    const made: Plan[] = [];
    // What lint finds is for `bylaw check`, but for this: a reviewer of a role below a setting takes it for what people have.
    const below = session.value.workspace.lint('role-below-setting');
    const diagnostics = [...session.value.diagnostics, ...below, ...engine.diagnostics];
    const broken: Diagnostic[] = [];
    const failedExpectations = new Map<string, number>();
    for (const desired of session.value.chosen) {
      const one = found.get(desired.organization);
      // A plan carries its own diagnostics and prints them beside its changes.
      if (one?.ok !== true) {
        diagnostics.push(...(one?.diagnostics ?? []));
        continue;
      }
      const moved = connectionMoved(session.value, desired);
      made.push(
        moved === null ? one.value : { ...one.value, diagnostics: [...one.value.diagnostics, moved] },
      );
      const failing = brokenExpectations(session.value, desired, 'warning', one.value.live.resources);
      broken.push(...failing);
      const now = runExpectations(session.value, desired, null);
      if (now.ok) diagnostics.push(...futureExpectationWarnings(session.value, desired, now.value));
      failedExpectations.set(desired.organization, failing.filter(isFailed).length);
    }
    const judged = await judgeChange(session.value, made, judging.workspace?.rules ?? null);
    diagnostics.push(...judging.diagnostics, ...judged.faults, ...judged.told);
    context.console.progress(null);
    const all = made.length === session.value.chosen.length;
    const part = (status: ExitCode) => reportedShard(context, session.value, status, judging.base);
    if (made.length === 0 && !all) return failCommand(context, 'plan', diagnostics, part(EXIT.error));
    // A file that holds some of the organizations would be taken for the plan of all.
    if (out !== null && !all) context.console.err(`${quote(out)} is not written: not everything is planned.`);
    const { shard } = session.value.workspace;
    if (out !== null && made.length === 0 && shard === null) {
      const message = `${quote(out)} is not written: there is no organization to plan.`;
      const hint = 'Say in bylaw.yaml how an organization is reached.';
      return failCommand(context, 'plan', [
        ...diagnostics,
        diagnostic('unknown-organization', message, null, { hint }),
      ]);
    }
    if (out !== null && all) {
      const content = {
        instant: session.value.instant,
        engine: engine.value.info,
        shard,
        organizations: made.map(savedOrganization),
        runs: stacks.flatMap(({ saved }) => (saved === null ? [] : [saved])),
      };
      const written = writePlanFile(out, content, session.value.workspace);
      if (!written.ok)
        return failCommand(context, 'plan', [...diagnostics, ...written.diagnostics], part(EXIT.error));
      context.console.err(`The plan is in ${quote(out)}. Apply exactly this plan: bylaw apply ${quote(out)}`);
    }
    const extras = {
      diagnostics: [...diagnostics, ...broken],
      engine: engine.value.info,
      failedExpectations,
    };
    const isOpen = made.some(hasOutstandingChanges) || broken.some(isFailed);
    const isBlocked = judged.blocks || hasErrors(judging.diagnostics);
    const status = !all || isBlocked ? EXIT.error : isOpen ? EXIT.changes : EXIT.clean;
    await showResult(
      context,
      {
        text: (style) => planText(made, style, extras),
        markdown: () => planMarkdown(made, extras),
        json: () => planJson(made, extras),
        sarif: () => [...extras.diagnostics, ...made.flatMap((one) => one.diagnostics)],
        junit: () => planJunit(made, extras),
      },
      part(status),
    );
    return status;
  },
};

/** What has ended is told beside what fails, and changes no status. */
function isFailed({ code }: Diagnostic): boolean {
  return code === 'expectation-failed' || code === 'expectation-broken-by-end';
}

/** Loaded for those who ask for it alone. */
async function baseThatJudges(context: CommandContext, session: Session): Promise<Outcome<AskedJudgingBase>> {
  if (!isBased(context.args)) return success({ session, workspace: null, diagnostics: [], base: null });
  const { judgingBase } = await import('./based/judging-base.ts');
  return judgingBase(context, session);
}

interface PlanContext {
  readonly context: CommandContext;
  readonly session: Session;
  readonly engine: Engine;
  readonly lanes: ConcurrencyLimits;
}

interface PlannedStack {
  readonly plans: ByOrganization<Plan>;
  /** Terraform's part of a plan file, where one was asked for and terraform is the engine. */
  readonly saved: SavedRun | null;
}

/** Organizations of one stack read, compared, and planned a second time by terraform where that is the engine. */
async function planStackShare(
  site: PlanContext,
  stackShare: StackShare,
  keep: boolean,
): Promise<PlannedStack> {
  const { context, session, engine, lanes } = site;
  const read = await Promise.all(
    stackShare.chosen.map((desired) =>
      lanes.organization(async () => {
        const reader = openLiveReader(session.live, desired);
        return [desired.organization, reader.ok ? await readAndPlan(desired, reader.value) : reader] as const;
      }),
    ),
  );
  const made = read.flatMap(([, one]) => (one.ok ? [one.value] : []));
  context.console.progress(`${stackShareName(stackShare)}: ${engine.info.name} plans`);
  const { plans, saved } = await confirmed(site, stackShare, made, keep);
  const outcomes = read.map(([organization, one]): readonly [string, Outcome<Plan>] => {
    const agreed = plans.get(organization);
    if (!one.ok || agreed === undefined) return [organization, one];
    if (!agreed.ok) return [organization, agreed];
    return [
      organization,
      success({ ...one.value, diagnostics: [...one.value.diagnostics, ...agreed.diagnostics] }),
    ];
  });
  return { plans: new Map(outcomes), saved };
}

/** Whether terraform, on the state that was kept, plans the same. */
async function confirmed(
  { context, session, engine }: PlanContext,
  { stack }: StackShare,
  plans: readonly Plan[],
  keep: boolean,
): Promise<Pick<ConfirmedPlans, 'plans' | 'saved'>> {
  const { environment } = context;
  const state = await openState({ session, engine, stack: stack.name, waiting: null, environment });
  if (!state.ok) {
    const none = new Map(plans.map(({ organization }) => [organization, failure([])] as const));
    return { plans: tellOnFirst(none, state.diagnostics), saved: null };
  }
  const settings = {
    ...runSettings(session, stack, state.value.store, environment),
    ...engineListeners(context.console),
  };
  try {
    return await confirmByTerraform(plans, engine, settings, keep);
  } finally {
    await state.value.close();
  }
}

async function notPlanned({ chosen }: StackShare): Promise<PlannedStack> {
  const told = ({ organization }: Desired) =>
    diagnostic('interrupted', `Interrupted before ${organization} was planned.`, null, {
      hint: 'Plan again when you want it.',
    });
  return {
    plans: new Map(chosen.map((one) => [one.organization, failure(told(one))] as const)),
    saved: null,
  };
}
