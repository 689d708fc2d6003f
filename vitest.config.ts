import { defineConfig } from 'vitest/config';

/** Set by test/cdktf/cdktn.test.ts: the library in place of the one that src/terraform/synth/library.ts names. */
const instead = process.env.BYLAW_CDKTF;

export default defineConfig({
  ...(instead === undefined ? {} : { resolve: { alias: { cdktf: instead } } }),
  test: {
    include: ['test/**/*.test.ts'],
    // A run with another library stands in one that has built everything.
    globalSetup: instead === undefined ? ['test/build.ts'] : [],
    maxWorkers: 2,
    reporters: ['./test/summary.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
