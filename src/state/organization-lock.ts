import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isTaken, readWholeFile } from '../file/read-file.ts';
import { isProcessAlive } from '../process/process-liveness.ts';
import { type Diagnostic, diagnostic } from '../source/diagnostic.ts';
import { failure, type Outcome, success } from '../source/outcome.ts';
import type { LockWait, RetryInterval } from './lock-wait.ts';

/** Who holds a lock, as the lines of its file say. */
interface LockHolder {
  readonly pid: number;
  readonly host: string;
  /** Tells this very lock from a later one of the same process. */
  readonly nonce: string;
  /** For people: what it is doing, whose it is and since when; empty where the file does not say. */
  readonly operation: string;
  readonly user: string;
  readonly since: string;
}

/** How often and how long a lock is tried that is just being taken over by somebody else. */
const ATTEMPTS = 50;
const PAUSE_MS = 20;
/** A take-over lasts microseconds; one this old was killed in the middle. */
const TAKEOVER_IS_DEAD_MS = 10_000;
/** Looking at a file costs nothing. */
const FILE_RETRY_INTERVAL: RetryInterval = { firstMs: 100, mostMs: 1000 };

export const LOCK_SUFFIX = '.lock';

/**
 * Keeps two applies of one organization apart. The lock names its process; one whose process is gone (killed) is
 * taken over, one of another machine never is, because its process cannot be asked for. Who holds it is waited for as
 * long as there is patience. A lock that cannot be read is held by nobody knows whom. Fails with state-locked,
 * file-unreadable and file-unwritable.
 */
export async function lockOrganization(
  directory: string,
  organization: string,
  lockWait: LockWait,
): Promise<Outcome<() => void>> {
  const file = join(directory, `${organization}${LOCK_SUFFIX}`);
  const own = ourselves();
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const made = await lockWait.until(
      () => taken(file, own),
      (lockTry) => (lockTry === 'ours' || isDiagnostic(lockTry) ? null : heldWords(organization, lockTry)),
      FILE_RETRY_INTERVAL,
    );
    if (made === 'ours') return success(() => release(file, own));
    if (isDiagnostic(made)) return failure(made);
    if (made === 'fought over') {
      return failure(diagnostic('state-locked', `Cannot take the lock ${file}.${lockWait.told()}`, null));
    }
    const where = made.host === hostname() ? `process ${made.pid}` : `process ${made.pid} on ${made.host}`;
    const message = `Another apply of ${organization} is running (${where}).${lockWait.told()}`;
    return failure(
      diagnostic('state-locked', message, null, {
        hint: `Wait for it (--lock-timeout), or remove ${file} if that process is not Bylaw.`,
      }),
    );
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return failure(diagnostic('file-unwritable', `Cannot write ${file}: ${reason}`, null));
  }
}

/** Whether somebody who may still be alive holds the lock of an organization. */
export function isOrganizationLocked(directory: string, organization: string): boolean {
  const holder = lockHolderOf(join(directory, `${organization}${LOCK_SUFFIX}`));
  return isDiagnostic(holder) || (holder !== null && !isDead(holder));
}

/** Removes the lock of a process of this machine that is gone; whatever else is there stays. */
export function removeStaleLock(directory: string, organization: string): void {
  const file = join(directory, `${organization}${LOCK_SUFFIX}`);
  const holder = lockHolderOf(file);
  if (isDeadLock(holder) && holder.nonce !== '') takeAway(file);
}

function ourselves(): LockHolder {
  return {
    pid: process.pid,
    host: hostname(),
    nonce: randomUUID(),
    operation: 'apply',
    user: userName(),
    since: new Date().toISOString().replace(/\.\d+Z$/, 'Z'),
  };
}

/** Containers run under users that nobody has given a name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return '';
  }
}

function heldWords(organization: string, tried: Exclude<LockTry, 'ours' | Diagnostic>): string {
  if (tried === 'fought over') return `${organization} is locked`;
  const { pid, host, operation, user, since } = tried;
  const who = [
    operation,
    user === '' ? (host === hostname() ? '' : `on ${host}`) : `${user}@${host}`,
    `process ${pid}`,
    since === '' ? '' : `since ${since}`,
  ].filter((word) => word !== '');
  return `${organization} is locked (${who.join(', ')})`;
}

/** Ours now, or who stands in the way, known or not; or somebody is for ever just taking it over. */
type LockTry = LockHolder | Diagnostic | 'ours' | 'fought over';

function isDiagnostic(tried: LockTry | null): tried is Diagnostic {
  return typeof tried === 'object' && tried !== null && 'code' in tried;
}

async function taken(file: string, own: LockHolder): Promise<LockTry> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    if (take(file, own)) return 'ours';
    const holder = lockHolderOf(file);
    if (isDiagnostic(holder)) return holder;
    // Gone since we tried, or just being written: try again.
    if (holder !== null && !isDead(holder)) return holder;
    if (holder === null || !takeAway(file)) await sleep(PAUSE_MS);
  }
  return 'fought over';
}

/** A lock appears whole or not at all: it is written beside and linked, which fails where there is one. */
function take(file: string, own: LockHolder): boolean {
  const beside = `${file}.${own.nonce}`;
  const lines = [own.pid, own.host, own.nonce, own.operation, own.user, own.since];
  writeFileSync(beside, `${lines.join('\n')}\n`, { mode: 0o600 });
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
    if (isDeadLock(lockHolderOf(file))) rmSync(file, { force: true });
    return true;
  } finally {
    removeGuard(guard);
  }
}

function release(file: string, own: LockHolder): void {
  const holder = lockHolderOf(file);
  if (holder !== null && !isDiagnostic(holder) && holder.nonce === own.nonce) rmSync(file, { force: true });
}

/**
 * Null where there is no lock. What cannot be understood as one was not left by a running apply; of what cannot be read
 * that is not known.
 */
function lockHolderOf(file: string): LockHolder | Diagnostic | null {
  const read = readWholeFile(file, { place: null });
  if (!read.ok) return isTaken(file) ? unreadableLock(file, read.diagnostics) : null;
  const text = read.value.toString('utf8');
  const [pid = '', host = '', nonce = '', operation = '', user = '', since = ''] = text.split('\n');
  return {
    pid: Number.parseInt(pid, 10),
    host: host === '' ? hostname() : host,
    nonce,
    operation,
    user,
    since,
  };
}

function unreadableLock(file: string, [why]: readonly Diagnostic[]): Diagnostic {
  const hint = `It may be the lock of an apply that is running: make it readable, or remove ${file} if none is.`;
  const fault = why ?? diagnostic('file-unreadable', `Cannot read ${file}.`, null);
  return { ...fault, origin: null, related: [], hint };
}

function isDeadLock(holder: LockHolder | Diagnostic | null): holder is LockHolder {
  return holder !== null && !isDiagnostic(holder) && isDead(holder);
}

function isDead({ pid, host }: LockHolder): boolean {
  if (host !== hostname()) return false;
  if (!Number.isSafeInteger(pid) || pid <= 0) return true;
  return !isProcessAlive(pid);
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
