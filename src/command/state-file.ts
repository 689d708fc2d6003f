import { closeSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { type Diagnostic, diagnostic } from '../source/diagnostic.ts';
import { success } from '../source/outcome.ts';
import type { StateStore } from '../terraform/run/stand.ts';

/** The state of one stack as a file. Losing it costs nothing but the next refresh. */
export function stateFile(directory: string, stack: string): StateStore {
  const file = join(directory, `${stack}.tfstate`);
  let unsaved: Diagnostic | null = null;
  return {
    async load() {
      try {
        return success(readFileSync(file, 'utf8'));
      } catch {
        return success(null);
      }
    },
    save(text) {
      try {
        write(directory, file, text);
        unsaved = null;
      } catch (error) {
        unsaved = notSaved(error instanceof Error ? error.message : String(error));
      }
    },
    settle: async () => (unsaved === null ? [] : [unsaved]),
  };
}

function write(directory: string, file: string, text: string): void {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  // Written beside and renamed: a process killed in between leaves the old state whole.
  const beside = `${file}.${process.pid}`;
  const handle = openSync(beside, 'w', 0o600);
  writeSync(handle, text);
  closeSync(handle);
  renameSync(beside, file);
}

/** A cache that cannot be written costs the next run a refresh, never this one its success. */
function notSaved(reason: string): Diagnostic {
  return diagnostic('state-not-saved', `The state could not be kept: ${reason}`, null, {
    severity: 'warning',
    hint: 'Nothing is lost: the next run adopts what is live. Check the state directory.',
  });
}
