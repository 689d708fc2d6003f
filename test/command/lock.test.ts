import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../src/source/outcome.ts';
import { createLockWait } from '../../src/state/lock-wait.ts';
import {
  isOrganizationLocked,
  lockOrganization,
  removeStaleLock,
} from '../../src/state/organization-lock.ts';
import { shown } from '../source/shown.ts';
import { workspaceOf } from './workspaces.ts';

const folder = (): string => join(workspaceOf({}).folder, '.bylaw');

function locking(directory: string, budgetMs = 0, said: string[] = []): Promise<Outcome<() => void>> {
  const { signal } = new AbortController();
  return lockOrganization(
    directory,
    'acme',
    createLockWait({ budgetMs, signal, now: () => new Date(), say: (line) => said.push(line) }),
  );
}

async function had(directory: string): Promise<() => void> {
  const made = await locking(directory);
  if (!made.ok) throw new Error(made.diagnostics.map(shown).join());
  return made.value;
}

const problems = (made: Outcome<unknown>): readonly string[] => made.diagnostics.map(shown);

/** Of a process that has ended. */
function deadPid(): number {
  return Number(execFileSync(process.execPath, ['-p', 'process.pid'], { encoding: 'utf8' }));
}

describe('the lock of an organization on one machine', () => {
  it('is had by one at a time, names its holder, and leaves nothing behind', async () => {
    const directory = folder();
    const release = await had(directory);
    const [pid, host, nonce, operation, , since] = readFileSync(join(directory, 'acme.lock'), 'utf8').split(
      '\n',
    );
    expect([pid, host, operation]).toEqual([String(process.pid), hostname(), 'apply']);
    expect(nonce).toMatch(/^[0-9a-f-]{36}$/);
    expect(since).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    const refused = problems(await locking(directory));
    expect(refused).toHaveLength(1);
    expect(refused[0]).toContain(
      `state-locked: Another apply of acme is running (process ${process.pid}). | Wait for it (--lock-timeout), or remove`,
    );
    release();
    expect(readdirSync(directory)).toEqual([]);
  });

  it('is waited for as long as there is patience', async () => {
    const directory = folder();
    const release = await had(directory);
    const said: string[] = [];
    const late = await locking(directory, 300, said);
    expect(problems(late)[0]).toMatch(
      /^- state-locked: Another apply of acme is running \(process \d+\)\. Waited 0\.\ds\. \|/,
    );
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(
      new RegExp(
        `^acme is locked \\(apply, .*process ${process.pid}, since .*Z\\); waiting for it until .*Z\\.$`,
      ),
    );
    setTimeout(release, 150);
    const had2 = await locking(directory, 20_000, said);
    expect(had2.ok).toBe(true);
    expect(said).toHaveLength(2);
    if (had2.ok) had2.value();
  });

  it.each([
    ['of a process that is gone', (dead: number) => `${dead}\n${hostname()}\nx\n`, true],
    ['that is no lock', () => 'what is this', true],
    ['of another machine, as an older version wrote it', (dead: number) => `${dead}\nfar away\nx\n`, false],
    ['of a live process, as an older version wrote it', () => `${process.pid}\n${hostname()}\nx\n`, false],
  ])('%s', async (_, text, taken) => {
    const directory = folder();
    mkdirSync(directory);
    writeFileSync(join(directory, 'acme.lock'), text(deadPid()));
    expect(isOrganizationLocked(directory, 'acme')).toBe(!taken);
    expect((await locking(directory)).ok).toBe(taken);
  });

  it.each([
    ['a file is in the way of', fileInTheWay],
    ['may not be written', unwritable],
  ])('whose folder %s', async (_, place) => {
    const directory = place();
    const told = problems(await locking(directory));
    expect(told).toHaveLength(1);
    expect(told[0]).toContain(`file-unwritable: Cannot write ${join(directory, 'acme.lock')}: `);
  });

  it.each([
    ['a folder', (file: string) => mkdirSync(file)],
    ['a link that leads nowhere', (file: string) => symlinkSync('gone', file)],
    ['larger than any lock', (file: string) => writeFileSync(file, Buffer.alloc(40 * 1024 * 1024))],
  ])('that cannot be read, %s, is nobody’s to take: an error with a way out', async (_, make) => {
    const directory = folder();
    mkdirSync(directory);
    const file = join(directory, 'acme.lock');
    make(file);
    const told = problems(await locking(directory));
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(
      /^- file-(unreadable|too-large): .* \| It may be the lock of an apply that is running/,
    );
    expect(isOrganizationLocked(directory, 'acme')).toBe(true);
    removeStaleLock(directory, 'acme');
    expect(readdirSync(directory)).toEqual(['acme.lock']);
  });

  it('that is dead can be removed, and no other', async () => {
    const directory = folder();
    const release = await had(directory);
    removeStaleLock(directory, 'acme');
    expect(isOrganizationLocked(directory, 'acme')).toBe(true);
    release();
    for (const [text, left] of [
      [`${deadPid()}\n${hostname()}\nx\n`, []],
      [`${deadPid()}\nfar away\nx\n`, ['acme.lock']],
      ['notes of mine', ['acme.lock']],
    ] as const) {
      writeFileSync(join(directory, 'acme.lock'), text);
      removeStaleLock(directory, 'acme');
      expect(readdirSync(directory)).toEqual(left);
    }
  });
});

function fileInTheWay(): string {
  const directory = folder();
  writeFileSync(directory, 'in the way');
  return directory;
}

/** Root may write into any folder of a disk. */
function unwritable(): string {
  if (process.getuid?.() === 0) return '/proc/self/task';
  const directory = folder();
  mkdirSync(directory, { mode: 0o500 });
  return directory;
}
