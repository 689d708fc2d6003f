import type { Desired } from '../compile/desired.ts';
import type { Plan } from '../plan/plan.ts';
import { savedOrganization } from '../plan/saved.ts';
import { planJson } from '../report/plan/json.ts';
import { planMarkdown } from '../report/plan/markdown.ts';
import { planText } from '../report/plan/text.ts';
import type { Diagnostic } from '../source/diagnostic.ts';
import { type Outcome, success } from '../source/outcome.ts';
import { quote } from '../source/quote.ts';
import type { SavedRun } from '../terraform/run/run.ts';
import { effectiveChanges } from './apply-organization.ts';
import type { Command, CommandContext } from './command.ts';
import { chooseEngine, type Engine } from './engine.ts';
import { brokenExpectations } from './examine.ts';
import { expectationWarnings } from './examine-ahead.ts';
import { EXIT } from './exit.ts';
import { inputsOf } from './inputs.ts';
import { readerFor } from './live.ts';
import { fail, show, withWayOut } from './output.ts';
import { writePlanFile } from './plan-file.ts';
import { confirmByTerraform, readAndPlan } from './plan-organization.ts';
import { openSession, runSettings, type Session } from './session.ts';

export const plan: Command = {
  name: 'plan',
  usage: '[ORGANIZATION…]',
  summary: 'show what an apply would change, and who gains and who loses what by it',
  options: ['workspace', 'engine', 'url', 'at', 'out', 'json', 'markdown'],
  optionHelp: { out: 'the plan file to write, for bylaw apply' },
  async run(context) {
    const session = openSession(context, context.args.positionals);
    if (!session.ok) return fail(context, 'plan', session.diagnostics);
    const engine = await chooseEngine(context.args, session.value.workspace, context.environment);
    if (!engine.ok) return fail(context, 'plan', engine.diagnostics);
    const out = context.args.text('out');
    const made: Planned[] = [];
    const diagnostics = [...session.value.diagnostics];
    const broken: Diagnostic[] = [];
    const failedExpectations = new Map<string, number>();
    for (const desired of session.value.chosen) {
      const one = await planned(context, session.value, engine.value, desired, out !== null);
      // A plan carries its own diagnostics and prints them beside its changes.
      if (!one.ok) {
        diagnostics.push(...one.diagnostics);
        continue;
      }
      made.push(one.value);
      const failing = brokenExpectations(session.value, desired, 'warning', one.value.plan.live.resources);
      broken.push(...failing);
      diagnostics.push(...expectationWarnings(session.value, desired));
      failedExpectations.set(desired.organization, failing.length);
    }
    context.console.progress(null);
    const all = made.length === session.value.chosen.length;
    if (made.length === 0 && !all) return fail(context, 'plan', diagnostics);
    // A file that holds some of the organizations would be taken for the plan of all.
    if (out !== null && !all) context.console.err(`${quote(out)} is not written: not everything is planned.`);
    if (out !== null && all) {
      const written = writePlanFile(out, {
        instant: session.value.instant,
        engine: engine.value.info,
        inputs: inputsOf(session.value.workspace),
        organizations: made.map(({ plan, saved }) => ({ ...savedOrganization(plan), terraform: saved })),
      });
      if (!written.ok) return fail(context, 'plan', [...diagnostics, ...written.diagnostics]);
      context.console.err(`The plan is in ${quote(out)}: bylaw apply with that file makes just this.`);
    }
    const plans = made.map(({ plan }) => plan);
    const extras = {
      diagnostics: [...diagnostics, ...broken].map(withWayOut),
      engine: engine.value.info,
      failedExpectations,
    };
    show(context, {
      text: (style) => planText(plans, style, extras),
      markdown: () => planMarkdown(plans, extras),
      json: () => planJson(plans, extras),
    });
    if (!all) return EXIT.error;
    const changes = plans.some((plan) => effectiveChanges(plan).length > 0);
    return changes || broken.length > 0 ? EXIT.changes : EXIT.clean;
  },
};

interface Planned {
  readonly plan: Plan;
  /** Terraform's part of a plan file, where one was asked for and terraform is the engine. */
  readonly saved: SavedRun | null;
}

/** One organization read, compared, and planned a second time by terraform where that is the engine. */
async function planned(
  context: CommandContext,
  session: Session,
  engine: Engine,
  desired: Desired,
  keep: boolean,
): Promise<Outcome<Planned>> {
  const reader = readerFor(session.live, desired);
  if (!reader.ok) return reader;
  const made = await readAndPlan(desired, reader.value);
  if (!made.ok) return made;
  context.console.progress(`${desired.organization}: ${engine.info.name} plans`);
  const settings = runSettings(session, desired, context.environment);
  const confirmed = await confirmByTerraform(made.value, engine, settings, keep);
  return confirmed.ok ? success({ plan: made.value, saved: confirmed.value.saved }) : confirmed;
}
