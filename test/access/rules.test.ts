import { describe, expect, it } from 'vitest';
import { buildAccess } from '../../src/access/build-access.ts';
import { compareAccess } from '../../src/access/compare-access.ts';
import { organization, platformOf } from './small.ts';

/**
 * Each table says in its own words the sentence of a seed page, or of the access model, that it stands for, on the
 * smallest platform that has it. The platforms as shipped are held to their pages in test/platform.
 */

const rw = { 'docs:read': [], 'docs:write': ['docs:read'], 'docs:delete': ['docs:read'] };

function holds(
  platform: ReturnType<typeof platformOf>,
  words: Parameters<typeof organization>[1],
  member: string,
  scope: string,
): string {
  return buildAccess(platform, organization(platform, words)).permissions(member, scope).join(' ');
}

describe('lumoauth: what a user may do is what is assigned directly plus what groups bring', () => {
  const lumo = platformOf({
    kinds: { organization: { inherits: 'union' } },
    permissions: rw,
    roles: {
      viewer: { permissions: ['docs:read'] },
      editor: { includes: ['viewer'], permissions: ['docs:write'] },
      admin: { permissions: ['*'] },
    },
  });
  const teams = {
    'acme/engineering': { groups: ['acme/mobile'] },
    'acme/mobile': { members: ['dan'] },
  };

  it.each([
    ['a direct role', { 'acme | dan': ['viewer'] }, 'docs:read'],
    ['a role of the group', { 'acme | group:acme/mobile': ['viewer'] }, 'docs:read'],
    [
      'sub-groups: the role of the parent group',
      { 'acme | group:acme/engineering': ['viewer'] },
      'docs:read',
    ],
    ['included roles and implied permissions', { 'acme | dan': ['editor'] }, 'docs:read docs:write'],
    [
      'a star, in the order of the catalogue',
      { 'acme | dan': ['admin'] },
      'docs:read docs:write docs:delete',
    ],
    ['a role somebody else holds', { 'acme | eve': ['admin'] }, ''],
    ['nothing but being there', {}, ''],
    ['a role that no longer exists', { 'acme | dan': ['ghost', 'viewer'] }, 'docs:read'],
    ['a group that no longer exists', { 'acme | group:acme/ghost': ['admin'] }, ''],
    ['a scope that no longer exists', { 'acme/nowhere/x | dan': ['admin'] }, ''],
  ])('%s', (_, assigned, expected) => {
    expect(holds(lumo, { members: ['dan', 'eve'], groups: teams, assigned }, 'dan', 'acme')).toBe(expected);
  });

  it('a user removed from the group loses its role unless the same role is also assigned directly', () => {
    const groups = { 'acme/mobile': { members: ['dan', 'eve'] } };
    const assigned = { 'acme | group:acme/mobile': ['viewer'], 'acme | dan': ['viewer'] };
    const before = buildAccess(lumo, organization(lumo, { members: ['dan', 'eve'], groups, assigned }));
    const left = { members: ['dan', 'eve'], groups: { 'acme/mobile': {} }, assigned };
    const after = buildAccess(lumo, organization(lumo, left));
    expect(compareAccess(before, after)).toEqual({
      gained: [],
      lost: [{ member: 'eve', scope: 'acme', permission: 'docs:read' }],
    });
  });

  it.each([
    ['active', 'docs:read'],
    ['invited', ''],
    ['deactivated', ''],
    ['expired', ''],
  ] as const)('only active members have access: %s', (state, expected) => {
    const members = { 'dan@acme': state };
    expect(holds(lumo, { members, assigned: { 'acme | dan': ['viewer'] } }, 'dan', 'acme')).toBe(expected);
  });

  it('somebody with roles but without a membership has no access and is no member', () => {
    const words = { members: ['eve'], assigned: { 'acme | dan': ['admin'] } };
    const effectiveAccess = buildAccess(lumo, organization(lumo, words));
    expect(effectiveAccess.members).toEqual(['eve']);
    expect(effectiveAccess.permissions('dan', 'acme')).toEqual([]);
    expect(effectiveAccess.explain('dan', 'docs:read', 'acme')).toEqual([]);
  });

  it('custom roles give their permissions, those of roles they include, and go round rings once', () => {
    const roles = {
      a: { permissions: ['docs:write'], includes: ['b'] },
      b: { permissions: ['docs:delete'], includes: ['a'] },
    };
    const words = { members: ['dan'], roles, assigned: { 'acme | dan': ['b'] } };
    expect(holds(lumo, words, 'dan', 'acme')).toBe('docs:read docs:write docs:delete');
  });
});

