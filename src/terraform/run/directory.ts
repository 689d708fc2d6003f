import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive } from './alive.ts';

const LEFT_BEHIND_MS = 3_600_000;

/**
 * A private folder for one run. It holds the access plan of an organization, so folders that killed runs have left
 * behind are removed on the way.
 */
export async function runDirectory(): Promise<string> {
  await sweep();
  return mkdtemp(join(tmpdir(), `bylaw-run-${process.pid}-`));
}

async function sweep(): Promise<void> {
  for (const name of await readdir(tmpdir()).catch(() => [])) {
    const pid = /^bylaw-(?:run|socket)-(\d+)-/.exec(name)?.[1];
    if (pid === undefined || isAlive(Number(pid))) continue;
    const folder = join(tmpdir(), name);
    const { mtimeMs } = await stat(folder).catch(() => ({ mtimeMs: Date.now() }));
    // A process of another container may be alive where we cannot see it.
    if (Date.now() - mtimeMs < LEFT_BEHIND_MS) continue;
    // Another user's cannot be removed, and is not ours to remove.
    await rm(folder, { recursive: true, force: true }).catch(() => {});
  }
}
