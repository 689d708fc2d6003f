import type { Desired } from '../compile/desired.ts';
import { type DoctorCheck, doctorResult, inDoctorOrder } from '../report/doctor/doctor-check.ts';
import { doctorJson } from '../report/doctor/doctor-json.ts';
import { doctorText } from '../report/doctor/doctor-text.ts';
import { loadWorkspaceFile } from '../workspace/workspace.ts';
import type { Command, CommandContext } from './command.ts';
import { journalChecks, keptChecks } from './doctor/kept-checks.ts';
import { documentsCheck, engineChecks, stateChecks } from './doctor/machine-checks.ts';
import { failedChecks, platformChecks } from './doctor/platform-checks.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { failCommand, showResult } from './output.ts';
import { createConcurrencyLimits } from './session/concurrency.ts';
import { chooseEngine } from './session/engine.ts';
import { openLiveReader } from './session/open-connection.ts';
import { openSession, type Session, selectionFrom } from './session/session.ts';
import { redactWorkspaceTokens } from './terminal/redacting-console.ts';

const AT_ONCE = 8;

export const doctor: Command<'json'> = {
  name: 'doctor',
  usage: '[ORGANIZATION…]',
  options: ['workspace', 'url', 'engine'],
  formats: ['text', 'json'],
  async run(context) {
    const workspace = loadWorkspaceFile(context.args.text('workspace'));
    if (!workspace.ok) return failCommand(context, 'doctor', workspace.diagnostics);
    const { document, root } = workspace.value;
    redactWorkspaceTokens(context, workspace.value);
    const session = openSession(context, selectionFrom(context.args));
    const mistaken = session.ok ? [] : session.diagnostics.filter(isOfTheCommandLine);
    if (mistaken.length > 0) return failCommand(context, 'doctor', mistaken);
    const engine = await chooseEngine(context.args, workspace.value, context.environment);
    const checks: DoctorCheck[] = [
      documentsCheck(session),
      ...engineChecks(engine),
      ...keptChecks(document, root, context.environment),
      ...journalChecks(document, root),
    ];
    if (session.ok) {
      if (engine.ok) checks.push(...(await stateChecks(context, session.value, engine.value)));
      checks.push(...(await askPlatforms(context, session.value)));
    } else {
      checks.push(...NOT_ASKED);
    }
    context.console.progress(null);
    const told = inDoctorOrder(once(checks));
    await showResult(context, {
      text: (style) => doctorText(told, style),
      json: () => doctorJson(told, workspace.diagnostics),
    });
    return STATUS[doctorResult(told)];
  },
};

const STATUS: Readonly<Record<ReturnType<typeof doctorResult>, ExitCode>> = {
  ok: EXIT.clean,
  failed: EXIT.changes,
  error: EXIT.error,
};

/** Which platform an organization is of stands in its document. */
const NOT_ASKED: readonly DoctorCheck[] = (['state', 'token', 'clock', 'api'] as const).map((check) => ({
  check,
  about: null,
  verdict: 'unknown',
  said: 'not looked at, because the documents have errors',
  wayOut: 'Correct the documents first.',
}));

function isOfTheCommandLine({ code, origin }: { readonly code: string; readonly origin: unknown }): boolean {
  return origin === null && (code === 'usage' || code === 'unknown-organization');
}

async function askPlatforms(context: CommandContext, session: Session): Promise<readonly DoctorCheck[]> {
  const limits = createConcurrencyLimits(AT_ONCE);
  const asked = session.chosen.map((desired) => limits.organization(() => ask(context, session, desired)));
  return (await Promise.all(asked)).flat();
}

async function ask(
  context: CommandContext,
  session: Session,
  desired: Desired,
): Promise<readonly DoctorCheck[]> {
  const { organization } = desired;
  // Nothing that was kept is asked about: what is told is of this moment.
  const reader = openLiveReader({ ...session.live, keepsAt: null }, desired);
  if (!reader.ok) return failedChecks(organization, reader.diagnostics);
  if (reader.value.inspect === undefined) {
    const said = 'this connector tells nothing of tokens and clocks';
    return [{ check: 'token', about: organization, verdict: 'unknown', said, wayOut: 'Run bylaw plan.' }];
  }
  const before = context.now().getTime();
  const inspection = await reader.value.inspect();
  return platformChecks(organization, inspection, { before, after: context.now().getTime() });
}

/** A host of several organizations says the same to each. */
function once(checks: readonly DoctorCheck[]): readonly DoctorCheck[] {
  return [...new Map(checks.map((check) => [JSON.stringify(check), check])).values()];
}
