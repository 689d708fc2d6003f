import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { diagnostic } from '../source/diagnostic.ts';
import { failure, type Outcome, success } from '../source/outcome.ts';
import { isAlive } from '../terraform/process/alive.ts';

/** Who holds a lock, as the three lines of its file say. */
interface Holder {
  readonly pid: number;
  readonly host: string;
  /** Tells this very lock from a later one of the same process. */
  readonly nonce: string;
}

/** How often and how long a lock is tried that is just being taken over by somebody else. */
const ATTEMPTS = 50;
const PAUSE_MS = 20;
/** A take-over lasts microseconds; one this old was killed in the middle. */
const TAKEOVER_IS_DEAD_MS = 10_000;

/**
 * Keeps two applies of one organization apart. The lock names its process; one whose process is gone (killed) is
 * taken over, one of another machine never is, because its process cannot be asked for. Fails with state-locked and
 * file-unreadable.
 */
export function lock(directory: string, organization: string): Outcome<() => void> {
  const file = join(directory, `${organization}.lock`);
  const own: Holder = { pid: process.pid, host: hostname(), nonce: randomUUID() };
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      if (take(file, own)) return success(() => release(file, own));
      const holder = holderOf(file);
      // Gone since we tried, or just being written: try again.
      if (holder !== null && !isDead(holder)) return failure(held(file, organization, holder));
      if (holder === null || !takeAway(file)) pause();
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return failure(diagnostic('file-unreadable', `Cannot write ${file}: ${reason}`, null));
  }
  return failure(diagnostic('state-locked', `Cannot take the lock ${file}.`, null));
}

/** A lock appears whole or not at all: it is written beside and linked, which fails where there is one. */
function take(file: string, own: Holder): boolean {
  const beside = `${file}.${own.nonce}`;
  writeFileSync(beside, `${own.pid}\n${own.host}\n${own.nonce}\n`, { mode: 0o600 });
  try {
    linkSync(beside, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(beside, { force: true });
  }
}

/**
 * Removes a dead lock. Only one process at a time may, and it looks again once it alone may: otherwise the second of
 * two that saw the same dead lock would remove the lock the first has taken meanwhile.
 */
function takeAway(file: string): boolean {
  const guard = `${file}.takeover`;
  try {
    mkdirSync(guard);
  } catch {
    if (ageOf(guard) > TAKEOVER_IS_DEAD_MS) removeGuard(guard);
    return false;
  }
  try {
    const holder = holderOf(file);
    if (holder !== null && isDead(holder)) rmSync(file, { force: true });
    return true;
  } finally {
    removeGuard(guard);
  }
}

function release(file: string, own: Holder): void {
  if (holderOf(file)?.nonce === own.nonce) rmSync(file, { force: true });
}

function held(file: string, organization: string, { pid, host }: Holder) {
  const where = host === hostname() ? `process ${pid}` : `process ${pid} on ${host}`;
  return diagnostic('state-locked', `Another apply of ${organization} is running (${where}).`, null, {
    hint: `Wait for it, or remove ${file} if that is no Bylaw.`,
  });
}

/** Null where there is no lock. What cannot be understood as one was not left by a running apply. */
function holderOf(file: string): Holder | null {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return null;
  }
  const [pid = '', host = '', nonce = ''] = text.split('\n');
  return { pid: Number.parseInt(pid, 10), host: host === '' ? hostname() : host, nonce };
}

function isDead({ pid, host }: Holder): boolean {
  if (host !== hostname()) return false;
  if (!Number.isSafeInteger(pid) || pid <= 0) return true;
  return !isAlive(pid);
}

function ageOf(path: string): number {
  try {
    return Date.now() - statSync(path).mtimeMs;
  } catch {
    return 0;
  }
}

function removeGuard(guard: string): void {
  try {
    rmdirSync(guard);
  } catch {
    // Somebody else has removed it.
  }
}

function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS);
}
