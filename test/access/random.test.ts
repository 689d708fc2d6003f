import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AccessPath } from '../../src/access/access-path.ts';
import { buildAccess } from '../../src/access/build-access.ts';
import { compareAccess } from '../../src/access/compare-access.ts';
import { denialsOf } from '../../src/access/explain/denials.ts';
import { numberedOrganizationOf } from '../../src/access/numbered-organization.ts';
import type {
  PlatformDefinition,
  PlatformSettings,
  ScopeKind,
} from '../../src/platform/platform-definition.ts';
import { modelOf } from '../../src/resource/organization-model.ts';
import { inPlatformForm } from '../../src/resource/platform-form.ts';
import { attaches, type Entries, type Resource } from '../../src/resource/resource.ts';
import { formatOrigin, type Origin } from '../../src/source/origin.ts';
import { checkDenial, checkPath } from './checker/check-path.ts';
import { NaiveFacts } from './checker/naive-facts.ts';
import { naiveAccess } from './naive.ts';
import { anyChange, anyOrganization, type Organization } from './random.ts';

/** Fixed seeds, so that a failure here is a failure everywhere; ACCESS_SEED looks further. */
const SEED = Number(process.env.ACCESS_SEED ?? 20260);
const RUNS = Number(process.env.ACCESS_RUNS ?? 1500);
const fixed = (numRuns: number) => ({ seed: SEED, numRuns });

function cells({ platform, resources }: Organization) {
  const effectiveAccess = buildAccess(platform, resources);
  return {
    access: effectiveAccess,
    all: effectiveAccess.members.flatMap((member) =>
      effectiveAccess.scopes.map((scope) => ({ member, scope })),
    ),
  };
}

function withoutOverride(platform: PlatformDefinition): PlatformDefinition {
  const kinds = [...platform.scopeKinds].map(([name, kind]) => {
    const inherits = kind.inherits === 'override' ? 'union' : kind.inherits;
    return [name, { ...kind, inherits, whenNoGroups: 'closed' as const, settings: unset(kind) }] as const;
  });
  const members = { ...platform.members, defaultRole: null };
  return { ...platform, scopeKinds: new Map(kinds), members, denies: null };
}

/** Its settings, but for one that says how a scope combines. */
function unset({ settings }: ScopeKind): PlatformSettings {
  return new Map([...settings].filter(([name]) => name !== 'mode'));
}

/** Its settings, but for those by which anything is kept from anybody. */
function unbarred(kind: ScopeKind): PlatformSettings {
  return new Map([...unset(kind)].filter(([name]) => name !== 'entry'));
}

/** Everything flows everywhere: what this lets through the real rules must judge. */
function laxer(platform: PlatformDefinition): PlatformDefinition {
  const kinds = [...platform.scopeKinds].map(
    ([name, kind]) =>
      [name, { ...kind, inherits: 'union', flowDown: true, settings: unbarred(kind) }] as const,
  );
  const roles = [...platform.roles].map(
    ([name, role]) => [name, { ...role, reach: 'both', none: false }] as const,
  );
  const groups = { ...platform.groups, settings: new Map() };
  const customRoles =
    platform.customRoles === null ? null : { ...platform.customRoles, reach: 'both' as const };
  return {
    ...platform,
    customRoles,
    scopeKinds: new Map(kinds),
    roles: new Map(roles),
    groups,
    denies: null,
  };
}

function activated(one: Resource): Resource {
  return one.type === 'member' ? { ...one, attributes: { ...one.attributes, state: 'active' } } : one;
}

function lineOf(origin: Origin): number {
  return origin.from === 'file' ? origin.line : 0;
}

/** The first or the last line that somebody wrote on the way, and that a reviewer could strike. */
function writtenLine(accessPath: AccessPath, fromTheEnd: boolean): number {
  const lines = accessPath.map((pathStep) => lineOf(pathStep.origin)).filter((line) => line > 0);
  return (fromTheEnd ? lines.at(-1) : lines[0]) ?? 0;
}

