import { describe, expect, it } from 'vitest';
import type { Resource } from '../../src/resource/resource.ts';
import { type PlatformName, platformNamed } from '../platform/shipped.ts';
import { changesOf, example, type Files, filesAfter, imported, live, snapshot } from './scene.ts';

const ROOT = live.scope('acme', 'organization', 'Acme');

/** The one file afterwards; the plan that follows is as said. */
function again(
  platform: PlatformName,
  text: string,
  resources: readonly Resource[],
  plan: readonly string[] = [],
  all = false,
): string {
  const files: Files = { 'acme.yaml': text };
  const found = snapshot([ROOT, ...resources]);
  const made = imported(platformNamed(platform), found, files, { all });
  if (!made.ok) throw new Error(JSON.stringify(made.diagnostics, null, 1));
  const after = filesAfter(files, made.value);
  expect([...changesOf(platformNamed(platform), after, found)].sort()).toEqual([...plan].sort());
  const second = imported(platformNamed(platform), found, after, { all });
  expect(second.ok ? second.value.files : second.diagnostics).toEqual([]);
  return after['acme.yaml'] ?? '';
}

const head = (platform: string, authority = 'full'): string =>
  `apiVersion: bylaw/v1\nkind: Organization\nname: acme\nplatform: ${platform}\nauthority: ${authority}   # as agreed\n`;
const people = (...keys: readonly string[]): readonly Resource[] => keys.map((key) => live.member(key));

describe('windows', () => {
  const text = `${head('lumoauth')}members:
  ada@acme.com: { roles: [{ role: admin, until: 2099-01-01, reason: "x" }, viewer] }
  bo@acme.com:
    until: 2099-01-01   # leaves then
    reason: "contract"
  cy@acme.com: { roles: [{ role: admin, until: 2020-01-01 }] }
groups:
  qa:
    members:
      - member: bo@acme.com   # lent
        until: 2099-01-01
      - member: ada@acme.com
        from: 2098-01-01
`;
  it('stay while the grant is live, and lapsed ones are not looked at', () => {
    const found = [
      ...people('ada@acme.com', 'bo@acme.com', 'cy@acme.com'),
      live.given('acme', 'member:ada@acme.com', ['admin', 'viewer']),
      live.group('acme/qa', { members: ['bo@acme.com'] }),
    ];
    expect(again('lumoauth', text, found)).toBe(text);
  });
  it('go with the grant', () => {
    const found = [
      ...people('ada@acme.com', 'cy@acme.com'),
      live.given('acme', 'member:ada@acme.com', ['viewer']),
      live.group('acme/qa'),
    ];
    expect(again('lumoauth', text, found)).toBe(
      text
        .replace('{ role: admin, until: 2099-01-01, reason: "x" }, ', '')
        .replace(/ {2}bo@acme.com:\n.*\n.*\n/, '')
        .replace(/ {6}- member: bo@acme.com.*\n.*\n/, ''),
    );
  });
  it('that are over are not overruled: the plan says so as before', () => {
    const found = [
      ...people('ada@acme.com', 'bo@acme.com', 'cy@acme.com'),
      live.given('acme', 'member:ada@acme.com', ['admin', 'viewer']),
      live.given('acme', 'member:cy@acme.com', ['admin']),
      live.group('acme/qa', { members: ['bo@acme.com', 'ada@acme.com'] }),
    ];
    expect(
      again('lumoauth', text, found, ['update group:acme/qa', 'delete assignment:acme|member:cy@acme.com']),
    ).toBe(text);
  });
});

