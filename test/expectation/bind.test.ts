import { describe, expect, it } from 'vitest';
import { bindExpectations } from '../../src/expectation/bind-expectations.ts';
import { resource, resourceWith } from '../../src/resource/resource-types.ts';
import { desiredOf } from '../platform/shipped.ts';
import { got } from '../policy/fixture.ts';
import { shown } from '../source/shown.ts';
import { desiredFrom, written } from './expectations.ts';

const oten = desiredOf(
  'oten',
  `members:
  ada@acme.com: { roles: [super-admin] }
  Bo@acme.com:
  cy@acme.com:
  zed@partner.com:
  gone@acme.com: { until: 2020-01-01 }
  out@acme.com: { absent: true }
groups:
  crew: { members: [Bo@acme.com], groups: [night] }
  night: { members: [cy@acme.com] }
  all: { members: [ada@acme.com, zed@partner.com] }
  none: { members: [] }
units:
  emea:
    units: { dach: { groups: { crew: { roles: [editor] } } } }
    workspaces: { checkout: { groups: { all: } } }
`,
);

const gorules = desiredOf(
  'gorules',
  `members: { ada@acme.com: { roles: [owner] }, bo@acme.com: , cy@acme.com: }
projects:
  pricing:
    members: { bo@acme.com: , cy@acme.com: }
    groups: { author: { members: [bo@acme.com] }, tester: { members: [cy@acme.com] } }
  fraud:
    members: { cy@acme.com: }
    groups: { author: { members: [cy@acme.com] } }
`,
);

function people(who: string, desired = oten): readonly string[] {
  const [one] = got(bindExpectations(written(`  a: { ${who}, can: "*", on: acme }`), desired, null));
  return one?.people ?? [];
}

describe('people', () => {
  it.each([
    ['members: ada@acme.com', 'ada@acme.com'],
    ['members: [BO@ACME.COM, bo@acme.com]', 'bo@acme.com'],
    // Who is ruled out is no part of everybody.
    ['members: "*"', 'ada@acme.com bo@acme.com cy@acme.com zed@partner.com'],
    ['members: "gone@*"', ''],
    ['members: "o*@acme.com"', ''],
    ['members: ["gone@*", cy@acme.com]', 'cy@acme.com'],
    ['members: "*@PARTNER.com"', 'zed@partner.com'],
    ['members: []', ''],
    ['groups: crew', 'bo@acme.com cy@acme.com'],
    ['groups: [night, all]', 'ada@acme.com cy@acme.com zed@partner.com'],
    ['groups: acme/crew', 'bo@acme.com cy@acme.com'],
    ['groups: "n*"', 'cy@acme.com'],
    ['groups: none', ''],
    ['groups: crew, members: ada@acme.com', 'ada@acme.com bo@acme.com cy@acme.com'],
    ['groups: crew, except: { groups: night }', 'bo@acme.com'],
    ['members: "*@acme.com", except: { members: [ada@acme.com, "*o*@*"] }', 'cy@acme.com'],
    ['members: gone@acme.com', 'gone@acme.com'],
    ['members: out@acme.com', 'out@acme.com'],
  ])('%s', (who, expected) => {
    expect(people(who).join(' ')).toBe(expected);
  });

  it.each([
    ['groups: tester', 'cy@acme.com'],
    ['groups: acme/projects/pricing/author', 'bo@acme.com'],
    ['groups: "acme/projects/*/author"', 'bo@acme.com cy@acme.com'],
    ['groups: "**/author"', 'bo@acme.com cy@acme.com'],
  ])('of groups below the organization: %s', (who, expected) => {
    expect(people(who, gorules).join(' ')).toBe(expected);
  });

  it.each([
    ['members: "*@partner.example"', '*@partner.example cy@partner.example'],
    ['members: ["cy@partner.example", "*@PARTNER.example"]', '*@partner.example cy@partner.example'],
    ['members: "*"', '*@partner.example boss@acme.com cy@partner.example'],
    ['members: "*", except: { members: "*@partner.example" }', 'boss@acme.com'],
  ])('of a pattern that is also spelled like somebody’s key are all that it matches: %s', (who, expected) => {
    const keys = '"*@partner.example": , cy@partner.example: , boss@acme.com: { roles: [admin] }';
    expect(people(who, desiredOf('lumoauth', `members: { ${keys} }\n`)).join(' ')).toBe(expected);
  });

  it('in a ring of groups are found all the same', () => {
    const { platform } = gorules;
    const origin = { from: 'live', url: 'https://x.example/' } as const;
    const group = (name: string, member: string, child: string) =>
      resourceWith(
        'group',
        {
          home: 'acme',
          name,
          title: '',
          description: '',
          members: new Map([[member, origin]]),
          groups: new Map([[`acme/${child}`, origin]]),
          permissions: new Map(),
        },
        origin,
      );
    const scope = resourceWith(
      'scope',
      { path: 'acme', kind: platform.root, title: '', parent: null },
      origin,
    );
    const ring = desiredFrom(platform, [scope, group('a', 'x@y.z', 'b'), group('b', 'y@y.z', 'a')]);
    expect(people('groups: a', ring)).toEqual(['x@y.z', 'y@y.z']);
  });
});

