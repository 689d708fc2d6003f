import { describe, expect, it } from 'vitest';
import { compile } from '../../src/compile/compile.ts';
import { levelOf, lint } from '../../src/compile/lint/lint.ts';
import { LINT_CODES, type LintCode } from '../../src/compile/lint/lint-rules.ts';
import { singleOwner } from '../../src/compile/lint/single-owner.ts';
import type { LintLevel } from '../../src/policy/document-types.ts';
import { formatOrigin } from '../../src/source/origin.ts';
import { type PlatformName, platformNamed, shipped } from '../platform/shipped.ts';
import { documentsOf, got, policy } from '../policy/fixture.ts';

const NOON = '2026-06-15T12:00:00Z';

/** `6:3 direct-role: …`, the body beginning on line 6. */
function found(
  name: PlatformName,
  body: string,
  levels: Readonly<Partial<Record<LintCode, LintLevel>>>,
  authority = 'full',
): readonly string[] {
  const head = `apiVersion: bylaw/v1\nkind: Organization\nname: acme\nplatform: ${name}\nauthority: ${authority}\n`;
  const [document] = got(policy.readOrganizations(documentsOf(`${head}${body}`), shipped));
  if (document === undefined) throw new Error('no document');
  const desired = got(compile(document, platformNamed(name), NOON));
  return lint({ document, desired }, new Map(Object.entries(levels))).map(
    ({ code, severity, message, origin }) =>
      `${severity} ${origin === null ? '-' : formatOrigin(origin).replace(/^[^:]*:/, '')} ${code}: ${message}`,
  );
}

/** One rule alone, at the level warning. */
function alone(code: LintCode, name: PlatformName, body: string, authority = 'full') {
  const levels = Object.fromEntries(
    LINT_CODES.map((one) => [one, one === code ? 'warning' : 'off'] as const),
  );
  return found(name, body, levels, authority).map((line) =>
    line.replace(`warning `, '').replace(`${code}: `, ''),
  );
}

type Case = readonly [name: string, platform: PlatformName, body: string, expected: readonly string[]];

const PEOPLE = 'members:\n  a@x.io: { roles: [admin] }\n  b@x.io:\n  c@x.io:\n';
const OWNED = 'members:\n  o@x.io: { roles: [{ role: super-admin, reason: founder }] }\n  b@x.io:\n';
const WEB = (base: string) =>
  `settings: { base-permission: ${base} }\nmembers: { o: { roles: [owner] }, ben: , chi: , sec: { roles: [security_manager] }, bill: { roles: [billing_manager] } }\n`;

