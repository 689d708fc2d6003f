import { describe, expect, it } from 'vitest';
import { buildPlan } from '../../src/plan/build-plan.ts';
import { RESEND_RULES } from '../../src/policy/document-types.ts';
import type { Resource } from '../../src/resource/resource.ts';
import { resource } from '../../src/resource/resource-types.ts';
import { expectGolden } from '../golden.ts';
import { LIVE } from '../plan/fixtures.ts';
import { NAMES, type PlatformName, platformNamed } from '../platform/shipped.ts';
import { changesOf, desiredFrom, example, filesAfter, imported, live, snapshot } from './scene.ts';

const ROOT = live.scope('acme', 'organization', 'Acme');
const OWNER = [live.member('olga@acme.com'), live.given('acme', 'member:olga@acme.com', ['admin'])];

function first(platform: PlatformName, resources: readonly Resource[]) {
  const found = snapshot([ROOT, ...resources]);
  const made = imported(platformNamed(platform), found);
  if (!made.ok) throw new Error(JSON.stringify(made.diagnostics));
  const files = filesAfter({}, made.value);
  expect(changesOf(platformNamed(platform), files, found)).toEqual([]);
  const again = imported(platformNamed(platform), found, files);
  expect(again.ok ? again.value.files : again.diagnostics).toEqual([]);
  return { ...made.value, text: Object.values(files).join('\n') };
}

describe.each(NAMES)('the example of %s', (name) => {
  it('comes out as a person would write it', () => {
    const { platform, live: found } = example(name);
    const made = imported(platform, found);
    if (!made.ok) throw new Error('not imported');
    const text = made.value.files.map(({ file, after }) => `## ${file}\n${after}`).join('\n');
    expectGolden(`test/import/golden/${name}.txt`, text);
    expect(changesOf(platform, filesAfter({}, made.value), found)).toEqual([]);
    expect(made.diagnostics).toEqual([]);
  });

  it('is left byte for byte as it is', () => {
    const { platform, live: found, files } = example(name);
    const made = imported(platform, found, files);
    expect(made.ok ? made.value.files : made.diagnostics).toEqual([]);
  });
});

it('keeps a small organization in one file', () => {
  const { files, text } = first('lumoauth', [
    ...OWNER,
    live.group('acme/qa', { title: 'QA', members: ['olga@acme.com'] }),
  ]);
  expect(files.map(({ file }) => file)).toEqual(['access/organization.yaml']);
  expect(text).toBe(
    '# yaml-language-server: $schema=organization.schema.json\napiVersion: bylaw/v1\nkind: Organization\nname: acme\ntitle: Acme\nplatform: lumoauth\nauthority: full\n\nmembers:\n  olga@acme.com: { roles: [admin] }\n\ngroups:\n  qa:\n    title: QA\n    members: [olga@acme.com]\n',
  );
});

it('gives a large scope tree a file for each scope at the top', () => {
  const projects = Array.from({ length: 30 }, (_, at) => `acme/projects/p${String(at).padStart(2, '0')}`);
  const { files } = first('gorules', [
    live.member('olga@acme.com'),
    live.given('acme', 'member:olga@acme.com', ['owner']),
    ...projects.flatMap((path) => [
      live.scope(path, 'project', 'A title'),
      live.given(path, 'member:olga@acme.com'),
      live.group(`${path}/people`, {
        title: 'People',
        members: ['olga@acme.com'],
        permissions: ['bin:view'],
      }),
    ]),
  ]);
  expect(files.map(({ file }) => file)).toEqual(
    [...projects.map((path) => `access/${path.slice(14)}.yaml`), 'access/organization.yaml'].sort(),
  );
});

it('folds permissions into patterns where they say the same', () => {
  const catalogue = [...platformNamed('lumoauth').permissions.keys()];
  const { text } = first('lumoauth', [
    ...OWNER,
    live.role('all', { permissions: catalogue }),
    live.role('some', {
      permissions: ['documents:read', 'documents:write', 'documents:delete', 'users:read'],
    }),
  ]);
  expect(text).toContain('permissions: ["*"]');
  expect(text).toContain('permissions: [users:read, documents:*]');
});

it('writes members of a scope below, and what members are given there', () => {
  const sub = 'acme/sub-organizations/mobile';
  const vera = resource(
    'member',
    { scope: sub, member: 'vera@x.com', display: 'Vera@x.com', state: 'invited', invitation: null },
    LIVE,
  );
  const { text, left } = first('appcircle', [
    live.member('olga@acme.com'),
    live.given('acme', 'member:olga@acme.com', ['owner']),
    live.scope(sub, 'sub-organization', 'Mobile'),
    vera,
    live.given(sub, 'member:vera@x.com', ['build-manager', 'billing-viewer']),
    live.given(sub, 'member:olga@acme.com', ['build-none']),
  ]);
  expect(left).toEqual([]);
  expect(text).toContain('      Vera@x.com: { roles: { build: manager, billing: viewer } }\n');
  expect(text).toContain('      olga@acme.com: { roles: { build: none } }\n');
});

