import { describe, expect, test } from 'vitest';
import { compile } from '../../src/compile/compile.ts';
import { estate, lumoauth, modular } from './platforms.ts';
import { said } from './said.ts';
import { written } from './written.ts';

describe('scopes', () => {
  test('kinds that are not there, twice the same, absent with content', () => {
    expect(
      said(
        estate,
        `
name: acme
platform: estate
absent: true
members: { ann@acme.com: { roles: [owner] } }
unit:
  a: {}
  b: {}
units:
  emea:
    products: { x: {} }
    workspaces: { w: { workspaces: { deeper: {} } } }
  gone: { absent: true, members: { ann@acme.com: {} }, workspaces: { w: {} } }
products:
  pay: { absent: true }
`,
      ),
    ).toMatchInlineSnapshot(`
      [
        "error a.yaml:4:9 not-supported: Bylaw does not delete an organization.",
        "  Remove \`absent: true\`; delete the organization on the platform.",
        "error a.yaml:6:1 unknown-scope-kind: Estate has no "unit" in a scope of kind organization.",
        "  Did you mean \`units\`? Allowed there: units, products.",
        "error a.yaml:11:5 unknown-scope-kind: Estate has no "products" in a scope of kind unit.",
        "  Allowed there: units, workspaces.",
        "error a.yaml:12:24 unknown-scope-kind: Estate has no "workspaces" in a scope of kind workspace.",
        "  A scope of kind workspace has no scopes below it.",
        "error a.yaml:13:19 absent-with-content: acme/units/gone is marked absent: true, but has members, scopes below it.",
        "  Remove \`absent: true\`, or members, scopes below it.",
        "error a.yaml:15:18 not-supported: Bylaw does not create or delete a scope of kind product, so it cannot rule out acme/products/pay.",
        "  Remove the entry; delete the scope on the platform.",
      ]
    `);
  });

  test('one scope from two entries', () => {
    const document = written('name: acme\nplatform: estate\nunits: { emea: {} }\n');
    const twice = {
      ...document,
      root: { ...document.root, scopes: [...document.root.scopes, ...document.root.scopes] },
    };
    expect(compile(twice, estate, '2026-01-01T00:00:00Z').diagnostics.map((d) => d.message)).toEqual([
      'acme/units/emea is declared twice.',
    ]);
  });
});

