/** What a platform would refuse, on the platform that refuses it: `bylaw check` on files, before any call. */
import { describe, expect, it } from 'vitest';
import { workspaceOf } from './workspaces.ts';

interface Fault {
  readonly name: string;
  /** From line 6 on. */
  readonly body: string;
  readonly code: string;
  /** Names the platform and what it says. */
  readonly message: string;
  readonly place: string;
  readonly wayOut: string;
}

const OWNERS = {
  bilbis: 'members:\n  olga: { roles: [owner] }\n  pat:\n',
  gorules: 'members:\n  olga@x.io: { roles: [owner] }\n  pat@x.io:\n',
  lumoauth: 'members:\n  olga@x.io: { roles: [admin] }\n  pat@x.io:\n',
  oten: 'members:\n  olga@x.io: { roles: [super-admin] }\n  pat@x.io:\n',
  appcircle: 'members:\n  olga@x.io: { roles: [owner] }\n  pat@x.io:\n',
} as const;

type Name = keyof typeof OWNERS;

const FAULTS: { readonly [P in Name]: readonly Fault[] } = {
  bilbis: [
    {
      name: 'two roles where one is allowed',
      body: 'members:\n  olga: { roles: [owner, viewer] }\n',
      code: 'role-cardinality',
      message: 'olga holds 2 roles; on Bilbis a member holds exactly one.',
      place: '7:26',
      wayOut: 'Keep one of them.',
    },
    {
      name: 'permissions on a member',
      body: 'members:\n  olga: { roles: [owner] }\n  pat: { permissions: [pipelines:run] }\n',
      code: 'not-supported',
      message: 'Bilbis gives nobody permissions directly: they are always part of a role.',
      place: '8:10',
      wayOut: 'Give one of its roles: owner, admin, developer, viewer.',
    },
    {
      name: 'a role on a product',
      body: `${OWNERS.bilbis}groups: { web: { members: [pat] } }\nproducts: { shop: { groups: { web: { roles: [viewer] } } } }\n`,
      code: 'not-supported',
      message: 'Groups of Bilbis carry no roles.',
      place: '10:38',
      wayOut: 'They carry attachments; roles are given to members.',
    },
    {
      name: 'a person on a product',
      body: `${OWNERS.bilbis}products: { shop: { members: { pat: } } }\n`,
      code: 'not-supported',
      message: 'On Bilbis nothing is given to people directly on a product.',
      place: '9:21',
      wayOut: 'Put the person into a group, and write the group here.',
    },
    {
      name: 'a group that is not declared',
      body: `${OWNERS.bilbis}products: { shop: { groups: { web: } } }\n`,
      code: 'unknown-group',
      message: 'No group called "web" is known at acme/products/shop.',
      place: '9:31',
      wayOut: 'Declare it under groups of acme.',
    },
    {
      name: 'somebody in a group who is no member',
      body: `${OWNERS.bilbis}groups: { web: { members: [zed] } }\n`,
      code: 'unknown-member',
      message: 'No member is called "zed".',
      place: '9:28',
      wayOut: 'Bilbis gives access to members only: write the person under members of the organization.',
    },
    {
      name: 'None',
      body: 'members:\n  olga: { roles: [owner] }\n  pat: { roles: [none] }\n',
      code: 'unknown-role',
      message: 'Bilbis has no None: there is no role that means having no role.',
      place: '8:18',
      wayOut: 'Leave the role out; a person without a role is developer.',
    },
    {
      name: 'sub-organizations',
      body: `${OWNERS.bilbis}sub-organizations: { mobile: { title: Mobile } }\n`,
      code: 'unknown-scope-kind',
      message: 'Bilbis has no "sub-organizations" in an organization.',
      place: '9:1',
      wayOut: 'Below an organization stand products.',
    },
    {
      name: 'groups in groups',
      body: `${OWNERS.bilbis}groups: { web: { groups: [app] }, app: }\n`,
      code: 'not-supported',
      message: 'Bilbis has no groups within groups.',
      place: '9:18',
      wayOut: 'List the members of the child group in this group.',
    },
    {
      name: 'a custom role',
      body: `${OWNERS.bilbis}roles: { lead: { permissions: ["pipelines:*"] } }\n`,
      code: 'not-supported',
      message: 'Bilbis has no custom roles.',
      place: '9:1',
      wayOut: 'Use its own: owner, admin, developer, viewer.',
    },
    {
      name: 'roles by module',
      body: 'members:\n  olga: { roles: [owner] }\n  pat: { roles: { build: viewer } }\n',
      code: 'not-supported',
      message: 'Roles of Bilbis are not given by module.',
      place: '8:17',
      wayOut: 'Write a list of roles.',
    },
    {
      name: 'no owner',
      body: 'members:\n  olga: { roles: [admin] }\n',
      code: 'invariant-broken',
      message: 'last-owner: acme would have 0 active holders of owner; Bilbis wants at least 1.',
      place: '3:7',
      wayOut: 'Give owner on acme to a member who is active.',
    },
    {
      name: 'an owner who is deactivated',
      body: 'members:\n  olga: { roles: [owner], state: deactivated }\n',
      code: 'invariant-broken',
      message: 'last-owner: acme would have 0 active holders of owner; Bilbis wants at least 1.',
      place: '3:7',
      wayOut: 'Give owner on acme to a member who is active.',
    },
  ],
  gorules: [
    {
      name: 'a group of another project',
      body: `${OWNERS.gorules}projects:\n  pricing:\n    members: { pat@x.io: }\n    groups: { author: { members: [pat@x.io] } }\n  fraud:\n    groups: { author: }\n`,
      code: 'unknown-group',
      message:
        'group author of acme/projects/pricing is not known at acme/projects/fraud: on GoRules a group counts in the scope it lives in and below.',
      place: '14:15',
      wayOut: 'To define another author here, write its members, or members: [].',
    },
    {
      name: 'groups at the organization',
      body: `${OWNERS.gorules}groups: { author: { members: [pat@x.io] } }\n`,
      code: 'not-supported',
      message: 'On GoRules groups live in a project, not in an organization.',
      place: '9:1',
      wayOut: 'Write the group in a project.',
    },
    {
      name: 'a group of a project with somebody who is not in the project',
      body: `${OWNERS.gorules}projects:\n  pricing:\n    groups: { author: { members: [pat@x.io] } }\n`,
      code: 'invariant-broken',
      message:
        'group-member-not-in-project: pat@x.io is in group author without belonging to acme/projects/pricing; on GoRules a group holds members of the scope it lives in.',
      place: '11:35',
      wayOut: 'Write pat@x.io under members of acme/projects/pricing too.',
    },
    {
      name: 'a role on a group',
      body: `${OWNERS.gorules}projects: { pricing: { groups: { author: { roles: [owner] } } } }\n`,
      code: 'not-supported',
      message: 'Groups of GoRules carry no roles.',
      place: '9:44',
      wayOut: 'They carry permissions; roles are given to members.',
    },
    {
      name: 'permissions on a member of a project',
      body: `${OWNERS.gorules}projects: { pricing: { members: { pat@x.io: { permissions: [releases:full] } } } }\n`,
      code: 'not-supported',
      message: 'GoRules gives nobody permissions directly: they are part of a role or of a group.',
      place: '9:47',
      wayOut: 'Write them on a group of a project, and put the person into it.',
    },
    {
      name: 'a pattern that matches nothing',
      body: `${OWNERS.gorules}projects: { pricing: { groups: { author: { permissions: ["rules:*"] } } } }\n`,
      code: 'unknown-permission',
      message: 'The pattern "rules:*" matches no permission of GoRules.',
      place: '9:58',
      wayOut: 'The platform page lists the catalogue.',
    },
    {
      name: 'an owner of a project is no owner of the organization',
      body: 'members:\n  olga@x.io:\nprojects: { pricing: { members: { olga@x.io: { roles: [owner] } } } }\n',
      code: 'invariant-broken',
      message: 'last-owner: acme would have 0 active holders of owner; GoRules wants at least 1.',
      place: '3:7',
      wayOut: 'Give owner on acme to a member who is active.',
    },
  ],
  lumoauth: [
    {
      name: 'permissions on a member',
      body: 'members:\n  olga@x.io: { permissions: [users:read] }\n',
      code: 'not-supported',
      message: 'LumoAuth gives nobody permissions directly: they are always part of a role.',
      place: '7:16',
      wayOut: 'Declare a role with them in an organization, and give the role.',
    },
    {
      name: 'permissions on a group',
      body: `${OWNERS.lumoauth}groups: { qa: { permissions: [users:read] } }\n`,
      code: 'not-supported',
      message: 'Groups of LumoAuth carry no permissions.',
      place: '9:17',
      wayOut: 'Give the group a role that has them.',
    },
    {
      name: 'groups on a member',
      body: 'members:\n  olga@x.io: { groups: [qa] }\n',
      code: 'not-supported',
      message: 'Who is in a group is written on the group.',
      place: '7:16',
      wayOut: 'List the person under members of the group, in an organization.',
    },
    {
      name: 'projects',
      body: `${OWNERS.lumoauth}projects: { pricing: { title: Pricing } }\n`,
      code: 'unknown-scope-kind',
      message: 'LumoAuth has no "projects" in an organization.',
      place: '9:1',
      wayOut: 'Nothing stands below an organization.',
    },
    {
      name: 'a pattern that matches nothing',
      body: `${OWNERS.lumoauth}roles: { lead: { permissions: ["reports:*"] } }\n`,
      code: 'unknown-permission',
      message: 'The pattern "reports:*" matches no permission of LumoAuth.',
      place: '9:32',
      wayOut: 'The platform page lists the catalogue.',
    },
  ],
  oten: [
    {
      name: 'a role at a kind of scope where it may not be',
      body: `${OWNERS.oten}units: { emea: { members: { pat@x.io: { roles: [super-admin] } } } }\n`,
      code: 'role-not-assignable',
      message: 'On Oten super-admin cannot be assigned in a scope of kind unit, only in organization.',
      place: '9:49',
      wayOut: 'Assignable there: org-admin, editor, viewer.',
    },
    {
      name: 'permissions on a member: always part of a role',
      body: 'members:\n  olga@x.io: { roles: [super-admin], permissions: [users:view] }\n',
      code: 'not-supported',
      message: 'Oten gives nobody permissions directly: they are always part of a role.',
      place: '7:38',
      wayOut: 'Declare a role with them in an organization or a unit or a workspace, and give the role.',
    },
    {
      name: 'a group defined in a workspace',
      body: `${OWNERS.oten}workspaces: { w: { groups: { qa: { members: [pat@x.io] } } } }\n`,
      code: 'not-supported',
      message: 'On Oten a group is defined in an organization; in a workspace it is only given something.',
      place: '9:36',
      wayOut: 'Move the key to the group in an organization.',
    },
    {
      name: 'units in a workspace',
      body: `${OWNERS.oten}workspaces: { w: { units: { u: } } }\n`,
      code: 'unknown-scope-kind',
      message: 'Oten has no "units" in a workspace.',
      place: '9:20',
      wayOut: 'They stand in an organization or a unit.',
    },
    {
      name: 'a role without a permission',
      body: `${OWNERS.oten}roles: { lead: { title: Lead } }\n`,
      code: 'invalid-value',
      message: 'The role lead has 0 permissions; Oten wants at least 1.',
      place: '9:10',
      wayOut: 'Write at least 1 under permissions of lead.',
    },
    {
      name: 'the last super admin, over a group of nobody',
      body: 'members:\n  pat@x.io:\ngroups: { keys: { roles: [super-admin] } }\n',
      code: 'invariant-broken',
      message: 'last-super-admin: acme would have 0 active holders of super-admin; Oten wants at least 1.',
      place: '3:7',
      wayOut: 'Give super-admin on acme to a member who is active.',
    },
    {
      name: 'the last super admin, whose role includes it only',
      body: 'members:\n  pat@x.io: { roles: [chief] }\nroles: { chief: { permissions: [users:view], includes: [super-admin] } }\n',
      code: 'invariant-broken',
      message: 'last-super-admin: acme would have 0 active holders of super-admin; Oten wants at least 1.',
      place: '3:7',
      wayOut: 'Give super-admin on acme to a member who is active.',
    },
  ],
  appcircle: [
    {
      name: 'two roles in one module',
      body: `${OWNERS.appcircle}  zoe@x.io: { roles: [build-viewer, build-manager] }\n`,
      code: 'role-cardinality',
      message:
        'zoe@x.io holds build-viewer and build-manager in module build; on Appcircle a member holds one role in each.',
      place: '9:37',
      wayOut: 'Keep one of them.',
    },
    {
      name: 'None beside a role of the same module',
      body: `${OWNERS.appcircle}  zoe@x.io: { roles: [build-none, build-manager] }\n`,
      code: 'role-cardinality',
      message:
        'zoe@x.io holds build-none and build-manager in module build; on Appcircle a member holds one role in each.',
      place: '9:35',
      wayOut: 'Keep one of them.',
    },
    {
      name: 'None of everything',
      body: `${OWNERS.appcircle}  zoe@x.io: { roles: [none] }\n`,
      code: 'unknown-role',
      message: 'On Appcircle None belongs to one module, not to everything.',
      place: '9:23',
      wayOut: 'Write { build: none }, or leave it out.',
    },
    {
      name: 'None for an owner',
      body: 'members:\n  olga@x.io: { roles: [owner, build-none] }\n',
      code: 'role-cardinality',
      message:
        'build-none means nothing for olga@x.io, who is owner: on Appcircle that is access to every module.',
      place: '7:31',
      wayOut: 'Keep one of the two.',
    },
    {
      name: 'groups',
      body: `${OWNERS.appcircle}groups: { qa: { members: [pat@x.io] } }\n`,
      code: 'not-supported',
      message: 'Appcircle has no groups of people.',
      place: '9:1',
      wayOut: 'Write what they are given under members.',
    },
    {
      name: 'a sub-organization of a sub-organization',
      body: `${OWNERS.appcircle}sub-organizations: { a: { sub-organizations: { b: } } }\n`,
      code: 'unknown-scope-kind',
      message: 'Appcircle has no "sub-organizations" in a sub-organization.',
      place: '9:27',
      wayOut: 'They stand in an organization.',
    },
    {
      name: 'the role that is held by default',
      body: `${OWNERS.appcircle}  zoe@x.io: { roles: [member] }\n`,
      code: 'role-not-assignable',
      message: 'On Appcircle member is not given by assignment.',
      place: '9:23',
      wayOut: 'Assignable there: owner, ',
    },
    {
      name: 'two roles of one module',
      body: `${OWNERS.appcircle}  zoe@x.io: { roles: { build: [viewer, operator] } }\n`,
      code: 'role-cardinality',
      message: 'On Appcircle nobody has more than one role in a module, and "build" has a list.',
      place: '9:31',
      wayOut: 'Write one of them without brackets: { build: viewer }.',
    },
    {
      name: 'None said of everything',
      body: `${OWNERS.appcircle}  zoe@x.io: { roles: none }\n`,
      code: 'invalid-value',
      message: 'Roles are a list, or a map of modules, and "none" is one word.',
      place: '9:22',
      wayOut:
        'On Appcircle None belongs to one module: write { build: none }, or leave `roles` out: a person without a role is member.',
    },
    {
      name: 'a role without brackets',
      body: `${OWNERS.appcircle}  zoe@x.io: { roles: build-viewer }\n`,
      code: 'invalid-value',
      message: 'Roles are a list, or a map of modules, and "build-viewer" is one word.',
      place: '9:22',
      wayOut: 'Put it in brackets, a list of one: [build-viewer].',
    },
    {
      name: 'an owner of a sub-organization only',
      body: 'members:\n  olga@x.io:\nsub-organizations: { a: { members: { olga@x.io: { roles: [owner] } } } }\n',
      code: 'invariant-broken',
      message: 'last-owner: acme would have 0 active holders of owner; Appcircle wants at least 1.',
      place: '3:7',
      wayOut: 'Give owner on acme to a member who is active.',
    },
    {
      // One who has left by an end is no error: the end is held back by itself.
      name: 'an owner who is yet to come',
      body: 'members:\n  olga@x.io: { roles: [owner], from: 2099-01-31 }\n',
      code: 'invariant-broken',
      message: 'last-owner: acme would have 0 active holders of owner; Appcircle wants at least 1.',
      place: '3:7',
      wayOut: 'Give owner on acme to a member who is active.',
    },
  ],
};

