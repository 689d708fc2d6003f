import { formatInstant, isCalendarDate, startOfBound } from '../compile/date-bounds.ts';
import type { Desired } from '../compile/desired.ts';
import { type Attributions, attributeFindings } from '../plan/drift/attribution.ts';
import { driftOf, hasDrifted } from '../plan/drift/drift.ts';
import type { DriftFinding } from '../plan/drift/drift-finding.ts';
import type { Plan } from '../plan/plan.ts';
import { driftJson } from '../report/drift/drift-json.ts';
import { driftMarkdown } from '../report/drift/drift-markdown.ts';
import { driftText } from '../report/drift/drift-text.ts';
import { diagnostic, hasErrors } from '../source/diagnostic.ts';
import { failure, type Outcome, success } from '../source/outcome.ts';
import { quote } from '../source/quote.ts';
import type { Command } from './command.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { failCommand, showResult } from './output.ts';
import { reportedShard } from './reported-shard.ts';
import { concurrencyFrom } from './session/concurrency.ts';
import { openLiveReader } from './session/open-connection.ts';
import { readAndCompare } from './session/plan-organization.ts';
import { openSession, type Session, selectionFrom } from './session/session.ts';

export const drift: Command<'markdown' | 'json'> = {
  name: 'drift',
  usage: '[ORGANIZATION…]',
  options: ['workspace', 'url', 'no-cache', 'at', 'since', 'parallel', 'shard'],
  formats: ['text', 'markdown', 'json'],
  async run(context) {
    const since = sinceOf(context.args.text('since'));
    if (!since.ok) return failCommand(context, 'drift', since.diagnostics);
    const session = openSession(context, selectionFrom(context.args));
    if (!session.ok) return failCommand(context, 'drift', session.diagnostics);
    const found: Drifted[] = [];
    const diagnostics = [...session.value.diagnostics];
    const limits = concurrencyFrom(context.args);
    if (!limits.ok) return failCommand(context, 'drift', limits.diagnostics);
    const { organization } = limits.value;
    const drifted = session.value.chosen.map((desired) =>
      organization(() => driftOfOne(session.value, desired, since.value)),
    );
    for (const one of await Promise.all(drifted)) {
      diagnostics.push(...one.diagnostics);
      if (one.ok) found.push(one.value);
    }
    context.console.progress(null);
    const part = (status: ExitCode) => reportedShard(context, session.value, status);
    if (found.length < session.value.chosen.length)
      return failCommand(context, 'drift', diagnostics, part(EXIT.error));
    const extras = { diagnostics };
    const status = statusOf(found);
    await showResult(
      context,
      {
        text: (style) => driftText(found, style, extras),
        markdown: () => driftMarkdown(found, extras),
        json: () => driftJson(found, extras),
      },
      part(status),
    );
    return status;
  },
};

function statusOf(found: readonly Drifted[]): ExitCode {
  // Told all the same; whether an apply could undo it is another matter.
  if (found.some(({ plan }) => hasErrors(plan.diagnostics))) return EXIT.error;
  return found.some(({ findings }) => findings.length > 0) ? EXIT.changes : EXIT.clean;
}

interface Drifted {
  readonly plan: Plan;
  readonly findings: readonly DriftFinding[];
  readonly deeds: Attributions<DriftFinding> | null;
  readonly since: string | null;
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

async function driftOfOne(
  session: Session,
  desired: Desired,
  since: string | null,
): Promise<Outcome<Drifted>> {
  const reader = openLiveReader(session.live, desired);
  if (!reader.ok) return reader;
  const plan = await readAndCompare(desired, reader.value);
  if (!plan.ok) return plan;
  if (!hasDrifted(plan.value)) return success({ plan: plan.value, findings: [], deeds: new Map(), since });
  const events = await reader.value.events(since);
  // Drift is told even where the audit log cannot be read; then nobody is named, and the reader hears why.
  const findings = driftOf(plan.value, events.ok ? { deeds: events.value, since } : null);
  const deeds = events.ok ? attributeFindings(findings, events.value, plan.value.live.readAt) : null;
  const warnings = events.diagnostics.map((d) => ({ ...d, severity: 'warning' as const }));
  return success({ plan: plan.value, findings, deeds, since }, warnings);
}
