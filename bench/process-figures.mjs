// CPU seconds of all threads, and the largest resident memory in MB, of a program of node from its start to its end.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** As the process itself tells them. */
const PROBE = `process.on('exit', () => { const { user, system } = process.cpuUsage(); require('node:fs').writeFileSync(process.env.NOTES, JSON.stringify({ cpu: (user + system) / 1e6, mb: process.resourceUsage().maxRSS / 1024 })); });`;

/** @param {string[]} words the program and its arguments; it has to end with 0 */
export function processFigures(words) {
  const folder = mkdtempSync(join(tmpdir(), 'bylaw-bench-'));
  try {
    const [probe, notes] = [join(folder, 'probe.cjs'), join(folder, 'notes')];
    writeFileSync(probe, PROBE);
    const { status, stderr } = spawnSync(process.execPath, ['-r', probe, ...words], {
      env: { ...process.env, NOTES: notes },
      encoding: 'utf8',
      maxBuffer: 1 << 30,
    });
    if (status !== 0) throw new Error(`${words.join(' ')} ended with ${status}: ${stderr}`);
    return JSON.parse(readFileSync(notes, 'utf8'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
