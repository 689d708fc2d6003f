import type { Desired } from '../compile/desired.ts';
import type { LiveReader } from '../connector/connector.ts';
import { loadJournal } from '../journal/journal-folder.ts';
import type { Journal } from '../journal/journal-record.ts';
import { type NotUndone, undoOf } from '../journal/undo.ts';
import { withReason } from '../journal/undo-reason.ts';
import type { ApplyResult } from '../plan/apply-result.ts';
import { buildPlan } from '../plan/build-plan.ts';
import type { ChangeReason } from '../plan/change.ts';
import type { Plan } from '../plan/plan.ts';
import { plannedWrites } from '../plan/write/change-writes.ts';
import { writeSubjectOf } from '../plan/write/write-subject.ts';
import { appliedJson } from '../report/apply/apply-json.ts';
import { appliedMarkdown } from '../report/apply/apply-markdown.ts';
import { appliedText } from '../report/apply/apply-text.ts';
import { planJson } from '../report/plan/plan-json.ts';
import { planMarkdown } from '../report/plan/plan-markdown.ts';
import { planText } from '../report/plan/plan-text.ts';
import { type Diagnostic, diagnostic, hasErrors } from '../source/diagnostic.ts';
import { known } from '../source/known.ts';
import type { Origin } from '../source/origin.ts';
import { failure, type Outcome, success } from '../source/outcome.ts';
import { quote } from '../source/quote.ts';
import { createLockWait } from '../state/lock-wait.ts';
import { applyStacks } from './apply/apply-stacks.ts';
import { lockTimeoutFrom } from './apply/lock-timeout.ts';
import { effectiveChanges } from './apply/perform-plan.ts';
import { approvedOf, planAround, replanRead } from './apply/plan-around.ts';
import { foreignJournal } from './apply/resume.ts';
import type { Command, CommandContext } from './command.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { writeRevised } from './importing/write-files.ts';
import type { Arguments } from './options.ts';
import { failCommand, showResult, styleOf } from './output.ts';
import { judgeChange } from './rules/judged-change.ts';
import { createConcurrencyLimits } from './session/concurrency.ts';
import { EMBEDDED } from './session/engine.ts';
import { listenForInterruption } from './session/interruption.ts';
import { openLiveReader } from './session/open-connection.ts';
import { readAndPlan } from './session/plan-organization.ts';
import { openSession, type Session } from './session/session.ts';
import { stackSharesOf } from './session/stack-shares.ts';
import { newEndFrom } from './undoing/new-end.ts';
import { type RenewedEnds, renewedEnds } from './undoing/renewed-ends.ts';

export const undo: Command<'markdown' | 'json'> = {
  name: 'undo',
  usage: 'JOURNAL',
  options: [
    'workspace',
    'url',
    'no-cache',
    'apply',
    'until',
    'yes',
    'allow-failed-expectations',
    'lock-timeout',
  ],
  formats: ['text', 'markdown', 'json'],
  async run(context) {
    const journal = journalToUndo(context.args.positionals);
    if (!journal.ok) return failCommand(context, 'undo', journal.diagnostics);
    const { organization } = journal.value.header;
    const session = openSession(context, [organization]);
    if (!session.ok) return failCommand(context, 'undo', session.diagnostics);
    const url = context.args.text('url');
    const foreign = foreignJournal(session.value.workspace, organization, journal.value, url);
    if (foreign !== null) return failCommand(context, 'undo', [foreign]);
    const renewed = renewalFrom(context.args, session.value, journal.value);
    if (!renewed.ok) return failCommand(context, 'undo', renewed.diagnostics);
    const undoing = { session: session.value, journal: journal.value, renewed: renewed.value };
    const told = [...session.value.diagnostics, ...journal.diagnostics];
    return context.args.flag('apply') ? applyUndo(context, undoing, told) : showUndo(context, undoing, told);
  },
};