function withoutLines(resources: readonly Resource[], struck: ReadonlySet<number>): readonly Resource[] {
  const keep = (entries: Entries): Entries =>
    new Map([...entries].filter(([, origin]) => !struck.has(lineOf(origin))));
  return resources.flatMap((one): Resource[] => {
    if (one.type === 'member') return [one];
    if (one.type === 'scope')
      return [{ ...one, attributes: { ...one.attributes, settings: keep(one.attributes.settings) } }];
    if (struck.has(lineOf(one.origin))) return [];
    if (one.type === 'assignment') {
      const { roles, below } = one.attributes;
      const left = { ...one.attributes, roles: keep(roles), below: keep(below) };
      // Who strikes the last role below strikes the assignment: what is left is not to attach.
      return attaches(left) && !attaches(one.attributes) ? [] : [{ ...one, attributes: left }];
    }
    if (one.type === 'role') {
      const { permissions, includes } = one.attributes;
      return [
        {
          ...one,
          attributes: { ...one.attributes, permissions: keep(permissions), includes: keep(includes) },
        },
      ];
    }
    const { members, groups, permissions } = one.attributes;
    const kept = { members: keep(members), groups: keep(groups), permissions: keep(permissions) };
    return [{ ...one, attributes: { ...one.attributes, ...kept } }];
  });
}

/** The random organizations must come by every kind of step, or the laws above hold of too little. */
const EVERY_STEP = [
  ...['assigned', 'attached', 'bypasses', 'carries', 'default-role', 'gate', 'grants', 'implies', 'includes'],
  ...['inherited', 'kind-gives', 'member-of', 'nested-in', 'set'],
];

const EVERY_STEP_OF_DENIALS = [
  ...[
    'assigned',
    'bypasses',
    'default-role',
    'denied',
    'denies',
    'goes-with',
    'grants',
    'implies',
    'includes',
  ],
  ...['inherited', 'member-of', 'nested-in', 'set'],
];

const stepText = (accessPath: AccessPath): readonly string[] =>
  accessPath.map((pathStep) => JSON.stringify(pathStep));

