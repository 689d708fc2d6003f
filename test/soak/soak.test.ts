import { describe, expect, it } from 'vitest';
import { MAIN } from '../command/bylaw.ts';
import { terraform } from '../terraform/available.ts';
import { soak } from './soak.ts';

/** Few here; `npm run soak -- --platform P --days N --seed S` lives longer, and elsewhere. */
const DAYS = Number(process.env.SOAK_DAYS ?? 15);
const SEED = Number(process.env.SOAK_SEED ?? 2027);
const ASKED = (process.env.SOAK_PLATFORMS ?? '').split(',').filter((name) => name !== '');
const PLATFORMS = ASKED.length > 0 ? ASKED : ['appcircle', 'bilbis', 'gorules', 'lumoauth', 'oten', 'github'];

/** A year takes longer than a test may hang. */
const LIMIT = 600_000 + DAYS * 60_000;

describe(`${DAYS} days in the life of two organizations`, () => {
  it.each(PLATFORMS)(
    'on %s keep every promise',
    async (platform) => {
      const { faults, counts } = await soak({
        platform,
        days: DAYS,
        seed: SEED,
        main: MAIN,
        terraform: terraform !== null,
        progress: (line) => process.stderr.write(`${line}\n`),
      });
      const told = [...counts].map(([what, count]) => `${count} ${what}`).join(', ');
      console.log(`${platform}, seed ${SEED}: ${told}`);
      expect(faults).toEqual([]);
      expect(counts.get('days')).toBe(DAYS);
      expect(counts.get('cells compared')).toBeGreaterThan(0);
    },
    LIMIT,
  );
});
