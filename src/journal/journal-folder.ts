import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isTaken, MAX_STATE_BYTES, readWholeFile, reasonOf } from '../file/read-file.ts';
import { type Diagnostic, diagnostic } from '../source/diagnostic.ts';
import { failure, type Outcome, success } from '../source/outcome.ts';
import { quote } from '../source/quote.ts';
import type { Journal } from './journal-record.ts';
import { parseJournal } from './parse-journal.ts';

export const JOURNAL_SUFFIX = '.jsonl';

/** Where the journals of an organization are, below the folder for what is kept. */
export function journalFolder(directory: string, organization: string): string {
  return join(directory, 'journal', organization);
}

/** By name they are in the order of their instants. */
export function journalName(at: string, id: string): string {
  return `${at.replace(/[:.]/g, '-')}-${id.slice(0, 8)}${JOURNAL_SUFFIX}`;
}

/** Codes: those of reading a file, and of `parseJournal`. */
export function loadJournal(file: string): Outcome<Journal> {
  const bytes = readWholeFile(file, { place: null, limit: MAX_STATE_BYTES });
  return bytes.ok ? parseJournal(bytes.value.toString('utf8'), file) : bytes;
}

export interface FoundJournals {
  /** The oldest first. */
  readonly journals: readonly Journal[];
  /** What is wrong with others, and what is told of these. */
  readonly diagnostics: readonly Diagnostic[];
}

/** All journals of an organization. */
export function loadJournals(directory: string, organization: string): FoundJournals {
  const folder = journalFolder(directory, organization);
  const names = namesIn(folder);
  if (!names.ok) return { journals: [], diagnostics: names.diagnostics };
  const loaded = names.value
    .filter((name) => name.endsWith(JOURNAL_SUFFIX))
    .sort()
    .map((name) => loadJournal(join(folder, name)));
  return {
    journals: loaded.flatMap((one) => (one.ok ? [one.value] : [])),
    diagnostics: loaded.flatMap(({ diagnostics }) => diagnostics),
  };
}

/** Organizations of which there are journals. */
export function journalledOrganizations(directory: string): readonly string[] {
  const names = namesIn(join(directory, 'journal'));
  return names.ok ? [...names.value].sort() : [];
}

/** Nothing where nothing was kept; a folder that cannot be read is not empty. */
function namesIn(folder: string): Outcome<readonly string[]> {
  if (!isTaken(folder)) return success([]);
  try {
    return success(readdirSync(folder));
  } catch (error) {
    const message = `Cannot read the folder ${quote(folder)}: ${reasonOf(folder, error)}`;
    return failure(diagnostic('file-unreadable', message, null));
  }
}

/** Those that came to no end and that no later one has settled. */
export function openJournals(journals: readonly Journal[]): readonly Journal[] {
  const settled = new Set(journals.flatMap(({ header }) => header.settles));
  return journals.filter(({ header, outcome }) => outcome === null && !settled.has(header.id));
}
