import { closeSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { StateStore } from '../terraform/run/stand.ts';

/** The state of one stack as a file. Losing it costs nothing but the next refresh. */
export function stateFile(directory: string, stack: string): StateStore {
  const file = join(directory, `${stack}.tfstate`);
  return {
    load() {
      try {
        return readFileSync(file, 'utf8');
      } catch {
        return null;
      }
    },
    save(text) {
      mkdirSync(directory, { recursive: true, mode: 0o700 });
      // Written beside and renamed: a process killed in between leaves the old state whole.
      const beside = `${file}.${process.pid}`;
      const handle = openSync(beside, 'w', 0o600);
      writeSync(handle, text);
      closeSync(handle);
      renameSync(beside, file);
    },
  };
}