it('takes ten thousand members in seconds', () => {
  const people = Array.from({ length: 10_000 }, (_, at) => live.member(`p${at}@acme.com`));
  const { text } = first('lumoauth', [
    ...people,
    live.group('acme/all', { members: people.map((_, at) => `p${at}@acme.com`) }),
  ]);
  expect(text.split('\n').length).toBeGreaterThan(20_000);
});

describe('what documents have no word for is left out, and the plan leaves it alone', () => {
  const cases: readonly (readonly [string, PlatformName, readonly Resource[], readonly string[]])[] = [
    ['a slug with capitals', 'lumoauth', [live.group('acme/QA')], ['group:acme/QA']],
    ['a title of two lines', 'lumoauth', [live.group('acme/qa', { title: 'a\nb' })], ['group:acme/qa title']],
    ['a title that turns text round', 'lumoauth', [live.role('r', { title: 'a\u202eb' })], ['role:acme/r']],
    [
      'a key that is no address, and all that names it',
      'lumoauth',
      [
        live.member('odd key'),
        live.given('acme', 'member:odd key', ['viewer']),
        live.group('acme/qa', { members: ['odd key', 'olga@acme.com'] }),
      ],
      ['assignment:acme|member:odd key', 'group:acme/qa members', 'member:acme/odd key'],
    ],
    [
      'a role that gives what the platform does not have, and whoever holds it',
      'lumoauth',
      [
        live.role('r', { permissions: ['x:y'] }),
        live.member('bo@acme.com'),
        live.given('acme', 'member:bo@acme.com', ['r', 'viewer']),
      ],
      ['assignment:acme|member:bo@acme.com', 'member:acme/bo@acme.com', 'role:acme/r'],
    ],
    [
      'roles that include each other',
      'lumoauth',
      [live.role('a', { includes: ['b'] }), live.role('b', { includes: ['a'] })],
      ['role:acme/a includes'],
    ],
    [
      'two roles where there is one',
      'bilbis',
      [live.member('bo'), live.given('acme', 'member:bo', ['viewer', 'admin'])],
      ['assignment:acme|member:bo', 'member:acme/bo'],
    ],
    [
      'two roles of one module',
      'appcircle',
      [
        live.member('bo@acme.com'),
        live.given('acme', 'member:bo@acme.com', ['build-viewer', 'build-manager']),
      ],
      ['assignment:acme|member:bo@acme.com', 'member:acme/bo@acme.com'],
    ],
    [
      'a scope of an odd name with everything in it',
      'gorules',
      [
        live.scope('acme/projects/Big', 'project'),
        live.given('acme/projects/Big', 'member:olga@acme.com'),
        live.group('acme/projects/Big/g'),
      ],
      [
        'assignment:acme/projects/Big|member:olga@acme.com',
        'group:acme/projects/Big/g',
        'scope:acme/projects/Big',
      ],
    ],
    [
      'somebody in a group of a project he is not in',
      'gorules',
      [
        live.scope('acme/projects/p', 'project'),
        live.group('acme/projects/p/g', { members: ['olga@acme.com'] }),
      ],
      ['group:acme/projects/p/g members'],
    ],
    [
      'an assignment without roles that means nothing',
      'lumoauth',
      [live.member('bo@acme.com'), live.given('acme', 'member:bo@acme.com')],
      ['assignment:acme|member:bo@acme.com', 'member:acme/bo@acme.com'],
    ],
    [
      'people where only groups are',
      'bilbis',
      [live.scope('acme/products/p', 'product'), live.given('acme/products/p', 'member:olga', [])],
      ['assignment:acme/products/p|member:olga'],
    ],
    [
      'a role not given by assignment',
      'appcircle',
      [live.member('bo@acme.com'), live.given('acme', 'member:bo@acme.com', ['member'])],
      ['assignment:acme|member:bo@acme.com', 'member:acme/bo@acme.com'],
    ],
    [
      'no role of a module beside all access',
      'appcircle',
      [live.member('bo@acme.com'), live.given('acme', 'member:bo@acme.com', ['owner', 'build-none'])],
      ['assignment:acme|member:bo@acme.com', 'member:acme/bo@acme.com'],
    ],
    [
      'a member of the organization who is one of a scope below, too',
      'appcircle',
      [
        live.scope('acme/sub-organizations/m', 'sub-organization'),
        resource(
          'member',
          {
            scope: 'acme/sub-organizations/m',
            member: 'olga@acme.com',
            display: 'olga@acme.com',
            state: 'active',
            invitation: null,
          },
          LIVE,
        ),
      ],
      ['member:acme/sub-organizations/m/olga@acme.com'],
    ],
  ];
  it.each(cases)('%s', (_what, platform, resources, left) => {
    const key = platform === 'bilbis' ? 'olga' : 'olga@acme.com';
    const role = platform === 'lumoauth' ? 'admin' : 'owner';
    const made = first(platform, [
      live.member(key),
      live.given('acme', `member:${key}`, [role]),
      ...resources,
    ]);
    expect(
      made.left.map(({ address, attribute }) => (attribute === null ? address : `${address} ${attribute}`)),
    ).toEqual(left);
    expect(made.diagnostics.length).toBeGreaterThan(0);
    for (const { origin, code } of made.diagnostics) {
      expect(code).toBe('not-importable');
      expect(origin?.from).toBe('live');
    }
    expect(made.text).toContain('# Not everything live could be written.');
    const desired = desiredFrom(platformNamed(platform), filesAfter({}, made));
    for (const { type } of made.left) expect(desired.authority[type]).toBe('declared');
  });

  it('an organization without an owner', () => {
    const made = first('gorules', [live.member('bo@acme.com')]);
    expect(made.diagnostics.map(({ code }) => code)).toEqual(['invariant-broken']);
    expect(made.text).toContain('assignments: declared');
  });
});

