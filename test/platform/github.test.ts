import { cpSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { SandboxSeed } from '../../src/sandbox/sandbox.ts';
import { itOnBothEngines } from '../command/bylaw.ts';
import { type Stage, stageOf, workspaceOf } from '../command/workspaces.ts';
import { accessOf, holds, platformNamed, told } from './shipped.ts';

/** Each line says a sentence of GitHub's public documentation in our own words, and what it comes to. */

const PEOPLE = `
members:
  octavia: { roles: [owner] }
  ana:
  ben:
  chi:
  mod: { roles: [moderator] }
  bill: { roles: [billing_manager] }
  both: { roles: [billing_manager, member] }
  sec: { roles: [security_manager] }
  wide: { roles: [all_repo_write] }
  ops: { roles: [ci_cd_admin] }
  sid:
`;
const TEAMS = `
groups:
  company: { members: [ana], groups: [engineering] }
  engineering: { members: [ben], groups: [frontend] }
  frontend: { members: [chi] }
  audit: { members: [sid], roles: [security_manager] }
`;
const REPOSITORIES = `
repositories:
  web:
    groups:
      company: { roles: [triage] }
      frontend: { roles: [maintain] }
    members:
      ben: { roles: [write] }
      guest: { roles: [write] }
      pen-tester: { roles: [security-reviewer] }
      forgotten:
  vault:
    groups: { engineering: { roles: [admin] } }
`;
const CUSTOM = `
roles:
  security-reviewer: { includes: [read], permissions: ["code-scanning:read"] }
`;
const ALL = CUSTOM + PEOPLE + TEAMS + REPOSITORIES;
const web = 'acme/repositories/web';
const vault = 'acme/repositories/vault';

/** What the role gives when it is held directly on a repository. */
function given(role: string): string {
  const solo = `repositories: { web: { members: { solo: { roles: [${role}] } } } }\n`;
  return holds('github', `members: { o: { roles: [owner] } }\n${solo}`, 'solo', web);
}

const ROLES = ['read', 'triage', 'write', 'maintain', 'admin'] as const;

describe('github', () => {
  it.each([
    ['the base permission reaches every member on every repository: read', 'ana', vault, 'read'],
    ['… and nobody who is no member', 'guest', vault, null],
    ['the members of a child team have what the parent has', 'ben', vault, 'admin'],
    ['… over two levels', 'chi', vault, 'admin'],
    ['… and the parent has nothing of what the child has', 'ana', web, 'triage'],
    ['the highest of several wins: parent triage, child maintain', 'chi', web, 'maintain'],
    ['… parent triage, directly write', 'ben', web, 'write'],
    ['an outside collaborator has the one repository', 'guest', web, 'write'],
    ['… without a role of his own, nothing: the base permission is not for him', 'forgotten', web, null],
    ['a moderator has the base permission too', 'mod', vault, 'read'],
    ['a billing manager sees no repository', 'bill', web, null],
    ['… unless he is a member besides', 'both', web, 'read'],
    ['write on all repositories, whatever the base permission', 'wide', vault, 'write'],
    ['who runs the pipelines of all has the base permission of code', 'ops', web, 'read'],
  ])('%s', (_, person, scope, role) => {
    // What somebody may do in the organization shows on its repositories too, and is another table.
    const held = holds('github', ALL, person, scope).replace(/ ?org-\S+/g, '');
    expect(held).toBe(role === null ? '' : given(role));
  });

  it.each([
    ['an owner', 'octavia', 'org-people:manage', true],
    ['a member', 'ana', 'org-people:manage', false],
    ['a moderator', 'mod', 'org-moderation:manage', true],
    ['a billing manager', 'bill', 'org-billing:manage', true],
    ['a security manager', 'sec', 'org-security:manage', true],
    ['a member of a team that is security manager', 'sid', 'org-security:manage', true],
    ['a CI/CD admin', 'ops', 'org-actions:manage', true],
    ['write on all repositories', 'wide', 'org-teams:manage', false],
  ])('in the organization: %s', (_, person, permission, expected) => {
    expect(holds('github', ALL, person, 'acme').split(' ').includes(permission)).toBe(expected);
  });

  it('an owner has everything on everything', () => {
    const all = [...platformNamed('github').permissions.keys()].join(' ');
    for (const scope of ['acme', web, vault]) expect(holds('github', ALL, 'octavia', scope)).toBe(all);
  });

  it('roles on a repository rise: each holds those below it and something more', () => {
    const sizes = ROLES.map((role) => {
      const held = given(role).split(' ');
      for (const below of ROLES.slice(0, ROLES.indexOf(role))) {
        expect(held).toEqual(expect.arrayContaining(given(below).split(' ')));
      }
      return held.length;
    });
    expect(sizes).toEqual([...new Set(sizes)].sort((a, b) => a - b));
  });

  it.each([
    ['read', 'contents:read', true],
    ['read', 'issues:open', true],
    ['read', 'issues:triage', false],
    ['triage', 'issues:triage', true],
    ['triage', 'labels:write', false],
    ['triage', 'contents:write', false],
    ['write', 'contents:write', true],
    ['write', 'releases:write', true],
    ['write', 'actions:write', true],
    ['write', 'dependabot-alerts:write', true],
    ['write', 'secret-scanning:read', false],
    ['write', 'settings:edit', false],
    ['maintain', 'settings:edit', true],
    ['maintain', 'contents:push-protected', true],
    ['maintain', 'collaborators:manage', false],
    ['maintain', 'branch-protection:manage', false],
    ['admin', 'collaborators:manage', true],
    ['admin', 'secret-scanning:read', true],
    ['admin', 'repository:delete', true],
  ])('%s on a repository: %s is %s', (role, permission, expected) => {
    expect(given(role).split(' ').includes(permission)).toBe(expected);
  });

  it('a security manager reads all code, settles alerts and pushes nothing', () => {
    const held = holds('github', ALL, 'sec', vault).split(' ');
    expect(held).toEqual(expect.arrayContaining(['contents:read', 'secret-scanning:write']));
    expect(held).not.toContain('contents:write');
  });

  it('a custom repository role is its base role and more', () => {
    const added = ['code-scanning:read', ...given('read').split(' ')].sort();
    expect(holds('github', ALL, 'pen-tester', web).split(' ').sort()).toEqual(added);
  });

  it('out of the team, its access is gone unless another way remains', () => {
    const out = ALL.replace('frontend: { members: [chi] }', 'frontend: { members: [] }');
    expect(holds('github', out, 'chi', web)).toBe(given('read'));
    const [path] = accessOf('github', out).explain('chi', 'contents:read', web);
    expect(path?.map((pathStep) => pathStep.step)).toContain('default-role');
  });

  it.each([
    ['an organization has an owner', ALL.replace('[owner]', '[member]'), ['error invariant-broken']],
    [
      'an outside collaborator is in no team',
      ALL.replace('members: [chi]', 'members: [chi, guest]'),
      ['error member-not-in-organization'],
    ],
    [
      'teams do not contain each other',
      ALL.replace('members: [chi]', 'groups: [company]'),
      ['error group-cycle'],
    ],
    [
      'roles of repositories are for repositories',
      ALL.replace('[owner]', '[owner, admin]'),
      ['error role-not-assignable'],
    ],
    [
      '… and roles of the organization for the organization',
      ALL.replace('ben: { roles: [write] }', 'ben: { roles: [owner] }'),
      ['error role-not-assignable'],
    ],
    [
      'user names are compared without letter case',
      `${ALL}`.replace('  ana:', '  Ana:\n  ANA:'),
      ['error duplicate-declaration'],
    ],
    [
      'nobody is deactivated',
      ALL.replace('  ana:', '  ana: { state: deactivated }'),
      ['error not-supported'],
    ],
  ])('refused: %s', (_, yaml, expected) => {
    expect(told('github', yaml).map((text) => text.split(':')[0])).toEqual(expected);
  });
});

describe('an organization whose base permission is another writes it', () => {
  it.each([
    ['none', ''],
    ['read', given('read')],
    ['write', given('write')],
    ['admin', given('admin')],
  ])('%s', (value, expected) => {
    const yaml = `settings: { base-permission: ${value} }\n${ALL}`;
    expect(holds('github', yaml, 'ana', vault)).toBe(expected);
    expect(holds('github', yaml, 'guest', vault)).toBe('');
    // A security manager reads all code whatever the base permission is.
    expect(holds('github', yaml, 'sec', vault).split(' ')).toContain('contents:read');
    const [path] = accessOf('github', yaml).explain('ana', 'contents:read', vault);
    const set = path?.find(({ step }) => step === 'set');
    if (value === 'none') expect(path).toBeUndefined();
    else expect(set).toMatchObject({ setting: 'base-permission', value, origin: { from: 'file', line: 6 } });
  });

  it('one that nobody writes is what a new organization has', () => {
    const [path] = accessOf('github', ALL).explain('ana', 'contents:read', vault);
    expect(path?.find(({ step }) => step === 'set')).toMatchObject({
      value: 'read',
      origin: { from: 'platform' },
    });
  });

  it.each([
    ['a value there is not', 'settings: { base-permission: triage }\n', 'error invalid-value'],
    ['a setting there is not', 'settings: { base-permision: read }\n', 'error unknown-key'],
    ['a role of a repository', 'settings: { base-permission: maintain }\n', 'error invalid-value'],
  ])('refused: %s', (_, settings, expected) => {
    expect(told('github', settings + ALL).map((text) => text.split(':')[0])).toEqual([expected]);
  });
});

describe('a plan on the sandbox, which plays the platform file', () => {
  const EXAMPLE = 'examples/github';
  const PEOPLE_LIVE = [
    ...['olena', 'raj', 'anouk', 'ben', 'chidi', 'dalia', 'emre', 'farah', 'greta', 'hiro', 'ines', 'jonas'],
    ...['kaya', 'lior', 'mei', 'nadia', 'omar', 'petra'],
  ].map((name) => `nw-${name}`);
  const REPOSITORIES_LIVE = ['shop-api', 'shop-web', 'ledger', 'infrastructure', 'handbook', 'attic'];

  /** The example's organization before the files were written: people, repositories, one team with too much. */
  const SEED: SandboxSeed = {
    organization: 'northwind',
    scopes: REPOSITORIES_LIVE.map((path) => ({ path, kind: 'repository' })),
    members: PEOPLE_LIVE.map((key) => ({ key, state: 'active' })),
    groups: [{ slug: 'frontend', name: 'Frontend', members: ['nw-greta', 'nw-ben'] }],
    assignments: [
      { principal: { type: 'member', name: 'nw-olena' }, roles: ['owner'] },
      { scope: 'attic', principal: { type: 'group', name: 'frontend' }, roles: ['admin'] },
    ],
  };

  async function northwind(): Promise<Stage> {
    const workspace = workspaceOf({});
    cpSync(EXAMPLE, workspace.folder, { recursive: true });
    return stageOf(workspace, {
      platformFile: 'schemas/platforms/github.yaml',
      organizations: [{ slug: 'northwind', name: 'Northwind' }],
      seed: SEED,
    });
  }

  itOnBothEngines('says who gains and who loses what on which repository', async (engine) => {
    const stage = await northwind();
    const planned = await stage.run('plan', ...engine.words);
    expect(planned.err).toBe('');
    expect(planned.status).toBe(2);
    expect(planned.out).toMatch(
      /^northwind: \d+ changes, .*\d+ people gain, 2 lose, 3 people gain once accepted$/m,
    );
    // The files take the roles of a team on a repository away, and leave the repository itself as it is.
    expect(planned.out).toMatch(/lose .* on northwind\/repositories\/attic: nw-ben and nw-greta/);
    expect(planned.out).not.toMatch(/^ {2}- repository/m);
    // Two levels of teams, told by their lines.
    expect(planned.out).toMatch(/nw-emre → group payments .* group engineering/s);
    expect(planned.out).toMatch(/\+ member pixelfoundry-sam/);
    expect((await stage.run('plan', '--json', ...engine.words)).status).toBe(2);
  });
});
