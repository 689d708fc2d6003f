import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { isProcessAlive, processStartTime } from '../../src/process/process-liveness.ts';

test('a process is known from one that had its number before', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  const pid = child.pid ?? 0;
  expect(isProcessAlive(pid)).toBe(true);
  if (existsSync('/proc/self/stat')) {
    expect(processStartTime(process.pid)).toMatch(/^\d+$/);
    expect(Number(processStartTime(pid))).toBeGreaterThan(Number(processStartTime(process.pid)));
  }
  expect(processStartTime(pid)).toBe(processStartTime(pid));
  child.kill('SIGKILL');
  await new Promise((resolve) => child.once('close', resolve));
  expect(isProcessAlive(pid)).toBe(false);
  expect(processStartTime(pid)).toBe('');
});

test.each([0, -1, Number.NaN])('%d is no process', (pid) => {
  expect(isProcessAlive(pid)).toBe(false);
});
