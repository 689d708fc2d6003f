import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { isTaken, MAX_STATE_BYTES, readWholeFile } from '../file/read-file.ts';
import { stageFile } from '../file/write-file.ts';
import { type Diagnostic, diagnostic } from '../source/diagnostic.ts';
import { failure, type Outcome, success } from '../source/outcome.ts';
import type { StateStore } from '../terraform/run/run-environment.ts';
import { parseState } from '../terraform/run/terraform-state.ts';
import { damagedStateOwnerOf } from './damaged-state-ownership.ts';
import { quarantineFile } from './quarantine.ts';
import { foreignContentIn } from './state-ownership.ts';

export const STATE_SUFFIX = '.tfstate';

export interface StateFileOptions {
  readonly directory: string;
  readonly stack: string;
  /** As the workspace file is found from the directory: says whose a file is when its stack is no more. */
  readonly workspace: string;
  /** Whether it is to be written: only then is anything done about one that is damaged. */
  readonly writes: boolean;
}

/**
 * The state of one stack as a file. Losing it costs nothing but the next refresh. Loading fails with state-foreign;
 * one that cannot be read is left alone (file-unreadable, a warning), and
 * a text that is no state is put aside by a run that writes (state-damaged, a warning).
 */
export function openStateFile({ directory, stack, workspace, writes }: StateFileOptions): StateStore {
  const file = join(directory, `${stack}${STATE_SUFFIX}`);
  let unsaved: Diagnostic | null = null;
  let inTheWay = false;
  return {
    async load() {
      const kept = read(file);
      if (!kept.ok) {
        // Nobody knows whose it is, so it stays; and no access waits for what is a cache.
        inTheWay = true;
        return success(null, kept.diagnostics.map(leftAlone));
      }
      const text = kept.value;
      if (text === null || text === '') return success(null);
      if (parseState(text) !== null) {
        const foreign = foreignContentIn(text, null);
        return foreign === null ? success(text) : failure(notOurs(file, `it holds ${foreign}`));
      }
      if (damagedStateOwnerOf(text) === 'foreign')
        return failure(notOurs(file, 'it was not written by Bylaw'));
      if (!writes) return success(null);
      const aside = quarantineFile(file, new Date());
      inTheWay = !aside.ok;
      return success(null, [damaged(file, aside)]);
    },
    save(text) {
      if (inTheWay) return;
      try {
        write(directory, file, marked(text, workspace));
        unsaved = null;
      } catch (error) {
        unsaved = notSaved(error instanceof Error ? error.message : String(error));
      }
    },
    settle: async () => (unsaved === null ? [] : [unsaved]),
  };
}

const MARK = 'bylaw_workspace';

/** Terraform is never shown the file itself, so that there is room in it for whose it is. */
function marked(text: string, workspace: string): string {
  return text.replace(/^\s*\{(?=\s*")/, () => `{"${MARK}":${JSON.stringify(workspace)},`);
}

/** The workspace that a state was written for, in the words of `StateFile.workspace`; null where it does not say. */
export function stateFileWorkspace(text: string): string | null {
  const { [MARK]: workspace } = JSON.parse(text) as Readonly<Record<string, unknown>>;
  return typeof workspace === 'string' ? workspace : null;
}

/** Null where none is kept. Fails with `file-unreadable` and `file-too-large`. */
function read(file: string): Outcome<string | null> {
  if (!isTaken(file)) return success(null);
  const bytes = readWholeFile(file, { place: null, limit: MAX_STATE_BYTES });
  return bytes.ok ? success(bytes.value.toString('utf8')) : bytes;
}

function write(directory: string, file: string, text: string): void {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  stageFile(file, text, 0o600).replace();
}

function leftAlone(found: Diagnostic): Diagnostic {
  const message = `${found.message} It is left as it is, and no state is kept.`;
  const hint = 'Nothing is lost: what is live is adopted. Move it away, or make it readable.';
  return { ...found, message, severity: 'warning', hint };
}

/** A cache that cannot be written costs the next run a refresh, never this one its success. */
function notSaved(reason: string): Diagnostic {
  return diagnostic('state-not-saved', `The state could not be saved: ${reason}`, null, {
    hint: 'Nothing is lost: the next run adopts what is live. Check the state directory.',
  });
}

function notOurs(file: string, why: string): Diagnostic {
  return diagnostic('state-foreign', `${file} is not a state of Bylaw: ${why}. Nothing was written.`, null, {
    hint: 'Move it away, or name another folder in state.directory of the workspace.',
  });
}

function damaged(file: string, aside: Outcome<string>): Diagnostic {
  const what = `${file} is not a state, and nothing in it is somebody else's.`;
  if (!aside.ok) {
    const why = aside.diagnostics.map(({ message }) => message).join(' ');
    return diagnostic('state-damaged', `${what} ${why} It is left as it is, and no state was kept.`, null, {
      hint: 'Move it away: the next apply adopts what is live.',
    });
  }
  return diagnostic('state-damaged', `${what} It was moved to ${aside.value}; a new one was begun.`, null, {
    hint: 'Nothing is lost: what is live was adopted. Delete the copy when you have seen it.',
  });
}