const BYLAW_YAML = `apiVersion: bylaw/v1
kind: Workspace
files: ["access/*.yaml"]
organizations:
  acme: { connector: access-api, url: "http://127.0.0.1:1" }
`;

function workspace(platform: string, body: string, more = '') {
  const head = `apiVersion: bylaw/v1\nkind: Organization\nname: acme\nplatform: ${platform}\nauthority: full\n`;
  return workspaceOf({ 'bylaw.yaml': `${BYLAW_YAML}${more}`, 'access/acme.yaml': `${head}${body}` });
}

describe.each(Object.keys(FAULTS) as Name[])('%s', (platform) => {
  it.each(FAULTS[platform])('$name', async ({ body, code, message, place, wayOut }) => {
    const { status, out, err } = await workspace(platform, body).run('check');
    expect({ status, out }).toEqual({ status: 1, out: '' });
    const [first = '', second = '', third = ''] = err
      .split('\n')
      .slice(err.split('\n').indexOf(`error[${code}]: ${message}`));
    expect([first, second], err).toEqual([`error[${code}]: ${message}`, `  --> access/acme.yaml:${place}`]);
    const help = err.split('\n').filter((line) => line.startsWith('  = help: '));
    expect(
      help.some((line) => line.includes(wayOut)),
      `${third}\n${err}`,
    ).toBe(true);
    expect(err.match(/^error\[/gm)).toHaveLength(1);
  });
});

describe('lint', () => {
  const body = `${OWNERS.oten}groups: { g: { members: [olga@x.io, pat@x.io] } }\n`;

  it('a warning is told and changes no exit status, in every form', async () => {
    const made = workspace('oten', body);
    const { status, out, err } = await made.run('check');
    expect({ status, err }).toEqual({ status: 0, err: '' });
    expect(out).toContain(
      'warning[direct-role]: olga@x.io holds super-admin on acme directly.\n  --> access/acme.yaml:7:24',
    );
    expect(out).toContain('warning[single-owner]: olga@x.io alone is super-admin on acme.');
    expect(out).toMatch(/2 warnings$/m);
    const json = JSON.parse((await made.run('check', '--json')).out);
    expect(json.result).toBe('ok');
    expect(json.diagnostics.map(({ code }: { readonly code: string }) => code)).toEqual([
      'single-owner',
      'direct-role',
    ]);
    expect((await made.run('check', '--markdown')).out).toContain('direct-role');
  });

  it('the workspace turns rules off, or into errors that stop every command', async () => {
    const off = workspace('oten', body, 'lint: { direct-role: off, single-owner: off }\n');
    expect((await off.run('check')).out).toMatch(/no problems/);
    const stopping = workspace('oten', body, 'lint: { direct-role: error }\n');
    for (const words of [['check'], ['plan'], ['synth'], ['access', 'who', 'users:view', 'acme']]) {
      const { status, err } = await stopping.run(...words);
      expect({ status, words }).toEqual({ status: 1, words });
      expect(err).toContain('error[direct-role]: olga@x.io holds super-admin on acme directly.');
    }
  });

  it('a rule or a level that is none is an error in the workspace file', async () => {
    const wrong = await workspace('oten', body, 'lint: { direct-roles: warning, single-owner: maybe }\n').run(
      'check',
    );
    expect(wrong.status).toBe(1);
    expect(wrong.err).toContain('error[unknown-key]: "direct-roles" is not a key of lint rules.');
    expect(wrong.err).toContain('Did you mean `direct-role`?');
    expect(wrong.err).toContain(
      '`single-owner` must be one of off, warning, error, but the text "maybe" is written.',
    );
  });
});
