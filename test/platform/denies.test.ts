import { describe, expect, it } from 'vitest';
import { buildAccess } from '../../src/access/build-access.ts';
import { denialsOf } from '../../src/access/explain/denials.ts';
import { formatPath } from '../../src/access/explain/format-path.ts';
import { numberedOrganizationOf } from '../../src/access/numbered-organization.ts';
import { buildPlan } from '../../src/plan/build-plan.ts';
import { modelOf } from '../../src/resource/organization-model.ts';
import { BY_ID } from '../../src/resource/spelling.ts';
import { desired, said } from '../compile/said.ts';
import { shown } from '../source/shown.ts';
import { VAULT_DOCUMENT, vault, vaultOf } from './vault.ts';

const HEAD = 'apiVersion: bylaw/v1\nkind: Organization\nname: acme\nplatform: vault\nauthority: full\n';
const NOON = '2026-06-15T12:00:00Z';

describe('a platform file', () => {
  it('with denies is read', () => {
    expect(vault.denies).toEqual({ overBypass: true });
    expect(vault.assignments).toEqual({ rolesPerPrincipal: 'many', below: true, denied: true });
    expect(vault.roles.get('auditor')?.reach).toBe('everywhere');
  });

  const problems = (from: string, to: string): readonly string[] =>
    vaultOf((text) => text.replace(from, to)).diagnostics.map(shown);

  it.each([
    [
      'a permission that is denied and is none',
      'denies: [bills:read]',
      'denies: [bill:read]',
      /unknown-permission: "bill:read" is not a permission of the catalogue/,
    ],
    [
      'a role that is none, and denies',
      'blind: { title: No bills, denies: [bills:read] }',
      'blind: { title: No bills, module: files, none: true, denies: [bills:read] }\nmodules: { files: { title: Files } }',
      /`blind` is a none role, which gives nothing, but has denies/,
    ],
    [
      'two settings that say how to inherit',
      '    settings:\n',
      '    settings:\n      other: { title: O, description: D, unwritten: a, values: { a: { title: A }, b: { title: B, inherits: gated } } }\n',
      /Both `other` and `access` say how such a scope inherits. .*`other` says it here/,
    ],
    [
      'a setting of the organization that says it',
      'root: true, inherits: union }',
      'root: true, inherits: union, settings: { s: { title: S, description: D, unwritten: a, values: { a: { title: A }, b: { title: B, inherits: union } } } } }',
      /A value of `s` says how to inherit, but nothing is above the organization/,
    ],
    [
      'a setting of groups that says it',
      'nesting: native }',
      'nesting: native, settings: { s: { title: S, description: D, unwritten: a, values: { a: { title: A }, b: { title: B, inherits: union } } } } }',
      /A value of `s` says how to inherit, but a group inherits nothing/,
    ],
  ])('is refused for %s', (_, from, to, expected) => {
    const told = problems(from, to);
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(expected);
  });

  it('is refused for rules of denies where nothing denies', () => {
    const told = vaultOf((text) =>
      text
        .replace(', denies: [bills:read]', '')
        .replace(', denies: true', '')
        .replace('assignments: { below: true, denied: true }', 'denies: { over-bypass: false }'),
    ).diagnostics.map(shown);
    expect(told).toEqual([
      expect.stringContaining('platform-invalid: Nothing of this platform takes anything away.'),
    ]);
  });
});

