import type { Desired } from '../compile/desired.ts';
import type { Plan } from '../plan/plan.ts';
import { planJson } from '../report/plan/json.ts';
import { planMarkdown } from '../report/plan/markdown.ts';
import { planText } from '../report/plan/text.ts';
import type { Diagnostic } from '../source/diagnostic.ts';
import type { Outcome } from '../source/outcome.ts';
import { effectiveChanges } from './apply-organization.ts';
import type { Command, CommandContext } from './command.ts';
import { chooseEngine, type Engine } from './engine.ts';
import { brokenExpectations } from './examine.ts';
import { EXIT } from './exit.ts';
import { readerFor } from './live.ts';
import { fail, show } from './output.ts';
import { confirmByTerraform, readAndPlan } from './plan-organization.ts';
import { openSession, runSettings, type Session } from './session.ts';

export const plan: Command = {
  name: 'plan',
  usage: '[ORGANIZATION…]',
  summary: 'show what an apply would change, and who gains and who loses what by it',
  options: ['workspace', 'engine', 'url', 'at', 'json', 'markdown'],
  async run(context) {
    const session = openSession(context, context.args.positionals);
    if (!session.ok) return fail(context, 'plan', session.diagnostics);
    const engine = await chooseEngine(context.args, session.value.workspace, context.environment);
    if (!engine.ok) return fail(context, 'plan', engine.diagnostics);
    const plans: Plan[] = [];
    const diagnostics = [...session.value.diagnostics];
    const broken: Diagnostic[] = [];
    for (const desired of session.value.chosen) {
      const made = await planned(context, session.value, engine.value, desired);
      // A plan carries its own diagnostics and prints them beside its changes.
      if (!made.ok) {
        diagnostics.push(...made.diagnostics);
        continue;
      }
      plans.push(made.value);
      broken.push(...brokenExpectations(session.value, desired, 'warning', made.value.live.resources));
    }
    context.console.progress(null);
    if (plans.length < session.value.chosen.length) return fail(context, 'plan', diagnostics);
    const extras = { diagnostics: [...diagnostics, ...broken], engine: engine.value.info };
    show(context, {
      text: (style) => planText(plans, style, extras),
      markdown: () => planMarkdown(plans, extras),
      json: () => planJson(plans, extras),
    });
    const changes = plans.some((made) => effectiveChanges(made).length > 0);
    return changes || broken.length > 0 ? EXIT.changes : EXIT.clean;
  },
};

/** One organization read, compared, and planned a second time by terraform where that is the engine. */
async function planned(
  context: CommandContext,
  session: Session,
  engine: Engine,
  desired: Desired,
): Promise<Outcome<Plan>> {
  const reader = readerFor(session.live, desired);
  if (!reader.ok) return reader;
  const made = await readAndPlan(desired, reader.value);
  if (!made.ok) return made;
  context.console.progress(`${desired.organization}: ${engine.info.name} plans`);
  const settings = runSettings(session, desired, context.environment);
  const confirmed = await confirmByTerraform(made.value, engine, settings);
  return confirmed.ok ? made : confirmed;
}
