import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isProcessAlive, pidNamespace } from '../../process/process-liveness.ts';
import { socketParent } from '../provider/protocol/reattach.ts';

const LEFT_BEHIND_MS = 3_600_000;

/**
 * A private folder for one run. It holds the access plan of an organization, so folders that killed runs have left
 * behind are removed on the way.
 */
export async function makeRunDirectory(): Promise<string> {
  for (const parent of new Set([tmpdir(), socketParent()])) await sweep(parent);
  return mkdtemp(join(tmpdir(), `bylaw-run-${process.pid}-${pidNamespace()}-`));
}

async function sweep(parent: string): Promise<void> {
  const here = pidNamespace();
  for (const name of await readdir(parent).catch(() => [])) {
    const found = /^bylaw-(?:run|socket)-(\d+)-(?:([0-9a-f]{8})-)?/.exec(name);
    if (found === null || isProcessAlive(Number(found[1]))) continue;
    const folder = join(parent, name);
    if (found[2] !== here) {
      // A process of another container may be alive where we cannot see it.
      const { mtimeMs } = await stat(folder).catch(() => ({ mtimeMs: Date.now() }));
      if (Date.now() - mtimeMs < LEFT_BEHIND_MS) continue;
    }
    // Another user's cannot be removed, and is not ours to remove.
    await rm(folder, { recursive: true, force: true }).catch(() => {});
  }
}