describe('roles', () => {
  test('custom roles: place, names, permissions, includes', () => {
    expect(
      said(
        estate,
        `
name: acme
platform: estate
members: { ann@acme.com: { roles: [owner] } }
roles:
  staff: { permissions: [docs:read] }
  empty: { permissions: [] }
  typo: { permissions: [docs:raed, "doc:*", docs:write] }
  only-typo: { permissions: [docs:raed] }
  reader: { permissions: [docs:read], includes: [stuff, former, local] }
  former: { absent: true }
  torn: { absent: true, permissions: [docs:read], includes: [staff] }
units:
  emea:
    roles: { local: { permissions: [docs:read] }, reader: { permissions: [docs:read] } }
    workspaces: { w: { roles: { too-deep: { permissions: [docs:read] } } } }
`,
      ),
    ).toMatchInlineSnapshot(`
      [
        "error a.yaml:6:3 predefined-role: staff is a predefined role of Estate.",
        "error a.yaml:7:3 invalid-value: The role empty has 0 permissions; Estate wants at least 1.",
        "  Write at least 1 under permissions of empty.",
        "error a.yaml:8:25 unknown-permission: Estate has no permission "docs:raed".",
        "  Did you mean \`docs:read\`? The platform page lists the catalogue.",
        "error a.yaml:8:36 unknown-permission: The pattern "doc:*" matches no permission of Estate.",
        "  Did you mean \`docs:*\`? The platform page lists the catalogue.",
        "error a.yaml:9:30 unknown-permission: Estate has no permission "docs:raed".",
        "  Did you mean \`docs:read\`? The platform page lists the catalogue.",
        "error a.yaml:10:50 unknown-role: No role is called "stuff".",
        "  Did you mean \`staff\`? Declare the role, or use one of those the platform has.",
        "error a.yaml:10:57 unknown-role: The role former is marked absent: true.",
        "  a.yaml:11:21 ruled out here",
        "  Remove \`absent: true\` from the role, or do not use it.",
        "error a.yaml:10:65 unknown-role: The role local is declared in acme/units/emea, not for acme.",
        "  a.yaml:15:14 declared here",
        "  A role can be used where it is declared and below; declare it in a scope above acme.",
        "error a.yaml:12:19 absent-with-content: The role torn is marked absent: true, but has permissions, includes.",
        "  Remove \`absent: true\`, or permissions, includes.",
        "error a.yaml:15:51 duplicate-declaration: The role reader is declared twice; a role's name is unique within an organization.",
        "  a.yaml:10:3 first declared here",
        "error a.yaml:16:33 not-supported: Estate has no custom roles in a scope of kind workspace.",
        "  Declare it in a scope of kind organization or unit.",
      ]
    `);
  });

  test('a platform without custom roles', () => {
    const yaml = 'name: acme\nplatform: modular\nroles: { own: { permissions: ["*"] } }\n';
    expect(said(modular, yaml)).toMatchInlineSnapshot(`
      [
        "error a.yaml:3:10 not-supported: Modular has no custom roles.",
        "  Use its own: owner, build-operator, build-viewer, signer.",
      ]
    `);
  });

  test('rings, each once and in full', () => {
    expect(
      said(
        lumoauth,
        `
name: acme
platform: lumoauth
roles:
  c: { includes: [a, viewer] }
  a: { includes: [b] }
  b: { includes: [c, b] }
  outside: { includes: [a] }
`,
      ),
    ).toMatchInlineSnapshot(`
      [
        "error a.yaml:6:19 role-cycle: Roles include each other in a cycle: a → b → c → a.",
        "  a.yaml:6:19 a includes b",
        "  a.yaml:7:19 b includes c",
        "  a.yaml:5:19 c includes a",
        "  Remove one of these includes.",
        "error a.yaml:7:22 role-cycle: Roles include each other in a cycle: b → b.",
        "  a.yaml:7:22 b includes b",
        "  Remove one of these includes.",
      ]
    `);
  });

  test('assigned: unknown, not assignable, out of sight, twice', () => {
    expect(
      said(
        estate,
        `
name: acme
platform: estate
members:
  ann@acme.com: { roles: [ownr] }
  ben@acme.com: { roles: [editor] }
  cat@acme.com: { roles: [founder] }
  dan@acme.com: { roles: [local] }
  eve@acme.com: { roles: [staff] }
groups: { qa: { roles: [staff, staff, owner] } }
units:
  emea:
    roles: { local: { permissions: [docs:read] } }
    members: { eve@acme.com: { roles: [staff] } }
products:
  pay: { groups: { qa: { roles: [editor] } } }
`,
      ),
    ).toMatchInlineSnapshot(`
      [
        "error a.yaml:5:27 unknown-role: No role is called "ownr".",
        "  Did you mean \`owner\`? Declare the role, or use one of those the platform has.",
        "error a.yaml:6:27 role-not-assignable: On Estate editor cannot be assigned in a scope of kind organization, only in unit or workspace.",
        "  Assignable there: owner, co-owner, staff.",
        "error a.yaml:7:27 role-not-assignable: On Estate founder is not given by assignment.",
        "  Assignable there: owner, co-owner, staff.",
        "error a.yaml:8:27 unknown-role: The role local is declared in acme/units/emea, not for acme.",
        "  a.yaml:13:14 declared here",
        "  A role can be used where it is declared and below; declare it in a scope above acme.",
        "error a.yaml:10:32 duplicate-declaration: staff is written twice for group qa.",
        "  a.yaml:10:25 first written here",
        "error a.yaml:14:40 role-not-assignable: On Estate staff cannot be assigned in a scope of kind unit, only in organization.",
        "  Assignable there: editor, local.",
        "error a.yaml:16:34 role-not-assignable: On Estate editor cannot be assigned in a scope of kind product, only in unit or workspace.",
        "  No role can be assigned there.",
      ]
    `);
  });

  test('assigned by module', () => {
    expect(
      said(
        modular,
        `
name: acme
platform: modular
members:
  ann: { roles: { bild: operator, signing: operator, build: build-viewer } }
  ben: { roles: { build: viewr } }
  cat: { roles: [build-viewer, build-operator, signer, owner] }
`,
      ),
    ).toMatchInlineSnapshot(`
      [
        "error a.yaml:5:25 unknown-module: Modular has no module "bild".",
        "  Did you mean \`build\`? Its modules are build, signing.",
        "error a.yaml:5:44 unknown-role: The module signing has no role "operator".",
        "  Its roles are signer.",
        "error a.yaml:6:26 unknown-role: The module build has no role "viewr".",
        "  Did you mean \`viewer\`? Its roles are operator, viewer.",
        "error a.yaml:7:32 role-cardinality: cat holds build-viewer and build-operator in module build; on Modular a member holds one role in each.",
        "  a.yaml:7:18 the first role",
        "  Keep one of them.",
      ]
    `);
    const yaml = 'name: acme\nplatform: lumoauth\nmembers: { ann@acme.com: { roles: { build: viewer } } }\n';
    expect(said(lumoauth, yaml)).toMatchInlineSnapshot(`
      [
        "error a.yaml:3:44 unknown-module: LumoAuth has no module "build".",
        "  Its roles are not given by module: write a list of roles.",
      ]
    `);
  });

  test('how many', () => {
    expect(
      said(
        estate,
        `
name: acme
platform: estate
members:
  ann@acme.com: { roles: [owner, staff, staf] }
  ben@acme.com: {}
  cat@acme.com: { roles: [staff] }
units: { emea: { members: { cat@acme.com: { roles: [editor, own] } }, roles: { own: { permissions: ["*"] } } } }
`,
      ),
    ).toMatchInlineSnapshot(`
      [
        "error a.yaml:5:34 role-cardinality: ann@acme.com holds 3 roles; on Estate a member holds exactly one.",
        "  a.yaml:5:27 the first role",
        "  Keep one of them.",
        "error a.yaml:5:41 unknown-role: No role is called "staf".",
        "  Did you mean \`staff\`? Declare the role, or use one of those the platform has.",
        "error a.yaml:6:3 role-cardinality: ben@acme.com holds no role; on Estate a member holds exactly one.",
        "  Write one role that holds without a gap.",
        "error a.yaml:8:61 role-cardinality: cat@acme.com holds 2 roles; on Estate a member holds exactly one.",
        "  a.yaml:8:53 the first role",
        "  Keep one of them.",
      ]
    `);
  });
});

