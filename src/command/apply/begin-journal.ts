import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { LiveWriter } from '../../connector/connector.ts';
import { changeLine } from '../../journal/change-line.ts';
import { deliverJournal } from '../../journal/deliver-journal.ts';
import { createJournal, type OpenJournal } from '../../journal/journal-file.ts';
import { journalFolder, journalName, loadJournals, openJournals } from '../../journal/journal-folder.ts';
import { JOURNAL_FORMAT, type JournalHeader, type JournalRecord } from '../../journal/journal-record.ts';
import { withoutSecrets } from '../../journal/journal-without-secrets.ts';
import { journalledWriter, unwritable } from '../../journal/journalled-writer.ts';
import { runBy } from '../../journal/run-by.ts';
import type { ApplyResult } from '../../plan/apply-result.ts';
import type { Plan } from '../../plan/plan.ts';
import { plannedWrites } from '../../plan/write/change-writes.ts';
import { changeSubject } from '../../report/plan/change-words.ts';
import { type Diagnostic, diagnostic } from '../../source/diagnostic.ts';
import { failure, type Outcome, success } from '../../source/outcome.ts';
import { bylawVersion } from '../../workspace/bylaw-version.ts';
import { commitOf } from '../session/commit.ts';
import { journalAddressOf } from '../session/journal-address.ts';
import { stateDirectory } from '../session/session.ts';
import type { ApplyContext } from './apply-context.ts';
import { effectiveChanges } from './perform-plan.ts';

/** An apply of one organization that stands in a journal. */
export interface JournalledApply {
  readonly writer: LiveWriter;
  /** Null where there was nothing to do, and nothing to settle. */
  readonly journal: OpenJournal | null;
  readonly id: string | null;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Writes down what is going to be done, before any of it is. Unfinished journals of the organization are settled by this
 * one: it begins with what is live. Fails with journal-unwritable.
 */
export async function beginJournal(
  site: ApplyContext,
  plan: Plan,
  writer: LiveWriter,
): Promise<Outcome<JournalledApply>> {
  const { context, session } = site;
  const directory = stateDirectory(session.workspace);
  const open = openJournals(loadJournals(directory, plan.organization).journals);
  const changes = effectiveChanges(plan);
  if (changes.length === 0 && open.length === 0)
    return success({ writer, journal: null, id: null, diagnostics: [] });
  const [id, at] = [randomUUID(), context.now().toISOString()];
  const file = join(journalFolder(directory, plan.organization), journalName(at, id));
  const resumed = site.resume.get(plan.organization);
  const header: JournalHeader = {
    line: 'header',
    format: JOURNAL_FORMAT,
    id,
    at,
    bylaw: bylawVersion(),
    organization: plan.organization,
    platform: plan.desired.platform.name,
    address: journalAddressOf(session.workspace, plan.organization, context.args.text('url')),
    engine: { name: site.engine.info.name, version: site.engine.info.version },
    by: runBy(context.environment),
    commit: commitOf(session.workspace.root, context.environment),
    plan: {
      instant: plan.desired.instant,
      revision: session.workspace.revision(),
      live: plan.live.revision,
      file: site.file !== null,
      changes: changes.length,
      writes: plannedWrites(plan.changes).length,
    },
    resumes: resumed === undefined ? null : resumed.header.id,
    undoes: site.undoes,
    settles: open.map((one) => one.header.id),
  };
  const lines = changes.map((change) =>
    changeLine(change, changeSubject(change, plan.spelling), plan.desired),
  );
  const hide = withoutSecrets(session.live.environment, site.session.secretVariables);
  let journal: OpenJournal;
  try {
    journal = hidden(await createJournal(file), hide);
    await journal.append(header, ...lines);
  } catch (error) {
    return failure(unwritable(file, error));
  }
  const told = resumed === undefined ? open.map((one) => unfinished(one.header)) : [];
  return success({ writer: journalledWriter(writer, journal, context.now), journal, id, diagnostics: told });
}

/** The last line, the file let go, and taken to its sinks. That it cannot be is no fault of the apply. Reports journal-not-delivered. */
export async function endJournal(
  { context, session }: ApplyContext,
  { journal, id }: JournalledApply,
  { result, writes, second }: ApplyResult,
): Promise<readonly Diagnostic[]> {
  if (journal === null || id === null) return [];
  const left = second === null ? (result === 'unchanged' ? 0 : null) : effectiveChanges(second).length;
  try {
    await journal.append({ line: 'outcome', at: context.now().toISOString(), result, writes, left });
  } catch {
    // The next apply settles it.
  } finally {
    await journal.close();
  }
  const { document, root } = session.workspace;
  return deliverJournal({
    file: journal.file,
    id,
    sinks: document.journal,
    root,
    environment: context.environment,
  });
}

function hidden(journal: OpenJournal, hide: (record: JournalRecord) => JournalRecord): OpenJournal {
  return { ...journal, append: (...records) => journal.append(...records.map(hide)) };
}

function unfinished({ organization, at, by }: JournalHeader): Diagnostic {
  const who = by.ci?.actor ?? by.user;
  const message = `${organization}: an apply of ${at}${who === null ? '' : ` by ${who}`} came to no end. This one goes on from what is live.`;
  return diagnostic('journal-unfinished', message, null);
}
