import { describe, expect, it } from 'vitest';
import type { AccessPath } from '../../src/access/access-path.ts';
import { buildAccess } from '../../src/access/build-access.ts';
import { formatPath } from '../../src/access/explain/format-path.ts';
import type { Resource } from '../../src/resource/resource.ts';
import { BY_ID } from '../../src/resource/spelling.ts';
import { checkPath } from './checker/check-path.ts';
import { organization, platformOf } from './small.ts';

const platform = platformOf({
  name: 'demo',
  kinds: {
    organization: { inherits: 'union' },
    unit: { inherits: 'union' },
    product: { inherits: 'gated', attached: ['docs:read'] },
    island: { inherits: 'isolated' },
  },
  permissions: { 'docs:read': [], 'docs:write': ['docs:read'] },
  roles: {
    viewer: { permissions: ['docs:read'] },
    editor: { includes: ['viewer'], permissions: ['docs:write'] },
    admin: { permissions: ['docs:write'], ungated: true },
    owner: { bypass: true },
    lead: { permissions: ['docs:write'], reach: 'below' },
    guest: { permissions: ['docs:read'] },
  },
  defaultRole: 'guest',
});

function texts(
  words: Parameters<typeof organization>[1],
  permission: string,
  scope: string,
): readonly string[] {
  const resources = organization(platform, words);
  const paths = buildAccess(platform, resources).explain('dan', permission, scope);
  for (const accessPath of paths)
    expect(checkPath(platform, resources, 'dan', permission, scope, accessPath)).toBeNull();
  return paths.map((accessPath) => formatPath(accessPath, BY_ID));
}

describe('explain', () => {
  it('lists the same role through direct and group both, shortest first, with the lines that say so', () => {
    const groups = { 'acme/qa': { groups: ['acme/qa-mobile'] }, 'acme/qa-mobile': { members: ['dan'] } };
    const assigned = { 'acme | dan': ['editor'], 'acme | group:acme/qa': ['editor'] };
    expect(texts({ members: ['dan'], groups, assigned }, 'docs:write', 'acme')).toEqual([
      'dan → role editor on acme (acme.yaml:7:1) → docs:write',
      'dan → group qa-mobile (acme.yaml:5:1) → nested in group qa (acme.yaml:3:1) → role editor on acme (acme.yaml:9:1) → docs:write',
    ]);
  });

  it('shows included roles and implied permissions as two ways', () => {
    expect(texts({ members: ['dan'], assigned: { 'acme | dan': ['editor'] } }, 'docs:read', 'acme')).toEqual([
      'dan → role editor on acme (acme.yaml:3:1) → docs:write → implies docs:read',
      'dan → role editor on acme (acme.yaml:3:1) → includes role viewer → docs:read',
    ]);
  });

  it('goes down level by level, and names what opened each gate', () => {
    const scopes = { 'acme/units/emea': 'unit', 'acme/units/emea/products/web': 'product' };
    const groups = { 'acme/web': { members: ['dan'] } };
    const assigned = { 'acme | dan': ['admin'], 'acme/units/emea/products/web | group:acme/web': [] };
    expect(
      texts({ scopes, members: ['dan'], groups, assigned }, 'docs:write', 'acme/units/emea/products/web'),
    ).toEqual([
      'dan → role admin on acme (acme.yaml:7:1) → docs:write → inherited by acme/units/emea → let into acme/units/emea/products/web by group web (acme.yaml:9:1) → inherited by acme/units/emea/products/web',
      'dan → role admin on acme (acme.yaml:7:1) → docs:write → inherited by acme/units/emea → let into acme/units/emea/products/web by role admin (acme.yaml:7:1) → inherited by acme/units/emea/products/web',
    ]);
  });

  it('shows the attachment, the default role, what a group carries and what a bypass opens', () => {
    const scopes = { 'acme/products/web': 'product', 'acme/islands/x': 'island' };
    const groups = { 'acme/products/web/authors': { members: ['dan'], permissions: ['docs:write'] } };
    const words = { scopes, members: ['dan'], groups, assigned: { 'acme/products/web | dan': [] } };
    expect(texts(words, 'docs:read', 'acme')).toEqual([
      'dan → default role guest on acme (acme.yaml:4:1) → docs:read',
    ]);
    expect(texts(words, 'docs:write', 'acme/products/web')).toEqual([
      'dan → group acme/products/web/authors (acme.yaml:5:1) → carries docs:write (acme.yaml:6:1)',
    ]);
    expect(texts(words, 'docs:read', 'acme/products/web')).toContain(
      'dan → attached to acme/products/web (acme.yaml:8:1) → docs:read for being attached',
    );
    expect(
      texts({ ...words, assigned: { 'acme | dan': ['owner'] } }, 'docs:write', 'acme/islands/x'),
    ).toEqual([
      'dan → role owner on acme (acme.yaml:8:1) → everything on acme and below → inherited by acme/islands/x',
    ]);
  });

  it('gives nothing for a no, and for what is not known', () => {
    const effectiveAccess = buildAccess(platform, organization(platform, { members: ['dan'] }));
    expect(effectiveAccess.explain('dan', 'docs:write', 'acme')).toEqual([]);
    expect(effectiveAccess.explain('dan', 'docs:fly', 'acme')).toEqual([]);
    expect(effectiveAccess.explain('dan', 'docs:read', 'acme/no/where')).toEqual([]);
    expect(effectiveAccess.explain('eve', 'docs:read', 'acme')).toEqual([]);
  });

  it('says when it cut: forty diamonds of groups make a million million ways', () => {
    const groups: Record<string, { members?: string[]; groups?: string[] }> = {
      'acme/top-0': { members: ['dan'] },
    };
    for (let at = 1; at <= 40; at += 1) {
      groups[`acme/left-${at}`] = { groups: [`acme/top-${at - 1}`] };
      groups[`acme/right-${at}`] = { groups: [`acme/top-${at - 1}`] };
      groups[`acme/top-${at}`] = { groups: [`acme/left-${at}`, `acme/right-${at}`] };
    }
    const words = { members: ['dan'], groups, assigned: { 'acme | group:acme/top-40': ['editor'] } };
    const effectiveAccess = buildAccess(platform, organization(platform, words));
    const some = effectiveAccess.explainUpTo('dan', 'docs:write', 'acme', 25);
    expect([some.paths.length, some.cut]).toEqual([25, true]);
    expect(effectiveAccess.explain('dan', 'docs:write', 'acme')).toHaveLength(1000);
    expect(effectiveAccess.explainUpTo('dan', 'docs:write', 'acme', 0).paths).toHaveLength(1);
  });

  it('does not hang on groups that all contain each other', () => {
    const names = Array.from({ length: 40 }, (_, at) => `acme/g${at}`);
    const groups = Object.fromEntries(names.map((name) => [name, { groups: names }]));
    const words = {
      members: ['dan'],
      groups: { ...groups, 'acme/g0': { members: ['dan'], groups: names } },
      assigned: { 'acme | group:acme/g39': ['viewer'] },
    };
    const effectiveAccess = buildAccess(platform, organization(platform, words));
    expect(effectiveAccess.can('dan', 'docs:read', 'acme')).toBe(true);
    expect(effectiveAccess.explainUpTo('dan', 'docs:read', 'acme', 100).cut).toBe(true);
  });

  it('does not fall over when nesting is very deep', () => {
    const groups = Object.fromEntries(
      Array.from({ length: 3000 }, (_, at) => [
        `acme/g${at}`,
        at === 0 ? { members: ['dan'] } : { groups: [`acme/g${at - 1}`] },
      ]),
    );
    const words = { members: ['dan'], groups, assigned: { 'acme | group:acme/g2999': ['owner'] } };
    const effectiveAccess = buildAccess(platform, organization(platform, words));
    expect(effectiveAccess.explain('dan', 'docs:write', 'acme')[0]).toHaveLength(3002);
  });

  it('survives scopes that are each other’s parents, and a parent that is gone', () => {
    const scopes = { 'acme/units/a': 'unit', 'acme/units/b': 'unit', 'acme/units/gone/units/c': 'unit' };
    const ring = organization(platform, { scopes, members: ['dan'], assigned: { 'acme | dan': ['editor'] } });
    const parents: Record<string, string> = {
      'acme/units/a': 'acme/units/b',
      'acme/units/b': 'acme/units/a',
    };
    const bent = ring.map((one): Resource => {
      if (one.type !== 'scope') return one;
      const parent = parents[one.attributes.path] ?? one.attributes.parent;
      return { ...one, attributes: { ...one.attributes, parent } };
    });
    const effectiveAccess = buildAccess(platform, bent);
    expect(effectiveAccess.scopes).toHaveLength(4);
    expect(effectiveAccess.can('dan', 'docs:write', 'acme/units/a')).toBe(false);
    expect(effectiveAccess.can('dan', 'docs:write', 'acme/units/gone/units/c')).toBe(true);
  });
});

