import { createHash } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** Whether a process of this machine is there; one of another user is, even if we may not signal it. */
export function isProcessAlive(pid: number): boolean {
  // The system takes 0 and less for groups of processes, of which there is always one.
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * Where process ids mean what they mean here, in 8 characters: machine, boot and, on Linux, the container. Somebody
 * with another mark may be alive where we cannot see it.
 */
export function pidNamespace(): string {
  const parts = [hostname()];
  for (const read of [
    () => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8'),
    () => readlinkSync('/proc/self/ns/pid'),
  ]) {
    try {
      parts.push(read());
    } catch {
      // Not Linux: there one machine has one space.
    }
  }
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 8);
}

/**
 * When a process began, in what its system counts from its boot: it tells one from another that had its number before.
 * Empty where no file says so.
 */
export function processStartTime(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name of the program, in parentheses, may hold anything. See proc_pid_stat(5), field 22.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}
