import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const BENCH = fileURLToPath(new URL('../../bench/corruptions.mjs', import.meta.url));

it('each way of not being read, a few times: refused, or the same as before', () => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [BENCH, '--seed', '7', '--runs', '3', '--people', '60'],
    { encoding: 'utf8' },
  );
  expect(stderr).toBe('');
  expect(stdout).not.toContain('WRONG');
  expect(stdout).toMatch(/^file: a link to nothing +3 × refused: file-unreadable/m);
  expect(stdout).toMatch(/^1\d\d runs, 0 of them wrong$/m);
  expect(status).toBe(0);
});
