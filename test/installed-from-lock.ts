import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Packages that one test needs and nobody else: installed from a lock file of their own, and kept for the next run.
 * Returns the folder that has `node_modules`.
 */
export function installedFromLock(locked: URL, name: string, wanted: string): string {
  const from = fileURLToPath(locked);
  const lock = createHash('sha256')
    .update(readFileSync(join(from, 'package-lock.json')))
    .digest('hex');
  const folder = fileURLToPath(
    new URL(`../node_modules/.cache/${name}-${lock.slice(0, 12)}/`, import.meta.url),
  );
  if (existsSync(join(folder, wanted))) return folder;
  mkdirSync(folder, { recursive: true });
  cpSync(from, folder, { recursive: true });
  execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: folder, stdio: 'pipe' });
  return folder;
}
