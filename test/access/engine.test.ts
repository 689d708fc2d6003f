import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildAccess } from '../../src/access/build-access.ts';
import { compareAccess } from '../../src/access/compare-access.ts';
import type { AccessGrant, EffectiveAccess } from '../../src/access/effective-access.ts';
import { withInstances } from '../../src/platform/permission-instances.ts';
import type { PlatformDefinition } from '../../src/platform/platform-definition.ts';
import { parentScope } from '../../src/resource/identifiers.ts';
import type { Resource } from '../../src/resource/resource.ts';
import { naiveAccess } from './naive.ts';
import { presentAccess } from './present/present-access.ts';
import { presentComparison } from './present/present-comparison.ts';
import { anyChange, anyOrganization, anyPlatform, anyResources } from './random.ts';

/** 200 models on every run; `ACCESS_RUNS=2000 ACCESS_SEED=7 npx vitest run test/access/engine.test.ts` looks further. */
const RUNS = Number(process.env.ACCESS_RUNS ?? 200);
const fixed = { seed: Number(process.env.ACCESS_SEED ?? 20262), numRuns: RUNS };

interface Change {
  readonly platform: PlatformDefinition;
  readonly before: readonly Resource[];
  readonly after: readonly Resource[];
}

/** As a pull request changes things: most stays, some goes, some comes, a few entries differ. */
const anyEdit: fc.Arbitrary<Change> = anyPlatform.chain((platform) =>
  fc
    .record({
      before: anyResources(platform),
      other: anyResources(platform),
      leave: fc.array(fc.nat(60), { maxLength: 3 }),
      come: fc.array(fc.nat(60), { maxLength: 3 }),
      swap: fc.array(fc.nat(60), { maxLength: 3 }),
    })
    .map(({ before, other, leave, come, swap }) => {
      const gone = new Set(leave);
      const swapped = new Set(swap);
      const others = new Map(other.map((one) => [one.address, one]));
      const kept = before.flatMap((one, at) => {
        if (gone.has(at) && one.address !== 'scope:acme') return [];
        return [swapped.has(at) ? (others.get(one.address) ?? one) : one];
      });
      const new_ = come.flatMap((at) => other[at % Math.max(1, other.length)] ?? []);
      const after = [...new Map([...kept, ...new_].map((one) => [one.address, one])).values()];
      return { platform, before, after };
    }),
);

/** One thing said by two resources, as live data may say it. */
function twice(resources: readonly Resource[]): readonly Resource[] {
  return [...resources, ...resources.filter((_, at) => at % 3 === 0)];
}

/** Scopes that state each other as parents, or one that is not there. */
function bent(resources: readonly Resource[]): readonly Resource[] {
  const scopes = resources.filter((one) => one.type === 'scope');
  return resources.map((one): Resource => {
    if (one.type !== 'scope' || one.attributes.parent === null) return one;
    const at = scopes.indexOf(one);
    const parent = at % 2 === 0 ? `${one.attributes.path}/gone` : (scopes[at + 1]?.attributes.path ?? null);
    return { ...one, attributes: { ...one.attributes, parent } };
  });
}

const MEMBERS = ['ada@acme.com', 'bob@acme.com', 'cyd@acme.com', 'dan@acme.com', 'nobody@acme.com'];

/**
 * The engine of before learns no new words, so they are put into the ones it knows: whom a group deactivates is told to
 * be deactivated.
 */
function inOldWords(platform: PlatformDefinition, resources: readonly Resource[]): readonly Resource[] {
  const { isDeactivated } = naiveAccess(platform, resources);
  return resources.map((one) =>
    one.type === 'member' && one.attributes.state === 'active' && isDeactivated(one.attributes.member)
      ? { ...one, attributes: { ...one.attributes, state: 'deactivated' } }
      : one,
  );
}

/** Whether the engine of before knows all the words of a platform. */
function isOfBefore({ customRoles, denies, roles, assignments, scopeKinds }: PlatformDefinition): boolean {
  return (
    denies === null &&
    !assignments.below &&
    (customRoles === null || customRoles.reach === 'both') &&
    ![...roles.values()].some(({ reach }) => reach === 'everywhere') &&
    ![...scopeKinds.values()].some(({ settings }) => settings.has('mode') || settings.has('entry'))
  );
}

/** A catalogue in which what is given for a text is a permission like any other. */
function widened(platform: PlatformDefinition, resources: readonly Resource[]): PlatformDefinition {
  return withInstances(
    platform,
    resources.flatMap((r) => {
      if (r.type === 'role') return [...r.attributes.permissions.keys(), ...r.attributes.denies.keys()];
      return r.type === 'group' ? [...r.attributes.permissions.keys()] : [];
    }),
  );
}

