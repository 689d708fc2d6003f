/** npm run faults -- --seed 1 --runs 2000: the runs of faults.test.ts, as many as wanted, and a table of how they ended. */
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { seed: { type: 'string' }, runs: { type: 'string' } } });
const { seed = '20261129', runs = '2000' } = values;
const env = { ...process.env, FAULTS_SEED: seed, FAULTS_RUNS: runs };
const words = [
  'node_modules/vitest/vitest.mjs',
  'run',
  'test/faults/faults.test.ts',
  '--testTimeout',
  '86400000',
];
const { status } = spawnSync(process.execPath, words, { stdio: 'inherit', env });
process.exitCode = status ?? 1;