describe('a document', () => {
  it('of a platform without the words is told so, with a way out', () => {
    const plain = {
      ...vault,
      assignments: { ...vault.assignments, below: false, denied: false },
      denies: null,
    };
    const custom = {
      ...plain,
      customRoles: { at: ['organization'], minimumPermissions: 0, denies: false, reach: 'both' as const },
    };
    const body = `${HEAD}members: { bob: { below: [writer], denied: [reader] } }\nroles: { no: { permissions: [], denies: [files:read] } }\n`;
    expect(said(custom, body).filter((line) => !line.startsWith('warning'))).toEqual([
      'error a.yaml:6:27 not-supported: Vault has no roles that hold below a scope and not on it.',
      '  Write the role under roles, or on each of the scopes below.',
      'error a.yaml:6:45 not-supported: On Vault nothing can be denied to somebody.',
      '  Take away what gives the role, instead.',
      'error a.yaml:7:42 not-supported: A custom role of Vault takes nothing away.',
      '  Leave out of no and of what gives it to people what they are not to have.',
    ]);
  });

  const assignments = (body: string) =>
    desired(vault, HEAD + body, NOON).resources.flatMap((one) =>
      one.type === 'assignment'
        ? [[...one.attributes.denied.keys(), ...one.attributes.below.keys()].join()]
        : [],
    );

  it('may deny for a time, and what is left then attaches nobody', () => {
    const body = (until: string) =>
      `members: { bob: { roles: [reader] } }\nsafes: { cellar: { members: { bob: { denied: [{ role: reader, until: ${until} }] } } } }\n`;
    expect(assignments(body('2026-06-15'))).toEqual(['reader', '']);
    expect(assignments(body('2026-06-14'))).toEqual(['']);
    const held = (until: string) =>
      buildAccess(vault, desired(vault, HEAD + body(until), NOON).resources).permissions(
        'bob',
        'acme/safes/cellar',
      );
    expect(held('2026-06-15')).toEqual([]);
    expect(held('2026-06-14')).toEqual([]);
  });
});

describe('why somebody cannot', () => {
  const resources = desired(vault, VAULT_DOCUMENT).resources;
  const numbered = numberedOrganizationOf(vault, modelOf(resources));
  const why = (who: string, permission: string, where: string) =>
    denialsOf(numbered, who, permission, where).map((path) => formatPath(path, BY_ID));

  it.each([
    [
      'bob',
      'files:write',
      'acme/projects/web',
      'bob → group suspended (a.yaml:12:26) → denied role reader on acme (a.yaml:12:41) → files:read → takes files:write along, which implies it → inherited by acme/projects/web',
    ],
    [
      'ann',
      'bills:read',
      'acme/safes/cellar',
      'ann → role blind on acme (a.yaml:7:25) → denies bills:read → inherited by acme/safes/cellar',
    ],
  ])('%s: %s on %s', (who, permission, where, expected) => {
    expect(why(who, permission, where)).toEqual([expected]);
    expect(buildAccess(vault, resources).explain(who, permission, where)).toEqual([]);
  });

  it('has nothing to say of who was given nothing', () => {
    expect(why('cat', 'bills:read', 'acme')).toEqual([]);
    expect(why('nobody', 'bills:read', 'acme')).toEqual([]);
    expect(why('bob', 'no:such', 'acme')).toEqual([]);
  });
});

describe('a plan warns of a deny that is new', () => {
  const PEOPLE = 'members: { ann: { roles: [owner] }, bob: { roles: [writer] } }\n';
  const warnings = (was: string, is: string): readonly string[] => {
    const live = desired(vault, HEAD + was).resources;
    const plan = buildPlan(desired(vault, HEAD + is), {
      organization: 'acme',
      resources: live,
      revision: '1',
      readAt: NOON,
    });
    return plan.diagnostics.filter(({ code }) => code === 'weakened').map(shown);
  };
  const group = (members: string, denied: string) => `groups: { g: { members: [${members}]${denied} } }\n`;

  it.each([
    [
      'of a group',
      PEOPLE + group('bob', ''),
      PEOPLE + group('bob', ', denied: [reader]'),
      'Role reader, denied to group g on acme, takes access away: bob loses files:read, files:write on acme.',
    ],
    [
      'by a place in a group',
      PEOPLE + group('', ', denied: [reader]'),
      PEOPLE + group('bob', ', denied: [reader]'),
      'Role reader, denied to group g on acme, takes access away: bob loses files:read, files:write on acme.',
    ],
    [
      'by a role that denies',
      PEOPLE,
      PEOPLE.replace('[owner]', '[owner, blind]'),
      'Role blind of ann on acme, which denies, takes access away: ann loses bills:read on acme.',
    ],
  ])('%s', (_, was, is, expected) => {
    const told = warnings(was, is);
    expect(told).toHaveLength(1);
    expect(told[0]).toContain(expected);
  });

  it('and not of one that takes what nobody has', () => {
    expect(warnings(PEOPLE, PEOPLE.replace('[writer]', '[writer, blind]'))).toEqual([]);
  });
});
