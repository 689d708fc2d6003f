import { defineConfig } from 'vitest/config';
import LongestFirst from './test/longest-first.ts';

/** Set by test/cdktf/cdktn.test.ts: the library in place of the one that src/terraform/synth/library.ts names. */
const instead = process.env.BYLAW_CDKTF;

export default defineConfig({
  ...(instead === undefined ? {} : { resolve: { alias: { cdktf: instead } } }),
  test: {
    include: ['test/**/*.test.ts'],
    // A run with another library stands in one that has built everything.
    globalSetup: instead === undefined ? ['test/build.ts'] : [],
    maxWorkers: 2,
    // Files share what they import: no test changes a module, and to load ours costs a second a file.
    isolate: false,
    sequence: { sequencer: LongestFirst },
    reporters: ['./test/summary.ts'],
    // Limits are for hangs, never a measure of speed: a machine may be four times slower, and busy.
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
});