describe('nesting on a platform that stores none', () => {
  const { platform, files, live: found } = example('lumoauth');
  const changed = (member: string, ...groups: readonly string[]) =>
    snapshot(
      found.resources.map((r) =>
        r.type === 'group' && groups.includes(r.attributes.name)
          ? {
              ...r,
              attributes: {
                ...r.attributes,
                members: new Map([...r.attributes.members, [member, r.origin]]),
              },
            }
          : r,
      ),
    );
  it('stays when somebody joins all groups on the way up', () => {
    const made = imported(platform, changed('ines@acme.example', 'mobile', 'product', 'engineering'), files);
    if (!made.ok) throw new Error('not imported');
    expect(made.value.files.map(({ file }) => file)).toEqual(['examples/lumoauth/access/groups.yaml']);
    expect(made.value.files[0]?.after).toBe(
      files['examples/lumoauth/access/groups.yaml']?.replace(
        '      - hugo@acme.example\n',
        '      - hugo@acme.example\n      - ines@acme.example\n',
      ),
    );
  });
  it('ends where somebody is in the lower group alone, and people are listed', () => {
    const now = changed('ines@acme.example', 'mobile');
    const made = imported(platform, now, files);
    if (!made.ok) throw new Error('not imported');
    const after = filesAfter(files, made.value);
    expect(changesOf(platform, after, now)).toEqual([]);
    expect(after['examples/lumoauth/access/groups.yaml']).toContain(
      'members: [fay@acme.example, gita@acme.example, hugo@acme.example]',
    );
    expect(after['examples/lumoauth/access/groups.yaml']).toContain('groups: [platform, product, data]');
  });
});

describe('nesting on a platform that keeps it', () => {
  const text = (authority: string, body: string): string =>
    `${head('github', authority)}members:
  olga: { roles: [owner] }
  ben:
groups:
${body}`;
  const base = [...people('olga', 'ben'), live.given('acme', 'member:olga', ['owner'])];
  /** GitHub has no user of such a name, so no document can hold one. */
  const odd = [live.member('not a name')];
  const nobody = ['not a name'];
  const cases: readonly (readonly [
    what: string,
    authority: string,
    before: string,
    groups: readonly Resource[],
    after: string,
  ])[] = [
    [
      'a team moves below another, and its people stay where they are',
      'full',
      '  all:\n    members: [ben]\n    groups:\n      - web   # the site\n      - ops\n  ops: { groups: [] }\n  web: { members: [ben] }   # yes\n',
      [
        live.group('acme/all', { members: ['ben'], groups: ['acme/ops'] }),
        live.group('acme/ops', { groups: ['acme/web'] }),
        live.group('acme/web', { members: ['ben'] }),
      ],
      '  all:\n    members: [ben]\n    groups:\n      - ops\n  ops: { groups: [web] }\n  web: { members: [ben] }   # yes\n',
    ],
    [
      'child teams and people are owned each without the other',
      'declared',
      '  all: { groups: [web] }\n  web: { members: [ben] }\n',
      [
        live.group('acme/all', { members: ['olga'] }),
        live.group('acme/web', { members: ['ben'], groups: ['acme/all'] }),
      ],
      '  all: { groups: [] }\n  web: { members: [ben] }\n',
    ],
    [
      'child teams follow where the people cannot be written',
      'declared',
      '  all: { title: All, members: [ben], groups: [web] }\n  ops: { members: [] }\n  web: { members: [ben] }\n',
      [
        live.group('acme/all', { title: 'All', members: nobody, groups: ['acme/ops'] }),
        live.group('acme/ops'),
        live.group('acme/web', { members: ['ben'] }),
      ],
      '  all: { title: All, groups: [ops] }\n  ops: { members: [] }\n  web: { members: [ben] }\n',
    ],
    [
      'a team that goes takes along its place in a list beside people who cannot be written',
      'declared',
      '  all: { members: [ben], groups: [web] }\n  web: { members: [ben] }\n',
      [live.group('acme/all', { members: nobody })],
      '  all: { groups: [] }\n',
    ],
    [
      'a team with nothing left to say is not said to be empty',
      'declared',
      '  all: { members: [ben] }\n',
      [live.group('acme/all', { members: nobody })],
      '  all: { title: all }\n',
    ],
    [
      'nor is one of whose people nobody speaks',
      'declared',
      '  all: { description: x }\n',
      [live.group('acme/all', { members: ['ben'] })],
      '  all: { title: all }\n',
    ],
  ];
  it.each(cases)('%s', (_what, authority, before, groups, after) => {
    const more = authority === 'full' ? [] : odd;
    expect(again('github', text(authority, before), [...base, ...more, ...groups])).toBe(
      text(authority, after),
    );
  });
});