const CASES: Readonly<Record<LintCode, readonly Case[]>> = {
  'blank-at-end': [
    [
      'titles',
      'gorules',
      'title: "Acme "\nmembers: { o@x.io: { roles: [owner] } }\nprojects:\n  p: { title: " P", groups: { g: { title: "\\ufeffG\\u3000" } } }\n',
      [
        '6:8 The title of acme ends with a space or an invisible character: "Acme ".',
        '9:15 The title of scope acme/projects/p begins with a space or an invisible character: " P".',
        '9:43 The title of group g begins and ends with a space or an invisible character: "\\u{feff}G\u3000".',
      ],
    ],
    [
      'descriptions',
      'lumoauth',
      'roles:\n  r: { title: R, permissions: [users:read], description: "R\\n" }\n  s:\n    permissions: [users:read]\n    description: |\n      S.\n',
      [
        '7:58 The description of role r ends with a line break: "R\\u{a}".',
        '10:18 The description of role s ends with a line break: "S.\\u{a}".',
      ],
    ],
    ['an emoji at the end', 'lumoauth', 'groups: { g: { title: "Hearts ❤️", description: "a\\nb" } }\n', []],
    ['what is ruled out', 'lumoauth', 'groups: { g: { absent: true } }\n', []],
  ],
  'broad-pattern': [
    [
      'everything',
      'lumoauth',
      'roles:\n  r: { permissions: [users:read, "*"] }\n',
      ['7:34 The role r holds every permission of LumoAuth, including future ones.'],
    ],
    ['one resource', 'lumoauth', 'roles:\n  r: { permissions: ["users:*"] }\n', []],
    ['a role ruled out', 'lumoauth', 'roles:\n  r: { absent: true }\n', []],
    [
      'a role of the platform that passes over all rules, carried where it cannot be assigned',
      'oten',
      `${OWNED}roles:\n  r: { includes: [super-admin], permissions: ["users:view"] }\n`,
      [
        '10:19 The role r holds every permission of Oten, including future ones: it includes super-admin. It can be assigned in a scope of kind unit or workspace, where super-admin cannot.',
      ],
    ],
    [
      'the same over another role, and from a workspace',
      'oten',
      `${OWNED}roles:\n  r: { includes: [super-admin], permissions: ["users:view"] }\nworkspaces:\n  w: { roles: { s: { includes: [viewer, r], permissions: ["users:edit"] } } }\n`,
      [
        '10:19 The role r holds every permission of Oten, including future ones: it includes super-admin. It can be assigned in a scope of kind unit or workspace, where super-admin cannot.',
        '12:41 The role s holds every permission of Oten, including future ones: it includes r, which includes super-admin. It can be assigned in a scope of kind workspace, where super-admin cannot.',
      ],
    ],
    [
      'one that includes one with everything',
      'lumoauth',
      'roles:\n  r: { permissions: ["*"] }\n  s: { includes: [r], permissions: [users:read] }\n',
      [
        '7:22 The role r holds every permission of LumoAuth, including future ones.',
        '8:19 The role s holds every permission of LumoAuth, including future ones: it includes r.',
      ],
    ],
    [
      'patterns and included roles that come to everything',
      'oten',
      `${OWNED}roles:\n  r: { includes: [org-admin], permissions: ["workspace:*"] }\n`,
      [
        '10:3 The role r holds every permission of Oten: its patterns and included roles add up to all of them.',
      ],
    ],
    [
      'a list of every permission, one by one',
      'oten',
      `${OWNED}roles:\n  r: { permissions: ["users:view", "users:create", "users:edit", "users:lock", "users:delete", "users:export", "users:reset-password", "users:manage-role", "groups:manage", "roles:manage", "activity-log:view", "workspace:access"] }\n`,
      [],
    ],
    [
      'nearly everything',
      'oten',
      `${OWNED}roles:\n  r: { includes: [editor], permissions: ["users:*"] }\n`,
      [],
    ],
  ],
  'deactivated-with-access': [
    [
      'a role, and a group',
      'lumoauth',
      'members:\n  a@x.io: { state: deactivated, roles: [viewer] }\n  b@x.io: { state: deactivated }\n  c@x.io: { state: deactivated }\n  d@x.io: { roles: [viewer] }\ngroups: { g: { members: [b@x.io] } }\n',
      [
        '7:3 a@x.io is deactivated and keeps roles or groups.',
        '8:3 b@x.io is deactivated and keeps roles or groups.',
      ],
    ],
  ],
  'direct-role': [
    [
      'of a person',
      'oten',
      'members:\n  o@x.io: { roles: [super-admin] }\n',
      ['7:21 o@x.io holds super-admin on acme directly.'],
    ],
    [
      'with a reason, on the role or on the person',
      'oten',
      `${OWNED}  c@x.io: { roles: [viewer], reason: auditor }\n`,
      [],
    ],
    [
      'on a scope below',
      'oten',
      `${OWNED}units: { u: { members: { b@x.io: { roles: [editor] } } } }\n`,
      ['9:44 b@x.io holds editor on acme/units/u directly.'],
    ],
    ['attached without a role', 'oten', `${OWNED}units: { u: { members: { b@x.io: } } }\n`, []],
    ['roles of a group', 'oten', `${OWNED}groups: { g: { members: [b@x.io], roles: [viewer] } }\n`, []],
    ['where groups carry no roles', 'bilbis', 'members: { o: { roles: [owner] } }\n', []],
  ],
  'empty-group': [
    [
      'the last groups are not to be removed where gates stand open without any',
      'bilbis',
      'members:\n  o: { roles: [owner] }\ngroups:\n  g: {}\n',
      ['9:3 Nobody is in group g of acme.'],
    ],
    ['nobody', 'lumoauth', `${PEOPLE}groups:\n  g: { title: G }\n`, ['11:3 Nobody is in group g of acme.']],
    [
      'a list of nobody',
      'lumoauth',
      `${PEOPLE}groups:\n  g: { members: [] }\n`,
      ['11:3 Nobody is in group g of acme.'],
    ],
    [
      'only another group',
      'lumoauth',
      `${PEOPLE}groups:\n  g: { groups: [h] }\n  h: { members: [b@x.io] }\n`,
      [],
    ],
    [
      'stands ready: somebody was in it, or will be',
      'lumoauth',
      `${PEOPLE}groups:\n  g: { members: [{ member: b@x.io, until: 2026-01-31 }] }\n  h: { members: [{ member: b@x.io, from: 2027-01-31 }] }\n`,
      [],
    ],
    [
      'mentioned on a workspace',
      'oten',
      `${OWNED}groups: { g: { members: [b@x.io] } }\nworkspaces: { w: { groups: { g: } } }\n`,
      [],
    ],
  ],
  'exception-without-end': [
    [
      'of a person, a role, a place, a group',
      'lumoauth',
      'members:\n  a@x.io: { reason: guest }\n  b@x.io: { roles: [{ role: viewer, reason: audit }] }\ngroups:\n  g: { members: [{ member: a@x.io, reason: INC-1 }] }\n  h: { roles: [viewer], reason: INC-2 }\n',
      [
        '7:3 a@x.io on acme is an exception with a reason and without an end.',
        '8:29 viewer for b@x.io on acme is an exception with a reason and without an end.',
        '10:28 a@x.io in group g is an exception with a reason and without an end.',
        '11:3 group h on acme is an exception with a reason and without an end.',
      ],
    ],
    [
      'ended by itself, by its review, or by what it stands in',
      'lumoauth',
      'members:\n  a@x.io: { reason: guest, until: 2026-12-31, roles: [{ role: viewer, reason: audit }] }\n  b@x.io: { roles: [{ role: viewer, reason: audit, review-by: 2026-12-31 }] }\n',
      [],
    ],
  ],
  'group-without-access': [
    [
      'no role',
      'lumoauth',
      `${PEOPLE}groups:\n  g: { members: [b@x.io] }\n`,
      ['11:3 Group g of acme gives its members nothing.'],
    ],
    ['a role', 'lumoauth', `${PEOPLE}groups:\n  g: { roles: [viewer] }\n`, []],
    [
      'a parent with a role, two up',
      'lumoauth',
      `${PEOPLE}groups:\n  g: { roles: [viewer], groups: [h] }\n  h: { groups: [i] }\n  i: { members: [b@x.io] }\n`,
      [],
    ],
    [
      'a product',
      'bilbis',
      'members: { o: { roles: [owner] } }\ngroups: { g: , h: }\nproducts: { p: { groups: { g: } } }\n',
      ['7:16 Group h of acme gives its members nothing.'],
    ],
    [
      'permissions',
      'gorules',
      'members: { o@x.io: { roles: [owner] } }\nprojects: { p: { groups: { g: { permissions: ["documents:*"] } } } }\n',
      [],
    ],
    [
      'something another day',
      'bilbis',
      'members: { o: { roles: [owner] } }\ngroups: { g: }\nproducts: { p: { groups: { g: { from: 2027-01-01 } } } }\n',
      [],
    ],
  ],
  'member-without-access': [
    [
      'nothing at all',
      'lumoauth',
      `${PEOPLE}groups: { g: { members: [B@x.io] } }\n`,
      ['9:3 c@x.io is a member of acme and is given nothing.'],
    ],
    [
      'something another day',
      'lumoauth',
      'members:\n  a@x.io: { roles: [{ role: viewer, from: 2027-01-01 }] }\n  b@x.io:\ngroups: { g: { members: [{ member: b@x.io, from: 2027-01-01 }] } }\n',
      [],
    ],
    [
      'a project only',
      'gorules',
      'members: { o@x.io: { roles: [owner] }, b@x.io: }\nprojects: { p: { members: { b@x.io: } } }\n',
      [],
    ],
    ['a default role', 'bilbis', 'members: { o: { roles: [owner] }, b: }\n', []],
  ],
  'redundant-role': [
    // Without it he would hold the default role, and read every repository.
    [
      'the last role of his own keeps a default role away',
      'github',
      'members:\n  o: { roles: [owner] }\n  bo: { roles: [billing_manager] }\ngroups: { finance: { members: [bo], roles: [billing_manager] } }\n',
      [],
    ],
    [
      'a group has it',
      'lumoauth',
      'members:\n  a@x.io: { roles: [viewer] }\ngroups: { g: { members: [a@x.io], roles: [viewer] } }\n',
      ['7:21 a@x.io holds viewer on acme already: group g has viewer.'],
    ],
    [
      'a parent of a group has one that includes it',
      'lumoauth',
      'members:\n  a@x.io: { roles: [viewer] }\nroles: { lead: { includes: [editor] } }\ngroups: { g: { members: [a@x.io] }, top: { groups: [g], roles: [lead] } }\n',
      ['7:21 a@x.io holds viewer on acme already: group top has lead.'],
    ],
    [
      'another of his includes it',
      'lumoauth',
      'members:\n  a@x.io: { roles: [viewer, editor] }\n',
      ['7:21 a@x.io holds viewer on acme already: editor includes it.'],
    ],
    [
      'the group is temporary',
      'lumoauth',
      'members:\n  a@x.io: { roles: [viewer] }\ngroups: { g: { members: [{ member: a@x.io, until: 2026-12-31 }], roles: [viewer] } }\n',
      [],
    ],
    [
      'the role of the group is temporary',
      'lumoauth',
      'members:\n  a@x.io: { roles: [viewer] }\ngroups: { g: { members: [a@x.io], roles: [{ role: viewer, until: 2026-12-31 }] } }\n',
      [],
    ],
    [
      'his other role is temporary',
      'lumoauth',
      'members:\n  a@x.io: { roles: [viewer, { role: editor, until: 2026-12-31 }] }\n',
      [],
    ],
    [
      'on another scope',
      'oten',
      `${OWNED}groups: { g: { members: [b@x.io] } }\nunits: { u: { groups: { g: { roles: [editor] } } }, v: { members: { b@x.io: { roles: [editor] } } } }\n`,
      [],
    ],
    [
      'modules are compared by nobody',
      'appcircle',
      'members: { o@x.io: { roles: [owner] }, b@x.io: { roles: { build: operator, billing: viewer } } }\n',
      [],
    ],
  ],
  'role-below-setting': [
    [
      'of a team and of a person',
      'github',
      `${WEB('write')}groups: { docs: { members: [ben, chi] } }\nrepositories: { web: { groups: { docs: { roles: [triage] } }, members: { ben: { roles: [read] } } } }\n`,
      [
        '9:50 Group docs is given triage on acme/repositories/web, and everybody in it has write there in any case: base-permission of acme is write.',
        '9:89 ben is given read on acme/repositories/web, and has write there in any case: base-permission of acme is write.',
      ],
    ],
    [
      'of the people of a team below it, and of one with a role that includes the one that the setting extends',
      'github',
      `${WEB('admin')}groups: { docs: { groups: [sub] }, sub: { members: [ben, sec] } }\nrepositories: { web: { groups: { docs: { roles: [maintain] } } } }\n`,
      [
        '9:50 Group docs is given maintain on acme/repositories/web, and everybody in it has admin there in any case: base-permission of acme is admin.',
      ],
    ],
    [
      'just as much, and more',
      'github',
      `${WEB('write')}groups: { docs: { members: [ben] } }\nrepositories: { web: { groups: { docs: { roles: [write] } }, members: { chi: { roles: [maintain] } } } }\n`,
      [],
    ],
    [
      'a custom role with more than the setting gives, and one with less',
      'github',
      `${WEB('write')}roles: { more: { includes: [read], permissions: ["webhooks:manage"] }, less: { includes: [read], permissions: ["issues:triage"] } }\nrepositories: { web: { members: { ben: { roles: [more] }, chi: { roles: [less] } } } }\n`,
      [
        '9:74 chi is given less on acme/repositories/web, and has write there in any case: base-permission of acme is write.',
      ],
    ],
    [
      'the setting gives nothing',
      'github',
      `${WEB('none')}repositories: { web: { members: { ben: { roles: [read] } } } }\n`,
      [],
    ],
    [
      'nobody writes the setting, and it counts as read',
      'github',
      'members: { o: { roles: [owner] }, ben: }\nrepositories: { web: { members: { ben: { roles: [read] } } } }\n',
      [],
    ],
    [
      'whom the setting does not reach: an outside collaborator, a billing manager',
      'github',
      `${WEB('write')}repositories: { web: { members: { out: { roles: [read] }, bill: { roles: [triage] } } } }\n`,
      [],
    ],
    [
      'a team with one whom the setting does not reach, and one without people',
      'github',
      `${WEB('write')}groups: { docs: { members: [ben, bill] }, none: { members: [] } }\nrepositories: { web: { groups: { docs: { roles: [triage] }, none: { roles: [triage] } } } }\n`,
      [],
    ],
    [
      'the role ends: what the person has does not',
      'github',
      `${WEB('write')}repositories: { web: { members: { ben: { roles: [{ role: read, until: 2026-12-31 }] } } } }\n`,
      [
        '8:58 ben is given read on acme/repositories/web, and has write there in any case: base-permission of acme is write.',
      ],
    ],
    ['a platform without settings', 'lumoauth', 'members: { a@x.io: { roles: [viewer] } }\n', []],
  ],
  'single-owner': [
    ['one', 'bilbis', 'members: { o: { roles: [owner] }, b: }\n', ['3:7 o alone is owner on acme.']],
    ['two', 'bilbis', 'members: { o: { roles: [owner] }, b: { roles: [owner] } }\n', []],
    [
      'two, one of them deactivated',
      'bilbis',
      'members: { o: { roles: [owner] }, b: { roles: [owner], state: deactivated } }\n',
      ['3:7 o alone is owner on acme.'],
    ],
    [
      'where the platform would let the last go',
      'lumoauth',
      'members: { a@x.io: { roles: [admin] }, b@x.io: { roles: [editor] } }\n',
      ['3:7 a@x.io alone can do on acme all that admin can.'],
    ],
    [
      'one by name, another by a custom role of everything',
      'lumoauth',
      'roles: { boss: { permissions: ["*"] } }\nmembers: { a@x.io: { roles: [admin] }, b@x.io: { roles: [boss] } }\n',
      [],
    ],
    [
      'one, through a group',
      'lumoauth',
      'members: { a@x.io: , b@x.io: }\ngroups: { admins: { members: [a@x.io], roles: [admin] } }\n',
      ['3:7 a@x.io alone can do on acme all that admin can.'],
    ],
    ['nobody at all: an apply says that', 'lumoauth', 'members: { a@x.io: { roles: [editor] } }\n', []],
  ],
  'unused-role': [
    [
      'nobody',
      'lumoauth',
      'roles:\n  r: { permissions: [users:read] }\n',
      ['7:3 Nobody is given the role r.'],
    ],
    [
      'included by one in use',
      'lumoauth',
      'roles:\n  r: { permissions: [users:read] }\n  s: { includes: [r] }\ngroups: { g: { roles: [s] } }\n',
      [],
    ],
    [
      'given another day',
      'lumoauth',
      'roles:\n  r: { permissions: [users:read] }\ngroups: { g: { roles: [{ role: r, from: 2027-01-01 }] } }\n',
      [],
    ],
    [
      'given below',
      'oten',
      `${OWNED}roles:\n  r: { permissions: [users:view] }\ngroups: { g: { members: [b@x.io] } }\nunits: { u: { groups: { g: { roles: [r] } } } }\n`,
      [],
    ],
  ],
};

