import { expect, test } from 'vitest';
import { counterparts } from '../../src/resource/counterparts.ts';
import { inOrder, modelOf, OrganizationModel } from '../../src/resource/organization-model.ts';
import type { Resource } from '../../src/resource/resource.ts';
import { resourceWith } from '../../src/resource/resource-types.ts';
import { compareText } from '../../src/source/text-order.ts';

const ORIGIN = { from: 'live', url: 'https://example.test' } as const;
/** Names of which one begins as another does, and the sign that stands between a scope and who holds something on it. */
const NAMES = ['a', 'a|b', 'ab', 'a-b', 'a/b', 'é', '￿', '😀'];

/** As many resources as asked for, with names drawn by a number; of one address there may be several. */
function drawn(seed: number, count: number, names: readonly string[]): readonly Resource[] {
  let state = seed;
  const next = (below: number): number => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor((state / 2147483648) * below);
  };
  const name = () => String(names[next(names.length)]);
  return Array.from({ length: count }, (): Resource => {
    const scope = next(2) === 0 ? `acme/units/${name()}` : 'acme';
    switch (next(4)) {
      case 0:
        return resourceWith('scope', { path: `acme/units/${name()}` }, ORIGIN);
      case 1:
        return resourceWith('group', { home: 'acme', name: name() }, ORIGIN);
      case 2:
        return resourceWith(
          'assignment',
          { scope, principal: { type: 'group', group: `acme/${name()}` } },
          ORIGIN,
        );
      default:
        return resourceWith('assignment', { scope, principal: { type: 'member', member: name() } }, ORIGIN);
    }
  });
}

function onceEach(resources: readonly Resource[]): readonly Resource[] {
  return [...new Map(resources.map((one) => [one.address, one])).values()];
}

const ordered = (resources: readonly Resource[]) => inOrder(new OrganizationModel(resources).byType);

test('resources stand by type and then by address, whatever their names are', () => {
  const types = ['scope', 'role', 'member', 'group', 'assignment'];
  for (let seed = 1; seed <= 300; seed += 1) {
    const some = drawn(seed, seed % 40, seed % 2 === 0 ? NAMES : NAMES.filter((one) => !one.includes('|')));
    const plain = some.toSorted(
      (a, b) => types.indexOf(a.type) - types.indexOf(b.type) || compareText(a.address, b.address),
    );
    expect(ordered(some).map(({ address }) => address)).toEqual(plain.map(({ address }) => address));
    expect(ordered(some).every((one, at) => one === plain[at])).toBe(true);
  }
});

test('a counterpart is what a look-up finds: in order or not, with an address twice, and of a list in itself', () => {
  const shapes = [
    ordered,
    onceEach,
    (all: readonly Resource[]) => ordered(onceEach(all)),
    (all: readonly Resource[]) => all,
  ];
  for (let seed = 1; seed <= 400; seed += 1) {
    const shape = (at: number) => shapes[at % shapes.length] ?? ordered;
    const one = shape(seed)(drawn(seed, seed % 30, NAMES));
    const other = shape(Math.floor(seed / 4))(drawn(seed + 1000, (seed * 7) % 30, NAMES));
    for (const [of, among] of [
      [one, other],
      [other, one],
      [one, one],
      [one, []],
      [[], one],
    ] as const) {
      const found = counterparts(of, among);
      expect(found.length).toBe(of.length);
      const wanted = of.map(({ address }) => modelOf(among).at(address));
      expect(found.every((resource, at) => resource === wanted[at])).toBe(true);
    }
  }
});
