/** Lists of every length and fault, in pages that come as they please: what comes of it is what comes of all at once. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { OBJECT_PATHS } from '../../src/connector/access-api/endpoint.ts';
import { type ListName, OrganizationAssembly } from '../../src/connector/access-api/organization-assembly.ts';
import { buildLiveIndex } from '../../src/connector/live/live-binding.ts';
import type { LiveObjects } from '../../src/connector/live/live-objects.ts';
import { liveResources } from '../../src/connector/live/live-resources.ts';
import { known } from '../../src/source/known.ts';
import { atrium } from './platforms.ts';

const endpoint = { organization: 'acme', base: 'https://x.io', platform: atrium, paths: OBJECT_PATHS };
const LISTS: readonly ListName[] = [
  'scopes',
  'roles',
  'members',
  'scopeMembers',
  'groups',
  'memberships',
  'nestings',
  'assignments',
];

/** Of each kind so many, each by a number. One number more than there are names what is not listed. */
interface Drawn {
  readonly units: number;
  readonly people: number;
  readonly groups: number;
  readonly links: readonly (readonly [number, number])[];
  readonly nestings: readonly (readonly [number, number])[];
  readonly assigned: readonly (readonly [number, number, boolean])[];
  /** Two things of one name. */
  readonly twice: boolean;
  /** A group that says that it has more people than are listed. */
  readonly miscounted: boolean;
}

function objectsOf({
  units,
  people,
  groups,
  links,
  nestings,
  assigned,
  twice,
  miscounted,
}: Drawn): LiveObjects {
  const numbers = (count: number) => Array.from({ length: count }, (_, n) => n);
  const [version, name, description] = [1, 'n', ''];
  const unset = { settings: new Map<string, string>(), version, name };
  const root = { id: 's0', slug: 'acme', kind: 'organization', parentId: null, ...unset };
  const below = numbers(units).map((n) => ({
    ...{ id: `s${n + 1}`, slug: `u${n}`, kind: 'unit', ...unset },
    parentId: `s${Math.floor(n / 2)}`,
  }));
  const memberships = links.map(([group, person], n) => ({
    ...{ id: `m${n}`, groupId: `g${group}`, userId: `p${person}` },
    role: null,
  }));
  return {
    revision: 7,
    scopes: [root, ...below],
    roles: ['own', 'other'].map((slug) => ({
      ...{ id: `r-${slug}`, slug, name, description, version, permissions: ['build:view'] },
      ...{ denies: atrium.customRoles?.denies === true ? [] : null, includes: [], predefined: false },
    })),
    members: numbers(people).map((n) => ({
      ...{ id: `p${n}`, version, key: twice && n === 1 ? 'person0@x.io' : `person${n}@x.io` },
      ...{ state: 'active' as const, invitation: null },
    })),
    scopeMembers: [],
    groups: numbers(groups).map((n) => ({
      ...{
        id: `g${n}`,
        slug: `g${n}`,
        description,
        permissions: [],
        scopeId: `s${n % (units + 1)}`,
        ...unset,
      },
      memberCount:
        new Set(links.flatMap(([group, person]) => (group === n && person < people ? [person] : []))).size +
        (miscounted && n === 0 ? 1 : 0),
    })),
    memberships,
    nestings: nestings.map(([parent, child], n) => ({
      ...{ id: `n${n}`, parentId: `g${parent}`, childId: `g${child}` },
    })),
    assignments: assigned.map(([scope, who, isGroup], n) => ({
      ...{ id: `a${n}`, version, scopeId: `s${scope}`, principalId: `${isGroup ? 'g' : 'p'}${who}` },
      ...{ principalType: isGroup ? ('group' as const) : ('member' as const), roleIds: ['r-own'] },
      ...{
        belowRoleIds: atrium.assignments.below ? [] : null,
        deniedRoleIds: atrium.assignments.denied ? [] : null,
      },
    })),
  };
}

const upTo = (most: number) => fc.nat({ max: most });
const drawn: fc.Arbitrary<Drawn> = fc.record({
  units: upTo(5),
  people: upTo(300),
  groups: upTo(30),
  links: fc.uniqueArray(fc.tuple(upTo(30), upTo(300)), { maxLength: 250, selector: String }),
  nestings: fc.uniqueArray(fc.tuple(upTo(30), upTo(30)), { maxLength: 10, selector: String }),
  assigned: fc.array(fc.tuple(upTo(5), upTo(40), fc.boolean()), { maxLength: 250 }),
  twice: fc.boolean(),
  miscounted: fc.boolean(),
});
/** The same without what does not fit together. */
const fitting = drawn.map(
  ({ people, groups, units, ...rest }): Drawn => ({
    ...{ units, people: people + 41, groups: groups + 1, twice: false, miscounted: false },
    links: rest.links.filter(([group, person]) => group <= groups && person <= people),
    nestings: rest.nestings.filter((ends) => ends.every((end) => end <= groups)),
    assigned: [
      ...new Map(
        rest.assigned
          .filter(([scope, who, isGroup]) => scope <= units && who <= (isGroup ? groups : 40))
          .map((one) => [String(one), one] as const),
      ).values(),
    ],
  }),
);

/** How much of which list comes next. */
const arrivals = fc.array(fc.tuple(fc.nat({ max: LISTS.length - 1 }), fc.nat({ max: 150 })), {
  maxLength: 60,
});

function assembled(live: LiveObjects, order: readonly (readonly [number, number])[]) {
  const assembly = new OrganizationAssembly(endpoint);
  const taken = new Map<ListName, number>();
  const take = (name: ListName, count: number): void => {
    const from = taken.get(name) ?? 0;
    const items: readonly unknown[] = live[name].slice(from, from + count);
    const list: { add(items: readonly unknown[]): void; end(): void } = assembly.lists[name];
    list.add(items);
    taken.set(name, from + items.length);
    if (from + items.length === live[name].length) list.end();
    assembly.goOn();
  };
  for (const [list, count] of order) take(known(LISTS[list], 'a list'), count);
  for (const name of LISTS) take(name, Number.MAX_SAFE_INTEGER);
  return assembly.end();
}

test('what fits together is the same organization, whatever came first', () => {
  fc.assert(
    fc.property(fitting, arrivals, (found, order) => {
      const live = objectsOf(found);
      const { index, resources } = assembled(live, order);
      const whole = buildLiveIndex(live, endpoint);
      if (!whole.ok) throw new Error(JSON.stringify(whole.diagnostics));
      expect(index).toEqual(whole);
      expect(resources).toEqual(liveResources(whole.value, endpoint));
      expect(resources.length).toBeGreaterThan(live.members.length);
    }),
    { numRuns: 100 },
  );
});

test('what does not is refused with the same words, and is nothing', () => {
  let refused = 0;
  fc.assert(
    fc.property(drawn, arrivals, (found, order) => {
      const live = objectsOf(found);
      const { index } = assembled(live, order);
      const whole = buildLiveIndex(live, endpoint);
      expect(index.ok).toBe(whole.ok);
      expect(index.diagnostics).toEqual(whole.diagnostics);
      if (!whole.ok) refused += 1;
    }),
    { numRuns: 100 },
  );
  expect(refused).toBeGreaterThan(50);
});

test('what is asked for too early is no answer', () => {
  const assembly = new OrganizationAssembly(endpoint);
  expect(() => assembly.end()).toThrow('waits for a list');
});
