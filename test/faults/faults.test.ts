/**
 * Injected faults: random organizations on all platforms, planned and applied over a way that is wrong in one of the ways
 * of `kinds.ts`. More of them: npm run faults -- --seed 1 --runs 2000
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PlatformDefinition } from '../../src/platform/platform-definition.ts';
import { PLATFORM_NAMES, platformOf } from '../connector/platforms.ts';
import { PLATFORMS, readPlatform } from '../sandbox/start.ts';
import { pairsOn } from '../terraform/run/random-world.ts';
import { fitted, withMovers } from './fit.ts';
import { type Meddler, startMeddler } from './meddler.ts';
import { fits, kindNames, type Ran, runOne, type Stage } from './runs.ts';

const SEED = Number(process.env.FAULTS_SEED ?? 20261129);
const KINDS = kindNames();
/** Each kind at least once. */
const RUNS = Number(process.env.FAULTS_RUNS ?? KINDS.length);
/** Organizations of each platform. */
const EACH = 6;

let meddler: Meddler;
beforeAll(async () => {
  meddler = await startMeddler();
});
afterAll(() => meddler.close());

/** From a seed, the same numbers each time (mulberry32). */
function numbersFrom(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

/** Of each platform, so many organizations; without faults an apply ends each, so that none is left out unseen. */
async function stages(): Promise<readonly Stage[]> {
  const found: Stage[] = [];
  for (const name of PLATFORM_NAMES) {
    const platform: PlatformDefinition = platformOf(name);
    const file = readPlatform(PLATFORMS[name]);
    for (const [at, drawn] of pairsOn(platform, SEED, EACH).entries()) {
      const stage = { pair: withMovers(fitted(drawn, platform), platform), file };
      expect(await fits(stage), `${name} ${at}`).toBeNull();
      found.push(stage);
    }
  }
  return found;
}

it(`${RUNS} injected faults: nothing silent, nobody removed by what could not be read`, async () => {
  const number = numbersFrom(SEED);
  const all = await stages();
  const ran: Ran[] = [];
  const violations: string[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const stage = all[number(all.length)];
    if (stage === undefined) throw new Error('no organization to try');
    // Early ones meet the reading, late ones the writing; once, or again, or always.
    const timing = {
      nth: 1 + number([3, 12, 40][number(3)] ?? 1),
      times: [1, 1, 2, 4, 10_000][number(5)] ?? 1,
    };
    const one = await runOne(meddler, stage, run, timing);
    ran.push(one);
    const where = `run ${run}: ${one.kind} at ${timing.nth}, ${timing.times} times, on ${stage.pair.platform.name}`;
    violations.push(...one.violations.map((what) => `${where}: ${what}`));
  }
  if (process.env.FAULTS_RUNS !== undefined) process.stdout.write(`${tableOf(ran)}\n`);
  expect(violations).toEqual([]);
});

const ENDS = ['proven', 'refused', 'incomplete', 'unproven'] as const;

function tableOf(ran: readonly Ran[]): string {
  const width = Math.max(...KINDS.map(({ length }) => length));
  const row = (name: string, cells: readonly (string | number)[]): string =>
    [name.padEnd(width), ...cells.map((cell) => String(cell).padStart(10))].join('  ');
  const counts = (some: readonly Ran[]): readonly number[] => [
    some.length,
    some.filter(({ struck }) => struck).length,
    ...ENDS.map((end) => some.filter((one) => one.end === end).length),
    some.filter((one) => one.violations.length > 0).length,
  ];
  return [
    '',
    row('kind of fault', ['runs', 'struck', ...ENDS, 'wrong']),
    ...KINDS.map((kind) => row(kind, counts(ran.filter((one) => one.kind === kind)))),
    row(`all (seed ${SEED})`, counts(ran)),
  ].join('\n');
}