describe('members', () => {
  test('one person twice, states, tombstones', () => {
    expect(
      said(
        estate,
        `
name: acme
platform: estate
members:
  ann@acme.com: { roles: [owner] }
  Ann@Acme.com: { roles: [staff] }
  ben@acme.com: { roles: [staff], state: deactivated }
  cat@acme.com: { absent: true, roles: [staff], until: 2027-01-31 }
units:
  emea:
    members:
      ANN@acme.com: {}
      ann@acme.com: {}
      ben@acme.com: { state: deactivated }
`,
      ),
    ).toMatchInlineSnapshot(`
      [
        "error a.yaml:6:3 duplicate-declaration: ann@acme.com and Ann@Acme.com are one person on Estate.",
        "  a.yaml:5:3 first written here",
        "error a.yaml:7:42 not-supported: Estate cannot deactivate a member.",
        "  Remove the member instead.",
        "error a.yaml:8:27 absent-with-content: cat@acme.com is marked absent: true, but has roles, a window.",
        "  Remove \`absent: true\`, or roles, a window.",
        "error a.yaml:13:7 duplicate-declaration: ANN@acme.com and ann@acme.com are one person on Estate.",
        "  a.yaml:12:7 first written here",
        "error a.yaml:14:30 not-supported: ben@acme.com has no state of its own on acme/units/emea.",
        "  State is written under members of the organization.",
      ]
    `);
  });

  test('everybody who is used is a member', () => {
    expect(
      said(
        estate,
        `
name: acme
platform: estate
members:
  Ann@acme.com: { roles: [owner] }
  Cat@acme.com: { absent: true }
groups:
  qa: { members: [anne@acme.com, ANN@acme.com, ben@acme.com, cat@acme.com, "evil\\u202e"] }
units:
  emea:
    members: { ben@acme.com: {}, cat@acme.com: {}, anm@acme.com: {} }
`,
      ),
    ).toMatchInlineSnapshot(`
      [
        "error a.yaml:8:19 unknown-member: No member is called "anne@acme.com".",
        "  Did you mean \`Ann@acme.com\`? Estate gives access to members only: write the person under members of the organization.",
        "error a.yaml:8:48 member-not-in-organization: "ben@acme.com" is used in group qa without being a member of the organization.",
        "  Estate gives access to members only: write the person under members of the organization.",
        "error a.yaml:8:62 member-not-in-organization: "cat@acme.com" is used in group qa and ruled out of the organization with absent: true.",
        "  a.yaml:6:27 ruled out here",
        "  Remove one of the two.",
        "error a.yaml:8:76 unknown-member: No member is called "evil\\u{202e}".",
        "  Estate gives access to members only: write the person under members of the organization.",
        "error a.yaml:11:16 member-not-in-organization: "ben@acme.com" is used in acme/units/emea without being a member of the organization.",
        "  Estate gives access to members only: write the person under members of the organization.",
        "error a.yaml:11:34 member-not-in-organization: "cat@acme.com" is used in acme/units/emea and ruled out of the organization with absent: true.",
        "  a.yaml:6:27 ruled out here",
        "  Remove one of the two.",
        "error a.yaml:11:52 member-not-in-organization: "anm@acme.com" is used in acme/units/emea without being a member of the organization.",
        "  Did you mean \`Ann@acme.com\`? Estate gives access to members only: write the person under members of the organization.",
      ]
    `);
  });
});