/** What is still at work, or was cut off, is gone on with or settled before it is taken back. */
function journalToUndo(words: readonly string[]): Outcome<Journal> {
  const [file, ...more] = words;
  if (file === undefined || more.length > 0) {
    const hint = 'bylaw history lists them.';
    return failure(diagnostic('usage', 'One journal is undone at a time: name its file.', null, { hint }));
  }
  const loaded = loadJournal(file);
  if (!loaded.ok || loaded.value.outcome !== null) return loaded;
  const message = `The apply of ${quote(file)} came to no end, or is still at work.`;
  const hint = 'Go on with it first: bylaw apply --resume, or apply anew.';
  return failure(diagnostic('journal-invalid', message, null, { hint }));
}

/** An apply that is to be taken back. */
interface AskedUndo {
  readonly session: Session;
  readonly journal: Journal;
  /** The documents with a new end for what has ended; null where none is given. */
  readonly renewed: RenewedEnds | null;
}

/** What has ended comes back with a new end alone, and that is written where the old one is. */
function renewalFrom(args: Arguments, session: Session, journal: Journal): Outcome<RenewedEnds | null> {
  const until = newEndFrom(args, session.instant);
  if (!until.ok || until.value === null) return until.ok ? success(null) : until;
  const desired = templateOf(session, journal);
  const renewed = renewedEnds(session.workspace, desired, journal, until.value);
  if (renewed !== null) return success(renewed);
  const message =
    'Nothing that this apply took away because it had ended is written in the documents any more.';
  const hint = 'Leave --until out, or write the grant in the documents with a new `until`, and apply.';
  return failure(diagnostic('not-undone', message, null, { hint }));
}

function templateOf(session: Session, journal: Journal): Desired {
  const template = session.chosen.find(({ organization }) => organization === journal.header.organization);
  return known(template, 'a session of the organization of the journal');
}

/** The plan that takes an apply back, by the planner's own rules, and what it does not take back. */
async function planUndo(
  { session, journal, renewed }: AskedUndo,
  reader: LiveReader,
): Promise<Outcome<Plan>> {
  const template = templateOf(session, journal);
  const asIs = await readAndPlan(template, reader);
  // Live is read; what the documents want of it is another matter.
  if (!asIs.ok) return asIs;
  const { desired, touched, left } = undoOf(
    journal,
    asIs.value.live,
    template,
    renewed === null ? null : renewed.desired,
  );
  const whole = buildPlan(desired, asIs.value.live, reader.supports);
  if (hasErrors(whole.diagnostics)) return failure(whole.diagnostics);
  const writes = plannedWrites(whole.changes);
  const ours = writes.filter((write) => touched.has(writeSubjectOf(write).address));
  const plan =
    ours.length === writes.length
      ? whole
      : await planAround(whole, approvedOf(ours), reader, replanRead(whole));
  if (plan === null) {
    const message = `${desired.organization}: this cannot be taken back without touching something else.`;
    return failure(diagnostic('not-undone', message, null, { severity: 'warning' }));
  }
  const because: ChangeReason = {
    text: `the apply of ${journal.header.at} is taken back`,
    origin: { from: 'platform', platform: 'bylaw', what: `undo ${journal.header.id}` },
  };
  const changes = plan.changes.map((one) => (one.action === 'deferred' ? one : withReason(one, because)));
  const again = effectiveChanges(plan).length > 0 ? [stillWritten(journal)] : [];
  const moved = renewed === null ? [] : renewed.moved.map(endMoved);
  return success({
    ...plan,
    changes,
    diagnostics: [...plan.diagnostics, ...left.map(notUndone), ...moved, ...again],
  });
}

function notUndone({ name, why, wayOut }: NotUndone): Diagnostic {
  return diagnostic('not-undone', `${name} is not taken back: ${why}.`, null, { hint: wayOut });
}

function endMoved(origin: Origin): Diagnostic {
  return diagnostic('end-moved', 'The ended grant comes back, and its `until` is moved here.', origin);
}

function stillWritten({ header }: Journal): Diagnostic {
  const message = `The documents of ${header.organization} may still say what this takes back: the next apply would make it again.`;
  return diagnostic('undo-not-written', message, null);
}

