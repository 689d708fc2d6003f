import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { effectiveChanges } from '../../src/command/apply/perform-plan.ts';
import { holdersOf } from '../../src/compile/role-holders.ts';
import { performWrites } from '../../src/connector/perform.ts';
import { buildPlan } from '../../src/plan/build-plan.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { writesOf } from '../../src/plan/write/change-writes.ts';
import { simulateWrites } from '../../src/plan/write/simulate-writes.ts';
import type { Resource } from '../../src/resource/resource.ts';
import { atriumWriter, must } from '../connector/connections.ts';
import { atrium } from '../connector/platforms.ts';
import { caller } from '../sandbox/caller.ts';
import { desiredOf, LIVE, live, planOf, written } from './fixtures.ts';

type Sides = typeof written;

interface Nest {
  /** Group → who is in it, people and groups. */
  readonly groups: Readonly<Record<string, readonly string[]>>;
  readonly owners: readonly string[];
}

const people = ['ana', 'bo', 'cy'];
const key = (name: string): string => `${name}@acme.com`;

/** Owners by the groups and people of `owners`; who is named `new` has not accepted. */
function resources(side: Sides, { groups, owners }: Nest, members: readonly string[]): readonly Resource[] {
  const isGroup = (name: string): boolean => groups[name] !== undefined;
  return [
    side.scope('acme', 'organization'),
    ...members.map((name) =>
      side.member(key(name), side === live && name.startsWith('new') ? 'invited' : 'active'),
    ),
    ...Object.entries(groups).map(([name, inside]) =>
      side.group(`acme/${name}`, {
        members: inside.filter((one) => !isGroup(one)).map(key),
        groups: inside.filter(isGroup).map((one) => `acme/${one}`),
      }),
    ),
    ...owners.map((name) =>
      side.given('acme', isGroup(name) ? `group:acme/${name}` : `member:${key(name)}`, ['owner']),
    ),
  ];
}

const told = (plan: Plan): readonly string[] => [
  ...plan.diagnostics
    .filter(({ severity }) => severity === 'error')
    .map(({ message }) => `error: ${message}`),
  ...plan.changes.map((change) =>
    change.action === 'deferred' ? `deferred ${change.wanted}` : `${change.action} ${change.address}`,
  ),
];

const NESTED: Nest = { groups: { top: ['middle'], middle: ['low'], low: ['ana'] }, owners: ['top'] };
const AFTER = ['new'];

describe('the last holder, held through groups in groups, stays until the successor has accepted', () => {
  it.each<[string, Nest, readonly string[]]>([
    [
      'is taken out of the innermost group',
      { groups: { ...NESTED.groups, low: [] }, owners: ['top', ...AFTER] },
      ['deferred ana@acme.com taken out of group low'],
    ],
    [
      'the innermost group is taken out of the next',
      { groups: { ...NESTED.groups, middle: [] }, owners: ['top', ...AFTER] },
      ['deferred group acme/low taken out of group middle'],
    ],
    [
      'a group between is removed',
      { groups: { top: [], low: ['ana'] }, owners: ['top', ...AFTER] },
      ['deferred group middle removed', 'deferred group acme/middle taken out of group top'],
    ],
    [
      'the role is taken from the outermost',
      { groups: NESTED.groups, owners: AFTER },
      ['deferred roles of group top on acme removed'],
    ],
  ])('%s', (_, nest, expected) => {
    const plan = planOf(
      atrium,
      resources(written, nest, [...people, 'new']),
      resources(live, { ...NESTED, owners: ['top', 'new'] }, [...people, 'new']),
    );
    expect(told(plan)).toEqual(expected);
  });

  const groups = ['g0', 'g1', 'g2', 'g3'];
  const nests = fc.record({
    // Groups hold only later ones, so that there is no ring.
    inside: fc.array(fc.subarray([...people, ...groups]), { minLength: 4, maxLength: 4 }),
    owners: fc.subarray([...people, ...groups], { minLength: 1 }),
  });
  const nestOf = ({ inside, owners }: { inside: string[][]; owners: string[] }): Nest => ({
    groups: Object.fromEntries(
      groups.map((name, at) => [
        name,
        (inside[at] ?? []).filter((one) => groups.indexOf(one) > at || people.includes(one)),
      ]),
    ),
    owners,
  });

  it('whatever is nested in what: some stay, and no plan is an error', () => {
    fc.assert(
      fc.property(nests, nests, fc.subarray(people), (first, second, staying) => {
        const before = resources(live, { ...nestOf(first), owners: [...first.owners, 'new'] }, [
          ...people,
          'new',
        ]);
        const wanted = nestOf(second);
        const isThere = (name: string): boolean => staying.includes(name) || groups.includes(name);
        const after = resources(
          written,
          {
            groups: Object.fromEntries(
              Object.entries(wanted.groups).map(([name, inside]) => [name, inside.filter(isThere)]),
            ),
            owners: [...wanted.owners.filter(isThere), 'new'],
          },
          [...staying, 'new'],
        );
        const plan = planOf(atrium, after, before);
        expect(told(plan).filter((line) => line.startsWith('error'))).toEqual([]);
        const had = holdersOf('owner', atrium, before)('acme').people.size;
        let state = before;
        for (const write of effectiveChanges(plan).flatMap(writesOf))
          state = simulateWrites(state, [write], LIVE, atrium);
        expect(holdersOf('owner', atrium, state)('acme').people.size).toBeGreaterThanOrEqual(
          Math.min(1, had),
        );
      }),
      { seed: 7, numRuns: 400 },
    );
  });

  it('the platform refuses nothing of it', async () => {
    const { sandbox, writer } = await atriumWriter();
    const call = caller(() => sandbox);
    const apply = async (nest: Nest, members: readonly string[]): Promise<readonly string[]> => {
      const plan = buildPlan(desiredOf(atrium, resources(written, nest, members)), must(await writer.read()));
      const { failed } = await performWrites(effectiveChanges(plan).flatMap(writesOf), writer, atrium);
      return failed.flatMap(({ diagnostics }) => diagnostics.map(({ message }) => message));
    };
    const acceptAll = async () => {
      const { body } = await call('GET', '/members');
      for (const { id, state } of body.items) {
        if (state === 'invited') await call('POST', `/members/${id}/accept`);
      }
    };
    const owners = async () => holdersOf('owner', atrium, must(await writer.read()).resources)('acme').people;
    expect(await apply(NESTED, ['ana'])).toEqual([]);
    await acceptAll();
    expect(await apply(NESTED, ['ana'])).toEqual([]);
    expect([...(await owners())]).toEqual([key('ana')]);
    const last: Nest = { groups: { top: [], low: [] }, owners: ['top', 'new'] };
    expect(await apply(last, ['ana', 'new'])).toEqual([]);
    expect([...(await owners())]).toEqual([key('ana')]);
    await acceptAll();
    expect(await apply(last, ['ana', 'new'])).toEqual([]);
    expect([...(await owners())]).toEqual([key('new')]);
  });
});