describe('groups', () => {
  test('unknown, absent, in the wrong place', () => {
    expect(
      said(
        estate,
        `
name: acme
platform: estate
members: { ann@acme.com: { roles: [owner] } }
groups:
  qa: { groups: [mobil, local, old] }
  mobile: {}
  old: { absent: true }
  torn: { absent: true, members: [], roles: [staff], from: 2026-01-01 }
units:
  emea:
    groups:
      local: {}
      crew: { groups: [qa, local] }
    workspaces:
      w: { groups: { qb: {}, old: {}, gone: { absent: true }, new: { members: [ann@acme.com] }, qa: { title: QA } } }
`,
      ),
    ).toMatchInlineSnapshot(`
      [
        "error a.yaml:6:18 unknown-group: No group called "mobil" is known at acme.",
        "  Did you mean \`mobile\`? Declare it under groups of acme.",
        "error a.yaml:6:25 unknown-group: group local of acme/units/emea is not known at acme: on Estate a group counts in the scope it lives in and below.",
        "  a.yaml:13:7 defined here",
        "  Declare it under groups of acme.",
        "error a.yaml:6:32 unknown-group: The group old is marked absent: true.",
        "  a.yaml:8:18 ruled out here",
        "  Remove one of the two.",
        "error a.yaml:9:19 absent-with-content: The group torn is marked absent: true, but has members, roles, a window.",
        "  Remove \`absent: true\`, or members, roles, a window.",
        "error a.yaml:16:22 unknown-group: No group called "qb" is known at acme/units/emea/workspaces/w.",
        "  Did you mean \`qa\`? Declare it under groups of acme/units/emea or acme.",
        "error a.yaml:16:30 unknown-group: The group old is marked absent: true.",
        "  a.yaml:8:18 ruled out here",
        "  Remove one of the two.",
        "error a.yaml:16:39 unknown-group: No group called "gone" is known at acme/units/emea/workspaces/w.",
        "  Declare it under groups of acme/units/emea or acme.",
        "error a.yaml:16:63 not-supported: On Estate a scope of kind workspace cannot be the home of a group: members of new cannot be written here.",
        "  Define the group under groups of acme/units/emea or acme, and give it roles here.",
        "error a.yaml:16:97 not-supported: On Estate a scope of kind workspace cannot be the home of a group: title of qa cannot be written here.",
        "  Define the group under groups of acme/units/emea or acme, and give it roles here.",
      ]
    `);
  });

  test('what groups of a platform cannot do', () => {
    expect(
      said(
        modular,
        `
name: acme
platform: modular
members: { ann: {} }
groups: { org-wide: { members: [ann] }, nobody: {} }
projects:
  shop:
    groups:
      a: { groups: [b], roles: [build-viewer] }
      b: { permissions: [build:rum, "sign:*"] }
`,
      ),
    ).toMatchInlineSnapshot(`
      [
        "error a.yaml:5:11 not-supported: On Modular a scope of kind organization cannot be the home of a group: members of org-wide cannot be written here.",
        "  Groups live in a scope of kind project.",
        "error a.yaml:5:41 unknown-group: No group called "nobody" is known at acme.",
        "  Modular has no groups at acme or above it.",
        "error a.yaml:9:21 not-supported: Modular has no groups within groups.",
        "  List the members of the child group in this group.",
        "error a.yaml:9:33 not-supported: Groups of Modular carry no roles.",
        "  They carry permissions.",
        "error a.yaml:10:26 unknown-permission: Modular has no permission "build:rum".",
        "  Did you mean \`build:run\`? The platform page lists the catalogue.",
        "error a.yaml:10:37 unknown-permission: The pattern "sign:*" matches no permission of Modular.",
        "  The platform page lists the catalogue.",
      ]
    `);
    expect(
      said(
        lumoauth,
        `
name: acme
platform: lumoauth
groups: { a: { permissions: ["documents:*"] } }
`,
      ),
    ).toMatchInlineSnapshot(`
      [
        "error a.yaml:4:30 not-supported: Groups of LumoAuth carry no permissions.",
        "  Give the group a role that has them.",
      ]
    `);
  });

  test('a mention without roles where groups do not attach', () => {
    const rolesOnly = { ...estate, groups: { ...estate.groups, carry: ['roles'] as const } };
    const yaml = `
name: acme
platform: estate
groups: { qa: {} }
products: { pay: { groups: { qa: {} } } }
units: { emea: { groups: { qa: { roles: [{ role: editor, until: 2026-01-01 }] } } } }
`;
    expect(said(rolesOnly, yaml)).toMatchInlineSnapshot(`
      [
        "error a.yaml:5:30 not-supported: group qa is given nothing on acme/products/pay; Estate has no attachment without roles.",
        "  Write roles, or remove the entry.",
        "warning a.yaml:6:65 grant-expired: editor for group qa on acme/units/emea: over since 2026-01-02.",
        "  Remove the line, or move \`until\`.",
      ]
    `);
  });

  test('listed twice', () => {
    expect(
      said(
        lumoauth,
        `
name: acme
platform: lumoauth
members: { ann@acme.com: {} }
groups:
  a: { members: [ann@acme.com, Ann@acme.com], groups: [b, b] }
  b: {}
`,
      ),
    ).toMatchInlineSnapshot(`
      [
        "error a.yaml:6:32 duplicate-declaration: Ann@acme.com is listed twice in group a.",
        "  a.yaml:6:18 first listed here",
        "error a.yaml:6:59 duplicate-declaration: b is listed twice in group a.",
        "  a.yaml:6:56 first listed here",
      ]
    `);
  });

  test('rings, each once and in full', () => {
    expect(
      said(
        estate,
        `
name: acme
platform: estate
members: { ann@acme.com: { roles: [owner] } }
groups:
  b: { groups: [c, { group: d, until: 2020-01-01 }] }
  a: { groups: [b, d] }
  c: { groups: [a] }
  d: { groups: [{ group: a, from: 2030-01-01 }, b] }
units:
  emea:
    groups:
      self: { groups: [self, a] }
`,
      ),
    ).toMatchInlineSnapshot(`
      [
        "warning a.yaml:6:39 grant-expired: group d in group b: over since 2020-01-02.",
        "  Remove the line, or move \`until\`.",
        "error a.yaml:7:17 group-cycle: Groups contain each other in a cycle: a → b → c → a.",
        "  a.yaml:7:17 a contains b",
        "  a.yaml:6:17 b contains c",
        "  a.yaml:8:17 c contains a",
        "  Remove one of these child groups.",
        "error a.yaml:7:20 group-cycle: Groups contain each other in a cycle: a → d → a.",
        "  a.yaml:7:20 a contains d",
        "  a.yaml:9:26 d contains a",
        "  Remove one of these child groups.",
        "error a.yaml:13:24 group-cycle: Groups contain each other in a cycle: acme/units/emea/self → acme/units/emea/self.",
        "  a.yaml:13:24 acme/units/emea/self contains acme/units/emea/self",
        "  Remove one of these child groups.",
      ]
    `);
  });
});

test('an instant that is none, a platform without its root', () => {
  const document = written('name: acme\nplatform: lumoauth\n');
  for (const instant of ['2026-01-01', 'now', '2026-01-01T00:00:00']) {
    expect(compile(document, lumoauth, instant)).toMatchObject({
      ok: false,
      diagnostics: [{ code: 'invalid-date', origin: null }],
    });
  }
  expect(compile(document, { ...lumoauth, root: 'planet' }, '2026-01-01T00:00:00Z')).toMatchObject({
    ok: false,
    diagnostics: [{ code: 'platform-invalid', origin: { line: 2 } }],
  });
});