describe('on random platforms and organizations', { timeout: 20 * RUNS + 600_000 }, () => {
  it('the resolver agrees with the formula, for every member, scope and permission', () => {
    let held = 0;
    let refused = 0;
    fc.assert(
      fc.property(anyOrganization, (organization) => {
        const { access, all } = cells(organization);
        const naive = naiveAccess(organization.platform, organization.resources);
        for (const { member, scope } of all) {
          const expected = naive.permissions(member, scope);
          expect(access.permissions(member, scope)).toEqual(expected);
          for (const permission of organization.platform.permissions.keys()) {
            const can = access.can(member, permission, scope);
            expect(can).toBe(expected.includes(permission));
            expect(access.who(permission, scope).includes(member)).toBe(can);
            if (can) held += 1;
            else refused += 1;
          }
        }
      }),
      fixed(RUNS),
    );
    // A generator that only ever makes empty or full access would prove nothing.
    expect(held / (held + refused)).toBeGreaterThan(0.1);
    expect(refused / (held + refused)).toBeGreaterThan(0.1);
  });

  it('every yes has paths that hold by themselves, distinct and minimal, shortest first; every no has none', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(anyOrganization, (organization) => {
        const { platform, resources } = organization;
        const { access, all } = cells(organization);
        for (const { member, scope } of all) {
          for (const permission of platform.permissions.keys()) {
            const { paths, cut } = access.explainUpTo(member, permission, scope, 40);
            expect(paths.length > 0).toBe(access.can(member, permission, scope));
            for (const accessPath of paths) {
              for (const pathStep of accessPath) seen.add(pathStep.step);
              expect(checkPath(platform, resources, member, permission, scope, accessPath)).toBeNull();
            }
            const texts = paths.map(stepText);
            expect(new Set(texts.map((text) => text.join())).size).toBe(paths.length);
            for (const one of texts) {
              for (const other of texts) {
                const within = one !== other && one.every((step) => other.includes(step));
                if (within) expect(one).toEqual(other);
              }
            }
            expect(paths.map((accessPath) => accessPath.length)).toEqual(
              paths.map((accessPath) => accessPath.length).sort((a, b) => a - b),
            );
            if (cut) expect(paths.length).toBeGreaterThan(0);
          }
        }
      }),
      fixed(Math.ceil(RUNS / 3)),
    );
    expect([...seen].sort()).toEqual(EVERY_STEP);
  });

  it('what would hold and does not is taken away, by paths that hold by themselves; and what they take does not hold', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(anyOrganization, (organization) => {
        const { platform, resources } = organization;
        const { access, all } = cells(organization);
        const numbered = numberedOrganizationOf(platform, modelOf(resources));
        const naive = naiveAccess(platform, resources);
        const facts = new NaiveFacts(platform, resources, '');
        for (const { member, scope } of all) {
          const granted = naive.granted(member, scope);
          for (const permission of platform.permissions.keys()) {
            const denials = denialsOf(numbered, member, permission, scope);
            const can = access.can(member, permission, scope);
            expect(denials.length > 0).toBe(facts.isTaken(member, permission, scope));
            if (granted.has(permission) && !can) expect(denials.length).toBeGreaterThan(0);
            if (denials.length > 0 && can) {
              const ways = access.explain(member, permission, scope);
              expect(platform.denies?.overBypass).toBe(false);
              expect(ways.every((way) => way.some(({ step }) => step === 'bypasses'))).toBe(true);
            }
            for (const denial of denials) {
              for (const pathStep of denial) seen.add(pathStep.step);
              expect(checkDenial(platform, resources, member, permission, scope, denial)).toBeNull();
            }
          }
        }
      }),
      fixed(Math.ceil(RUNS / 3)),
    );
    expect([...seen].sort()).toEqual(EVERY_STEP_OF_DENIALS);
  });

  it('no path is left out: cutting one line of each path takes the permission away', () => {
    fc.assert(
      fc.property(anyOrganization, fc.boolean(), ({ platform, resources }, fromTheEnd) => {
        // Where roles override or fill in, or a first group closes gates, taking away may give: the law holds only without those.
        const monotone = withoutOverride(platform);
        const effectiveAccess = buildAccess(monotone, resources);
        for (const member of effectiveAccess.members) {
          for (const scope of effectiveAccess.scopes) {
            for (const permission of effectiveAccess.permissions(member, scope).slice(0, 2)) {
              const { paths, cut } = effectiveAccess.explainUpTo(member, permission, scope, 300);
              if (cut) continue;
              const lines = new Set(paths.map((accessPath) => writtenLine(accessPath, fromTheEnd)));
              const left = buildAccess(monotone, withoutLines(resources, lines));
              expect(left.can(member, permission, scope)).toBe(false);
            }
          }
        }
      }),
      fixed(Math.ceil(RUNS / 3)),
    );
  });

  it('the re-check is no rubber stamp: of paths true under laxer rules it passes just those explain lists', () => {
    let passed = 0;
    let refused = 0;
    fc.assert(
      fc.property(anyOrganization, ({ platform, resources }) => {
        const effectiveAccess = buildAccess(platform, resources);
        const lax = buildAccess(laxer(platform), resources.map(activated));
        for (const member of lax.members) {
          for (const scope of lax.scopes) {
            for (const permission of lax.permissions(member, scope).slice(0, 3)) {
              const strict = effectiveAccess.explainUpTo(member, permission, scope, 300);
              if (strict.cut) continue;
              const listed = new Set(strict.paths.map((accessPath) => stepText(accessPath).join()));
              for (const accessPath of lax.explainUpTo(member, permission, scope, 20).paths) {
                const verdict = checkPath(platform, resources, member, permission, scope, accessPath);
                expect(verdict === null).toBe(listed.has(stepText(accessPath).join()));
                if (verdict === null) passed += 1;
                else refused += 1;
              }
            }
          }
        }
      }),
      fixed(Math.ceil(RUNS / 3)),
    );
    expect(Math.min(passed, refused)).toBeGreaterThan(100);
  });

  it('is the same in whatever order the resources come', () => {
    fc.assert(
      fc.property(anyOrganization, (organization) => {
        const { platform, resources } = organization;
        const { access, all } = cells(organization);
        const reversed = buildAccess(platform, [...resources].reverse());
        expect(reversed.members).toEqual(access.members);
        expect(reversed.scopes).toEqual(access.scopes);
        for (const { member, scope } of all) {
          expect(reversed.permissions(member, scope)).toEqual(access.permissions(member, scope));
        }
        expect(compareAccess(access, reversed)).toEqual({ gained: [], lost: [] });
      }),
      fixed(Math.ceil(RUNS / 3)),
    );
  });

  it('the wire form of nested groups gives the same access as the nested form', () => {
    fc.assert(
      fc.property(anyOrganization, ({ platform, resources }) => {
        const flat = { ...platform, groups: { ...platform.groups, nesting: 'flatten' as const } };
        const nested = buildAccess(flat, resources);
        const wire = buildAccess(flat, inPlatformForm(resources, flat));
        expect(compareAccess(nested, wire)).toEqual({ gained: [], lost: [] });
      }),
      fixed(RUNS),
    );
  });

  it('a comparison says exactly what the two sides say', () => {
    fc.assert(
      fc.property(anyChange, ({ platform, before, after }) => {
        const old = naiveAccess(platform, before, after);
        const now = naiveAccess(platform, after, before);
        const sides = [buildAccess(platform, before), buildAccess(platform, after)] as const;
        const delta = compareAccess(...sides);
        const members = [...new Set(sides.flatMap((side) => side.members))].sort();
        const scopes = [...new Set(sides.flatMap((side) => side.scopes))].sort();
        const all = scopes.flatMap((scope) => members.map((member) => ({ member, scope })));
        const only = (left: typeof old, right: typeof old) =>
          all.flatMap(({ member, scope }) => {
            const other = right.permissions(member, scope);
            const missing = left
              .permissions(member, scope)
              .filter((permission) => !other.includes(permission));
            return missing.map((permission) => ({ member, scope, permission }));
          });
        expect(delta).toEqual({ gained: only(now, old), lost: only(old, now) });
      }),
      fixed(Math.ceil(RUNS / 3)),
    );
  });
});

