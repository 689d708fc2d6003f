import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Desired } from '../compile/desired.ts';
import { wholeSnapshot } from '../connector/whole-snapshot.ts';
import { writeResult } from '../file/write-file.ts';
import { checkJson } from '../report/check/check-json.ts';
import { checkMarkdown } from '../report/check/check-markdown.ts';
import { checkText } from '../report/check/check-text.ts';
import type { ToldReadCost } from '../report/check/told-read-cost.ts';
import { endedExpectations, failedExpectations } from '../report/expectation/expectation-diagnostics.ts';
import { type ExpectationResults, failingResults } from '../report/expectation/expectation-results.ts';
import { emptyGroups } from '../report/expectation/future-breaches.ts';
import { junitXml } from '../report/expectation/junit.ts';
import { type Diagnostic, diagnostic, hasErrors } from '../source/diagnostic.ts';
import { type Outcome, success } from '../source/outcome.ts';
import { quote } from '../source/quote.ts';
import { lockFaults } from '../state/backend/lock-settings-check.ts';
import type { AskedJudgingBase } from './based/judging-base.ts';
import type { Command, CommandContext } from './command.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { failCommand, showResult } from './output.ts';
import { type ReportedShard, reportedShard } from './reported-shard.ts';
import { judgeRules, judgeRulesAhead } from './rules/judge-rules.ts';
import { futureExpectationWarnings } from './session/future-expectations.ts';
import { isBased } from './session/is-based.ts';
import { openLiveReader } from './session/open-connection.ts';
import { runExpectations } from './session/run-expectations.ts';
import { openSession, type Session, selectionFrom, sourceFilesOf } from './session/session.ts';

export const check: Command<'markdown' | 'json' | 'sarif' | 'junit'> = {
  name: 'check',
  usage: '[ORGANIZATION…]',
  options: ['workspace', 'live', 'url', 'no-cache', 'at', 'junit', 'shard', 'base', 'two-dot'],
  formats: ['text', 'markdown', 'json', 'sarif', 'junit'],
  async run(context) {
    const basis = context.args.flag('live') ? 'connected' : 'written';
    const session = openSession(context, selectionFrom(context.args), { basis });
    if (!session.ok) return failed(context, session.diagnostics);
    const { chosen, workspace } = session.value;
    const ofLock =
      workspace.document.engine === 'embedded'
        ? []
        : lockFaults(workspace.document.backend, context.environment);
    const told = session.value.diagnostics.map((one) => workspace.reviewFaults.get(one) ?? one);
    const diagnostics = [...told, ...workspace.lint(), ...ofLock];
    const examined: ExpectationResults[] = [];
    for (const desired of chosen) {
      const one = await examineOne(context, session.value, desired);
      diagnostics.push(...one.diagnostics);
      if (one.ok) examined.push(one.value);
    }
    const based = isBased(context.args) ? await baseThatJudges(context, session.value) : success(null);
    if (!based.ok) return failed(context, [...diagnostics, ...based.diagnostics]);
    const judged = await judgeRules(session.value, based.value?.workspace?.rules ?? null);
    diagnostics.push(...(based.value === null ? [] : based.value.diagnostics));
    diagnostics.push(...judged.faults, ...judged.told, ...(await judgeRulesAhead(session.value, judged)));
    context.console.progress(null);
    const part = (status: ExitCode) =>
      reportedShard(context, session.value, status, based.value === null ? null : based.value.base);
    if (examined.length < chosen.length || hasErrors(told) || hasErrors(judged.faults))
      return failed(context, diagnostics, { examined, part: part(EXIT.error) });
    const sources = sourceFilesOf(workspace);
    const unwritten = writeJunit(context, examined, diagnostics, sources);
    if (unwritten !== null) return failCommand(context, 'check', [...diagnostics, unwritten]);
    const status = statusOf(diagnostics, examined);
    const costs = await costsOf(session.value);
    const extras = { diagnostics, examined, announceDays: workspace.document.announceDays, costs };
    await showResult(
      context,
      {
        text: (style) => checkText(chosen, style, extras),
        markdown: () => checkMarkdown(chosen, extras),
        json: () => checkJson(chosen, extras),
        sarif: () => [...diagnostics, ...examined.flatMap((one) => failedExpectations(one, null, 'error'))],
        junit: () => junitXml(examined, diagnostics),
      },
      part(status),
    );
    return status;
  },
};

/** Loaded for workspaces with connector files alone. */
async function costsOf({ workspace, chosen }: Session): Promise<ReadonlyMap<string, ToldReadCost>> {
  if (workspace.connectors.size === 0) return new Map();
  const { writtenReadCosts } = await import('./checking/written-read-costs.ts');
  return writtenReadCosts(workspace, chosen);
}

/** Loaded for those who ask for it alone. */
async function baseThatJudges(
  context: CommandContext,
  session: Session,
): Promise<Outcome<AskedJudgingBase | null>> {
  const { judgingBase } = await import('./based/judging-base.ts');
  return judgingBase(context, session);
}

/** A broken rule is an error, as what is wrong with a document is. */
function statusOf(diagnostics: readonly Diagnostic[], examined: readonly ExpectationResults[]): ExitCode {
  if (hasErrors(diagnostics)) return EXIT.error;
  return failingResults(examined).length > 0 ? EXIT.changes : EXIT.clean;
}

/** Nothing is asked of a platform about which nothing is expected. */
async function examineOne(
  { args }: CommandContext,
  session: Session,
  desired: Desired,
): Promise<Outcome<ExpectationResults>> {
  const expected = session.workspace.expectations.has(desired.organization);
  if (!args.flag('live') || !expected) {
    const written = runExpectations(session, desired, null);
    return written.ok
      ? success(written.value, [
          ...endedExpectations(written.value),
          ...futureExpectationWarnings(session, desired, written.value),
        ])
      : written;
  }
  const reader = openLiveReader(session.live, desired);
  if (!reader.ok) return reader;
  const snapshot = wholeSnapshot(await reader.value.read());
  if (!snapshot.ok) return snapshot;
  const examined = runExpectations(session, desired, snapshot.value.resources);
  return examined.ok
    ? success(examined.value, [
        ...snapshot.diagnostics,
        ...endedExpectations(examined.value),
        ...emptyGroups(examined.value),
      ])
    : examined;
}

/** A build that reads the JUnit file learns of errors there too: a file of yesterday would say that all is well. */
function failed(
  context: CommandContext,
  diagnostics: readonly Diagnostic[],
  found: {
    readonly examined: readonly ExpectationResults[];
    readonly part: ReportedShard | null;
  } | null = null,
): ExitCode {
  const unwritten = writeJunit(context, found === null ? [] : found.examined, diagnostics);
  const all = unwritten === null ? diagnostics : [...diagnostics, unwritten];
  return found === null ? failCommand(context, 'check', all) : failCommand(context, 'check', all, found.part);
}

/** Null when it is written, or was not asked for. Code: `report-not-written`. */
function writeJunit(
  { args }: CommandContext,
  examined: readonly ExpectationResults[],
  diagnostics: readonly Diagnostic[],
  sources: readonly string[] = [],
): Diagnostic | null {
  const file = args.text('junit');
  // A dash is the format, not a file.
  if (file === null || file === '-') return null;
  const xml = junitXml(examined, diagnostics);
  try {
    mkdirSync(dirname(file), { recursive: true });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return diagnostic('report-not-written', `Cannot write ${quote(file)}: ${reason}`, null);
  }
  const [fault] = writeResult(file, xml, { sources }).diagnostics;
  return fault === undefined ? null : { ...fault, code: 'report-not-written' };
}
