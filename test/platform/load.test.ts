import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { expandPattern, patternsOf } from '../../src/platform/expand-pattern.ts';
import { platformFiles } from '../../src/workspace/schema-files.ts';
import { got, MODULAR, NESTED, onlyDocument, policy } from '../policy/fixture.ts';
import { shown } from '../source/shown.ts';

const problems = (text: string): readonly string[] =>
  policy.readPlatform(onlyDocument(text, 'p.yaml')).diagnostics.map(shown);

describe('a platform', () => {
  const nested = got(policy.readPlatform(onlyDocument(NESTED)));

  it('has its defaults filled in', () => {
    expect(nested.root).toBe('organization');
    expect(nested.description).toBe('');
    expect(nested.scopeKinds.get('organization')).toEqual({
      name: 'organization',
      title: 'Organization',
      plural: null,
      parents: [],
      inherits: 'union',
      attached: [],
      whenNoGroups: 'closed',
      flowDown: true,
      principals: ['member', 'group'],
      members: true,
      manage: true,
      settings: new Map(),
    });
    expect(nested.roles.get('editor')).toEqual({
      name: 'editor',
      title: 'Editor',
      permissions: ['documents:write'],
      denies: [],
      includes: ['viewer'],
      assignableAt: ['organization', 'unit', 'workspace'],
      ungated: false,
      bypass: false,
      reach: 'both',
      assignable: true,
      byInvitation: true,
      module: null,
      none: false,
    });
    expect(nested.members).toEqual({
      key: 'email',
      compare: 'fold-case',
      roles: 'many',
      defaultRole: null,
      joining: 'invited',
      invitations: null,
      invitedInGroups: true,
      deactivation: false,
    });
    expect(nested.capabilities).toEqual({
      pageSize: 100,
    });
    expect(nested.customRoles).toEqual({
      at: ['organization'],
      minimumPermissions: 0,
      denies: false,
      reach: 'both',
    });
    expect(nested.assignments).toEqual({ rolesPerPrincipal: 'many', below: false, denied: false });
    expect(nested.denies).toBeNull();
    expect(nested.invariants).toEqual([]);
    expect(nested.nobodyKept).toBe('Its people are administered in another product.');
  });

  it('has patterns of attachment expanded, and those of roles as written', () => {
    expect(nested.scopeKinds.get('workspace')?.attached).toEqual(['documents:read', 'documents:write']);
    expect(nested.roles.get('admin')?.permissions).toEqual(['*']);
  });

  it('has implied permissions closed, rings and all', () => {
    const text = NESTED.replace(
      'documents:read: { title: Read }',
      'documents:read: { title: Read, implies: [users:read, documents:write] }',
    );
    const ring = got(policy.readPlatform(onlyDocument(text)));
    expect(ring.permissions.get('documents:write')?.implies).toEqual(['documents:read', 'users:read']);
    expect(ring.permissions.get('documents:read')?.implies).toEqual(['users:read', 'documents:write']);
  });

  it('may have modules, and no custom roles', () => {
    const modular = got(policy.readPlatform(onlyDocument(MODULAR)));
    expect([...modular.modules]).toEqual([
      ['build', { title: 'Build' }],
      ['signing', { title: 'Signing' }],
    ]);
    expect(modular.customRoles).toBeNull();
  });

  it('lumoauth, which comes with Bylaw, is one', () => {
    const text = readFileSync(new URL('../../schemas/platforms/lumoauth.yaml', import.meta.url), 'utf8');
    const lumoauth = got(policy.readPlatform(onlyDocument(text, 'lumoauth.yaml')));
    expect([...lumoauth.roles.keys()]).toEqual(['viewer', 'editor', 'auditor', 'admin']);
    expect(lumoauth.permissions.size).toBe(9);
  });
});

describe('patterns', () => {
  const catalogue = new Map([
    ['documents:read', {}],
    ['documents:write', {}],
    ['documents-old:read', {}],
  ]);
  it.each([
    ['*', ['documents:read', 'documents:write', 'documents-old:read']],
    ['documents:*', ['documents:read', 'documents:write']],
    ['documents:read', ['documents:read']],
    ['documents', []],
    ['doc:*', []],
    ['__proto__', []],
  ])('%s', (pattern, expected) => {
    expect(expandPattern(pattern, catalogue)).toEqual(expected);
  });

  it('to choose from', () => {
    expect(patternsOf(catalogue)).toEqual([...catalogue.keys(), 'documents:*', 'documents-old:*', '*']);
  });
});

