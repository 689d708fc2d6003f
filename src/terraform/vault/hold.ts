import { spawn } from 'node:child_process';
import type { ChildResult } from '../run/child.ts';

/** A lock on a state, held by a process. */
export interface Hold {
  /** Whether the process ended by itself, and with it the lock. */
  lost(): boolean;
  /** Gives the lock back. What the process said if it could not. */
  release(): Promise<ChildResult | null>;
}

/** An expression, and the answer that says the lock is there: the console locks before it reads. */
const QUESTION = '"bylaw-${1 + 1}"\n';
const ANSWER = /bylaw-2/;

/**
 * Holds the lock of the state of the configuration in a folder until it is released or this process ends in whatever
 * way: `terraform console` takes the lock that any backend has, and lets go at the end of its input, which the system
 * closes for a process that is killed. A lock that is refused is what the console said.
 */
export function holdLock(
  path: string,
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<{ readonly hold: Hold } | { readonly refused: ChildResult }> {
  return new Promise((resolve) => {
    // In a process group of its own: Ctrl-C is for us, and the lock is wanted until we are through.
    const child = spawn(path, ['console', ...args], {
      cwd,
      env,
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: true,
    });
    let stdout = '';
    let stderr = '';
    let over = false;
    const ended = new Promise<ChildResult>((end) => {
      const finish = (status: number, said: string): void => {
        over = true;
        end({ status, stdout: '', stderr: said });
      };
      child.once('error', (error) => finish(127, error.message));
      child.once('close', (code, signal) =>
        finish(code ?? 128, `${stderr}${signal === null ? '' : `ended by ${signal}`}`),
      );
    });
    const hold: Hold = {
      lost: () => over,
      release: async () => {
        if (over) return ended;
        child.stdin.end();
        const result = await ended;
        return result.status === 0 ? null : result;
      },
    };
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      if (ANSWER.test(stdout)) resolve({ hold });
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    // A console that has gone reads nothing any more; that it has gone is told by its end.
    child.stdin.on('error', () => {});
    child.stdin.write(QUESTION);
    void ended.then((refused) => resolve({ refused }));
  });
}