it('live, who owns a thing changes who can do what in nothing, and every step of an owned thing names its owner', () => {
  let named = 0;
  fc.assert(
    fc.property(anyOrganization, ({ platform, resources }) => {
      let count = 0;
      const live = (): Origin => {
        count += 1;
        return { from: 'live', url: `https://platform.example/${count}` };
      };
      const found = resources.map((resource): Resource => {
        const attributes = Object.entries(resource.attributes).map(
          ([name, value]): readonly [string, unknown] =>
            value instanceof Map
              ? [name, new Map([...value.keys()].map((key) => [key, live()]))]
              : [name, value],
        );
        return {
          ...resource,
          origin: live(),
          attributes: Object.fromEntries(attributes),
        } as unknown as Resource;
      });
      const owned = cells({ platform, resources: found });
      const plain = cells({ platform: { ...platform, owners: {} }, resources: found });
      for (const { member, scope } of plain.all) {
        const can = plain.access.permissions(member, scope);
        expect(owned.access.permissions(member, scope)).toEqual(can);
        for (const permission of can.slice(0, 2)) {
          const [one, other] = [owned, plain].map(({ access }) => access.explain(member, permission, scope));
          const steps = (paths: readonly AccessPath[] = []) =>
            paths.map((path) => path.map(({ origin: _, ...step }) => JSON.stringify(step)).join(' ')).sort();
          expect(new Set(steps(one))).toEqual(new Set(steps(other)));
          for (const step of (one ?? []).flat()) {
            const isOfGroup =
              step.step === 'member-of' || step.step === 'nested-in' || step.step === 'carries';
            const type = isOfGroup
              ? 'group'
              : step.step === 'assigned' || step.step === 'attached'
                ? 'assignment'
                : null;
            const owner = type === null ? undefined : platform.owners[type];
            if (owner === undefined) continue;
            expect(formatOrigin(step.origin)).toContain(`owned by ${owner}`);
            named += 1;
          }
        }
      }
    }),
    fixed(200),
  );
  expect(named).toBeGreaterThan(0);
});
