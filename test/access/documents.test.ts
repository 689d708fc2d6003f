import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildAccess } from '../../src/access/build-access.ts';
import { compile } from '../../src/compile/compile.ts';
import { BILBIS, ESTATE, GORULES, organizations } from '../compile/organizations.ts';
import { bilbis, estate, gorules } from '../compile/platforms.ts';
import { naiveAccess } from './naive.ts';
import { readNaively } from './naive-documents.ts';

/** Any number of roles for a member, so that random documents compile often enough to be worth looking at. */
const many = <P extends typeof estate>(platform: P): P => ({
  ...platform,
  members: { ...platform.members, roles: 'many' as const },
});

/** Before, on and after the days that random windows begin and end. */
const INSTANTS = ['2026-06-14T09:00:00Z', '2026-06-15T12:00:00Z', '2026-07-02T09:00:00Z'];

describe.each([
  ['estate', many(estate), ESTATE],
  ['gorules', gorules, GORULES],
  ['bilbis', many(bilbis), BILBIS],
] as const)('documents of %s', (_, platform, shape) => {
  test('what is written and resolved is what the model says, at three instants, windows on groups at home among them', () => {
    let compared = 0;
    let held = 0;
    let turned = 0;
    fc.assert(
      fc.property(organizations(platform, shape), ({ document }) => {
        const seen = new Set<string>();
        const results = INSTANTS.map((instant) => [instant, compile(document, platform, instant)] as const);
        // Time alone makes no document wrong: what ends by itself must end without an edit.
        const wrong = results.map(([, { ok }]) => !ok);
        expect(wrong).toEqual(wrong.toSorted((a, b) => Number(b) - Number(a)));
        for (const [instant, result] of results) {
          if (!result.ok) return;
          const effectiveAccess = buildAccess(platform, result.value.resources);
          const naive = naiveAccess(platform, readNaively(document, platform, instant));
          const table = effectiveAccess.scopes.map((scope) =>
            ['ann@acme.com', 'ben@acme.com', 'cat@acme.com', '__proto__'].map((member) => {
              const permissions = effectiveAccess.permissions(member, scope);
              expect({ instant, member, scope, permissions }).toEqual({
                instant,
                member,
                scope,
                permissions: naive.permissions(member, scope),
              });
              compared += 1;
              held += permissions.length > 0 ? 1 : 0;
              return permissions.join();
            }),
          );
          seen.add(JSON.stringify(table));
        }
        turned += seen.size > 1 ? 1 : 0;
      }),
      { numRuns: 400, seed: Number(process.env.ACCESS_SEED ?? 20261) },
    );
    // Documents that never compile, give nothing or never change would prove nothing.
    expect(compared).toBeGreaterThan(1000);
    expect(held).toBeGreaterThan(compared / 10);
    expect(turned).toBeGreaterThan(20);
  });
});
