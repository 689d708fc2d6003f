import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { buildAccess } from '../../src/access/build-access.ts';
import { naiveAccess } from '../access/naive.ts';
import { anyResources } from '../access/random.ts';
import { sandboxInProcess } from '../sandbox/in-process.ts';
import { FeatureCount } from './policy-features.ts';
import { yamlOf } from './policy-forms.ts';
import { anyPolicy, type Policy } from './random-policy.ts';
import { NAMES, platformNamed } from './shipped.ts';
import { threeAnswers } from './three-answers.ts';

/** Fixed, so that a failure here is a failure everywhere. `SEED=7 RUNS=20000` looks elsewhere, and further. */
const SEED = Number(process.env.SEED ?? 20264);
const RUNS = Number(process.env.RUNS ?? 2000);
const TIMEOUT = 60 * RUNS + 600_000;

/** Each feature in at least so many of a hundred policies, or the generator has become poor. */
const LEAST_SHARE = 0.02;

/** As `fc.assert`, with the smallest failing policy as somebody would write it. */
function hold<T>(
  arbitrary: fc.Arbitrary<T>,
  numRuns: number,
  faultsOf: (drawn: T) => readonly string[],
  written: (drawn: T) => string,
): void {
  const checked = fc.check(
    fc.property(arbitrary, (drawn) => {
      const faults = faultsOf(drawn);
      if (faults.length > 0) throw new Error(faults.join('\n'));
    }),
    { seed: SEED, numRuns },
  );
  if (!checked.failed) return;
  const { counterexample, errorInstance, numRuns: run, numShrinks } = checked;
  const told = errorInstance instanceof Error ? errorInstance.message : String(errorInstance);
  const head = `SEED=${SEED} fails at run ${run}; ${numShrinks} times shrunk it is`;
  const smallest = counterexample === null ? '(unknown)' : written(counterexample[0]);
  throw new Error([head, smallest, told].join('\n\n'), { cause: errorInstance });
}

describe.each(NAMES)('on %s', { timeout: TIMEOUT }, (name) => {
  const platform = platformNamed(name);

  it(`the resolver, the formula and the sandbox say the same of ${RUNS} policies, and every yes is explained`, () => {
    const sandbox = sandboxInProcess(parse(readFileSync(`schemas/platforms/${name}.yaml`, 'utf8')), 100);
    const features = new FeatureCount(platform);
    const sum = { yes: 0, no: 0 };
    let planted = 0;
    const faultsOf = (policy: Policy): readonly string[] => {
      planted += 1;
      const { faults, yes, no } = threeAnswers(policy, platform, sandbox, `organization-${planted}`);
      features.add(policy);
      sum.yes += yes;
      sum.no += no;
      return faults;
    };
    hold(anyPolicy(platform), RUNS, faultsOf, (policy) => yamlOf(policy, platform));
    sandbox.close();

    const shares = features.shares(RUNS);
    const said = [...shares].map(([what, part]) => `${(100 * part).toFixed(1)} % ${what}`).join(', ');
    console.log(`${name}: ${RUNS} policies, ${sum.yes} times yes and ${sum.no} times no; ${said}`);
    // A few runs say nothing of shares.
    if (RUNS < 500) return;
    expect([...shares].filter(([, part]) => part < LEAST_SHARE).map(([what]) => what)).toEqual([]);
    expect(Math.min(sum.yes, sum.no) / (sum.yes + sum.no)).toBeGreaterThan(0.05);
  });

  it('the resolver agrees with the formula on resources that no document could say', () => {
    fc.assert(
      fc.property(anyResources(platform), (resources) => {
        const effectiveAccess = buildAccess(platform, resources);
        const naive = naiveAccess(platform, resources);
        for (const member of effectiveAccess.members) {
          for (const scope of effectiveAccess.scopes) {
            expect(effectiveAccess.permissions(member, scope)).toEqual(naive.permissions(member, scope));
          }
        }
      }),
      { seed: SEED, numRuns: Math.ceil(RUNS / 4) },
    );
  });
});