describe.each(LINT_CODES)('%s', (code) => {
  it.each(CASES[code])('%s', (_, platform, body, expected) => {
    expect(alone(code, platform, body)).toEqual(expected);
  });
});

describe('under declared authority nothing is said of what may be live', () => {
  it.each<[LintCode, PlatformName, string]>([
    ['single-owner', 'bilbis', 'members: { o: { roles: [owner] } }\n'],
    ['unused-role', 'lumoauth', 'roles:\n  r: { permissions: [users:read] }\n'],
    ['empty-group', 'lumoauth', 'groups:\n  g: { title: G }\n'],
    ['role-below-setting', 'github', 'repositories: { web: { members: { ben: { roles: [read] } } } }\n'],
  ])('%s', (code, platform, body) => {
    expect(alone(code, platform, body, 'declared')).toEqual([]);
  });
});

describe('levels', () => {
  const body = 'members:\n  o@x.io: { roles: [super-admin] }\n  p@x.io: { roles: [super-admin] }\n';

  it('what the platform file turns on is a warning', () => {
    const told = found('oten', body, {});
    expect(told).toEqual([
      'warning 7:21 direct-role: o@x.io holds super-admin on acme directly.',
      'warning 8:21 direct-role: p@x.io holds super-admin on acme directly.',
    ]);
    expect(found('lumoauth', PEOPLE.replace('b@x.io:', 'b@x.io: { roles: [admin] }'), {})).toEqual([]);
  });

  it('the workspace has the last word', () => {
    expect(found('oten', body, { 'direct-role': 'off' })).toEqual([]);
    expect(found('oten', body, { 'direct-role': 'error' })[0]).toMatch(/^error 7:21/);
    expect(levelOf(singleOwner, platformNamed('oten'), new Map([['single-owner', 'off']]))).toBe('off');
  });
});
