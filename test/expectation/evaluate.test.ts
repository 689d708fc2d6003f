import { describe, expect, it } from 'vitest';
import type { MembershipState, Resource } from '../../src/resource/resource.ts';
import { resource, resourceWith } from '../../src/resource/resource-types.ts';
import { desiredOf } from '../platform/shipped.ts';
import { got } from '../policy/fixture.ts';
import { failures, lookedAt } from './expectations.ts';

const gorules = desiredOf(
  'gorules',
  `members: { own@acme.com: { roles: [owner] }, bo@acme.com: , cy@acme.com: , dee@acme.com: }
projects:
  pricing:
    members: { bo@acme.com: , cy@acme.com: }
    groups:
      author: { members: [bo@acme.com], permissions: [documents:edit-content] }
      release: { members: [cy@acme.com], permissions: [releases:deploy] }
      idle: { members: [] }
  fraud:
    members: { cy@acme.com: { roles: [owner] } }
`,
);

describe('on the documents', () => {
  it.each([
    [
      'who can, can',
      'groups: author, can: ["documents:edit-content", "documents:view-content"], on: "**/pricing"',
      [],
    ],
    [
      'a part of a pattern is not all of it',
      'groups: author, can: "documents:*", on: acme/projects/pricing',
      [
        'a: lacks can documents:* | bo@acme.com | documents:full, documents:edit-view | acme/projects/pricing',
      ],
    ],
    [
      'on every scope',
      'groups: author, can: "documents:edit-content", on: "acme/projects/*"',
      ['a: lacks can documents:edit-content | bo@acme.com | documents:edit-content | acme/projects/fraud'],
    ],
    ['who cannot, cannot', 'groups: author, cannot: ["*:delete", "releases:deploy"], on: acme/**', []],
    [
      'none of a pattern',
      'members: [cy@acme.com], cannot: ["releases:*"], on: acme/**',
      [
        'a: holds cannot releases:* | cy@acme.com | releases:full, releases:view, releases:manage, releases:deploy, releases:delete | acme/projects/fraud',
        'a: holds cannot releases:* | cy@acme.com | releases:view, releases:deploy | acme/projects/pricing',
      ],
    ],
    [
      'only these, and the owner is none of them',
      'groups: release, only-these-can: "releases:deploy", on: acme/projects/pricing',
      ['a: holds only-these-can releases:deploy | own@acme.com | releases:deploy | acme/projects/pricing'],
    ],
    [
      'only these, all named',
      'groups: release, members: own@acme.com, only-these-can: "releases:deploy", on: acme/projects/pricing',
      [],
    ],
    [
      'only these does not say that these can',
      'members: [own@acme.com, cy@acme.com, dee@acme.com], only-these-can: "releases:deploy", on: acme/projects/**',
      [],
    ],
    [
      'can and only these say both',
      'members: [own@acme.com, cy@acme.com, dee@acme.com], can: "releases:deploy", only-these-can: "releases:deploy", on: acme/projects/pricing',
      ['a: lacks can releases:deploy | dee@acme.com | releases:deploy | acme/projects/pricing'],
    ],
    [
      'nobody at all may',
      'members: [], only-these-can: "project:manage", on: acme/**',
      [
        'a: holds only-these-can project:manage | own@acme.com | project:manage | acme, acme/projects/pricing',
        'a: holds only-these-can project:manage | cy@acme.com, own@acme.com | project:manage | acme/projects/fraud',
      ],
    ],
    ['an empty group is nobody to look at', 'groups: idle, cannot: "*", on: acme/**', ['a: nobody']],
    ['an empty group that is meant to be', 'groups: idle, cannot: "*", on: acme/**, may-be-empty: true', []],
    ['everybody is excepted', 'groups: author, except: { members: "*" }, can: "*", on: acme', ['a: nobody']],
    [
      'an empty group limits the others all the same',
      'groups: idle, only-these-can: "documents:edit-view", on: acme/projects/pricing',
      [
        'a: holds only-these-can documents:edit-view | own@acme.com | documents:edit-view | acme/projects/pricing',
      ],
    ],
    [
      'people alike are one',
      'members: "*", except: { members: own@acme.com }, can: "documents:full", on: acme',
      ['a: lacks can documents:full | bo@acme.com, cy@acme.com, dee@acme.com | documents:full | acme'],
    ],
  ])('%s', (_, body, expected) => {
    expect(failures(got(lookedAt(`  a: { ${body} }`, gorules)))).toEqual(expected);
  });

  it('count what they asked', () => {
    const [one] = got(
      lookedAt(
        '  a: { members: "*", can: "releases:view", only-these-can: "bin:view", on: acme/** }',
        gorules,
      ),
    );
    expect(one?.checks).toBe(4 * 1 * 3);
  });

  it('a window that is over leaves nothing, and a name is a name still', () => {
    const ended = desiredOf(
      'lumoauth',
      `members: { ada@acme.com: , bo@acme.com: { until: 2026-01-01 } }
groups: { oncall: { members: [{ member: ada@acme.com, until: 2026-06-01 }], roles: [admin] } }
`,
    );
    const body = `  a: { members: ada@acme.com, cannot: "*", on: acme }
  b: { groups: oncall, can: "*", on: acme }
  c: { members: bo@acme.com, cannot: "*", on: acme }
  d: { members: bo@acme.com, can: "documents:read", on: acme }`;
    expect(failures(got(lookedAt(body, ended)))).toEqual([
      'b: nobody',
      'd: lacks can documents:read | bo@acme.com | documents:read | acme',
    ]);
  });

  it('where scopes may be live only, one that is not there checks nothing and says so', () => {
    const declared = { ...gorules, authority: { ...gorules.authority, scope: 'declared' as const } };
    const found = lookedAt('  a: { members: "*", cannot: "*", on: acme/projects/other }', declared);
    expect(found.diagnostics.map(({ code, severity }) => `${severity} ${code}`)).toEqual([
      'warning unknown-scope',
    ]);
    expect(failures(got(found))).toEqual(['a: nowhere']);
  });
});

