import { formatInstant, isCalendarDate, startOfBound } from '../compile/date-bounds.ts';
import { isTaken } from '../file/read-file.ts';
import { driftDiagnostics } from '../report/drift/drift-diagnostics.ts';
import { type DriftEntry, isOpen } from '../report/drift/drift-entry.ts';
import { driftJson } from '../report/drift/drift-json.ts';
import { driftJunit } from '../report/drift/drift-junit.ts';
import { driftMarkdown } from '../report/drift/drift-markdown.ts';
import { driftText } from '../report/drift/drift-text.ts';
import { driftHtml } from '../report/drift/page/drift-page.ts';
import type { Style } from '../report/text/text-style.ts';
import { diagnostic, hasErrors } from '../source/diagnostic.ts';
import { failure, type Outcome, success } from '../source/outcome.ts';
import { quote, someOf } from '../source/quote.ts';
import type { Command } from './command.ts';
import { driftOfOrganization } from './drifting/drifted-organization.ts';
import { knownDrift } from './drifting/known-drift.ts';
import { notifierFrom } from './drifting/notify.ts';
import { readPreviousFile } from './drifting/previous-file.ts';
import { type DriftFormat, reportTargets, writeReports } from './drifting/report-targets.ts';
import { readWebhookLog } from './drifting/webhook-log-file.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { failCommand, showResult } from './output.ts';
import { reportedShard } from './reported-shard.ts';
import { judgeLive } from './rules/judged-change.ts';
import { concurrencyFrom } from './session/concurrency.ts';
import { openSession, selectionFrom, sourceFilesOf } from './session/session.ts';

export const drift: Command<Exclude<DriftFormat, 'text'>> = {
  name: 'drift',
  usage: '[ORGANIZATION…]',
  options: [
    'workspace',
    'url',
    'no-cache',
    'at',
    'since',
    'report',
    'previous',
    'webhook-log',
    'issue',
    'repository',
    'forge',
    'webhook',
    'webhook-secret',
    'parallel',
    'shard',
  ],
  formats: ['text', 'markdown', 'json', 'sarif', 'junit', 'html'],
  async run(context) {
    const { args } = context;
    const since = sinceOf(args.text('since'));
    if (!since.ok) return failCommand(context, 'drift', since.diagnostics);
    const targets = reportTargets(context);
    if (!targets.ok) return failCommand(context, 'drift', targets.diagnostics);
    const notify = notifierFrom(context);
    if (!notify.ok) return failCommand(context, 'drift', notify.diagnostics);
    const session = openSession(context, selectionFrom(args));
    if (!session.ok) return failCommand(context, 'drift', session.diagnostics);
    const { chosen, workspace } = session.value;
    const limits = concurrencyFrom(args);
    if (!limits.ok) return failCommand(context, 'drift', limits.diagnostics);
    const [before, log] = [args.text('previous'), args.text('webhook-log')];
    const previous = before === null ? success(null) : readPreviousFile(before, isTaken(before), chosen);
    if (!previous.ok) return failCommand(context, 'drift', previous.diagnostics);
    const webhookLog = log === null ? success(null) : readWebhookLog(log);
    if (!webhookLog.ok) return failCommand(context, 'drift', webhookLog.diagnostics);
    const acknowledgements = await knownDrift(session.value);

    const settings = {
      since: since.value,
      previous: previous.value,
      webhookLog: webhookLog.value,
      acknowledgements,
    };
    const diagnostics = [...session.value.diagnostics, ...previous.diagnostics, ...webhookLog.diagnostics];
    const found: DriftEntry[] = [];
    const { organization } = limits.value;
    const drifted = chosen.map((desired) =>
      organization(() => driftOfOrganization(session.value, desired, settings)),
    );
    for (const one of await Promise.all(drifted)) {
      diagnostics.push(...one.diagnostics);
      if (one.ok) found.push(one.value);
    }
    context.console.progress(null);
    const isWhole = found.length === chosen.length;
    const part = (status: ExitCode) => reportedShard(context, session.value, status);
    const judged = await judgeLive(
      session.value,
      found.map(({ plan }) => plan),
    );
    diagnostics.push(...judged.faults, ...judged.told);
    const isBlind = found.length === 0 && !isWhole;
    // An issue and a receiver are told of what was read, whatever becomes of the rest, and before anything else can fail.
    diagnostics.push(...(await notify.value(found, diagnostics)));
    if (isBlind) return failCommand(context, 'drift', diagnostics, part(EXIT.error));

    const extras = { diagnostics };
    const status = isWhole && !hasErrors(diagnostics) ? statusOf(found) : EXIT.error;
    const print = {
      text: (style: Style) => driftText(found, style, extras),
      markdown: () => driftMarkdown(found, extras),
      json: () => driftJson(found, extras),
      sarif: () => driftDiagnostics(found, extras),
      junit: () => driftJunit(found, extras),
      html: () => driftHtml(found, extras),
    };
    // The next run compares with the file: one that lacks an organization would make all of it new.
    if (!isWhole && targets.value.length > 0)
      context.console.err(
        `${someOf(targets.value.map(({ file }) => quote(file)))}: not written, since not everything was read.`,
      );
    const unwritten = isWhole
      ? writeReports(targets.value, print, part(status), sourceFilesOf(workspace))
      : [];
    if (unwritten.length > 0) return failCommand(context, 'drift', [...diagnostics, ...unwritten]);
    const format = targets.value.length === 0 ? context.format : 'text';
    await showResult({ ...context, format }, print, part(status));
    return status;
  },
};

/** Drift that somebody knows of, and let stand for a while, asks nobody to look. */
function statusOf(found: readonly DriftEntry[]): ExitCode {
  // Told all the same; whether an apply could undo it is another matter.
  if (found.some(({ plan }) => hasErrors(plan.diagnostics))) return EXIT.error;
  return found.some(isOpen) ? EXIT.changes : EXIT.clean;
}

/** `--since` in UTC: a date alone is its first moment. Fails with usage. */
function sinceOf(text: string | null): Outcome<string | null> {
  if (text === null) return success(null);
  const instant = startOfBound(text);
  // A calendar knows no 31st of February, although a parser may read on into March.
  if (instant === null || !isCalendarDate(text.slice(0, 10))) {
    const hint = 'Write 2027-01-31 or 2027-01-31T18:00:00Z.';
    return failure(
      diagnostic('usage', `--since ${quote(text)} is not a date or RFC 3339 instant.`, null, { hint }),
    );
  }
  return success(formatInstant(instant));
}
