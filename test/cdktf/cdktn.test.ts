import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';

/**
 * `cdktn` is the community's continuation of the archived library. All that stands on the library is tested again with
 * it in place: what the one file names is all there is to change.
 */
it('the community’s continuation of the library does the same', () => {
  const { BLESS: _never, ...environment } = process.env;
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [
      'node_modules/vitest/vitest.mjs',
      'run',
      'test/cdktf/blocks.test.ts',
      'test/cdktf/access.test.ts',
      'test/cdktf/written.test.ts',
      'test/terraform/synth/synth.test.ts',
    ],
    { env: { ...environment, BYLAW_CDKTF: 'cdktn' }, encoding: 'utf8' },
  );
  expect(status === 0 ? '' : `${stdout}\n${stderr}`).toBe('');
  expect(stdout).toMatch(/\d{2} passed, 0 failed/);
});