it('writes all that can be written of what it owns, though not everything can', () => {
  const text = `${head('github')}members:
  olga: { roles: [owner] }
groups:
  all: { title: All }
`;
  const found = [
    ...people('olga', 'ben', 'not a name'),
    live.given('acme', 'member:olga', ['owner']),
    live.group('acme/all', { title: 'All', members: ['ben'] }),
    live.group('acme/odd', { members: ['not a name'] }),
  ];
  const after = again('github', text, found);
  expect(after).toContain('members: declared');
  expect(after).toContain('  ben:\n');
  expect(after).toContain('  all: { title: All, members: [ben] }\n');
  expect(after).toContain('  odd:\n    title: odd\n');
});

it.each<readonly [string, PlatformName, string, string, readonly Resource[], string]>([
  [
    'a new person who is given something',
    'lumoauth',
    '{ members: declared, assignments: full }',
    'members:\n  olga@acme.com: { roles: [admin] }\n',
    [
      ...people('olga@acme.com', 'bo@acme.com', 'cy@acme.com'),
      live.given('acme', 'member:olga@acme.com', ['admin']),
      live.given('acme', 'member:bo@acme.com', ['viewer']),
    ],
    'members:\n  olga@acme.com: { roles: [admin] }\n  bo@acme.com: { roles: [viewer] }\n',
  ],
  [
    'a new group that is given something',
    'lumoauth',
    '{ members: full, groups: declared, assignments: full }',
    'members:\n  olga@acme.com: { roles: [admin] }\n',
    [
      ...people('olga@acme.com'),
      live.given('acme', 'member:olga@acme.com', ['admin']),
      live.group('acme/qa', { title: 'QA' }),
      live.group('acme/other'),
      live.given('acme', 'group:acme/qa', ['viewer']),
    ],
    'members:\n  olga@acme.com: { roles: [admin] }\ngroups:\n  qa:\n    title: QA\n    roles: [viewer]\n',
  ],
  [
    'the place in a project that a group there asks for',
    'gorules',
    '{ members: full, groups: full, assignments: declared }',
    'members:\n  olga@acme.com: { roles: [owner] }\nprojects:\n  p:\n    groups:\n      qa: { members: [] }\n',
    [
      ...people('olga@acme.com'),
      live.given('acme', 'member:olga@acme.com', ['owner']),
      live.scope('acme/projects/p', 'project', 'p'),
      live.given('acme/projects/p', 'member:olga@acme.com'),
      live.group('acme/projects/p/qa', { members: ['olga@acme.com'] }),
    ],
    'members:\n  olga@acme.com: { roles: [owner] }\nprojects:\n  p:\n    members:\n      olga@acme.com:\n    groups:\n      qa: { members: [olga@acme.com] }\n',
  ],
])('what is owned brings along %s', (_what, platform, authority, before, found, after) => {
  const text = (body: string): string => `${head(platform, authority)}${body}`;
  expect(again(platform, text(before), found)).toBe(text(after));
});

describe('somebody who is a member of the organization and of a scope below keeps both', () => {
  const sub = 'acme/sub-organizations/mobile';
  const base = [
    live.member('olga@acme.com'),
    live.given('acme', 'member:olga@acme.com', ['owner']),
    live.scope(sub, 'sub-organization', 'mobile'),
    live.member('vera@x.com'),
    live.member('vera@x.com', 'active', { scope: sub }),
  ];
  const roles = ['build-manager', 'billing-viewer'];
  const cases: readonly (readonly [
    what: string,
    people: string,
    below: string,
    found: readonly Resource[],
  ])[] = [
    [
      'written below, with roles there',
      '',
      '{ roles: { build: manager, billing: viewer } }',
      [live.given(sub, 'member:vera@x.com', roles)],
    ],
    ['written below, without roles there now', '', '{ roles: { build: manager, billing: viewer } }', []],
    ['written in the organization', '  vera@x.com:\n', '', []],
    [
      'written in the organization, with roles below',
      '  vera@x.com:\n',
      '',
      [live.given(sub, 'member:vera@x.com', roles)],
    ],
  ];
  it.each(cases)('%s', (_what, person, below, found) => {
    for (const authority of ['full', 'declared']) {
      const entry = below === '' ? '' : `    members:\n      vera@x.com: ${below}\n`;
      const text = `${head('appcircle', authority)}members:
  olga@acme.com: { roles: [owner] }
${person}sub-organizations:
  mobile:
${entry}`;
      const after = again('appcircle', text, [...base, ...found]);
      if (authority === 'full') expect(after).toContain('  vera@x.com:\n');
    }
  });
});