describe('bilbis: products are gated by groups; the own role decides what is done; admins see all', () => {
  const bilbis = platformOf({
    kinds: { organization: { inherits: 'union' }, product: { inherits: 'gated', whenNoGroups: 'open' } },
    permissions: { 'pipelines:view': [], 'pipelines:run': ['pipelines:view'], 'members:invite': [] },
    roles: {
      developer: { permissions: ['pipelines:run'], reach: 'below' },
      admin: { permissions: ['*'], ungated: true },
    },
  });
  const scopes = { 'acme/products/web': 'product', 'acme/products/app': 'product' };
  const words = {
    scopes,
    members: ['ada', 'dan', 'eve'],
    groups: { 'acme/web': { members: ['dan'] } },
    assigned: {
      'acme | ada': ['admin'],
      'acme | dan': ['developer'],
      'acme | eve': ['developer'],
      'acme/products/web | group:acme/web': [],
    },
  };

  it.each([
    ['dan', 'acme/products/web', 'pipelines:view pipelines:run'],
    ['dan', 'acme/products/app', ''],
    ['eve', 'acme/products/web', ''],
    ['ada', 'acme/products/web', 'pipelines:view pipelines:run members:invite'],
    ['ada', 'acme/products/app', 'pipelines:view pipelines:run members:invite'],
    ['dan', 'acme', ''],
  ])('%s on %s: %s', (member, scope, expected) => {
    expect(holds(bilbis, words, member, scope)).toBe(expected);
  });

  it('not monotone: a product that turns gated with its first group closes to everybody else', () => {
    const open = buildAccess(bilbis, organization(bilbis, { ...words, groups: {} }));
    const closed = buildAccess(bilbis, organization(bilbis, words));
    const delta = compareAccess(open, closed);
    expect(delta.gained).toEqual([]);
    expect(delta.lost.map((grant) => `${grant.member} ${grant.scope} ${grant.permission}`)).toEqual([
      'dan acme/products/app pipelines:view',
      'dan acme/products/app pipelines:run',
      'eve acme/products/app pipelines:view',
      'eve acme/products/app pipelines:run',
      'eve acme/products/web pipelines:view',
      'eve acme/products/web pipelines:run',
    ]);
  });
});

describe('gorules: nothing is seen until invited to a project; project groups carry permissions', () => {
  const gorules = platformOf({
    kinds: {
      organization: { inherits: 'union' },
      project: { inherits: 'isolated', attached: ['docs:view'] },
      folder: { inherits: 'isolated' },
    },
    permissions: { 'docs:view': [], 'docs:write': ['docs:view'], 'releases:make': [] },
    roles: { owner: { bypass: true, ungated: true }, member: { permissions: ['docs:view'] } },
  });
  const scopes = {
    'acme/projects/pricing': 'project',
    'acme/projects/fraud': 'project',
    'acme/projects/pricing/folders/f': 'folder',
  };
  const words = {
    scopes,
    members: ['ada', 'dan', 'eve', 'own'],
    groups: { 'acme/projects/pricing/authors': { members: ['dan'], permissions: ['docs:write'] } },
    assigned: {
      'acme | ada': ['owner'],
      'acme | eve': ['member'],
      'acme/projects/pricing | dan': [],
      'acme/projects/pricing | own': ['owner'],
    },
  };

  it.each([
    ['a project role of the organization is not seen below', 'eve', 'acme/projects/pricing', ''],
    ['carried by the group of the project', 'dan', 'acme/projects/pricing', 'docs:view docs:write'],
    ['and only there', 'dan', 'acme/projects/fraud', ''],
    ['owner of all', 'ada', 'acme/projects/fraud', 'docs:view docs:write releases:make'],
    [
      'owner of all, through isolated kinds',
      'ada',
      'acme/projects/pricing/folders/f',
      'docs:view docs:write releases:make',
    ],
    ['owner of one project', 'own', 'acme/projects/pricing/folders/f', 'docs:view docs:write releases:make'],
    ['is not owner of another', 'own', 'acme/projects/fraud', ''],
    ['is not owner above', 'own', 'acme', ''],
  ])('%s: %s on %s', (_, member, scope, expected) => {
    expect(holds(gorules, words, member, scope)).toBe(expected);
  });

  it('deleting a project group leaves its members in the project with the default view', () => {
    const { groups: _, ...left } = words;
    expect(holds(gorules, left, 'dan', 'acme/projects/pricing')).toBe('docs:view');
  });
});

