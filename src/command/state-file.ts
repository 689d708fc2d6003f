import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { diagnostic } from '../source/diagnostic.ts';
import { failure, type Outcome, success } from '../source/outcome.ts';
import type { StateStore } from '../terraform/run/run.ts';

/** The state of one organization as a file. Losing it costs nothing but the next refresh. */
export function stateFile(directory: string, organization: string): StateStore {
  const file = join(directory, `${organization}.tfstate`);
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

/**
 * Keeps two applies of one organization on this machine apart. The lock names its process; one whose process is
 * gone (killed) is taken over. Fails with state-locked.
 */
export function lock(directory: string, organization: string): Outcome<() => void> {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const file = join(directory, `${organization}.lock`);
  for (let attempt = 0; attempt < 3; attempt += 1) {
    try {
      const handle = openSync(file, 'wx', 0o600);
      writeSync(handle, `${process.pid}\n`);
      fsyncSync(handle);
      closeSync(handle);
      return success(() => rmSync(file, { force: true }));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
        return failure(
          diagnostic('file-unreadable', `Cannot write ${file}: ${(error as Error).message}`, null),
        );
      }
      const holder = holderOf(file);
      if (holder !== null && isRunning(holder)) {
        const message = `Another apply of ${organization} is running (process ${holder}).`;
        return failure(
          diagnostic('state-locked', message, null, {
            hint: `Wait for it, or remove ${file} if that is no Bylaw.`,
          }),
        );
      }
      rmSync(file, { force: true });
    }
  }
  return failure(diagnostic('state-locked', `Cannot take the lock ${file}.`, null));
}

function holderOf(file: string): number | null {
  try {
    const pid = Number.parseInt(readFileSync(file, 'utf8'), 10);
    return Number.isSafeInteger(pid) && pid > 0 ? pid : null;
  } catch {
    return null;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
