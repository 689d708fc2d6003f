import { readFileSync } from 'node:fs';

/** Whether a process was stopped (SIGSTOP, a debugger), as far as the system tells: Linux does, others say no. */
export function isProcessStopped(pid: number): boolean {
  try {
    // The program's name stands in parentheses and may hold anything: the state comes after it.
    const [state] = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return state === 'T' || state === 't';
  } catch {
    return false;
  }
}