describe('tombstones', () => {
  const text = `${head('lumoauth')}members:
  ada@acme.com: { roles: [admin] }
  gone@acme.com: { absent: true }   # left in May
groups:
  old: { absent: true }
  qa: { members: [ada@acme.com] }
`;
  const base = [live.member('ada@acme.com'), live.given('acme', 'member:ada@acme.com', ['admin'])];
  it('stay, and rule out as before', () => {
    const found = [
      ...base,
      live.member('gone@acme.com'),
      live.given('acme', 'member:gone@acme.com', ['viewer']),
      live.group('acme/old', { members: ['gone@acme.com'] }),
      live.given('acme', 'group:acme/old', ['viewer']),
      live.group('acme/qa', { members: ['ada@acme.com', 'gone@acme.com'] }),
    ];
    expect(
      again(
        'lumoauth',
        text,
        found,
        [
          'update group:acme/qa',
          'delete assignment:acme|group:acme/old',
          'delete assignment:acme|member:gone@acme.com',
          'delete group:acme/old',
          'delete member:acme/gone@acme.com',
        ].sort(),
      ),
    ).toBe(text);
  });
  it('stay when there is nothing left to rule out', () => {
    expect(again('lumoauth', text, [...base, live.group('acme/qa', { members: ['ada@acme.com'] })])).toBe(
      text,
    );
  });
});

describe('declared authority', () => {
  const text = `${head('lumoauth', 'declared')}members:
  ada@acme.com: { roles: [admin] }
groups:
  qa: { members: [ada@acme.com], roles: [viewer] }
`;
  const found = [
    ...people('ada@acme.com', 'bo@acme.com', 'cy@acme.com'),
    live.given('acme', 'member:ada@acme.com', ['admin']),
    live.group('acme/qa', { title: 'Quality', members: ['ada@acme.com', 'bo@acme.com'] }),
    live.given('acme', 'group:acme/qa', ['r']),
    live.role('r'),
    live.group('acme/other'),
  ];
  it('brings what is written to what is live, with what that names', () => {
    expect(again('lumoauth', text, found)).toBe(`${head('lumoauth', 'declared')}roles:
  r:
    permissions: [documents:read]
members:
  ada@acme.com: { roles: [admin] }
  bo@acme.com:
groups:
  qa: { members: [ada@acme.com, bo@acme.com], roles: [r] }
`);
  });
  it('writes the rest when asked to', () => {
    const after = again('lumoauth', text, found, [], true);
    expect(after).toContain('  cy@acme.com:\n');
    expect(after).toContain('  other:\n    members: []\n');
  });
});

