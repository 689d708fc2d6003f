import { loadJournal } from '../journal/journal-folder.ts';
import type { ApplyResult } from '../plan/apply-result.ts';
import { isHeldBack } from '../plan/outstanding-changes.ts';
import { appliedJson } from '../report/apply/apply-json.ts';
import { appliedMarkdown } from '../report/apply/apply-markdown.ts';
import { appliedText } from '../report/apply/apply-text.ts';
import { type Diagnostic, diagnostic, hasErrors } from '../source/diagnostic.ts';
import { failure, type Outcome, success } from '../source/outcome.ts';
import { lockFaults } from '../state/backend/lock-settings-check.ts';
import { createLockWait } from '../state/lock-wait.ts';
import { applyStacks } from './apply/apply-stacks.ts';
import { lockTimeoutFrom } from './apply/lock-timeout.ts';
import { pruneStateDirectory } from './apply/prune-state-directory.ts';
import { journalsToResume } from './apply/resume.ts';
import { runLimitsFrom } from './apply/run-limits.ts';
import type { Command } from './command.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { failCommand, showResult } from './output.ts';
import {
  changedSincePlanned,
  isPlanFile,
  type PlanFile,
  readPlanFile,
  shardToApply,
} from './planning/plan-file.ts';
import { reportedShard } from './reported-shard.ts';
import { concurrencyFrom } from './session/concurrency.ts';
import { chooseEngine } from './session/engine.ts';
import { listenForInterruption } from './session/interruption.ts';
import { readAndPlan } from './session/plan-organization.ts';
import { openSession, selectionFrom } from './session/session.ts';
import { stackSharesOf } from './session/stack-shares.ts';

export const apply: Command<'markdown' | 'json' | 'sarif'> = {
  name: 'apply',
  usage: '[ORGANIZATION… | PLAN-FILE | --resume JOURNAL]',
  options: [
    'workspace',
    'engine',
    'url',
    'no-cache',
    'at',
    'yes',
    'allow-mass-removal',
    'allow-failed-expectations',
    'parallel',
    'lock-timeout',
    'in-parts',
    'within',
    'shard',
    'resume',
  ],
  formats: ['text', 'markdown', 'json', 'sarif'],
  async run(context) {
    const { positionals } = context.args;
    if (context.args.flag('allow-mass-removal')) return failCommand(context, 'apply', [massRemovalAllowed()]);
    const isResumed = context.args.flag('resume');
    const journal = isResumed ? journalNamed(positionals) : success(null);
    if (!journal.ok) return failCommand(context, 'apply', journal.diagnostics);
    const file = isResumed ? success(null) : planFileIn(positionals);
    if (!file.ok) return failCommand(context, 'apply', file.diagnostics);
    const organizationSelection =
      file.value?.organizations.map(({ organization }) => organization) ??
      (journal.value === null ? selectionFrom(context.args) : [journal.value.organization]);
    const shard = shardToApply(context.args, file.value);
    if (!shard.ok) return failCommand(context, 'apply', shard.diagnostics);
    const session = openSession(context, organizationSelection, {
      orFile: file.value === null,
      ...(shard.value === null ? {} : { shard: shard.value }),
    });
    if (!session.ok) return failCommand(context, 'apply', session.diagnostics);
    const engine = await chooseEngine(context.args, session.value.workspace, context.environment);
    if (!engine.ok) return failCommand(context, 'apply', engine.diagnostics);
    const moved =
      file.value === null ? [] : changedSincePlanned(file.value, session.value.workspace, engine.value.info);
    if (hasErrors(moved)) return failCommand(context, 'apply', moved);
    const limits = concurrencyFrom(context.args);
    if (!limits.ok) return failCommand(context, 'apply', limits.diagnostics);
    const timeout = lockTimeoutFrom(context.args, session.value.workspace);
    if (!timeout.ok) return failCommand(context, 'apply', timeout.diagnostics);
    const runLimits = runLimitsFrom(context.args);
    if (!runLimits.ok) return failCommand(context, 'apply', runLimits.diagnostics);
    const resume = isResumed
      ? journalsToResume(session.value, journal.value?.file ?? null, context.args.text('url'))
      : success(new Map());
    if (!resume.ok) return failCommand(context, 'apply', resume.diagnostics);
    const interruption = listenForInterruption(context.console);
    const chosen = isResumed
      ? session.value.chosen.filter(({ organization }) => resume.value.has(organization))
      : session.value.chosen;
    const groups = stackSharesOf({ ...session.value, chosen }, engine.value);
    const outcomes = await applyStacks(
      {
        context,
        session: session.value,
        engine: engine.value,
        lanes: limits.value,
        interruption,
        waiting: createLockWait({
          budgetMs: timeout.value,
          signal: interruption.signal,
          now: context.now,
          say: (line) => context.console.err(line),
        }),
        file: file.value,
        runLimits: runLimits.value,
        resume: resume.value,
        undoes: null,
        planner: readAndPlan,
      },
      groups,
    );
    interruption.end();
    const applied: ApplyResult[] = [];
    const { document } = session.value.workspace;
    const ofLock = engine.value.binary === null ? [] : lockFaults(document.backend, context.environment);
    const diagnostics = [
      ...session.value.diagnostics,
      ...engine.diagnostics,
      ...ofLock,
      ...resume.diagnostics,
      ...moved,
    ];
    let refused = 0;
    for (const { organization } of chosen) {
      const made = outcomes.get(organization);
      diagnostics.push(...(made?.diagnostics ?? []));
      if (made?.ok !== true) refused += 1;
      else if (made.value !== null) applied.push(made.value);
    }
    context.console.progress(null);
    if (isResumed && chosen.length === 0)
      context.console.err('There is nothing to go on with: every apply came to its end.');
    const part = (status: ExitCode) => reportedShard(context, session.value, status);
    if (applied.length === 0 && refused > 0)
      return failCommand(context, 'apply', diagnostics, part(EXIT.error));
    const extras = { diagnostics };
    const good = applied.every(
      ({ result }) => result === 'unchanged' || result === 'proven' || result === 'part',
    );
    const all = applied.length + refused === chosen.length;
    const made = good && all && refused === 0;
    const status = made ? statusOf(applied, diagnostics) : EXIT.error;
    await showResult(
      context,
      {
        text: (style) => appliedText(applied, style, extras),
        markdown: () => appliedMarkdown(applied, extras),
        json: () => appliedJson(applied, extras),
        sarif: () => [
          ...diagnostics,
          ...applied.flatMap((one) => [...one.plan.diagnostics, ...one.diagnostics]),
        ],
      },
      part(status),
    );
    // What a shard does not know of may be in use by another.
    if (made && document.backend === null && session.value.workspace.shard === null)
      pruneStateDirectory(session.value.workspace);
    return status;
  },
};