describe('contradictions', () => {
  it.each<[string, string, string, readonly string[]]>([
    [
      'an unknown included role',
      'includes: [viewer]',
      'includes: [viewr]',
      ['p.yaml:15:39 unknown-role: `viewr` is no role of this platform. | Did you mean `viewer`?'],
    ],
    [
      'a ring of roles',
      'viewer: { title: Viewer,',
      'viewer: { title: Viewer, includes: [editor],',
      [
        'p.yaml:15:39 role-cycle: Roles include each other in a cycle: viewer → editor → viewer. [`viewer` is part of the cycle p.yaml:14:3] [`editor` is part of the cycle p.yaml:15:3]',
      ],
    ],
    [
      'a role that includes itself',
      'includes: [viewer]',
      'includes: [editor]',
      [
        'p.yaml:15:39 role-cycle: Roles include each other in a cycle: editor → editor. [`editor` is part of the cycle p.yaml:15:3]',
      ],
    ],
    [
      'an unknown permission',
      'permissions: [documents:write]',
      'permissions: [documents:wirte]',
      [
        'p.yaml:15:62 unknown-permission: "documents:wirte" is not a permission of the catalogue. | Did you mean `documents:write`?',
      ],
    ],
    [
      'a pattern of nothing',
      '"documents:*"',
      '"files:*"',
      ['p.yaml:8:113 unknown-permission: The pattern "files:*" matches no permission of the catalogue.'],
    ],
    [
      'an unknown implied permission',
      'implies: [documents:read]',
      'implies: [document:read]',
      [
        'p.yaml:11:46 unknown-permission: "document:read" is not a permission of the catalogue. | Did you mean `documents:read`?',
      ],
    ],
    [
      'an unknown parent',
      'parents: [organization, unit], inherits: gated',
      'parents: [organisation], inherits: gated',
      [
        'p.yaml:8:64 unknown-scope-kind: `organisation` is no scope kind of this platform. | Did you mean `organization`?',
      ],
    ],
    [
      'no root',
      'root: true, inherits: union',
      'plural: o, parents: [unit], inherits: union',
      [
        'p.yaml:5:1 platform-invalid: No scope kind is the root. | Write root: true at the kind that an organization is.',
      ],
    ],
    [
      'two roots',
      'title: Unit, plural: units, parents: [organization, unit]',
      'title: Unit, root: true',
      [
        'p.yaml:7:24 platform-invalid: `unit` is a second root beside `organization`. | Exactly one kind is the root. [it stands against this p.yaml:6:40]',
      ],
    ],
    [
      'a root with a parent',
      'root: true',
      'root: true, parents: [unit]',
      [
        'p.yaml:6:52 platform-invalid: The root kind `organization` has no `parents`. | Remove the key: nothing is above the root. [it stands against this p.yaml:6:40]',
      ],
    ],
    [
      'a kind without parents',
      'plural: units, parents: [organization, unit]',
      'plural: units',
      ['p.yaml:7:3 missing-key: The scope kind `unit` needs `parents`: it is not the root.'],
    ],
    [
      'a kind only below itself',
      'plural: units, parents: [organization, unit]',
      'plural: units, parents: [unit]',
      ['p.yaml:7:3 platform-invalid: No chain of parents leads from `unit` to the root kind.'],
    ],
    [
      'one plural for two kinds',
      'plural: workspaces',
      'plural: units',
      [
        'p.yaml:8:34 platform-invalid: `unit` and `workspace` have the same plural `units` below `organization`. | Choose another for one of the two. [it stands against this p.yaml:7:24]',
        'p.yaml:8:34 platform-invalid: `unit` and `workspace` have the same plural `units` below `unit`. | Choose another for one of the two. [it stands against this p.yaml:7:24]',
      ],
    ],
    [
      'a plural that is a key of documents',
      'plural: units',
      'plural: members',
      [
        'p.yaml:7:32 platform-invalid: The plural `members` is already a key of every scope. | Choose another; taken are apiVersion, kind, name, platform, authority, title, description, absent, renamed-from, settings, roles, members, groups, review, decisions.',
      ],
    ],
    [
      'unknown places of custom roles',
      'custom-roles: { at: [organization]',
      'custom-roles: { at: [unit, projects]',
      ['p.yaml:17:28 unknown-scope-kind: `projects` is no scope kind of this platform.'],
    ],
    [
      'an unknown default role',
      'roles: many',
      'roles: many, default-role: viwer',
      ['p.yaml:18:71 unknown-role: `viwer` is no role of this platform. | Did you mean `viewer`?'],
    ],
    [
      'a module that is not there',
      'ungated: true',
      'module: build',
      ['p.yaml:16:62 unknown-module: `build` is no module of this platform.'],
    ],
    [
      'roles for each module without modules',
      'roles: many',
      'roles: one-per-module',
      [
        'p.yaml:18:51 platform-invalid: Members have one role for each module, but the platform has no modules.',
      ],
    ],
    [
      'a none role that gives something',
      'ungated: true',
      'none: true',
      [
        'p.yaml:16:54 platform-invalid: `admin` is a none role without a module. | Name the module it is the absence of a role in.',
        'p.yaml:16:34 platform-invalid: `admin` is a none role, which gives nothing, but has permissions. | Remove one of the two. [it stands against this p.yaml:16:54]',
      ],
    ],
    [
      'invitations that expire where nobody is invited',
      'joining: invited',
      'joining: provisioned, invitations: { expire-after-days: 7 }',
      [
        'p.yaml:18:79 platform-invalid: Members are provisioned, so there are no invitations that could expire. | Remove one of the two. [it stands against this p.yaml:18:57]',
      ],
    ],
    [
      'invariants of what is not there',
      'nesting: native }',
      'nesting: native }\ninvariants:\n  - { code: last-owner, rule: minimum-holders, role: owner, at: org, count: 1 }\n  - { code: last-owner, rule: group-members-are-members }',
      [
        'p.yaml:21:54 unknown-role: `owner` is no role of this platform.',
        'p.yaml:21:65 unknown-scope-kind: `org` is no scope kind of this platform.',
        'p.yaml:22:13 platform-invalid: Two invariants have the code `last-owner`.',
      ],
    ],
  ])('%s', (_, before, after, expected) => {
    expect(NESTED).toContain(before);
    const found = problems(NESTED.replace(before, after));
    expect(found).toEqual(expected);
  });

  it('of shape are reported alone, before any of sense', () => {
    const text = NESTED.replace('title: Unit,', 'titel: Unit,')
      .replace('nesting: native', 'nesting: some')
      .replace('See users', 'See users, groups');
    expect(problems(text)).toEqual([
      'p.yaml:7:3 missing-key: `unit` needs the key `title`.',
      'p.yaml:7:11 unknown-key: "titel" is not a key of a scope kind. | Did you mean `title`?',
      'p.yaml:12:35 unknown-key: "groups" is not a key of a permission. | Keys here: title, module, implies, parameter.',
      'p.yaml:19:59 invalid-value: `nesting` must be one of native, flatten, none, but the text "some" is written. | Did you mean `none`?',
    ]);
  });
});

