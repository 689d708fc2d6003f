import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { pidNamespace } from '../../../src/process/process-liveness.ts';
import { makeRunDirectory } from '../../../src/terraform/run/run-directory.ts';

/** No process has it: beyond what a system gives. */
const NOBODY = 2 ** 22 + 1;

it('a run removes what killed runs have left behind, and nothing else', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'bylaw-sweep-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  vi.stubEnv('TMPDIR', folder);
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
  const old = new Date(Date.now() - 7_200_000);
  const place = (name: string, at: Date | null): void => {
    mkdirSync(join(folder, name));
    if (at !== null) utimesSync(join(folder, name), at, at);
  };
  place(`bylaw-run-${NOBODY}-aaaaaa`, old);
  place(`bylaw-socket-${NOBODY}-bbbbbb`, old);
  place(`bylaw-run-${NOBODY}-young`, null);
  place(`bylaw-run-${process.pid}-alive`, old);
  place('bylaw-other', old);
  // Where we would see it were it alive, a dead one need not be old; elsewhere it may be alive all the same.
  const here = pidNamespace();
  const elsewhere = here === '00000000' ? '11111111' : '00000000';
  place(`bylaw-run-${NOBODY}-${here}-cccccc`, null);
  place(`bylaw-socket-${NOBODY}-${here}-dddddd`, null);
  place(`bylaw-run-${process.pid}-${here}-alive`, old);
  place(`bylaw-run-${NOBODY}-${elsewhere}-young`, null);
  place(`bylaw-run-${NOBODY}-${elsewhere}-older`, old);
  const made = await makeRunDirectory();
  expect(readdirSync(folder).sort()).toEqual(
    [
      `bylaw-run-${NOBODY}-young`,
      `bylaw-run-${process.pid}-alive`,
      `bylaw-run-${process.pid}-${here}-alive`,
      `bylaw-run-${NOBODY}-${elsewhere}-young`,
      'bylaw-other',
      made.slice(folder.length + 1),
    ].sort(),
  );
});