function expectAlike(platform: PlatformDefinition, resources: readonly Resource[]): void {
  const engine = buildAccess(platform, resources);
  if (!isOfBefore(platform)) return;
  const present = presentAccess(widened(platform, resources), inOldWords(platform, resources));
  expect(engine.members).toEqual(present.members);
  expect(engine.scopes).toEqual(present.scopes);
  for (const scope of [...present.scopes, 'acme/no/where']) {
    for (const member of MEMBERS) {
      expect(engine.permissions(member, scope)).toEqual(present.permissions(member, scope));
    }
    for (const permission of [...platform.permissions.keys(), 'no:such']) {
      expect(engine.who(permission, scope)).toEqual(present.who(permission, scope));
      for (const member of MEMBERS) {
        expect(engine.can(member, permission, scope)).toBe(present.can(member, permission, scope));
      }
    }
  }
}

/** The difference of two versions, cell by cell as each of them answers. */
function writtenOut(before: EffectiveAccess, after: EffectiveAccess) {
  const all = (list: (one: EffectiveAccess) => readonly string[]) =>
    [...new Set([...list(before), ...list(after)])].sort();
  const only = (one: EffectiveAccess, other: EffectiveAccess): AccessGrant[] =>
    all(({ scopes }) => scopes).flatMap((scope) =>
      all(({ members }) => members).flatMap((member) => {
        const held = other.permissions(member, scope);
        const more = one.permissions(member, scope).filter((permission) => !held.includes(permission));
        return more.map((permission) => ({ member, scope, permission }));
      }),
    );
  return { gained: only(after, before), lost: only(before, after) };
}

function expectSameDelta({ platform, before, after }: Change): number {
  const delta = compareAccess(buildAccess(platform, before), buildAccess(platform, after));
  const wide = widened(platform, [...before, ...after]);
  const old = (side: readonly Resource[]) => presentAccess(wide, inOldWords(platform, side));
  const told = { gained: delta.gained, lost: delta.lost };
  expect(told).toEqual(
    isOfBefore(platform)
      ? presentComparison(old(before), old(after))
      : writtenOut(buildAccess(wide, before), buildAccess(wide, after)),
  );
  return told.gained.length + told.lost.length;
}

describe('on random platforms and organizations the engine', { timeout: 20 * RUNS + 600_000 }, () => {
  it('says what the engine before it says, and what the formula says', () => {
    fc.assert(
      fc.property(anyOrganization, ({ platform, resources }) => {
        expectAlike(platform, resources);
        const engine = buildAccess(platform, resources);
        const naive = naiveAccess(platform, resources);
        for (const member of engine.members) {
          for (const scope of engine.scopes) {
            expect(engine.permissions(member, scope)).toEqual(naive.permissions(member, scope));
          }
        }
      }),
      fixed,
    );
  });

  it('reads what is said twice once, and survives parents that cannot be', () => {
    fc.assert(
      fc.property(anyOrganization, ({ platform, resources }) => {
        expectAlike(platform, twice(resources));
        expectAlike(platform, bent(resources));
        expectAlike(platform, bent([...resources].reverse()));
      }),
      fixed,
    );
  });

  it('finds every difference of a small change, and no other', () => {
    let differences = 0;
    fc.assert(
      fc.property(anyEdit, (change) => {
        differences += expectSameDelta(change);
        const { platform, before, after } = change;
        expectSameDelta({ platform, before: after, after: before });
      }),
      fixed,
    );
    expect(differences).toBeGreaterThan(RUNS);
  });

  it('finds every difference of a great change, of parents that move, and of things said twice', () => {
    fc.assert(
      fc.property(anyChange, (change) => {
        const { platform, before, after } = change;
        expectSameDelta(change);
        expectSameDelta({ platform, before: bent(before), after });
        expectSameDelta({ platform, before, after: bent(before) });
        expectSameDelta({ platform, before: twice(before), after: twice(after) });
      }),
      fixed,
    );
  });
});

describe('the engine', () => {
  it('says of its random scopes what their paths say', () => {
    fc.assert(
      fc.property(anyOrganization, ({ platform, resources }) => {
        const { order } = buildAccess(platform, resources).relation;
        order.scopes.forEach(({ path }, number) => {
          const parent = parentScope(path);
          expect(order.parent[number]).toBe(parent === null ? -1 : order.number(parent));
          const below = order.scopes.flatMap((one, at) => (one.path.startsWith(`${path}/`) ? [at] : []));
          expect(below.every((at) => at > number && at < (order.end[number] ?? 0))).toBe(true);
          expect(order.end[number]).toBe(number + 1 + below.length);
        });
      }),
      fixed,
    );
  });
});
