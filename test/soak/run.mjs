/**
 * `npm run soak -- [--platform P]… [--days N] [--seed S]`: lives longer than the suite does. Prints how often each thing
 * was done; ends with 1, and the day, where a promise was not kept.
 */
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    platform: { type: 'string', multiple: true },
    days: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
  },
});
const { status } = spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', 'test/soak'], {
  stdio: 'inherit',
  env: {
    ...process.env,
    SOAK_DAYS: values.days,
    SOAK_SEED: values.seed,
    SOAK_PLATFORMS: (values.platform ?? []).join(','),
  },
});
process.exit(status ?? 1);
