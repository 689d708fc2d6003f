import type { LiveWriter } from '../../connector/connector.ts';
import { loadJournal, loadJournals, openJournals } from '../../journal/journal-folder.ts';
import { doneIn, type Journal, unansweredIn } from '../../journal/journal-record.ts';
import { writeMark } from '../../journal/write-mark.ts';
import type { Plan } from '../../plan/plan.ts';
import { plannedWrites } from '../../plan/write/change-writes.ts';
import { counted } from '../../report/phrases.ts';
import { type Diagnostic, diagnostic, hasErrors } from '../../source/diagnostic.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import { quote } from '../../source/quote.ts';
import { connectionOf, type Workspace } from '../../workspace/workspace.ts';
import { journalAddressOf } from '../session/journal-address.ts';
import { type Session, stateDirectory } from '../session/session.ts';
import { approvedOf, contentOf, planAround, replanRead } from './plan-around.ts';

/** By organization: the journal that an apply goes on with. */
export type Resumed = ReadonlyMap<string, Journal>;

/**
 * The unfinished journal of each organization, or the one that is named. Nothing is guessed: where a journal cannot be read,
 * or several are open, the organization is not applied. Fails with the codes of `parseJournal`, journal-ambiguous and
 * journal-foreign.
 */
export function journalsToResume(
  session: Session,
  named: string | null,
  url: string | null,
): Outcome<Resumed> {
  const directory = stateDirectory(session.workspace);
  const diagnostics: Diagnostic[] = [];
  const found = new Map<string, Journal>();
  for (const { organization } of session.chosen) {
    const one = named === null ? theOpenOne(directory, organization) : theNamedOne(named);
    diagnostics.push(...one.diagnostics);
    if (!one.ok || one.value === null) continue;
    const foreign = foreignJournal(session.workspace, organization, one.value, url);
    if (foreign === null) found.set(organization, one.value);
    else diagnostics.push(foreign);
  }
  return hasErrors(diagnostics) ? failure(diagnostics) : success(found, diagnostics);
}

function theOpenOne(directory: string, organization: string): Outcome<Journal | null> {
  const { journals, diagnostics } = loadJournals(directory, organization);
  if (hasErrors(diagnostics)) return failure(diagnostics);
  const open = openJournals(journals);
  const [first, second] = open;
  if (first === undefined) return success(null);
  const torn = diagnostics.filter(({ message }) => message.includes(quote(first.file)));
  if (second === undefined) return success(first, torn);
  const message = `${organization}: ${open.length} applies came to no end: ${open.map(({ file }) => quote(file)).join(', ')}.`;
  const hint = `Go on with one, bylaw apply --resume ${first.file}, or apply anew, which settles all of them.`;
  return failure(diagnostic('journal-ambiguous', message, null, { hint }));
}

function theNamedOne(file: string): Outcome<Journal | null> {
  const loaded = loadJournal(file);
  if (!loaded.ok || loaded.value.outcome === null) return loaded;
  const message = `The apply of ${quote(file)} came to its end: there is nothing to go on with.`;
  return failure(diagnostic('journal-invalid', message, null, { hint: 'Plan, and apply what is left.' }));
}

/** Why a journal is not of this organization where it is now; null where it is. Code: journal-foreign. */
export function foreignJournal(
  workspace: Workspace,
  organization: string,
  { header, file }: Journal,
  url: string | null,
): Diagnostic | null {
  if (connectionOf(workspace, organization) === null) {
    const message = `${quote(file)} is of ${organization}, and the workspace does not say how to reach that.`;
    return diagnostic('journal-foreign', message, null);
  }
  const here = {
    organization,
    ...journalAddressOf(workspace, organization, url),
    platform: workspace.organizations.find((one) => one.organization === organization)?.platform.name,
  };
  const there = { organization: header.organization, ...header.address, platform: header.platform };
  const keys = ['organization', 'platform', 'connector', 'remote', 'url'] as const;
  const other = keys.find((key) => here[key] !== there[key]);
  if (other === undefined) return null;
  const message = `${quote(file)} is of another ${other}: ${quote(String(there[other]))}, and here it is ${quote(String(here[other]))}.`;
  return diagnostic('journal-foreign', message, null);
}

/**
 * Of a plan made now, what the journal's apply was allowed to do; the rest waits for another apply. What was sent and not
 * answered is judged by this plan: where it holds it no more, it was made.
 */
export async function planResumed(
  plan: Plan,
  journal: Journal,
  writer: Pick<LiveWriter, 'supports'>,
): Promise<Outcome<Plan>> {
  const allowed = new Set(journal.changes.flatMap(({ writes }) => writes));
  const writes = plannedWrites(plan.changes);
  const ours = writes.filter((write) => allowed.has(writeMark(write)));
  const told = resumedNote(plan, journal, ours.map(writeMark));
  if (ours.length === writes.length) return success({ ...plan, diagnostics: [...plan.diagnostics, told] });
  const part = await planAround(plan, approvedOf(ours), writer, replanRead(plan));
  if (part === null) {
    const message = `${plan.organization}: what was allowed cannot be told apart from what is due now. Nothing was sent.`;
    return failure(diagnostic('plan-file-stale', message, null, { hint: 'Plan, and apply what it shows.' }));
  }
  const now = new Set(plannedWrites(part.changes).map(contentOf));
  return success({
    ...part,
    later: writes.filter((write) => !now.has(contentOf(write))),
    diagnostics: [...plan.diagnostics, told],
  });
}

function resumedNote({ organization }: Plan, journal: Journal, left: readonly string[]): Diagnostic {
  const { header, changes } = journal;
  const open = new Set(left);
  const unheard = unansweredIn(journal);
  const notMade = unheard.filter(({ mark }) => open.has(mark)).length;
  const all = changes.reduce((sum, { writes }) => sum + writes.length, 0);
  const answers =
    unheard.length === 0
      ? ''
      : ` ${counted(unheard.length, 'write')} had no answer: by what is live, ${unheard.length - notMade} made and ${notMade} not.`;
  const message = `${organization}: goes on with the apply of ${header.at}. ${doneIn(journal).length} of ${counted(all, 'write')} were done, ${left.length} are left.${answers}`;
  return diagnostic('journal-resumed', message, null);
}
