import { describe, expect, it } from 'vitest';
import { formatOrigin } from '../../src/source/origin.ts';
import { got, HEAD, problems, read } from './fixture.ts';

const NESTED = `${HEAD}platform: nested\n`;

describe('documents of one organization', () => {
  it('become one, each thing with its place', () => {
    const organizations = got(
      read(
        `${NESTED}title: Acme\nauthority: { groups: full }\nmembers:\n  Alice@acme.com: { roles: [admin, { role: editor, until: 2027-01-31, reason: INC-1, review-by: 2026-12-01 }] }\nunits:\n  emea: { title: EMEA, workspaces: { checkout: { groups: { qa: { roles: [editor] } } } } }\n`,
        `${HEAD}groups:\n  qa: { title: QA, members: [Alice@acme.com, { member: eve@acme.com, until: 2027-01-31 }], groups: [qa-mobile] }\n  qa-mobile: {}\nroles:\n  support: { permissions: [users:read], includes: [viewer] }\nunits:\n  emea: { members: { dan@acme.com: }, workspaces: { billing: } }\n`,
      ),
    );
    expect(organizations.length).toBe(1);
    const [acme] = organizations;
    if (acme === undefined) throw new Error('no organization');
    expect(acme.files).toEqual(['a.yaml', 'b.yaml']);
    expect(acme.platform.value).toBe('nested');
    expect(acme.authority).toMatchObject({ all: null, byType: { groups: 'full' } });
    expect(acme.root.title?.value).toBe('Acme');
    const [alice] = acme.root.members;
    expect(alice?.key).toBe('Alice@acme.com');
    expect(
      alice?.roles.map((role) => [
        role.role,
        role.window.until?.value ?? null,
        role.window.reason,
        formatOrigin(role.origin),
      ]),
    ).toEqual([
      ['admin', null, null, 'a.yaml:8:29'],
      ['editor', '2027-01-31', 'INC-1', 'a.yaml:8:44'],
    ]);
    expect(
      acme.root.groups.map((group) => [
        group.name,
        group.members?.map((entry) => entry.name) ?? null,
        group.groups?.length ?? null,
      ]),
    ).toEqual([
      ['qa', ['Alice@acme.com', 'eve@acme.com'], 1],
      ['qa-mobile', null, null],
    ]);
    expect(acme.root.roles.map((role) => role.name)).toEqual(['support']);
    const [emea] = acme.root.scopes;
    expect(emea && [emea.name, emea.plural?.value, emea.title?.value, formatOrigin(emea.origin)]).toEqual([
      'emea',
      'units',
      'EMEA',
      'a.yaml:10:3',
    ]);
    expect(emea?.members.map((member) => formatOrigin(member.origin))).toEqual(['b.yaml:10:22']);
    expect(
      emea?.scopes.map((scope) => [scope.name, scope.plural?.value, scope.groups.map((group) => group.name)]),
    ).toEqual([
      ['checkout', 'workspaces', ['qa']],
      ['billing', 'workspaces', []],
    ]);
  });

  it('may repeat a setting that is equal', () => {
    const text = `${NESTED}title: Acme\nauthority: { groups: full, members: declared }\n`;
    expect(
      problems(text, text.replace('groups: full, members: declared', 'members: declared, groups: full')),
    ).toEqual([]);
  });

  it('may not disagree on one', () => {
    expect(
      problems(
        `${NESTED}title: A\nauthority: full\n`,
        `${HEAD}platform: modular\ntitle: B\nauthority: { groups: full }\n`,
      ),
    ).toEqual([
      'b.yaml:4:11 conflicting-declaration: Two documents disagree on the platform of the organization. [the other is here a.yaml:4:11]',
      'b.yaml:5:8 conflicting-declaration: Two documents disagree on the title of the organization. [the other is here a.yaml:5:8]',
      'b.yaml:6:12 conflicting-declaration: Two documents disagree on the authority of the organization. [the other is here a.yaml:6:12]',
    ]);
  });

  it('declare each thing once', () => {
    const body =
      'members: { a@b.co: }\ngroups: { g: {} }\nroles: { r: {} }\nunits: { u: { title: U, absent: true, members: { a@b.co: } } }\n';
    const twice = (line: string, what: string): string =>
      `b.yaml:${line} duplicate-declaration: ${what} is declared twice. | Keep one of the two. [first declared here a.yaml:${line}]`;
    expect(problems(`${NESTED}${body}`, `${NESTED}${body}`)).toEqual([
      twice('5:12', 'The member "a@b.co"'),
      twice('6:11', 'The group "g"'),
      twice('7:10', 'The role "r"'),
      twice('8:22', 'The title of "u"'),
      twice('8:33', 'The absence of "u"'),
      twice('8:50', 'The member "a@b.co"'),
    ]);
  });

  it('may put one name on different scopes', () => {
    expect(
      problems(
        `${NESTED}groups: { g: {} }\nunits: { u: { groups: { g: } }, v: { groups: { g: } } }\nworkspaces: { u: { groups: { g: } } }\n`,
      ),
    ).toEqual([]);
  });
});

describe('one person', () => {
  it('in two spellings is declared twice where case does not count', () => {
    expect(
      problems(
        `${NESTED}members: { alice@acme.com: , Alice@acme.com: }\ngroups: { g: { members: [bob@acme.com, { member: BOB@acme.com }] } }\n`,
      ),
    ).toEqual([
      'a.yaml:5:30 duplicate-declaration: The member "Alice@acme.com" is declared twice. | "alice@acme.com" and "Alice@acme.com" are one person on this platform. [first declared here a.yaml:5:12]',
      'a.yaml:6:50 duplicate-declaration: The member "BOB@acme.com" is declared twice. | Keep one of the two. [first declared here a.yaml:6:26]',
    ]);
  });

  it('is two where it does', () => {
    expect(problems(`${HEAD}platform: modular\nmembers: { octocat: , Octocat: }\n`)).toEqual([]);
  });
});

describe('roles', () => {
  it('are listed once', () => {
    expect(
      problems(`${NESTED}members: { a@b.co: { roles: [editor, { role: editor, until: 2027-01-31 }] } }\n`),
    ).toEqual([
      'a.yaml:5:46 duplicate-declaration: The role "editor" is declared twice. | Keep one of the two. [first declared here a.yaml:5:30]',
    ]);
  });

  it('come with their module where there are modules', () => {
    const [acme] = got(
      read(
        `${HEAD}platform: modular\nmembers:\n  bob: { roles: { build: operator, signing: { role: signer, until: 2027-01-31 } }, state: deactivated }\n`,
      ),
    );
    const [bob] = acme?.root.members ?? [];
    expect(bob?.state?.value).toBe('deactivated');
    expect(bob?.roles.map((role) => [role.module, role.role, role.window.until?.value ?? null])).toEqual([
      ['build', 'operator', null],
      ['signing', 'signer', '2027-01-31'],
    ]);
  });
});

it('prototype names are names like others', () => {
  const [acme] = got(
    read(
      `${NESTED}groups: { constructor: { members: [] } }\nunits: { valueof: { groups: { constructor: } } }\n`,
    ),
  );
  expect(acme?.root.groups.map((group) => group.name)).toEqual(['constructor']);
  expect(problems(`${HEAD}platform: constructor\n`)).toEqual([
    'a.yaml:4:11 unknown-platform: "constructor" is not a platform Bylaw knows. | Known: modular, nested.',
  ]);
});
