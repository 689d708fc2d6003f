import { buildAccess } from '../../access/build-access.ts';
import { compareAccess } from '../../access/compare-access.ts';
import type { AccessDelta } from '../../access/effective-access.ts';
import type { MemberId } from '../../resource/identifiers.ts';
import type { Resource } from '../../resource/resource.ts';
import { known } from '../../source/known.ts';
import type { DeniedQuestion, DeniedSide } from '../denied-side.ts';
import type { BlockedWay } from '../obstacle.ts';
import type { EditStep } from './candidate.ts';
import { editCandidates } from './candidates.ts';
import { EditableDocuments, type EditableFile } from './editable-documents.ts';
import { EntryEdits } from './entry-edits.ts';

/** How edits of an organization's documents are tried. */
export interface EditTrial {
  readonly organization: string;
  /** How somebody is written, or would be. */
  readonly keyOf: (member: MemberId) => string;
  readonly files: () => readonly EditableFile[];
  /** The organization with these texts in place of files; null where it does not compile. */
  readonly compiled: (texts: ReadonlyMap<string, string>) => TriedDocuments | null;
}

export interface TriedDocuments {
  readonly resources: readonly Resource[];
  /** What would then be against it, and is not now: expectations, and ends that break an invariant. */
  readonly notes: () => readonly string[];
}

/** A file as it is, and as it would be. */
export interface RevisedFile {
  readonly file: string;
  readonly before: string;
  readonly after: string;
}

/** An edit that was made on a copy of the documents, which compiled, and gave the permission. */
export interface ProposedEdit {
  readonly steps: readonly EditStep[];
  readonly files: readonly RevisedFile[];
  /** What else it gives, and what it takes. */
  readonly gained: AccessDelta['gained'];
  readonly lost: AccessDelta['lost'];
  readonly notes: readonly string[];
}

/** Of small documents. Each compiles all of them. */
const MOST_TRIED = 32;
const LEAST_TRIED = 4;
/** Resources that are compiled for one answer, all tries taken together. */
const MOST_COMPILED = 400_000;
const MOST_PROPOSED = 5;

/** Edits that give the permission, each tried; what gives least besides first, then the shortest. */
export function proposedEdits(
  question: DeniedQuestion,
  side: DeniedSide,
  ways: readonly BlockedWay[],
  trial: EditTrial,
): readonly ProposedEdit[] {
  const documents = new EditableDocuments(trial.files(), trial.organization, side.platform);
  const entries = new EntryEdits(side.platform, documents.documents, trial.keyOf);
  const before = buildAccess(side.platform, side.resources);
  const budget = Math.floor(MOST_COMPILED / (side.resources.length + 1));
  const most = Math.min(MOST_TRIED, Math.max(LEAST_TRIED, budget));
  const seen = new Set<string>();
  const found: (Omit<ProposedEdit, 'notes'> & Pick<TriedDocuments, 'notes'>)[] = [];
  for (const { steps, edits } of editCandidates(question, side, ways, documents, entries)) {
    if (seen.size >= most) break;
    const texts = documents.edited(edits);
    const key = JSON.stringify([...(texts ?? [])]);
    if (texts === null || texts.size === 0 || seen.has(key)) continue;
    seen.add(key);
    const tried = trial.compiled(texts);
    if (tried === null) continue;
    const after = buildAccess(side.platform, tried.resources);
    if (!after.can(question.member, question.permission, question.scope)) continue;
    const { gained, lost } = compareAccess(before, after);
    const files = [...texts].map(([file, text]): RevisedFile => {
      return { file, before: known(documents.textOf(file), `the text of ${file}`), after: text };
    });
    found.push({ steps, files, gained: gained.filter(isNot(question)), lost, notes: tried.notes });
  }
  return found
    .sort((a, b) => weight(a) - weight(b) || size(a) - size(b))
    .slice(0, MOST_PROPOSED)
    .map(({ notes, ...edit }) => ({ ...edit, notes: notes() }))
    .sort((a, b) => Math.min(1, a.notes.length) - Math.min(1, b.notes.length));
}

function weight({ gained, lost }: Pick<ProposedEdit, 'gained' | 'lost'>): number {
  return gained.length + lost.length;
}

/** Characters that come and go. */
function size({ files }: Pick<ProposedEdit, 'files'>): number {
  let sum = 0;
  for (const { before, after } of files) {
    let head = 0;
    while (head < before.length && before[head] === after[head]) head += 1;
    let tail = 0;
    while (
      tail < Math.min(before.length, after.length) - head &&
      before[before.length - 1 - tail] === after[after.length - 1 - tail]
    )
      tail += 1;
    sum += before.length + after.length - 2 * (head + tail);
  }
  return sum;
}

function isNot({ member, permission, scope }: DeniedQuestion) {
  return (grant: AccessDelta['gained'][number]): boolean =>
    grant.member !== member || grant.permission !== permission || grant.scope !== scope;
}
