import type { EngineInfo } from '../plan/apply-result.ts';
import type { ResourceTypeName } from '../resource/resource.ts';

export const JOURNAL_FORMAT = 'bylaw.journal/v1';

/** Who carried an apply out, as far as the CI server and the operating system say. */
export interface RunBy {
  readonly user: string | null;
  readonly host: string | null;
  readonly pid: number;
  readonly ci: {
    readonly system: string;
    readonly actor: string | null;
    readonly run: string | null;
    readonly url: string | null;
  } | null;
}

/** Where an organization is: a journal is of that one, and of no other that has its name. */
export interface JournalAddress {
  readonly connector: string;
  readonly remote: string;
  readonly url: string | null;
}

export interface JournalHeader {
  readonly line: 'header';
  readonly format: typeof JOURNAL_FORMAT;
  readonly id: string;
  readonly at: string;
  readonly bylaw: string;
  readonly organization: string;
  readonly platform: string;
  readonly address: JournalAddress;
  readonly engine: EngineInfo;
  readonly by: RunBy;
  readonly commit: string | null;
  /** What was agreed to: at which instant windows were applied, of which files, against which live revision. */
  readonly plan: {
    readonly instant: string;
    readonly revision: string;
    readonly live: string;
    readonly file: boolean;
    readonly changes: number;
    readonly writes: number;
  };
  /** The journal that this apply goes on with; null where it begins anew. */
  readonly resumes: string | null;
  /** The journal that this apply undoes. */
  readonly undoes: string | null;
  /** Unfinished journals that are settled by this one. */
  readonly settles: readonly string[];
}

/** A resource as it can be compared and made again. Entries are lists in byte order. */
export interface ResourceRecord {
  readonly type: ResourceTypeName;
  readonly address: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** One change that was agreed to: what, why, from what to what, and by which writes. */
export interface ChangeLine {
  readonly line: 'change';
  readonly action: 'create' | 'update' | 'replace' | 'delete';
  readonly address: string;
  readonly name: string;
  readonly because: { readonly text: string; readonly place: string };
  readonly before: ResourceRecord | null;
  readonly after: ResourceRecord | null;
  /** Its window has ended, or that of these entries of it: `members/dan@acme.com`. */
  readonly ended: boolean;
  readonly endedEntries: readonly string[];
  /** Groups that a person leaves along with it, and what something else owns and went along, by name. */
  readonly leaves: readonly string[];
  /** `writeMark` of each. */
  readonly writes: readonly string[];
}

/** Written and on the disk before the write is sent. */
export interface SentLine {
  readonly line: 'sent';
  readonly at: string;
  readonly n: number;
  readonly mark: string;
  readonly what: string;
}

/** Written when it is answered. `doubt`: the answer was lost, and the platform may have made it. */
export interface AnsweredLine {
  readonly line: 'answered';
  readonly at: string;
  readonly n: number;
  readonly result: 'done' | 'refused' | 'failed' | 'doubt';
  readonly codes: readonly string[];
}

/** The last line of an apply that came to its end. */
export interface OutcomeLine {
  readonly line: 'outcome';
  readonly at: string;
  readonly result: 'proven' | 'part' | 'incomplete' | 'unproven' | 'unchanged';
  readonly writes: number;
  /** Changes that were left; null where nobody could read again. */
  readonly left: number | null;
}

export type JournalRecord = JournalHeader | ChangeLine | SentLine | AnsweredLine | OutcomeLine;

/** A journal read again. */
export interface Journal {
  readonly file: string;
  readonly header: JournalHeader;
  readonly changes: readonly ChangeLine[];
  readonly sent: readonly SentLine[];
  readonly answered: readonly AnsweredLine[];
  /** Null: the process ended before the apply did, or it is still at work. */
  readonly outcome: OutcomeLine | null;
}

/** Writes that were sent, and of which nobody heard what became of them. */
export function unansweredIn({ sent, answered }: Journal): readonly SentLine[] {
  const heard = new Set(answered.filter(({ result }) => result !== 'doubt').map(({ n }) => n));
  return sent.filter(({ n }) => !heard.has(n));
}

export function doneIn({ sent, answered }: Journal): readonly SentLine[] {
  const done = new Set(answered.filter(({ result }) => result === 'done').map(({ n }) => n));
  return sent.filter(({ n }) => done.has(n));
}
