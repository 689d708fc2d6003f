/** Versions that differ in what roles give, and what assignments and groups do: nothing else of them is reckoned. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { buildAccess } from '../../src/access/build-access.ts';
import { compareAccess } from '../../src/access/compare-access.ts';
import { giftChanges, versionsOf } from '../../src/access/engine/changed-places.ts';
import { narrowedVersions } from '../../src/access/engine/narrowed-versions.ts';
import { wideOf } from '../../src/access/wide-delta.ts';
import type { PlatformDefinition } from '../../src/platform/platform-definition.ts';
import type { Entries, Resource } from '../../src/resource/resource.ts';
import { naiveAccess } from './naive.ts';
import { anyOrganization } from './random.ts';

const SEED = Number(process.env.ACCESS_SEED ?? 20265);
const RUNS = Number(process.env.ACCESS_RUNS ?? 1500);

/** Of each list of permissions or roles one entry for another, drawn by its place. */
function edited(
  resources: readonly Resource[],
  platform: PlatformDefinition,
  isEdited: (at: number) => boolean,
): readonly Resource[] {
  const permissions = [...platform.permissions.keys()];
  let at = 0;
  const swapped = (entries: Entries, others: readonly string[]): Entries => {
    at += 1;
    const [first] = entries;
    const other = others[at % others.length];
    if (!isEdited(at) || first === undefined || other === undefined) return entries;
    return new Map([...[...entries].slice(1), [other, first[1]]]);
  };
  const roles = [...platform.roles.keys()];
  return resources.map((one): Resource => {
    switch (one.type) {
      case 'role': {
        const { attributes } = one;
        return {
          ...one,
          attributes: {
            ...attributes,
            permissions: swapped(attributes.permissions, permissions),
            denies: swapped(attributes.denies, permissions),
          },
        };
      }
      case 'group':
        return {
          ...one,
          attributes: { ...one.attributes, permissions: swapped(one.attributes.permissions, permissions) },
        };
      case 'assignment':
        return {
          ...one,
          attributes: {
            ...one.attributes,
            roles: swapped(one.attributes.roles, roles),
            denied: swapped(one.attributes.denied, roles),
          },
        };
      default:
        return one;
    }
  });
}

it('a comparison of them says what the two say', () => {
  const count = { narrowed: 0, differ: 0 };
  fc.assert(
    fc.property(anyOrganization, fc.integer({ min: 1, max: 9 }), ({ platform, resources }, share) => {
      const other = edited(resources, platform, (at) => at % share === 0);
      const before = buildAccess(platform, resources);
      const after = buildAccess(platform, other);
      if (before.relation.universe === after.relation.universe) {
        const versions = versionsOf(before.relation, after.relation);
        if (narrowedVersions(versions, giftChanges(versions)) !== versions) count.narrowed += 1;
      }
      const delta = compareAccess(before, after);
      const written = ({ gained, lost }: typeof delta) =>
        [gained, lost].map((side) =>
          side.map(({ member, scope, permission }) => `${member} ${scope} ${permission}`).sort(),
        );
      const [old, now] = [naiveAccess(platform, resources, other), naiveAccess(platform, other, resources)];
      const only = (side: typeof old, rest: typeof old): readonly string[] =>
        before.members
          .flatMap((member) =>
            before.scopes.flatMap((scope) => {
              const held = new Set(rest.permissions(member, scope));
              return side
                .permissions(member, scope)
                .flatMap((permission) => (held.has(permission) ? [] : [`${member} ${scope} ${permission}`]));
            }),
          )
          .sort();
      const expected = [only(now, old), only(old, now)];
      expect(written(delta)).toEqual(expected);
      if (expected.some((side) => side.length > 0)) count.differ += 1;
      const wide = wideOf(delta, 0);
      for (const side of ['gained', 'lost'] as const)
        expect([...(wide?.people(side) ?? [])].sort()).toEqual(
          [...new Set(delta[side].map(({ member }) => member))].sort(),
        );
    }),
    { seed: SEED, numRuns: RUNS },
  );
  expect(count.narrowed).toBeGreaterThan(RUNS / 10);
  expect(count.differ).toBeGreaterThan(RUNS / 10);
});