describe('modules', () => {
  const text = `${head('appcircle')}members:
  olga@acme.com: { roles: [owner] }
  ann@acme.com: &dev
    roles: { build: manager, billing: viewer }   # both
  ben@acme.com: *dev
  cem@acme.com: *dev
`;
  const dev = ['build-manager', 'billing-viewer'];
  const base = (of: Readonly<Record<string, readonly string[]>>) => [
    live.member('olga@acme.com'),
    live.given('acme', 'member:olga@acme.com', ['owner']),
    ...Object.entries(of).flatMap(([key, roles]) => [
      live.member(key),
      ...(roles.length === 0 ? [] : [live.given('acme', `member:${key}`, roles)]),
    ]),
  ];
  it('change in their place', () => {
    const found = base({
      'ann@acme.com': dev,
      'ben@acme.com': ['build-viewer', 'billing-viewer'],
      'cem@acme.com': dev,
    });
    expect(again('appcircle', text, found)).toBe(
      text.replace('ben@acme.com: *dev', 'ben@acme.com: { roles: { build: viewer, billing: viewer } }'),
    );
  });
  it('pass the anchor on when its holder becomes an owner', () => {
    const found = base({ 'ann@acme.com': ['owner'], 'ben@acme.com': dev, 'cem@acme.com': dev });
    expect(again('appcircle', text, found)).toBe(
      text
        .replace(
          ' &dev\n    roles: { build: manager, billing: viewer }   # both',
          '\n    roles: [owner]   # both',
        )
        .replace('ben@acme.com: *dev', 'ben@acme.com: &dev { roles: { build: manager, billing: viewer } }'),
    );
  });
  it('change for all alike where all change alike', () => {
    const now = ['build-viewer', 'billing-viewer'];
    const found = base({ 'ann@acme.com': now, 'ben@acme.com': now, 'cem@acme.com': now });
    expect(again('appcircle', text, found)).toBe(text.replace('build: manager', 'build: viewer'));
  });
});

it('takes out what is gone with its comment, and a section with its last entry', () => {
  const text = `${head('oten')}members:
  olga@acme.com: { roles: [super-admin] }
groups:
  all: { members: [olga@acme.com] }

# where we are
units:
  # closing soon
  emea:
    groups: { all: { roles: [viewer] } }   # looks
`;
  const base = [
    live.member('olga@acme.com'),
    live.given('acme', 'member:olga@acme.com', ['super-admin']),
    live.group('acme/all', { members: ['olga@acme.com'] }),
  ];
  const unit = live.scope('acme/units/emea', 'unit', 'emea');
  expect(again('oten', text, [...base, unit])).toBe(text.replace(/ {2}emea:\n.*\n/, '  emea:\n'));
  expect(again('oten', text, base)).toBe(text.replace(/\n# where we are\n[\s\S]*$/, '\n'));
});

it('leaves a title nobody plans alone, and writes one that differs', () => {
  const text = `${head('oten')}title: Ours
members: { olga@acme.com: { roles: [super-admin] } }
groups: { all: { members: [olga@acme.com] } }
units:
  emea:
  apac: { title: Asia }
`;
  const found = [
    live.member('olga@acme.com'),
    live.given('acme', 'member:olga@acme.com', ['super-admin']),
    live.group('acme/all', { title: 'all', members: ['olga@acme.com'] }),
    live.scope('acme/units/emea', 'unit', 'EMEA: all'),
    live.scope('acme/units/apac', 'unit', 'Pacific'),
  ];
  expect(again('oten', text, found)).toBe(
    text.replace('  emea:', '  emea:\n    title: "EMEA: all"').replace('Asia', 'Pacific'),
  );
});

it('what a group carries at another time stays written, and is not overruled while it is live', () => {
  const text = (window: string) => `${head('gorules')}members: { ada@acme.com: { roles: [owner] } }
projects:
  pricing:
    members: { ada@acme.com: {} }
    groups:
      g: { title: G, members: [ada@acme.com], permissions: ["documents:edit-content"], ${window} }
`;
  const scope = [
    ...people('ada@acme.com'),
    live.given('acme', 'member:ada@acme.com', ['owner']),
    live.scope('acme/projects/pricing', 'project', 'pricing'),
    live.given('acme/projects/pricing', 'member:ada@acme.com', []),
  ];
  const group = (permissions: readonly string[]) =>
    live.group('acme/projects/pricing/g', { title: 'G', members: ['ada@acme.com'], permissions });
  for (const window of ['from: 2098-01-01', 'until: 2020-01-01']) {
    expect(again('gorules', text(window), [...scope, group([])])).toBe(text(window));
    const still = [...scope, group(['documents:edit-content'])];
    expect(again('gorules', text(window), still, ['update group:acme/projects/pricing/g'])).toBe(
      text(window),
    );
  }
});
