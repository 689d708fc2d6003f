import { execFile, spawn } from 'node:child_process';
import { closeSync, constants, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ChildResult } from '../../terraform/run/child-process.ts';
import { type ExitStatus, exitedCleanly } from '../../terraform/run/exit-status.ts';

/** A lock on a state, held by a process. */
export interface StateLock {
  /** Whether the process ended by itself, and with it the lock. */
  lost(): boolean;
  /** Gives the lock back. What the process said if it could not. */
  release(): Promise<ChildResult | null>;
}

/** A named pipe: an expression that reads it tells by this alone that it is evaluated. */
const PIPE = 'held';
const QUESTION = `file("${PIPE}")\n`;
/** What the console says is written to a file here. */
const COMPLAINTS = 'complaints.txt';
const POLL_MS = 15;

/**
 * Holds the lock of the state of the configuration in a folder until it is released or this process ends in whatever
 * way: `terraform console` takes the lock of any backend, and lets go at the end of its input, which the system closes
 * for a process that is killed. It prints nothing before that end, but reads its input line by line once it has the
 * lock: the first line makes it read a named pipe. A lock that is refused is what the console said.
 */
export async function acquireStateLock(
  path: string,
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<{ readonly hold: StateLock } | { readonly refused: ChildResult }> {
  // The one of an attempt before.
  rmSync(join(cwd, PIPE), { force: true });
  await promisify(execFile)('mkfifo', ['-m', '600', PIPE], { cwd });
  const file = join(cwd, COMPLAINTS);
  const complaints = openSync(file, 'w', 0o600);
  return new Promise((resolve) => {
    // In a process group of its own: Ctrl-C is for us, and the lock is wanted until we are through.
    const child = spawn(path, ['console', ...args], {
      cwd,
      env,
      // A pipe to us that we are no longer there to read would kill it before it gives the lock back.
      stdio: ['pipe', 'ignore', complaints],
      detached: true,
    });
    let over = false;
    // Until it is there, though, somebody who has enough of waiting is not made to wait.
    const interrupt = (): void => {
      child.kill('SIGINT');
    };
    process.on('SIGINT', interrupt);
    process.on('SIGTERM', interrupt);
    const settle = (answer: { readonly hold: StateLock } | { readonly refused: ChildResult }): void => {
      clearInterval(poll);
      process.off('SIGINT', interrupt);
      process.off('SIGTERM', interrupt);
      resolve(answer);
    };
    const ended = new Promise<ChildResult>((end) => {
      const finish = (exitStatus: ExitStatus): void => {
        over = true;
        const said = exitStatus.how === 'not-started' ? '' : readFileSync(file, 'utf8');
        end({ ending: exitStatus, diagnostics: [], stdout: '', said, interrupted: false });
      };
      child.once('error', (error: NodeJS.ErrnoException) =>
        finish({ how: 'not-started', code: error.code ?? '', reason: error.message }),
      );
      child.once('close', (code, signal) =>
        finish(signal === null ? { how: 'exited', status: code ?? 128 } : { how: 'killed', signal }),
      );
    });
    const stateLock: StateLock = {
      lost: () => over,
      release: async () => {
        if (over) return ended;
        child.stdin?.end();
        const result = await ended;
        return exitedCleanly(result.ending) ? null : result;
      },
    };
    // A console that has gone reads nothing any more; that it has gone is told by its end.
    child.stdin?.on('error', () => {});
    closeSync(complaints);
    child.stdin?.write(QUESTION);
    const poll = setInterval(() => {
      if (isRead(join(cwd, PIPE))) settle({ hold: stateLock });
    }, POLL_MS);
    void ended.then((refused) => settle({ refused }));
  });
}

/** Whether somebody reads the pipe; if so they are given something and the end of it. */
function isRead(pipe: string): boolean {
  let handle: number;
  try {
    handle = openSync(pipe, constants.O_WRONLY | constants.O_NONBLOCK);
  } catch {
    return false;
  }
  try {
    writeSync(handle, '1');
  } finally {
    closeSync(handle);
  }
  return true;
}