describe('an expired invitation is a person, with a warning that says what becomes of it', () => {
  const sent = (times: number, sentAt: string) => ({
    sent: times,
    sentAt,
    expiresAt: '2026-11-21T00:00:00Z',
  });
  const LONG_AGO = '2026-11-01T00:00:00Z';
  const LATELY = '2026-11-20T00:00:00Z';
  const cases = [
    ['of which no more is known', null, {}, 'update', 'the next apply sends it again.'],
    ['sent long ago', sent(1, LONG_AGO), {}, 'update', 'the next apply sends it again.'],
    ['sent lately', sent(1, LATELY), {}, 'deferred', 'waits for 2026-11-27'],
    [
      'sent lately, and nobody waits',
      sent(1, LATELY),
      { waitDays: 0 },
      'update',
      'the next apply sends it again.',
    ],
    [
      'sent too often',
      sent(3, LONG_AGO),
      {},
      'deferred',
      'waits for somebody to raise the cap: invited 3 times',
    ],
    [
      'sent often, where that is fine',
      sent(3, LONG_AGO),
      { max: 9 },
      'update',
      'the next apply sends it again.',
    ],
  ] as const;
  it.each(cases)('%s', (_what, invitation, rules, action, says) => {
    const resend = { ...RESEND_RULES, ...rules };
    const bo = live.member('bo@acme.com', 'expired', invitation === null ? {} : { invitation });
    const found = snapshot([
      ROOT,
      bo,
      live.member('olga@acme.com'),
      live.given('acme', 'member:olga@acme.com', ['owner']),
    ]);
    const made = imported(platformNamed('gorules'), found, {}, { resend });
    if (!made.ok) throw new Error(JSON.stringify(made.diagnostics));
    const { diagnostics, desired } = made.value;
    expect(diagnostics.map(({ severity, code }) => `${severity} ${code}`)).toEqual([
      'warning not-importable',
    ]);
    expect(diagnostics[0]?.message).toContain(says);
    const plan = buildPlan(desired, found);
    expect(plan.changes.map((change) => `${change.action} ${change.address}`)).toEqual([
      `${action} member:acme/bo@acme.com`,
    ]);
    const files = filesAfter({}, made.value);
    const again = imported(platformNamed('gorules'), found, files, { resend });
    expect(again.ok ? again.value.files : again.diagnostics).toEqual([]);
  });
  it('and none where nobody writes the person', () => {
    const files = {
      'acme.yaml':
        'apiVersion: bylaw/v1\nkind: Organization\nname: acme\nplatform: lumoauth\nauthority: declared\nmembers:\n  olga@acme.com: { roles: [admin] }\n',
    };
    const found = snapshot([ROOT, live.member('bo@acme.com', 'expired'), ...OWNER]);
    const made = imported(platformNamed('lumoauth'), found, files);
    expect(made.ok ? [made.value.files, made.diagnostics] : made.diagnostics).toEqual([[], []]);
  });
});
