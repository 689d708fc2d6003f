/** People who change groups, among them groups of one ring, while what groups are given changes too. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { buildAccess } from '../../src/access/build-access.ts';
import { compareAccess } from '../../src/access/compare-access.ts';
import type { EffectiveAccess } from '../../src/access/effective-access.ts';
import type { Resource } from '../../src/resource/resource.ts';
import { organization, platformOf } from './small.ts';

const platform = platformOf({
  kinds: { root: { inherits: 'union' }, sub: { inherits: 'union' } },
  permissions: { a: [], b: [], c: [] },
  roles: {
    one: { permissions: ['a'] },
    two: { permissions: ['b'] },
    both: { permissions: ['a', 'c'] },
  },
});
const GROUPS = ['g', 'h', 'i'] as const;
const SCOPES = ['acme', 'acme/subs/x', 'acme/subs/y'];
const PEOPLE = ['ana', 'bo', 'cy'];

interface Drawn {
  /** Of each group who is in it, and which groups. */
  readonly people: readonly (readonly string[])[];
  readonly nested: readonly (readonly string[])[];
  /** Of each group and scope what it is given: nothing for an entry that is not there. */
  readonly given: readonly (readonly (readonly string[])[])[];
}

const people = fc.array(fc.subarray([...PEOPLE]), { minLength: GROUPS.length, maxLength: GROUPS.length });
const nested = fc.array(fc.subarray([...GROUPS]), { minLength: GROUPS.length, maxLength: GROUPS.length });
/** Where entries are is the same in both versions, so that nothing but what is given differs. */
const versions = fc
  .array(fc.boolean(), { minLength: 9, maxLength: 9 })
  .chain((there) => {
    const given = fc.tuple(
      ...there.map((is) => (is ? fc.subarray(['one', 'two', 'both'], { minLength: 1 }) : fc.constant([]))),
    );
    return fc.tuple(given, given);
  })
  .map((both) => both.map((flat) => GROUPS.map((_, group) => flat.slice(group * 3, group * 3 + 3))));

function resourcesOf({ people, nested, given }: Drawn): readonly Resource[] {
  return organization(platform, {
    scopes: { 'acme/subs/x': 'sub', 'acme/subs/y': 'sub' },
    members: PEOPLE,
    groups: Object.fromEntries(
      GROUPS.map((name, at) => [
        `acme/${name}`,
        {
          members: people[at] ?? [],
          groups: (nested[at] ?? []).filter((one) => one !== name).map((one) => `acme/${one}`),
        },
      ]),
    ),
    assigned: Object.fromEntries(
      GROUPS.flatMap((name, group) =>
        SCOPES.flatMap((scope, at) => {
          const roles = given[group]?.[at] ?? [];
          return roles.length === 0 ? [] : [[`${scope} | group:acme/${name}`, roles] as const];
        }),
      ),
    ),
  });
}

const grantsOf = (access: EffectiveAccess): ReadonlySet<string> =>
  new Set(
    PEOPLE.flatMap((member) =>
      SCOPES.flatMap((scope) =>
        access.permissions(member, scope).map((name) => `${member} ${scope} ${name}`),
      ),
    ),
  );

it('a comparison has each grant that only one of the versions has', () => {
  let moved = 0;
  fc.assert(
    fc.property(nested, people, people, versions, fc.boolean(), (rings, was, is, [gave, gives], moves) => {
      const [before, after] = [
        buildAccess(platform, resourcesOf({ nested: rings, people: was, given: gave ?? [] })),
        buildAccess(platform, resourcesOf({ nested: rings, people: moves ? is : was, given: gives ?? [] })),
      ];
      const [had, has] = [grantsOf(before), grantsOf(after)];
      const delta = compareAccess(before, after);
      const told = (grants: typeof delta.gained) =>
        grants.map(({ member, scope, permission }) => `${member} ${scope} ${permission}`).sort();
      expect(told(delta.gained)).toEqual([...has].filter((one) => !had.has(one)).sort());
      expect(told(delta.lost)).toEqual([...had].filter((one) => !has.has(one)).sort());
      if (moves && delta.gained.length + delta.lost.length > 0) moved += 1;
    }),
    { seed: 13, numRuns: 1500 },
  );
  expect(moved).toBeGreaterThan(100);
});

it.each([
  ['to another group of the ring', ['h']],
  ['out of the ring', []],
])('somebody goes %s while the ring is given something else', (_, to) => {
  const ring = [['h'], ['g'], []];
  const of = (g: readonly string[], h: readonly string[], role: string): EffectiveAccess =>
    buildAccess(
      platform,
      resourcesOf({
        nested: ring,
        people: [g, h, []],
        given: [
          [[role], [], []],
          [[role], [], []],
          [[], [], []],
        ],
      }),
    );
  const delta = compareAccess(of(['ana'], [], 'one'), of([], to.length === 0 ? [] : ['ana'], 'two'));
  expect(new Set(delta.lost.map(({ member, permission }) => `${member} ${permission}`))).toEqual(
    new Set(['ana a']),
  );
  expect(new Set(delta.gained.map(({ member, permission }) => `${member} ${permission}`))).toEqual(
    new Set(to.length === 0 ? [] : ['ana b']),
  );
});