describe('scopes', () => {
  it.each([
    ['acme', 'acme'],
    ['acme/**', 'acme acme/units/emea acme/units/emea/units/dach acme/units/emea/workspaces/checkout'],
    ['acme/units/*', 'acme/units/emea'],
    ['[acme/units/emea/units/dach, acme, "*"]', 'acme acme/units/emea/units/dach'],
    ['"**/workspaces/*"', 'acme/units/emea/workspaces/checkout'],
  ])('%s', (on, expected) => {
    const [one] = got(bindExpectations(written(`  a: { members: "*", can: "*", on: ${on} }`), oten, null));
    expect(one?.scopes.join(' ')).toBe(expected);
  });
});

it('a permission belongs to the first pattern of a verb that names it', () => {
  const [one] = got(
    bindExpectations(
      written(
        '  a: { members: "*", can: ["users:view", "*:view", "users:v*"], cannot: "users:view", on: acme }',
      ),
      oten,
      null,
    ),
  );
  expect(one?.demands.map(({ verb, pattern, permissions }) => [verb, pattern.value, permissions])).toEqual([
    ['can', 'users:view', ['users:view']],
    ['can', '*:view', ['activity-log:view']],
    ['cannot', 'users:view', ['users:view']],
  ]);
});

describe('names that nothing has', () => {
  it.each([
    [
      'members: adda@acme.com, can: "*", on: acme',
      'unknown-member: No member is called "adda@acme.com". | Did you mean `ada@acme.com`?',
    ],
    [
      'members: mallory@acme.com, can: "*", on: acme',
      'unknown-member: No member is called "mallory@acme.com".',
    ],
    [
      'members: "*@nowhere.com", can: "*", on: acme',
      'unknown-member: The pattern "*@nowhere.com" matches no member.',
    ],
    [
      'members: "*", except: { members: x@y.z }, can: "*", on: acme',
      'unknown-member: No member is called "x@y.z".',
    ],
    ['groups: crow, can: "*", on: acme', 'unknown-group: No group is called "crow". | Did you mean `crew`?'],
    [
      'groups: acme/units/emea/crew, can: "*", on: acme',
      'unknown-group: No group is called "acme/units/emea/crew".',
    ],
    ['groups: "x*", can: "*", on: acme', 'unknown-group: The pattern "x*" matches no group.'],
    [
      'members: "*", can: user:view, on: acme',
      'unknown-permission: Oten has no permission "user:view". | Did you mean `users:view`?',
    ],
    [
      'members: "*", can: "user:*", on: acme',
      'unknown-permission: The pattern "user:*" matches no permission of Oten. | Did you mean `users:*`?',
    ],
    [
      'members: "*", can: "*", on: acme/units/emae',
      'unknown-scope: There is no scope "acme/units/emae". | Did you mean `acme/units/emea`?',
    ],
    [
      'members: "*", can: "*", on: emea',
      'unknown-scope: There is no scope "emea". | Did you mean `acme/units/emea`?',
    ],
    [
      'members: "*", can: "*", on: "units/**"',
      'unknown-scope: The pattern "units/**" matches no scope. | Paths begin with the organization: acme, or acme/** for all of it.',
    ],
  ])('%s', (body, problem) => {
    const bound = bindExpectations(written(`  a: { ${body} }`), oten, null);
    expect(bound.ok).toBe(false);
    expect(bound.diagnostics.map(shown).map((text) => text.replace(/^\S+ /, ''))).toEqual([problem]);
    expect(bound.diagnostics[0]?.origin).toMatchObject({ file: 'expect.yaml', line: 5 });
  });

  it('a bare name of several groups', () => {
    const bound = bindExpectations(written('  a: { groups: author, can: "*", on: acme }'), gorules, null);
    expect(bound.diagnostics.map(shown)).toEqual([
      'expect.yaml:5:16 ambiguous-group: 2 groups are called "author": acme/projects/fraud/author, acme/projects/pricing/author. | Write acme/projects/fraud/author for one of them, or acme/projects/*/author for all of that kind.',
    ]);
  });

  it('are warnings where the documents do not claim to know all of their kind, and known when live', () => {
    const declared = { ...oten, authority: { ...oten.authority, member: 'declared' as const } };
    const body = written('  a: { members: stranger@acme.com, cannot: "*", on: acme }');
    const bound = bindExpectations(body, declared, null);
    expect(bound.diagnostics.map(({ severity, code }) => [severity, code])).toEqual([
      ['warning', 'unknown-member'],
    ]);
    const origin = { from: 'live', url: 'https://x.example/' } as const;
    const attributes = {
      scope: 'acme',
      member: 'stranger@acme.com',
      display: 'x',
      state: 'active',
      invitation: null,
    } as const;
    const live = [...oten.resources, resource('member', attributes, origin)];
    expect(bindExpectations(body, declared, live).diagnostics).toEqual([]);
  });

  it('a group of the same name that somebody made live does not make a name ambiguous', () => {
    const live = gorules.resources.flatMap((one) =>
      one.type === 'group' && one.attributes.name === 'tester'
        ? [one, resourceWith('group', { ...one.attributes, home: 'acme/projects/fraud' }, one.origin)]
        : [one],
    );
    const body = written('  a: { groups: tester, can: "*", on: acme }');
    expect(bindExpectations(body, gorules, live).diagnostics).toEqual([]);
  });
});