describe('oten: a group added to a workspace opens it; its roles hold in that workspace', () => {
  const oten = platformOf({
    kinds: {
      organization: { inherits: 'union' },
      unit: { inherits: 'union' },
      workspace: { inherits: 'isolated', attached: ['workspace:access'] },
    },
    permissions: { 'workspace:access': [], ...rw },
    roles: {
      editor: { permissions: ['docs:write'] },
      'unit-lead': { permissions: ['docs:delete'], reach: 'self' },
    },
  });
  const words = {
    scopes: {
      'acme/units/emea': 'unit',
      'acme/units/emea/workspaces/w': 'workspace',
      'acme/units/emea/units/dach': 'unit',
    },
    members: ['dan', 'eve'],
    groups: { 'acme/qa': { members: ['dan'] } },
  };

  it.each([
    [
      'attached with no role: visibility only',
      { 'acme/units/emea/workspaces/w | group:acme/qa': [] },
      'acme/units/emea/workspaces/w',
      'workspace:access',
    ],
    [
      'with a role',
      { 'acme/units/emea/workspaces/w | group:acme/qa': ['editor'] },
      'acme/units/emea/workspaces/w',
      'workspace:access docs:read docs:write',
    ],
    [
      'a role of the unit flows to units below',
      { 'acme/units/emea | group:acme/qa': ['editor'] },
      'acme/units/emea/units/dach',
      'docs:read docs:write',
    ],
    [
      'reach self holds on the unit',
      { 'acme/units/emea | group:acme/qa': ['unit-lead'] },
      'acme/units/emea',
      'docs:read docs:delete',
    ],
    [
      'reach self does not flow down',
      { 'acme/units/emea | group:acme/qa': ['unit-lead'] },
      'acme/units/emea/units/dach',
      '',
    ],
  ])('%s', (_, assigned, scope, expected) => {
    expect(holds(oten, { ...words, assigned }, 'dan', scope)).toBe(expected);
    expect(holds(oten, { ...words, assigned }, 'eve', scope)).toBe('');
  });
});

