import fc from 'fast-check';
import { expect, it } from 'vitest';
import { buildAccess } from '../../src/access/build-access.ts';
import { areHarmlessRemovals } from '../../src/compile/lint/harmless-removals.ts';
import { redundantRole } from '../../src/compile/lint/redundant-role.ts';
import { removeGroupHint } from '../../src/compile/lint/remove-group-hint.ts';
import { modelOf } from '../../src/resource/organization-model.ts';
import type { Resource } from '../../src/resource/resource.ts';
import { resource } from '../../src/resource/resource-types.ts';
import { formatOrigin } from '../../src/source/origin.ts';
import { naiveAccess } from '../access/naive.ts';
import { anyOrganization } from '../access/random.ts';
import { desiredOf } from '../platform/shipped.ts';

const AUTHORITY = { scope: 'full', role: 'full', member: 'full', group: 'full', assignment: 'full' } as const;

/** The organization without the roles that are written at these places. */
function without(resources: readonly Resource[], ...places: readonly string[]): readonly Resource[] {
  return resources.map((r) => {
    if (r.type !== 'assignment') return r;
    const roles = new Map(
      [...r.attributes.roles].filter(([, origin]) => !places.includes(formatOrigin(origin))),
    );
    return resource('assignment', { ...r.attributes, roles }, r.origin);
  });
}

it('redundant-role: to remove what it reports changes nobody’s access, on any platform', () => {
  let followed = 0;
  let kept = 0;
  fc.assert(
    fc.property(anyOrganization, ({ platform, resources }) => {
      const desired = {
        organization: 'acme',
        platform,
        instant: '2026-06-15T12:00:00Z',
        resources,
        ruledOut: new Map(),
        authority: AUTHORITY,
        windows: [],
      };
      const document = {} as Parameters<typeof redundantRole.check>[0]['document'];
      const before = naiveAccess(platform, resources);
      const { members, scopes } = buildAccess(platform, resources);
      const found = [...redundantRole.check({ document, desired })].map(({ origin }) => formatOrigin(origin));
      // One at a time, and all at once.
      for (const places of [...found.map((one) => [one]), found]) {
        const after = naiveAccess(platform, without(resources, ...places));
        for (const member of members) {
          for (const scope of scopes) {
            expect(after.permissions(member, scope)).toEqual(before.permissions(member, scope));
          }
        }
        followed += places.length;
      }
      // The trial itself says just what the model does, of every role of anybody's own.
      const own = modelOf(resources)
        .all('assignment')
        .flatMap(({ attributes: { principal, scope, roles } }) =>
          principal.type === 'member'
            ? [...roles].map(([role, origin]) => ({ member: principal.member, scope, role, origin }))
            : [],
        );
      const removals = own.map((one) => ({ member: one.member, roles: [one] }));
      const harmless = areHarmlessRemovals(removals, platform, resources);
      // Each by itself looks at fewer scopes.
      expect(removals.flatMap((one) => areHarmlessRemovals([one], platform, resources))).toEqual(harmless);
      harmless.forEach((same, at) => {
        const { member = '', origin } = own[at] ?? {};
        if (origin === undefined || !members.includes(member)) return;
        // The same with what is denied today and without: when a deny ends, what it hid is there again.
        const alike = [platform, { ...platform, denies: null }].every((rules) => {
          const was = naiveAccess(rules, resources);
          const after = naiveAccess(rules, without(resources, formatOrigin(origin)));
          return scopes.every(
            (scope) => after.permissions(member, scope).join() === was.permissions(member, scope).join(),
          );
        });
        expect(same).toBe(alike);
        if (!alike) kept += 1;
      });
    }),
    { numRuns: 300, seed: Number(process.env.ACCESS_SEED ?? 20263) },
  );
  expect(Math.min(followed, kept)).toBeGreaterThan(10);
});

it.each([
  ['bilbis', 1, 'Add people to it. Do not remove it: without any group Bilbis is open to every member.'],
  ['bilbis', 0, 'Add people to it, or remove it.'],
  ['lumoauth', 1, 'Add people to it, or remove it.'],
] as const)(
  'to remove the last group is no way out where gates then stand open: %s, %d reported',
  (name, reported, hint) => {
    const owner = name === 'bilbis' ? 'owner' : 'admin';
    const key = name === 'bilbis' ? 'ana' : 'ana@acme.com';
    const desired = desiredOf(
      name,
      `members: { ${key}: { roles: [${owner}] } }\ngroups: { g: { title: G } }\n`,
    );
    expect(removeGroupHint('Add people to it', reported, desired)).toBe(hint);
  },
);