async function showUndo(
  context: CommandContext<'markdown' | 'json'>,
  undoing: AskedUndo,
  diagnostics: readonly Diagnostic[],
): Promise<ExitCode> {
  const { session, journal } = undoing;
  const reader = openLiveReader(session.live, templateOf(session, journal));
  const plan = reader.ok ? await planUndo(undoing, reader.value) : reader;
  context.console.progress(null);
  if (!plan.ok) return failCommand(context, 'undo', [...diagnostics, ...plan.diagnostics]);
  const judged = await judgeChange(session, [plan.value]);
  const extras = { diagnostics: [...diagnostics, ...judged.faults, ...judged.told], engine: EMBEDDED.info };
  const plans = [plan.value];
  await showResult(context, {
    text: (style) => planText(plans, style, extras),
    markdown: () => planMarkdown(plans, extras),
    json: () => ({ ...planJson(plans, extras), command: 'undo' }),
  });
  const isOpen =
    plan.value.changes.length > 0 || plan.value.diagnostics.some(({ code }) => code === 'not-undone');
  return judged.blocks ? EXIT.error : isOpen ? EXIT.changes : EXIT.clean;
}

/** By the same locks, questions, guard rails and proof as an apply of documents; the embedded engine needs no state for it. */
async function applyUndo(
  context: CommandContext<'markdown' | 'json'>,
  undoing: AskedUndo,
  diagnostics: readonly Diagnostic[],
): Promise<ExitCode> {
  const { session, journal, renewed } = undoing;
  const timeout = lockTimeoutFrom(context.args, session.workspace);
  if (!timeout.ok) return failCommand(context, 'undo', timeout.diagnostics);
  const interruption = listenForInterruption(context.console);
  const outcomes = await applyStacks(
    {
      context,
      session,
      engine: EMBEDDED,
      lanes: createConcurrencyLimits(1),
      interruption,
      waiting: createLockWait({
        budgetMs: timeout.value,
        signal: interruption.signal,
        now: context.now,
        say: (line) => context.console.err(line),
      }),
      file: null,
      runLimits: { withinMs: Number.POSITIVE_INFINITY, inParts: false },
      resume: new Map(),
      undoes: journal.header.id,
      planner: async (_, writer) => shown(context, await planUndo(undoing, writer)),
    },
    stackSharesOf(session, EMBEDDED),
  );
  interruption.end();
  context.console.progress(null);
  const outcome = outcomes.get(journal.header.organization);
  const all = [...diagnostics, ...(outcome === undefined ? [] : outcome.diagnostics)];
  if (outcome?.ok !== true) return failCommand(context, 'undo', all);
  if (renewed !== null && outcome.value?.result === 'proven') {
    const written = writeRevised(session.workspace.root, renewed.files);
    if (!written.ok) return failCommand(context, 'undo', [...all, ...written.diagnostics]);
  }
  const applied: readonly ApplyResult[] = outcome.value === null ? [] : [outcome.value];
  const extras = { diagnostics: all };
  await showResult(context, {
    text: (style) => appliedText(applied, style, extras),
    markdown: () => appliedMarkdown(applied, extras),
    json: () => ({ ...appliedJson(applied, extras), command: 'undo' }),
  });
  const [one] = applied;
  if (one === undefined || (one.result !== 'proven' && one.result !== 'unchanged')) return EXIT.error;
  return one.plan.diagnostics.some(({ code }) => code === 'not-undone') ? EXIT.changes : EXIT.clean;
}

/** Shown before anything is written, also where nobody is asked. */
function shown(context: CommandContext, plan: Outcome<Plan>): Outcome<Plan> {
  const isAsked = context.console.ask !== null && !context.args.flag('yes');
  if (plan.ok && !isAsked && context.format === 'text')
    context.console.err(planText([plan.value], styleOf(context), { diagnostics: [], engine: EMBEDDED.info }));
  return plan;
}