describe('appcircle: a role for each module; a sub-organization overrides the root, None inherits', () => {
  const appcircle = platformOf({
    kinds: { organization: { inherits: 'union' }, sub: { inherits: 'override' } },
    permissions: {
      'build:view@build': [],
      'build:run@build': ['build:view'],
      'signing:view@signing': [],
      'signing:edit@signing': ['signing:view'],
      'audit:view': [],
    },
    roles: {
      'build-viewer': { module: 'build', permissions: ['build:view'] },
      'build-manager': { module: 'build', permissions: ['build:*'] },
      'build-none': { module: 'build', none: true },
      'signing-editor': { module: 'signing', permissions: ['signing:edit'] },
      auditor: { permissions: ['audit:view'] },
      nobody: {},
      'read-only': { permissions: ['build:view', 'signing:view'] },
      owner: { bypass: true },
    },
    defaultRole: 'read-only',
  });
  const sub = 'acme/subs/mobile';
  const words = { scopes: { [sub]: 'sub', [`${sub}/subs/ios`]: 'sub' }, members: ['bob'] };
  const all = 'build:view build:run signing:view signing:edit audit:view';

  it.each([
    ['roles are inherited from the root', { 'acme | bob': ['build-manager'] }, 'build:view build:run'],
    [
      'the nearest explicit role wins',
      { 'acme | bob': ['build-manager'], [`${sub} | bob`]: ['build-viewer'] },
      'build:view',
    ],
    [
      'for its own module only',
      { 'acme | bob': ['build-manager', 'signing-editor'], [`${sub} | bob`]: ['build-viewer'] },
      'build:view signing:view signing:edit',
    ],
    [
      'None defaults to the organization',
      { 'acme | bob': ['build-manager'], [`${sub} | bob`]: ['build-none'] },
      'build:view build:run',
    ],
    ['None at the root is no access', { 'acme | bob': ['build-none'] }, ''],
    [
      'no module is a module of its own',
      { 'acme | bob': ['build-manager', 'auditor'], [`${sub} | bob`]: ['auditor'] },
      'build:view build:run audit:view',
    ],
    [
      'an explicit empty role takes its module away',
      { 'acme | bob': ['auditor', 'build-viewer'], [`${sub} | bob`]: ['nobody'] },
      'build:view',
    ],
    [
      'a role of a group overrides too',
      { 'acme | bob': ['build-manager'], [`${sub} | group:acme/g`]: ['build-viewer'] },
      'build:view',
    ],
    ['an owner keeps everything', { 'acme | bob': ['owner'], [`${sub} | bob`]: ['build-viewer'] }, all],
    ['a new member has read-only access', {}, 'build:view signing:view'],
    ['but not beside a role of his own', { 'acme | bob': ['auditor'] }, 'audit:view'],
    ['being attached only is no role of his own', { 'acme | bob': [] }, 'build:view signing:view'],
    [
      'a role through a group is not his own',
      { 'acme | group:acme/g': ['auditor'] },
      'build:view signing:view audit:view',
    ],
  ])('%s', (_, assigned, expected) => {
    const groups = { 'acme/g': { members: ['bob'] } };
    expect(holds(appcircle, { ...words, groups, assigned }, 'bob', sub)).toBe(expected);
    expect(holds(appcircle, { ...words, groups, assigned }, 'bob', `${sub}/subs/ios`)).toBe(expected);
  });

  it('invited directly into a sub-organization: access there and below, not above or beside', () => {
    const scopes = { ...words.scopes, 'acme/subs/web': 'sub' };
    const members = { [`bob@${sub}`]: 'active' as const };
    const there = {
      scopes,
      members,
      assigned: { [`${sub} | bob`]: ['build-manager'], 'acme | bob': ['owner'] },
    };
    expect(holds(appcircle, there, 'bob', sub)).toBe('build:view build:run');
    expect(holds(appcircle, there, 'bob', `${sub}/subs/ios`)).toBe('build:view build:run');
    expect(holds(appcircle, there, 'bob', 'acme')).toBe('');
    expect(holds(appcircle, there, 'bob', 'acme/subs/web')).toBe('');
  });

  it('the default role of a sub-organization is not explicit, so it never weakens what the root gives', () => {
    const members = { 'bob@acme': 'active' as const, [`bob@${sub}`]: 'active' as const };
    const both = { scopes: words.scopes, members, assigned: { 'acme | bob': ['build-manager'] } };
    expect(holds(appcircle, both, 'bob', sub)).toBe('build:view build:run signing:view');
  });

  it('not monotone: adding a weaker role in the sub-organization takes access away there', () => {
    const root = { 'acme | bob': ['build-manager'] };
    const before = buildAccess(appcircle, organization(appcircle, { ...words, assigned: root }));
    const weaker = { ...words, assigned: { ...root, [`${sub} | bob`]: ['build-viewer'] } };
    const after = buildAccess(appcircle, organization(appcircle, weaker));
    expect(compareAccess(before, after)).toEqual({
      gained: [],
      lost: [
        { member: 'bob', scope: sub, permission: 'build:run' },
        { member: 'bob', scope: `${sub}/subs/ios`, permission: 'build:run' },
      ],
    });
  });
});