describe('somebody who administers is kept', () => {
  const NOBODY = NESTED.replace(/nobody-kept: .*\n/, '');
  const keeping = (rule: string): string => `${NOBODY}invariants: [{ code: last, ${rule} }]\n`;
  const WARNED =
    'p.yaml:3:7 nobody-kept: No invariant of Nested keeps an administrator of organization: an apply could leave nobody who can give access. | Add `{ code: last-admin, rule: last-holder-stays, role: admin, at: organization }` to invariants, with the role of the administrators. Or write `nobody-kept:` with the reason why it needs none.';

  it.each<[string, string, readonly string[]]>([
    ['no invariant', NOBODY, [WARNED]],
    ['an invariant of something else', keeping('rule: group-members-are-members'), [WARNED]],
    [
      'of a role that is less than another',
      keeping('rule: last-holder-stays, role: editor, at: organization'),
      [WARNED],
    ],
    [
      'on a kind of scope below',
      keeping('rule: minimum-holders, role: admin, at: unit, count: 1').replace(
        'assignable-at: [organization]',
        'assignable-at: [organization, unit]',
      ),
      [WARNED],
    ],
    [
      'the platform’s own rule',
      keeping('rule: minimum-holders, role: admin, at: organization, count: 2'),
      [],
    ],
    ['Bylaw’s rule', keeping('rule: last-holder-stays, role: admin, at: organization'), []],
    [
      'of a role as great as another',
      keeping('rule: last-holder-stays, role: admin, at: organization').replace(
        '  admin: {',
        '  chief: { title: Chief, bypass: true }\n  admin: {',
      ),
      [],
    ],
    ['a reason', NESTED, []],
    [
      'a reason that is empty',
      NESTED.replace(/nobody-kept: .*/, 'nobody-kept: ""'),
      ['p.yaml:20:14 invalid-value: "" is not allowed here: it is empty.'],
    ],
    [
      'a reason and a rule',
      `${keeping('rule: last-holder-stays, role: admin, at: organization')}nobody-kept: No reason.\n`,
      [
        'p.yaml:21:1 platform-invalid: The file says that it needs no administrator, but an invariant keeps one. | Remove one of the two. [it stands against this p.yaml:20:14]',
      ],
    ],
    [
      'a reason and a rule of something else',
      `${keeping('rule: group-members-are-members')}nobody-kept: Administered elsewhere.\n`,
      [],
    ],
    [
      'no role that gives anything',
      NOBODY.replace(/permissions: \[.*?\]/g, 'permissions: []')
        .replace(/attached: .*? }/, 'inherits: gated }')
        .replace('inherits: gated, inherits', 'inherits'),
      [
        'p.yaml:3:7 nobody-kept: No invariant of Nested keeps an administrator of organization: an apply could leave nobody who can give access. | Write `nobody-kept:` with the reason why it needs none.',
      ],
    ],
  ])('%s', (_, text, expected) => {
    expect(problems(text)).toEqual(expected);
  });

  it.each(platformFiles())('%s, which comes with Bylaw, has nothing to say', (file) => {
    expect(policy.readPlatform(onlyDocument(readFileSync(file, 'utf8'), file)).diagnostics).toEqual([]);
  });

  it('by the line that the warning proposes', () => {
    const [, line] = /`(\{ .*? \})`/.exec(problems(NOBODY)[0] ?? '') ?? [];
    expect(problems(`${NOBODY}invariants: [${line}]\n`)).toEqual([]);
  });
});
