import { type Desired, entryKey } from '../../compile/desired.ts';
import type { Journal } from '../../journal/journal-record.ts';
import { withLaterEnds } from '../../missing/edit/later-ends.ts';
import type { RevisedFile } from '../../missing/edit/proposed-edits.ts';
import { GRANT_KEYS } from '../../policy/document-types.ts';
import type { Address } from '../../resource/address.ts';
import { formatOrigin, type Origin } from '../../source/origin.ts';
import { EditTrials } from '../../workspace/edit-trial.ts';
import type { Workspace } from '../../workspace/workspace.ts';

/** The documents with a new end for what an apply took away because it had ended. */
export interface RenewedEnds {
  readonly desired: Desired;
  /** The bounds that are moved, as they are written now. */
  readonly moved: readonly Origin[];
  readonly files: readonly RevisedFile[];
}

/** A grant can be bounded by several windows, one inside the other; no more than these. */
const MOST_NESTED = 5;

/**
 * Moves the `until` of whatever the journal's apply took away because its time had ended, in a copy of the documents. Null
 * where nothing of it is written any more, or the documents would not compile.
 */
export function renewedEnds(
  workspace: Workspace,
  desired: Desired,
  journal: Journal,
  until: string,
): RenewedEnds | null {
  const document = workspace.documents.find(({ name }) => name === desired.organization);
  if (document === undefined) return null;
  const trials = new EditTrials(workspace, desired, document);
  const before = trials.files();
  let files = before;
  let now = desired;
  const moved = new Map<string, Origin>();
  for (let round = 0; round < MOST_NESTED; round += 1) {
    const ended = endedBounds(journal, now);
    if (ended.length === 0) break;
    if (round === 0) for (const origin of ended) moved.set(formatOrigin(origin), origin);
    const ends = ended.map((bound) => ({ bound, grant: null }));
    const later = withLaterEnds(files, desired.organization, desired.platform, ends, until);
    if (later === null) return null;
    files = later;
    const tried = trials.compiled(new Map(files.map(({ file, text }) => [file, text])));
    if (tried === null) return null;
    now = tried.desired;
  }
  if (now === desired) return null;
  const revised = before.flatMap((one, at): readonly RevisedFile[] => {
    const after = files[at];
    return after === undefined || after.text === one.text
      ? []
      : [{ file: one.file, before: one.text, after: after.text }];
  });
  return { desired: now, moved: [...moved.values()], files: revised };
}

/** Where the documents say that what the apply took away has ended. */
function endedBounds(journal: Journal, { ruledOut }: Desired): readonly Origin[] {
  const found = new Map<string, Origin>();
  const note = (rule: ReturnType<typeof ruledOut.get>): void => {
    if (rule?.why === 'expired') found.set(formatOrigin(rule.origin), rule.origin);
  };
  for (const { address, ended, endedEntries, before } of journal.changes) {
    if (!ended && endedEntries.length === 0) continue;
    const at = address as Address;
    if (ended) note(ruledOut.get(at));
    for (const attribute of [...GRANT_KEYS, 'members', 'groups', 'permissions'] as const) {
      const was = before === null ? null : before.attributes[attribute];
      for (const entry of Array.isArray(was) ? was : []) {
        const isOurs = ended || endedEntries.includes(`${attribute}/${entry}`);
        if (isOurs) note(ruledOut.get(entryKey(at, attribute, String(entry))));
      }
    }
  }
  return [...found.values()];
}