describe('on the live platform', () => {
  const desired = desiredOf(
    'bilbis',
    `members: { olga: { roles: [owner] }, ada: { roles: [admin] }, cem: , dan: , emre: }
groups: { backend: { members: [cem, dan, emre] } }
products: { shop: { groups: { backend: } } }
`,
  );
  const live = (states: Readonly<Record<string, MembershipState>>, more: readonly Resource[] = []) => [
    ...desired.resources.flatMap((one): readonly Resource[] => {
      if (one.type !== 'member') return [one];
      const state = states[one.attributes.member];
      return [state === undefined ? one : resource('member', { ...one.attributes, state }, one.origin)];
    }),
    ...more,
  ];
  const backend = '  a: { groups: backend, can: "pipelines:run", on: acme/products/shop }';

  it('the same holds when it is as written', () => {
    expect(failures(got(lookedAt(backend, desired, live({}))))).toEqual([]);
  });

  it('who is invited has no access yet, and it is told apart from having none', () => {
    const states = { cem: 'invited', dan: 'expired', emre: 'deactivated' } as const;
    expect(failures(got(lookedAt(backend, desired, live(states))))).toEqual([
      'a: lacks can pipelines:run | dan, emre | pipelines:run | acme/products/shop',
      'a: lacks once accepted can pipelines:run | cem | pipelines:run | acme/products/shop',
    ]);
  });

  it('who is invited and would not have it all the same is not promised anything', () => {
    const body = '  a: { members: cem, can: "members:manage", on: acme }';
    expect(failures(got(lookedAt(body, desired, live({ cem: 'invited' }))))).toEqual([
      'a: lacks can members:manage | cem | members:manage | acme',
    ]);
  });

  it('who is invited does nothing that he must not', () => {
    const body = '  a: { members: cem, cannot: "*", on: acme/** }';
    expect(failures(got(lookedAt(body, desired, live({ cem: 'invited' }))))).toEqual([]);
  });

  it('a stranger is one of the others', () => {
    const origin = { from: 'live', url: 'https://bilbis.example/members/9' } as const;
    const mallory = resource(
      'member',
      { scope: 'acme', member: 'mallory', display: 'mallory', state: 'active', invitation: null },
      origin,
    );
    const owner = resourceWith(
      'assignment',
      {
        scope: 'acme',
        principal: { type: 'member', member: 'mallory' },
        roles: new Map([['owner', origin]]),
      },
      origin,
    );
    const body = '  a: { members: [olga, ada], only-these-can: "members:manage", on: acme }';
    expect(failures(got(lookedAt(body, desired)))).toEqual([]);
    expect(failures(got(lookedAt(body, desired, live({}, [mallory, owner]))))).toEqual([
      'a: holds only-these-can members:manage | mallory | members:manage | acme',
    ]);
  });

  it('a group holds whom it holds there, and nobody when it is gone', () => {
    const without = live({}).filter(({ type }) => type !== 'group');
    expect(failures(got(lookedAt(backend, desired, without)))).toEqual(['a: nobody']);
  });

  it('a scope that is gone gives nothing', () => {
    const without = live({}).filter((one) => !JSON.stringify(one.attributes).includes('products'));
    const body =
      '  a: { members: olga, can: "pipelines:run", on: acme/products/shop }\n  b: { members: olga, cannot: "*", on: acme/products/shop }';
    expect(failures(got(lookedAt(body, desired, without)))).toEqual([
      'a: lacks can pipelines:run | olga | pipelines:run | acme/products/shop',
    ]);
  });
});