describe('recheck refuses', () => {
  const scopes = { 'acme/products/web': 'product' };
  const groups = { 'acme/qa': { members: ['dan'] } };
  const assigned = { 'acme | group:acme/qa': ['lead', 'owner'], 'acme/products/web | dan': [] };
  const resources = organization(platform, { scopes, members: ['dan', 'eve'], groups, assigned });
  const web = 'acme/products/web';
  const paths = buildAccess(platform, resources).explain('dan', 'docs:write', web);
  const accessPath = paths.find((one) => one.some((pathStep) => pathStep.step === 'gate')) as AccessPath;
  const check = (
    changed: readonly AccessPath[number][],
    permission = 'docs:write',
    scope = web,
    member = 'dan',
  ) => checkPath(platform, resources, member, permission, scope, changed as unknown as AccessPath);

  it('nothing of a path as it is', () => {
    expect(check(accessPath)).toBeNull();
  });

  it('a path with any step left out, or said of somebody or something else', () => {
    accessPath.forEach((_, left) => {
      expect(check(accessPath.filter((_step, at) => at !== left))).not.toBeNull();
    });
    expect(check(accessPath, 'docs:read')).not.toBeNull();
    expect(check(accessPath, 'docs:write', 'acme')).not.toBeNull();
    expect(check(accessPath, 'docs:write', web, 'eve')).not.toBeNull();
  });

  it('a step whose line says something else', () => {
    accessPath.forEach((pathStep, at) => {
      const origin = { from: 'live' as const, url: 'https://elsewhere.example/' };
      const moved = accessPath.map((one, index) => (index === at ? { ...pathStep, origin } : one));
      expect(check(moved)).toContain('https://elsewhere.example/');
    });
  });

  it('a role that does not reach: below is not here', () => {
    const here = accessPath.slice(0, 3);
    expect(check(here, 'docs:write', 'acme')).toBe('role lead does not reach');
  });
});
