/** Who can come to more than they have, by the engine and by trying every gift on every scope, on random organizations. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Resource } from '../../src/resource/resource.ts';
import { entriesFrom, resource, resourceWith } from '../../src/resource/resource-types.ts';
import { escalation } from '../../src/rule/built-in/escalation.ts';
import { naiveAccess } from '../access/naive.ts';
import { anyOrganization, type Organization } from '../access/random.ts';
import { askedRule, HERE, judgedOrganization, judgedWith } from './judged-organizations.ts';

const NEW = 'somebody@new.example';

interface Asked {
  readonly giving: readonly string[];
  readonly filling: readonly string[];
}

const anyCase = anyOrganization.chain((organization) => {
  const names = [...organization.platform.permissions.keys()];
  return fc.record({
    organization: fc.constant(organization),
    giving: fc.subarray(names),
    filling: fc.subarray(names),
  });
});

/** The organization with one new member who is given these roles on a scope, or is in a group, or nothing. */
function withNewcomer(
  { resources }: Organization,
  gift: { scope: string; roles: readonly string[] } | { group: string } | null,
): readonly Resource[] {
  const kept = resources.flatMap((one): Resource[] => {
    if (one.type === 'member') return [];
    if (one.type === 'assignment') return one.attributes.principal.type === 'group' ? [one] : [];
    if (one.type !== 'group') return [one];
    const isIn =
      gift !== null && 'group' in gift && gift.group === `${one.attributes.home}/${one.attributes.name}`;
    return [{ ...one, attributes: { ...one.attributes, members: entriesFrom(isIn ? [NEW] : [], HERE) } }];
  });
  const root = resources.flatMap((one) =>
    one.type === 'scope' && one.attributes.parent === null ? [one.attributes.path] : [],
  )[0];
  const membership = resource(
    'member',
    { scope: root ?? '', member: NEW, display: NEW, state: 'active', invitation: null },
    HERE,
  );
  if (gift === null || 'group' in gift) return [...kept, membership];
  const principal = { type: 'member', member: NEW } as const;
  const roles = entriesFrom(gift.roles, HERE);
  return [...kept, membership, resourceWith('assignment', { scope: gift.scope, principal, roles }, HERE)];
}

/** By person and scope all that they could come to, and the part that is new on the scopes where it is. */
function naive(organization: Organization, { giving, filling }: Asked) {
  const { platform, resources } = organization;
  const access = naiveAccess(platform, resources);
  const scopes = resources.flatMap((one) => (one.type === 'scope' ? [one.attributes] : []));
  const members = new Set(resources.flatMap((one) => (one.type === 'member' ? [one.attributes.member] : [])));
  const custom = resources.flatMap((one) => (one.type === 'role' ? [one.attributes] : []));
  const isBelow = (scope: string, above: string) => scope === above || scope.startsWith(`${above}/`);
  const denies = (role: string, seen: readonly string[] = []): boolean => {
    if (seen.includes(role)) return false;
    const own = platform.roles.get(role);
    const made = own === undefined ? custom.filter(({ name }) => name === role) : [];
    const listed = [...(own?.denies ?? []), ...made.flatMap((one) => [...one.denies.keys()])];
    const included = [...(own?.includes ?? []), ...made.flatMap((one) => [...one.includes.keys()])];
    return listed.length > 0 || included.some((one) => denies(one, [...seen, role]));
  };
  const rolesOn = (scope: string, kind: string): string[] => [
    ...[...platform.roles.values()]
      .filter(({ assignable, assignableAt, none }) => assignable && !none && assignableAt.includes(kind))
      .map(({ name }) => name),
    ...custom
      .filter(({ home, name }) => isBelow(scope, home) && !platform.roles.has(name))
      .map(({ name }) => name),
  ];
  const alone = naiveAccess(platform, withNewcomer(organization, null));
  const none = new Map(scopes.map(({ path }) => [path, new Set(alone.permissions(NEW, path))]));
  const outcomes = scopes.flatMap(({ path, kind }) => {
    const roles = rolesOn(path, kind);
    const plain = roles.filter((role) => !denies(role));
    const sets = [
      ...(plain.length === 0 ? [] : [plain]),
      ...roles.filter((role) => denies(role)).map((one) => [one]),
    ];
    const groups = resources.flatMap((one) =>
      one.type === 'group' && one.attributes.home === path ? [`${path}/${one.attributes.name}`] : [],
    );
    const principals = platform.scopeKinds.get(kind)?.principals ?? [];
    const canGive = principals.includes('member') || platform.groups.carry.includes('roles');
    const gifts = [
      ...(canGive ? sets.map((set) => ({ by: giving, gift: { scope: path, roles: set } })) : []),
      ...groups.map((group) => ({ by: filling, gift: { group } })),
    ];
    return gifts.map(({ by, gift }) => {
      const after = naiveAccess(platform, withNewcomer(organization, gift));
      const held = new Map(scopes.map((one) => [one.path, after.permissions(NEW, one.path)]));
      return { path, by, isGroup: 'group' in gift, held };
    });
  });
  return [...members].flatMap((member) =>
    scopes.flatMap(({ path }) => {
      const own = new Set(access.permissions(member, path));
      const [all, fresh] = [new Set<string>(), new Set<string>()];
      for (const { path: on, by, isGroup, held } of outcomes) {
        if (on !== path || !by.some((one) => own.has(one))) continue;
        for (const scope of scopes) {
          const mine = new Set(access.permissions(member, scope.path));
          const anyway = isGroup ? none.get(scope.path) : undefined;
          const above = scope.parent === null ? [] : (held.get(scope.parent) ?? []);
          for (const one of held.get(scope.path) ?? []) {
            if (mine.has(one) || anyway?.has(one) === true) continue;
            all.add(one);
            if (!above.includes(one) || scope.path === path) fresh.add(one);
          }
        }
      }
      return all.size === 0 ? [] : [{ member, scope: path, all, fresh }];
    }),
  );
}

it('the engine tells of all who can come to more, at the outermost scope, and of nobody else', () => {
  let found = 0;
  fc.assert(
    fc.property(anyCase, ({ organization, giving, filling }) => {
      const judged = judgedOrganization(organization);
      const rule = askedRule('escalation', { giving, filling });
      const breaches = judgedWith(escalation, rule, [judged]);
      const expected = naive(organization, { giving, filling });
      found += breaches.length;
      for (const { person, scope, permissions } of breaches) {
        const at = expected.find((one) => judged.spelling(one.member) === person && one.scope === scope);
        expect(permissions.filter((one) => at?.all.has(one) !== true)).toEqual([]);
      }
      for (const { member, scope, fresh } of expected) {
        const person = judged.spelling(member);
        const telling = breaches.filter(
          (one) => one.person === person && (one.scope === scope || scope.startsWith(`${one.scope}/`)),
        );
        const told = new Set(telling.flatMap(({ permissions }) => permissions));
        expect([...fresh].filter((one) => !told.has(one))).toEqual([]);
      }
    }),
    { seed: 20260, numRuns: 300 },
  );
  expect(found).toBeGreaterThan(100);
});

it('each finding shows how they give, and how somebody new would hold it', () => {
  fc.assert(
    fc.property(anyCase, ({ organization, giving, filling }) => {
      const judged = judgedOrganization(organization);
      const rule = askedRule('escalation', { giving, filling });
      for (const one of judgedWith(escalation, rule, [judged])) expect(one.witnesses()).toHaveLength(2);
    }),
    { seed: 20261, numRuns: 200 },
  );
});
