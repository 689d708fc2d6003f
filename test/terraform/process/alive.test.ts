import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { beginOf, isAlive } from '../../../src/terraform/process/alive.ts';

test('a process is known from one that had its number before', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  const pid = child.pid ?? 0;
  expect(isAlive(pid)).toBe(true);
  if (existsSync('/proc/self/stat')) {
    expect(beginOf(process.pid)).toMatch(/^\d+$/);
    expect(Number(beginOf(pid))).toBeGreaterThan(Number(beginOf(process.pid)));
  }
  expect(beginOf(pid)).toBe(beginOf(pid));
  child.kill('SIGKILL');
  await new Promise((resolve) => child.once('close', resolve));
  expect(isAlive(pid)).toBe(false);
  expect(beginOf(pid)).toBe('');
});

test.each([0, -1, Number.NaN])('%d is no process', (pid) => {
  expect(isAlive(pid)).toBe(false);
});
