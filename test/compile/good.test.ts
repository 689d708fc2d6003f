import { describe, expect, test } from 'vitest';
import { estate, lumoauth, modular } from './platforms.ts';
import { desired, said, shown } from './said.ts';

describe('what documents come to', () => {
  test('people, groups within groups, and custom roles', () => {
    const yaml = `
name: acme
platform: lumoauth
title: Acme Inc.
roles:
  reviewer: { permissions: ["documents:*"], includes: [auditor, viewer] }
members:
  Alice@Acme.com: { roles: [admin] }
  bob@acme.com: { state: deactivated }
groups:
  engineering: { title: Engineering, members: [alice@acme.com], groups: [mobile], roles: [reviewer, editor] }
  mobile: { members: [BOB@acme.com] }
`;
    expect(said(lumoauth, yaml)).toEqual([]);
    expect(shown(desired(lumoauth, yaml))).toMatchInlineSnapshot(`
      [
        "scope:acme :2:7 organization Acme Inc.",
        "role:acme/reviewer :6:3 reviewer permissions[documents:read@:6:29, documents:write@:6:29, documents:delete@:6:29] includes[auditor@:6:56, viewer@:6:65]",
        "member:acme/alice@acme.com :8:3 Alice@Acme.com active",
        "member:acme/bob@acme.com :9:3 bob@acme.com deactivated",
        "group:acme/engineering :11:3 Engineering members[alice@acme.com@:11:48] groups[acme/mobile@:11:74]",
        "group:acme/mobile :12:3 mobile members[bob@acme.com@:12:23]",
        "assignment:acme|group:acme/engineering :11:3 roles[reviewer@:11:91, editor@:11:101]",
        "assignment:acme|member:alice@acme.com :8:3 roles[admin@:8:29]",
        "- assignment:acme|group:acme/mobile emptied :12:3",
        "- assignment:acme|member:bob@acme.com emptied :9:3",
      ]
    `);
  });

  test('scopes below, members and groups on them, mentions and definitions', () => {
    const yaml = `
name: acme
platform: estate
members:
  ann@acme.com: { roles: [owner] }
  dan@acme.com: { roles: [staff] }
groups:
  qa: { members: [dan@acme.com] }
  ops: {}
units:
  emea:
    title: EMEA
    roles: { local: { permissions: [docs:read] } }
    groups:
      qa: { roles: [editor] }
      ops: { members: [ann@acme.com] }
      crew: {}
    workspaces:
      checkout:
        members: { dan@acme.com: {}, ann@acme.com: { roles: [local] } }
        groups: { qa: {}, ops: { roles: [editor] } }
products:
  pay: { groups: { ops: {} } }
`;
    expect(said(estate, yaml)).toEqual([]);
    expect(shown(desired(estate, yaml))).toMatchInlineSnapshot(`
      [
        "scope:acme :2:7 organization acme",
        "scope:acme/products/pay :23:3 product pay",
        "scope:acme/units/emea :11:3 unit EMEA",
        "scope:acme/units/emea/workspaces/checkout :19:7 workspace checkout",
        "role:acme/units/emea/local :13:14 local permissions[docs:read@:13:37]",
        "member:acme/ann@acme.com :5:3 ann@acme.com active",
        "member:acme/dan@acme.com :6:3 dan@acme.com active",
        "group:acme/ops :9:3 ops",
        "group:acme/qa :8:3 qa members[dan@acme.com@:8:19]",
        "group:acme/units/emea/crew :17:7 crew",
        "group:acme/units/emea/ops :16:7 ops members[ann@acme.com@:16:24]",
        "assignment:acme/products/pay|group:acme/ops :23:20",
        "assignment:acme/units/emea/workspaces/checkout|group:acme/qa :21:19",
        "assignment:acme/units/emea/workspaces/checkout|group:acme/units/emea/ops :21:27 roles[editor@:21:42]",
        "assignment:acme/units/emea/workspaces/checkout|member:ann@acme.com :20:38 roles[local@:20:62]",
        "assignment:acme/units/emea/workspaces/checkout|member:dan@acme.com :20:20",
        "assignment:acme/units/emea|group:acme/qa :15:7 roles[editor@:15:21]",
        "assignment:acme|member:ann@acme.com :5:3 roles[owner@:5:27]",
        "assignment:acme|member:dan@acme.com :6:3 roles[staff@:6:27]",
        "- assignment:acme/units/emea|group:acme/units/emea/crew emptied :17:7",
        "- assignment:acme/units/emea|group:acme/units/emea/ops emptied :16:7",
        "- assignment:acme|group:acme/ops emptied :9:3",
        "- assignment:acme|group:acme/qa emptied :8:3",
      ]
    `);
  });

  test('roles by module, permissions carried by groups', () => {
    const yaml = `
name: acme
platform: modular
members:
  Ann: { roles: [owner] }
  ann: { roles: { build: operator, signing: signer } }
projects:
  shop:
    members: { ann: { roles: { build: build-viewer } } }
    groups: { authors: { members: [ann], permissions: ["*"] } }
`;
    expect(said(modular, yaml)).toEqual([]);
    expect(shown(desired(modular, yaml))).toMatchInlineSnapshot(`
      [
        "scope:acme :2:7 organization acme",
        "scope:acme/projects/shop :8:3 project shop",
        "member:acme/Ann :5:3 Ann active",
        "member:acme/ann :6:3 ann active",
        "group:acme/projects/shop/authors :10:15 authors members[ann@:10:36] permissions[build:run@:10:56, signing:sign@:10:56]",
        "assignment:acme/projects/shop|member:ann :9:16 roles[build-viewer@:9:39]",
        "assignment:acme|member:Ann :5:3 roles[owner@:5:18]",
        "assignment:acme|member:ann :6:3 roles[build-operator@:6:26, signer@:6:45]",
        "- assignment:acme/projects/shop|group:acme/projects/shop/authors emptied :10:15",
      ]
    `);
  });

  test('what is ruled out', () => {
    const yaml = `
name: acme
platform: estate
members:
  ann@acme.com: { roles: [owner] }
  Gone@acme.com: { absent: true, reason: left }
groups: { qa: {}, old: { absent: true } }
roles: { former: { absent: true } }
units:
  emea:
    members: { ann@acme.com: { absent: true } }
    groups: { qa: { absent: true }, old: { absent: true }, local: { absent: true } }
    workspaces:
      checkout: { groups: { old: { absent: true } } }
  apac: { absent: true }
`;
    expect(said(estate, yaml)).toEqual([]);
    expect(shown(desired(estate, yaml))).toMatchInlineSnapshot(`
      [
        "scope:acme :2:7 organization acme",
        "scope:acme/units/emea :10:3 unit emea",
        "scope:acme/units/emea/workspaces/checkout :14:7 workspace checkout",
        "member:acme/ann@acme.com :5:3 ann@acme.com active",
        "group:acme/qa :7:11 qa",
        "assignment:acme|member:ann@acme.com :5:3 roles[owner@:5:27]",
        "- assignment:acme/units/emea/workspaces/checkout|group:acme/old absent :14:44",
        "- assignment:acme/units/emea|group:acme/old absent :12:52",
        "- assignment:acme/units/emea|group:acme/qa absent :12:29",
        "- assignment:acme/units/emea|group:acme/units/emea/local absent :12:77",
        "- assignment:acme/units/emea|member:ann@acme.com absent :11:40",
        "- assignment:acme|group:acme/old absent :7:34",
        "- assignment:acme|group:acme/qa emptied :7:11",
        "- assignment:acme|member:gone@acme.com absent :6:28",
        "- group:acme/old absent :7:34",
        "- group:acme/units/emea/local absent :12:77",
        "- member:acme/gone@acme.com absent :6:28",
        "- role:acme/former absent :8:28",
        "- scope:acme/units/apac absent :15:19",
      ]
    `);
  });

  test('a role moved to another scope: ruled out where it was, declared where it is', () => {
    const yaml = `
name: acme
platform: estate
members: { ann@acme.com: { roles: [owner] } }
roles: { local: { absent: true } }
units: { emea: { roles: { local: { permissions: [docs:read] } }, members: { ann@acme.com: { roles: [local] } } } }
`;
    expect(said(estate, yaml)).toEqual([]);
  });

  test('names of prototypes are names', () => {
    const yaml = `
name: acme
platform: estate
members:
  __proto__: { roles: [constructor] }
roles: { constructor: { permissions: [docs:read] } }
groups: { __proto__: { members: [__proto__], groups: [constructor] }, constructor: { members: [] } }
units: { toString: { groups: { constructor: { roles: [editor] } } } }
`;
    expect(said(estate, yaml)).toEqual([]);
    expect(desired(estate, yaml).resources.map((r) => r.address)).toMatchInlineSnapshot(`
      [
        "scope:acme",
        "scope:acme/units/toString",
        "role:acme/constructor",
        "member:acme/__proto__",
        "group:acme/__proto__",
        "group:acme/constructor",
        "assignment:acme/units/toString|group:acme/constructor",
        "assignment:acme|member:__proto__",
      ]
    `);
  });

  test.each([
    ['', ['declared', 'declared', 'declared', 'declared', 'declared']],
    ['authority: full', ['full', 'full', 'full', 'full', 'full']],
    ['authority: { groups: full }', ['declared', 'declared', 'declared', 'full', 'declared']],
    [
      'authority: { scopes: full, roles: declared, members: full, assignments: full }',
      ['full', 'declared', 'full', 'declared', 'full'],
    ],
  ])('authority %j', (line, expected) => {
    const { authority } = desired(lumoauth, `name: acme\nplatform: lumoauth\n${line}\n`);
    expect(Object.keys(authority)).toEqual(['scope', 'role', 'member', 'group', 'assignment']);
    expect(Object.values(authority)).toEqual(expected);
  });
});
