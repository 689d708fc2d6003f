import type { Desired } from '../compile/desired.ts';
import type { Applied } from '../plan/applied.ts';
import type { Plan } from '../plan/plan.ts';
import { movedSince } from '../plan/saved.ts';
import { appliedJson } from '../report/apply/json.ts';
import { appliedMarkdown } from '../report/apply/markdown.ts';
import { appliedText } from '../report/apply/text.ts';
import { planText } from '../report/plan/text.ts';
import { type Diagnostic, diagnostic, hasErrors } from '../source/diagnostic.ts';
import { failure, type Outcome, success } from '../source/outcome.ts';
import { applyOrganization, effectiveChanges } from './apply-organization.ts';
import type { Command, CommandContext } from './command.ts';
import { heardOn } from './console.ts';
import { chooseEngine, type Engine } from './engine.ts';
import { brokenExpectations } from './examine.ts';
import { EXIT } from './exit.ts';
import { type Interruption, listenForInterruption } from './interruption.ts';
import { writerFor } from './live.ts';
import { lock } from './lock.ts';
import { fail, show, styleOf } from './output.ts';
import { isPlanFile, movedHere, type PlanFile, type PlanFileEntry, readPlanFile } from './plan-file.ts';
import { readAndPlan } from './plan-organization.ts';
import { openSession, runSettings, type Session, stateDirectory } from './session.ts';

export const apply: Command = {
  name: 'apply',
  usage: '[ORGANIZATION… | PLAN-FILE]',
  summary: 'make the live platform what the documents say, then read it again and prove it',
  options: [
    'workspace',
    'engine',
    'url',
    'at',
    'yes',
    'allow-mass-removal',
    'allow-failed-expectations',
    'json',
    'markdown',
  ],
  async run(context) {
    const { positionals } = context.args;
    const file = planFileIn(positionals);
    if (!file.ok) return fail(context, 'apply', file.diagnostics);
    const names = file.value?.organizations.map(({ organization }) => organization) ?? positionals;
    const session = openSession(context, names);
    if (!session.ok) return fail(context, 'apply', session.diagnostics);
    const engine = await chooseEngine(context.args, session.value.workspace, context.environment);
    if (!engine.ok) return fail(context, 'apply', engine.diagnostics);
    const moved =
      file.value === null ? [] : movedHere(file.value, session.value.workspace, engine.value.info);
    if (moved.length > 0) return fail(context, 'apply', moved);
    const applied: Applied[] = [];
    const diagnostics = [...session.value.diagnostics, ...engine.diagnostics];
    let refused = 0;
    const interruption = listenForInterruption(context.console);
    const allowed = context.args.flag('allow-failed-expectations');
    for (const desired of session.value.chosen) {
      const broken = brokenExpectations(session.value, desired, allowed ? 'warning' : 'error');
      diagnostics.push(...broken.map(refusal));
      if (hasErrors(broken)) {
        refused += 1;
        continue;
      }
      const saved =
        file.value?.organizations.find((one) => one.organization === desired.organization) ?? null;
      const made = await applyOne(context, session.value, engine.value, desired, saved, interruption);
      if (!made.ok) {
        diagnostics.push(...made.diagnostics);
        refused += 1;
      } else if (made.value !== null) applied.push(made.value);
    }
    interruption.end();
    context.console.progress(null);
    if (applied.length === 0 && refused > 0) return fail(context, 'apply', diagnostics);
    const extras = { diagnostics };
    show(context, {
      text: (style) => appliedText(applied, style, extras),
      markdown: () => appliedMarkdown(applied, extras),
      json: () => appliedJson(applied, extras),
    });
    const good = applied.every(({ result }) => result === 'unchanged' || result === 'proven');
    const all = applied.length + refused === session.value.chosen.length;
    return good && all && refused === 0 ? EXIT.clean : EXIT.error;
  },
};

/** The plan file a command line names; null when it names organizations. Fails with usage, plan-file-invalid. */
function planFileIn(words: readonly string[]): Outcome<PlanFile | null> {
  const file = words.find(isPlanFile);
  if (file === undefined) return success(null);
  if (words.length > 1) {
    return failure(diagnostic('usage', 'A plan file is applied alone: it names its organizations.', null));
  }
  return readPlanFile(file);
}

/** Null: a person was asked and said no. */
async function applyOne(
  context: CommandContext,
  session: Session,
  engine: Engine,
  desired: Desired,
  saved: PlanFileEntry | null,
  interruption: Interruption,
): Promise<Outcome<Applied | null>> {
  const name = desired.organization;
  if (interruption.stopped()) return notBegun(name);
  const writer = writerFor(session.live, desired);
  if (!writer.ok) return writer;
  const locked = lock(stateDirectory(session.workspace), name);
  if (!locked.ok) return locked;
  const release = locked.value;
  try {
    const plan = await readAndPlan(desired, writer.value);
    if (!plan.ok) return plan;
    context.console.progress(null);
    const moved = saved === null ? [] : movedSince(saved, plan.value);
    if (moved.length > 0) return failure(moved);
    const guarded = refuseMassRemoval(context, plan.value);
    if (guarded !== null) return failure(guarded);
    if (interruption.stopped()) return notBegun(name);
    // A plan in a file has been reviewed.
    if (saved === null && !(await agreed(context, engine, plan.value))) return success(null);
    let made = 0;
    let rows = name;
    const heard = heardOn(context.console);
    const applied = await applyOrganization({
      plan: plan.value,
      writer: writer.value,
      engine,
      run: {
        ...runSettings(session, desired, context.environment),
        ...heard,
        onProgress: (text) => {
          rows = text;
          heard.onProgress(made === 0 ? rows : `${rows}, ${made} writes`);
        },
      },
      saved: saved?.terraform ?? null,
      stopped: interruption.stopped,
      onDone: (write) => {
        made += 1;
        context.console.progress(`${rows}, ${made} writes, ${write.write}`);
      },
    });
    return success(applied);
  } finally {
    release();
  }
}

function notBegun(name: string): Outcome<never> {
  const hint = 'Apply again when you want it.';
  return failure(
    diagnostic('interrupted', `Interrupted before anything of ${name} was written.`, null, { hint }),
  );
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

/** A person at a terminal sees the plan and is asked; a pipeline has reviewed it already. */
async function agreed(context: CommandContext, engine: Engine, plan: Plan): Promise<boolean> {
  const { args, console } = context;
  if (args.flag('yes') || console.ask === null || effectiveChanges(plan).length === 0) return true;
  console.err(planText([plan], styleOf(context), { engine: engine.info }));
  return console.ask(`Apply this to ${plan.organization}?`);
}
