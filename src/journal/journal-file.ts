import { closeSync, fsyncSync, mkdirSync, openSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { journalLine } from './journal-lines.ts';
import type { JournalRecord } from './journal-record.ts';

/** A journal that is being written. */
export interface OpenJournal {
  readonly file: string;
  /** On the disk when it is resolved. Rejected with what the system says; then nothing more is written. */
  append(...records: readonly JournalRecord[]): Promise<void>;
  close(): Promise<void>;
}

/**
 * Makes the file, for its owner alone. Lines that are asked for while others are on their way to the disk go there together:
 * writes side by side wait for one sync and not for one each. Throws what the system says.
 */
export async function createJournal(file: string): Promise<OpenJournal> {
  const folder = dirname(file);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const handle = await open(file, 'ax', 0o600);
  syncFolder(folder);
  return journalOn(handle, file);
}

function journalOn(handle: FileHandle, file: string): OpenJournal {
  let sum = '';
  let pending = '';
  let under: Promise<void> | null = null;
  let waiting: Promise<void> | null = null;
  const flush = async (): Promise<void> => {
    const text = pending;
    pending = '';
    await handle.appendFile(text);
    await handle.sync();
  };
  /** The next flush, which takes all that is asked for until it begins. */
  const next = (): Promise<void> => {
    if (waiting !== null) return waiting;
    const before = under ?? Promise.resolve();
    waiting = before.then(() => {
      under = waiting;
      waiting = null;
      return flush();
    });
    return waiting;
  };
  return {
    file,
    append: (...records) => {
      for (const record of records) {
        const line = journalLine(record, sum);
        sum = line.sum;
        pending += line.text;
      }
      return next();
    },
    close: () => handle.close(),
  };
}

/** That the file is there has to be on the disk too. Some systems do not let a folder be opened. */
function syncFolder(folder: string): void {
  let handle: number | null = null;
  try {
    handle = openSync(folder, 'r');
    fsyncSync(handle);
  } catch {
    // Then the file system has to see to it.
  } finally {
    if (handle !== null) closeSync(handle);
  }
}
