import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildAccess } from '../../src/access/build-access.ts';
import { compareAccess, reversedDelta } from '../../src/access/compare-access.ts';
import { wideOf } from '../../src/access/wide-delta.ts';
import { modelOf } from '../../src/resource/organization-model.ts';
import { anyChange } from './random.ts';

const SEED = Number(process.env.ACCESS_SEED ?? 20264);
const RUNS = Number(process.env.ACCESS_RUNS ?? 200);

describe('a change read from its rows', () => {
  it('says of everybody what its grants say', () => {
    let several = 0;
    fc.assert(
      fc.property(anyChange, ({ platform, before, after }) => {
        const delta = compareAccess(buildAccess(platform, before), buildAccess(platform, after));
        const wide = wideOf(delta, 0);
        if (wide === null) {
          expect([delta.gained, delta.lost]).toEqual([[], []]);
          return;
        }
        for (const side of ['gained', 'lost'] as const) {
          const grants = delta[side];
          expect([...wide.grants(side)]).toEqual(grants);
          expect([...wide.people(side)].sort()).toEqual([...new Set(grants.map((one) => one.member))].sort());
          const effects = wide.effects(side);
          if (effects.length > 1) several += 1;
          const told = new Set<string>();
          for (const { permissions, people, scopes, sample, isExact } of effects) {
            expect(grants).toContainEqual(sample);
            expect(new Set(scopes.map(({ path }) => path)).size).toBe(scopes.length);
            for (const member of people)
              for (const permission of permissions) told.add(`${member} ${permission} ${isExact}`);
          }
          for (const { member, permission } of grants)
            expect([true, false].some((is) => told.has(`${member} ${permission} ${is}`))).toBe(true);
          if (effects.every(({ isExact }) => isExact)) {
            const all = new Set(grants.map(({ member, permission }) => `${member} ${permission} true`));
            expect(told).toEqual(all);
          }
          const scopes = new Set(effects.flatMap((one) => one.scopes.map(({ path }) => path)));
          for (const { scope } of grants) {
            const models = [modelOf(before), modelOf(after)];
            expect(models.some((model) => reaches(model, scope, scopes))).toBe(true);
          }
        }
        const reversed = reversedDelta(delta);
        expect([reversed.gained, reversed.lost]).toEqual([delta.lost, delta.gained]);
        expect(wideOf(reversed, 0)?.people('lost')).toEqual(wide.people('gained'));
        expect(wideOf(delta, 1_000_000)).toBeNull();
      }),
      { seed: SEED, numRuns: RUNS },
    );
    expect(several).toBeGreaterThan(RUNS / 20);
  });
});

/** Whether one of the scopes is this one or above it. */
function reaches(model: ReturnType<typeof modelOf>, scope: string, scopes: ReadonlySet<string>): boolean {
  const seen = new Set<string>();
  for (let at: string | null = scope; at !== null && !seen.has(at); ) {
    if (scopes.has(at)) return true;
    seen.add(at);
    at = model.scope(at)?.attributes.parent ?? null;
  }
  return false;
}
