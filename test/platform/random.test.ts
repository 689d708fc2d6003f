import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { buildAccess } from '../../src/access/build.ts';
import type { PlatformDefinition } from '../../src/platform/definition.ts';
import { naiveAccess } from '../access/naive.ts';
import { anyResources } from '../access/random.ts';
import { sandboxInProcess } from '../sandbox/in-process.ts';
import { FeatureCount } from './policy-features.ts';
import { yamlOf } from './policy-forms.ts';
import { anyPolicy } from './random-policy.ts';
import { NAMES, platformNamed } from './shipped.ts';
import { threeAnswers } from './three-answers.ts';

/** Fixed, so that a failure here is a failure everywhere. `SEED=7 RUNS=20000` looks elsewhere, and further. */
const SEED = Number(process.env.SEED ?? 20264);
const RUNS = Number(process.env.RUNS ?? 2000);

/** Each feature in at least so many of a hundred policies, or the generator has become poor. */
const LEAST_SHARE = 0.02;

describe.each(NAMES)('on %s', { timeout: 60 * RUNS + 30_000 }, (name) => {
  const platform = platformNamed(name);

  it(`the resolver, the formula and the sandbox say the same of ${RUNS} policies, and every yes is explained`, () => {
    const sandbox = sandboxInProcess(parse(readFileSync(`schemas/platforms/${name}.yaml`, 'utf8')), 100);
    const features = new FeatureCount(platform);
    const sum = { yes: 0, no: 0 };
    let planted = 0;
    const checked = fc.check(
      fc.property(anyPolicy(platform), (policy) => {
        planted += 1;
        const { faults, yes, no } = threeAnswers(policy, platform, sandbox, `organization-${planted}`);
        if (faults.length > 0) throw new Error(faults.join('\n'));
        features.add(policy);
        sum.yes += yes;
        sum.no += no;
      }),
      { seed: SEED, numRuns: RUNS },
    );
    sandbox.close();
    if (checked.failed) throw new Error(report(platform, checked), { cause: checked.errorInstance });

    const shares = features.shares(RUNS);
    const share = sum.yes / (sum.yes + sum.no);
    console.log(
      `${name}: ${RUNS} policies, ${sum.yes} times yes and ${sum.no} times no\n` +
        [...shares].map(([what, part]) => `  ${(100 * part).toFixed(1).padStart(5)} % ${what}`).join('\n'),
    );
    const scarce = [...shares].filter(([, part]) => part < LEAST_SHARE).map(([what]) => what);
    expect(scarce).toEqual([]);
    expect(Math.min(share, 1 - share)).toBeGreaterThan(0.05);
  });

  it('the resolver agrees with the formula on resources that no document could say', () => {
    fc.assert(
      fc.property(anyResources(platform), (resources) => {
        const access = buildAccess(platform, resources);
        const naive = naiveAccess(platform, resources);
        for (const member of access.members) {
          for (const scope of access.scopes) {
            expect(access.permissions(member, scope)).toEqual(naive.permissions(member, scope));
          }
        }
      }),
      { seed: SEED, numRuns: Math.ceil(RUNS / 4) },
    );
  });
});

function report(
  platform: PlatformDefinition,
  { seed, numRuns, numShrinks, counterexample, errorInstance }: fc.RunDetails<[Parameters<typeof yamlOf>[0]]>,
): string {
  const [policy] = counterexample ?? [];
  return [
    `SEED=${seed} fails at run ${numRuns}; after ${numShrinks} times shrunk the policy is`,
    policy === undefined ? '(none)' : yamlOf(policy, platform),
    errorInstance instanceof Error ? errorInstance.message : String(errorInstance),
  ].join('\n\n');
}
