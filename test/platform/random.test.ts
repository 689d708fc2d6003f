import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildAccess } from '../../src/access/build.ts';
import { recheck } from '../../src/access/recheck.ts';
import { naiveAccess } from '../access/naive.ts';
import { anyResources } from '../access/random.ts';
import { NAMES, platformNamed } from './shipped.ts';

/** Fixed, so that a failure here is a failure everywhere; ACCESS_SEED looks further. */
const SEED = Number(process.env.ACCESS_SEED ?? 20263);
const RUNS = Number(process.env.ACCESS_RUNS ?? 500);

/**
 * Random organizations on the platforms as shipped: more than the documents of each could say, since live data need
 * not be what a document says.
 */
describe.each(NAMES)('on %s', { timeout: 60 * RUNS + 30_000 }, (name) => {
  const platform = platformNamed(name);

  it('the resolver agrees with the formula, and every yes has an explanation that holds by itself', () => {
    let held = 0;
    let refused = 0;
    fc.assert(
      fc.property(anyResources(platform), (resources) => {
        const access = buildAccess(platform, resources);
        const naive = naiveAccess(platform, resources);
        for (const member of access.members) {
          for (const scope of access.scopes) {
            const permissions = access.permissions(member, scope);
            expect(permissions).toEqual(naive.permissions(member, scope));
            held += permissions.length;
            refused += platform.permissions.size - permissions.length;
            for (const permission of permissions.slice(0, 2)) {
              const [path] = access.explainUpTo(member, permission, scope, 1).paths;
              expect(path).toBeDefined();
              if (path === undefined) continue;
              expect(recheck(platform, resources, member, permission, scope, path)).toBeNull();
            }
          }
        }
      }),
      { seed: SEED, numRuns: RUNS },
    );
    expect(held / (held + refused)).toBeGreaterThan(0.05);
    expect(refused / (held + refused)).toBeGreaterThan(0.05);
  });
});