/** Where everything went as it was to go. */
function statusOf(applied: readonly ApplyResult[], diagnostics: readonly Diagnostic[]): ExitCode {
  if (diagnostics.some(({ code, severity }) => code === 'expectation-broken-by-end' && severity === 'error'))
    return EXIT.error;
  // What rules held back: the rest was made.
  if (applied.some(({ plan }) => hasErrors(plan.diagnostics))) return EXIT.error;
  const isLeft = applied.some(({ plan, second, result }) => result === 'part' || isHeldBack(second ?? plan));
  return isLeft ? EXIT.changes : EXIT.clean;
}

/** The journal that a command line names, and whose it is; null when it names organizations, or nothing. */
function journalNamed(
  words: readonly string[],
): Outcome<{ readonly file: string; readonly organization: string } | null> {
  const file = words.find(isPlanFile);
  if (file === undefined) return success(null);
  if (words.length > 1) {
    return failure(diagnostic('usage', 'A journal is gone on with alone: it names its organization.', null));
  }
  const loaded = loadJournal(file);
  return loaded.ok ? success({ file, organization: loaded.value.header.organization }) : loaded;
}

/** The plan file a command line names; null when it names organizations. Fails with usage, plan-file-invalid. */
function planFileIn(words: readonly string[]): Outcome<PlanFile | null> {
  const file = words.find(isPlanFile);
  if (file === undefined) return success(null);
  if (words.length > 1) {
    return failure(diagnostic('usage', 'A plan file is applied alone: it names its organizations.', null));
  }
  return readPlanFile(file);
}

/** A flag that somebody types names no change, and lets pass whatever else goes by the same plan. */
function massRemovalAllowed(): Diagnostic {
  const message =
    '--allow-mass-removal is no more: what an apply may take away beyond its limits is written where it is reviewed.';
  const hint =
    'Plan without it: each limit that is exceeded tells the exception to write in a Guardrails document, with the number that may go, a reason, an owner and an end.';
  return diagnostic('usage', message, null, { hint });
}
