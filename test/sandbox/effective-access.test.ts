import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SandboxSeed } from '../../src/sandbox/sandbox.ts';
import { caller, make, roleId, rootId } from './caller.ts';
import { sandboxInProcess } from './in-process.ts';
import { READER, startTestSandbox, type TestSandbox } from './start.ts';

/** Two resources in two modules and one in none; rooms within rooms. Each case says what is different with it. */
const BASE = {
  name: 'house',
  permissions: {
    'door:open': {},
    'door:paint': { implies: ['door:see'] },
    'door:see': { implies: ['house:know'] },
    'house:know': {},
    'lamp:light': { module: 'light' },
    'lamp:break': { module: 'light' },
    'bell:ring': { module: 'sound' },
  },
  roles: {
    opener: { permissions: ['door:open'] },
    lighter: { permissions: ['lamp:light'], module: 'light' },
    breaker: { permissions: ['lamp:break'], module: 'light' },
    'light-none': { none: true, module: 'light' },
    ringer: { permissions: ['bell:ring'], module: 'sound' },
    both: { permissions: ['lamp:break', 'bell:ring'] },
    master: { bypass: true },
    guest: { permissions: ['door:open'], ungated: true },
    landlord: { permissions: ['door:open'], reach: 'below' },
    doorkeeper: { permissions: ['door:open'], reach: 'self' },
    chief: { includes: ['guest', 'light-none'] },
    painter: { permissions: ['door:paint'] },
  },
  'custom-roles': { at: ['house', 'room'] },
  members: { roles: 'many' },
  groups: { homes: ['house', 'room'], carry: ['roles', 'permissions', 'attachments'], nesting: 'native' },
};

function platformWith(room: object, rest: object = {}): unknown {
  return {
    ...BASE,
    scopes: {
      house: { root: true, inherits: 'union' },
      room: { parents: ['house', 'room'], members: true, ...room },
    },
    ...rest,
  };
}

const UNION = platformWith({ inherits: 'union' });
const OVERRIDE = platformWith({ inherits: 'override' });
const GATED = platformWith({ inherits: 'gated' });

const OFF = platformWith(
  { inherits: 'union' },
  {
    groups: {
      ...BASE.groups,
      settings: { standing: { unwritten: 'on', values: { on: {}, off: { deactivates: true } } } },
    },
  },
);

const ROOMS = [
  { path: 'hall', kind: 'room' },
  { path: 'hall/nook', kind: 'room' },
];

function ann(scope: string, ...roles: readonly string[]): NonNullable<SandboxSeed['assignments']>[number] {
  return { scope, principal: { type: 'member', name: 'ann@x.y' }, roles };
}

function group(scope: string, name: string, ...roles: readonly string[]) {
  return { scope, principal: { type: 'group', name } as const, roles };
}

type Expected = Readonly<Record<string, string>>;
const ALL = Object.keys(BASE.permissions).sort().join(' ');

/** What Ann can do, by path of the scope: '' is the house. */
const CASES: readonly (readonly [string, unknown, Omit<SandboxSeed, 'organization'>, Expected])[] = [
  ['nothing given is nothing', UNION, {}, {}],
  [
    'union: what holds above holds below, and not the other way round',
    UNION,
    { assignments: [ann('', 'opener'), ann('hall', 'ringer')] },
    { '': 'door:open', hall: 'bell:ring door:open', 'hall/nook': 'bell:ring door:open' },
  ],
  [
    'isolated: nothing of what is above',
    platformWith({ inherits: 'isolated' }),
    { assignments: [ann('', 'opener'), ann('hall', 'ringer')] },
    { '': 'door:open', hall: 'bell:ring' },
  ],
  [
    'override: a role takes the place of those above in its module alone',
    OVERRIDE,
    { assignments: [ann('', 'lighter', 'ringer'), ann('hall', 'breaker')] },
    { '': 'bell:ring lamp:light', hall: 'bell:ring lamp:break', 'hall/nook': 'bell:ring lamp:break' },
  ],
  [
    'override: None leaves what is above',
    OVERRIDE,
    { assignments: [ann('', 'lighter'), ann('hall', 'light-none')] },
    { '': 'lamp:light', hall: 'lamp:light', 'hall/nook': 'lamp:light' },
  ],
  [
    'override: a role of no module speaks for the modules in which it allows something',
    OVERRIDE,
    { assignments: [ann('', 'lighter', 'ringer', 'opener'), ann('hall', 'both')] },
    {
      '': 'bell:ring door:open lamp:light',
      hall: 'bell:ring door:open lamp:break',
      'hall/nook': 'bell:ring door:open lamp:break',
    },
  ],
  [
    'override: a role that a group brings overrides as well',
    OVERRIDE,
    {
      groups: [{ slug: 'g', members: ['ann@x.y'] }],
      assignments: [ann('', 'lighter'), group('hall', 'g', 'breaker')],
    },
    { '': 'lamp:light', hall: 'lamp:break', 'hall/nook': 'lamp:break' },
  ],
  [
    'override: a default role of a scope below overrides nothing',
    platformWith({ inherits: 'override' }, { members: { 'default-role': 'breaker' } }),
    { assignments: [ann('', 'lighter')], scopeMembers: [{ scope: 'hall', key: 'ann@x.y', state: 'active' }] },
    { '': 'lamp:light', hall: 'lamp:break lamp:light', 'hall/nook': 'lamp:break lamp:light' },
  ],
  [
    'gated: nothing of what is above without being attached; what is given there holds',
    GATED,
    { assignments: [ann('', 'opener')], groups: [{ slug: 'g' }] },
    { '': 'door:open' },
  ],
  [
    'gated: attached by oneself or by a group, with a role or without, the gate is passed',
    GATED,
    {
      groups: [{ slug: 'g', members: ['ann@x.y'] }],
      assignments: [ann('', 'opener'), group('hall', 'g'), ann('hall/nook', 'ringer')],
    },
    { '': 'door:open', hall: 'door:open', 'hall/nook': 'bell:ring door:open' },
  ],
  [
    'gated: what does not pass the first gate is not behind the second',
    GATED,
    { assignments: [ann('', 'opener'), ann('hall/nook', 'ringer')] },
    { '': 'door:open', 'hall/nook': 'bell:ring' },
  ],
  [
    'gated: an ungated role held above passes every gate, with all that holds above',
    GATED,
    { assignments: [ann('', 'guest', 'ringer')] },
    { '': 'bell:ring door:open', hall: 'bell:ring door:open', 'hall/nook': 'bell:ring door:open' },
  ],
  [
    'gated: an ungated role held at the gate itself is an attachment like any other',
    GATED,
    { assignments: [ann('', 'ringer'), ann('hall', 'guest')] },
    { '': 'bell:ring', hall: 'bell:ring door:open', 'hall/nook': 'bell:ring door:open' },
  ],
  [
    'gated: an ungated role held by default at the gate is not held above it, and attaches nobody',
    platformWith({ inherits: 'gated' }, { members: { 'default-role': 'guest' } }),
    { assignments: [ann('', 'ringer')], scopeMembers: [{ scope: 'hall', key: 'ann@x.y', state: 'active' }] },
    { '': 'bell:ring', hall: 'door:open', 'hall/nook': 'door:open' },
  ],
  [
    'gated: without any group the gate stands open where the platform says so',
    platformWith({ inherits: 'gated', 'when-no-groups': 'open' }),
    { assignments: [ann('', 'opener')] },
    { '': 'door:open', hall: 'door:open', 'hall/nook': 'door:open' },
  ],
  [
    'gated: … and the first group closes it, be it empty',
    platformWith({ inherits: 'gated', 'when-no-groups': 'open' }),
    { assignments: [ann('', 'opener')], groups: [{ slug: 'g', home: 'hall' }] },
    { '': 'door:open' },
  ],
  [
    'flow-down false: what is given stays, what comes from above goes on',
    platformWith({ inherits: 'union', 'flow-down': false }),
    { assignments: [ann('', 'opener'), ann('hall', 'ringer')] },
    { '': 'door:open', hall: 'bell:ring door:open', 'hall/nook': 'door:open' },
  ],
  [
    'flow-down false: what does not go on takes nothing away below either',
    platformWith({ inherits: 'override', 'flow-down': false }),
    { assignments: [ann('', 'lighter'), ann('hall', 'breaker')] },
    { '': 'lamp:light', hall: 'lamp:break', 'hall/nook': 'lamp:light' },
  ],
  [
    'flow-down false: a bypass and an ungated role hold below all the same',
    platformWith({ inherits: 'union', 'flow-down': false }),
    { assignments: [ann('hall', 'master')] },
    { hall: ALL, 'hall/nook': ALL },
  ],
  [
    'reach: below and not at the scope itself; or there alone',
    UNION,
    { assignments: [ann('', 'landlord'), ann('hall', 'ringer')] },
    { hall: 'bell:ring door:open', 'hall/nook': 'bell:ring door:open' },
  ],
  ['reach: self', UNION, { assignments: [ann('hall', 'doorkeeper')] }, { hall: 'door:open' }],
  [
    'reach: a role that includes another has a reach of its own',
    UNION,
    { roles: [{ slug: 'own', includes: ['landlord'] }], assignments: [ann('', 'own')] },
    { '': 'door:open', hall: 'door:open', 'hall/nook': 'door:open' },
  ],
  [
    'bypass: everything there and below, whatever the kind; nothing above',
    platformWith({ inherits: 'isolated' }),
    { assignments: [ann('hall', 'master')] },
    { hall: ALL, 'hall/nook': ALL },
  ],
  [
    'bypass: by a custom role that includes it, held by a group',
    OVERRIDE,
    {
      roles: [{ slug: 'own', includes: ['master'] }],
      groups: [{ slug: 'g', members: ['ann@x.y'] }],
      assignments: [group('hall', 'g', 'own'), ann('hall/nook', 'lighter')],
    },
    { hall: ALL, 'hall/nook': ALL },
  ],
  [
    'an included role brings what it is, and an included None nothing',
    GATED,
    { assignments: [ann('', 'chief')] },
    { '': 'door:open', hall: 'door:open', 'hall/nook': 'door:open' },
  ],
  [
    'permissions imply others, over any number of steps',
    UNION,
    { assignments: [ann('hall/nook', 'painter')] },
    { 'hall/nook': 'door:paint door:see house:know' },
  ],
  [
    'custom roles: patterns, included roles, implied permissions',
    UNION,
    {
      roles: [
        { slug: 'inner', permissions: ['bell:*'], includes: ['lighter'] },
        { slug: 'outer', permissions: ['door:see'], includes: ['inner'] },
      ],
      assignments: [ann('hall/nook', 'outer')],
    },
    { 'hall/nook': 'bell:ring door:see house:know lamp:light' },
  ],
  [
    'attached: what a kind gives to whoever is attached, by himself or by a group',
    platformWith({ inherits: 'isolated', attached: ['door:see'] }),
    {
      groups: [{ slug: 'g', members: ['ann@x.y'] }],
      assignments: [ann('hall'), group('hall/nook', 'g', 'ringer')],
    },
    { hall: 'door:see house:know', 'hall/nook': 'bell:ring door:see house:know' },
  ],
  [
    'a group that deactivates: who is in it can do nothing, whatever else gives it',
    OFF,
    {
      groups: [{ slug: 'off', members: ['ann@x.y'], settings: { standing: 'off' }, roles: ['ringer'] }],
      assignments: [ann('', 'master'), ann('hall', 'opener')],
      scopeMembers: [{ scope: 'hall', key: 'ann@x.y', state: 'active' }],
    },
    {},
  ],
  [
    'a group that deactivates: who is in a group in it too, round a corner',
    OFF,
    {
      groups: [
        { slug: 'off', groups: ['middle'], settings: { standing: 'off' } },
        { slug: 'middle', home: 'hall', groups: ['inner'] },
        { slug: 'inner', members: ['ann@x.y'], roles: ['opener'] },
      ],
    },
    {},
  ],
  [
    'a group that deactivates: not who is around it, nor in one that is set otherwise',
    OFF,
    {
      groups: [
        { slug: 'off', settings: { standing: 'off' } },
        { slug: 'on', members: ['ann@x.y'], settings: { standing: 'on' }, roles: ['opener'] },
        { slug: 'outer', groups: ['off'], members: ['ann@x.y'] },
      ],
    },
    { '': 'door:open', hall: 'door:open', 'hall/nook': 'door:open' },
  ],
  [
    'groups in groups: whoever is in the innermost is in all of them',
    UNION,
    {
      groups: [
        { slug: 'outer', groups: ['middle'], roles: ['opener'] },
        { slug: 'middle', home: 'hall', groups: ['inner'], roles: ['ringer'] },
        { slug: 'inner', members: ['ann@x.y'] },
        { slug: 'beside', groups: [], roles: ['master'] },
      ],
    },
    { '': 'door:open', hall: 'bell:ring door:open', 'hall/nook': 'bell:ring door:open' },
  ],
  [
    'groups do not pass to those in groups around them',
    UNION,
    {
      groups: [
        { slug: 'outer', members: ['ann@x.y'], groups: ['inner'] },
        { slug: 'inner', roles: ['opener'] },
      ],
    },
    {},
  ],
  [
    'permissions a group carries itself hold at its home',
    platformWith({ inherits: 'isolated' }),
    {
      groups: [
        { slug: 'g', home: 'hall', members: ['ann@x.y'], permissions: ['door:*'] },
        { slug: 'other', permissions: ['bell:ring'] },
      ],
    },
    { hall: 'door:open door:paint door:see house:know' },
  ],
  [
    "a default role holds until one is given a role of one's own; a group's is none",
    platformWith({ inherits: 'union' }, { members: { 'default-role': 'opener' } }),
    {
      groups: [{ slug: 'g', members: ['ann@x.y'], roles: ['ringer'] }],
      assignments: [ann('hall', 'lighter')],
    },
    {
      '': 'bell:ring door:open',
      hall: 'bell:ring door:open lamp:light',
      'hall/nook': 'bell:ring door:open lamp:light',
    },
  ],
  [
    '… which None is',
    platformWith({ inherits: 'union' }, { members: { 'default-role': 'opener' } }),
    { assignments: [ann('', 'light-none')] },
    {},
  ],
  ...(['invited', 'deactivated', 'expired'] as const).map(
    (state) =>
      [
        `a member ${state} can do nothing, though he is given everything`,
        platformWith(
          { inherits: 'union', attached: ['door:see'] },
          { members: { 'default-role': 'opener' } },
        ),
        {
          members: [{ key: 'ann@x.y', state }],
          groups: [{ slug: 'g', members: ['ann@x.y'], permissions: ['door:*'] }],
          assignments: [ann('', 'master'), ann('hall', 'ringer'), group('hall', 'g')],
        },
        {},
      ] as const,
  ),
  [
    'a member of a scope alone: there and below, and nowhere else',
    UNION,
    {
      members: [],
      scopeMembers: [{ scope: 'hall', key: 'ann@x.y', state: 'active' }],
      assignments: [ann('hall', 'ringer')],
    },
    { hall: 'bell:ring', 'hall/nook': 'bell:ring' },
  ],
  [
    'a member of a scope alone who has not accepted',
    UNION,
    {
      members: [],
      scopeMembers: [{ scope: 'hall', key: 'ann@x.y', state: 'invited' }],
      assignments: [ann('hall', 'ringer')],
    },
    {},
  ],
  [
    'deactivated above and active in a scope below: what is given above counts nowhere, not even a bypass',
    UNION,
    {
      members: [{ key: 'ann@x.y', state: 'deactivated' }],
      scopeMembers: [{ scope: 'hall/nook', key: 'ann@x.y', state: 'active' }],
      assignments: [ann('', 'master'), ann('hall', 'ringer'), ann('hall/nook', 'lighter')],
    },
    { 'hall/nook': 'lamp:light' },
  ],
  [
    'a default role of each scope one is a member of',
    platformWith({ inherits: 'isolated' }, { members: { 'default-role': 'opener' } }),
    { scopeMembers: [{ scope: 'hall/nook', key: 'ann@x.y', state: 'active' }] },
    { '': 'door:open', 'hall/nook': 'door:open' },
  ],
];

describe('by the formula of the access model', () => {
  test.each(CASES)('%s', (_what, platform, seed, expected) => {
    const sandbox = sandboxInProcess(platform, 100);
    const members = [{ key: 'ann@x.y', state: 'active' as const }];
    sandbox.plant({ organization: 'home', scopes: ROOMS, members, ...seed });
    const { items: scopes } = sandbox.ask('home', 'listScopes');
    const pathOf = (id: unknown): string => {
      const scope = scopes.find((one) => one.id === id);
      if (scope === undefined || scope.parentId === null) return '';
      return [pathOf(scope.parentId), scope.slug].filter((part) => part !== '').join('/');
    };
    const [member] = sandbox.ask('home', 'listMembers').items;
    const params = { memberId: member?.id ?? '' };
    const answer = sandbox.ask('home', 'getEffectiveAccess', { params });
    const access = answer.scopes as { scopeId: string; permissions: string[] }[];
    const told = access.map(({ scopeId, permissions }) => [pathOf(scopeId), permissions.join(' ')]);
    expect(Object.fromEntries(told)).toEqual(expected);

    const { items } = sandbox.ask('home', 'listEffectiveAccess');
    const { revision: _, ...item } = answer;
    expect(items).toEqual([item]);
    for (const { id } of scopes) {
      const asked = { params, query: { scopeId: id } };
      expect(sandbox.ask('home', 'getEffectiveAccess', asked).scopes).toEqual(
        access.filter(({ scopeId }) => scopeId === id),
      );
    }
    sandbox.close();
  });
});

describe('over the wire', () => {
  let sandbox: TestSandbox;
  const call = caller(() => sandbox);
  beforeEach(async () => {
    const organizations = [
      { slug: 'acme', name: 'Acme' },
      { slug: 'other', name: 'Other' },
    ];
    sandbox = await startTestSandbox({ pageSize: 3, organizations });
  });
  afterEach(() => sandbox.close());

  test('one member: state, revision, scopes, and an ETag that follows whatever happens', async () => {
    const { id } = await make(call, '/members', { key: 'ann@acme.com' });
    const before = await call('GET', `/members/${id}/effective-access`);
    expect(before.body).toMatchObject({ memberId: id, state: 'active', scopes: [] });
    const root = await rootId(call);
    const roleIds = [await roleId(call, 'editor')];
    await call('PUT', `/scopes/${root}/assignments/member/${id}`, { roleIds });
    const after = await call('GET', `/members/${id}/effective-access`, undefined, { token: READER });
    expect(after.body).toEqual({
      memberId: id,
      state: 'active',
      revision: before.body.revision + 1,
      scopes: [{ scopeId: root, permissions: ['documents:read', 'documents:write', 'users:read'] }],
    });
    expect(after.etag).not.toBe(before.etag);
  });

  test('pages of all members, those who can do nothing too', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 7; n += 1) ids.push((await make(call, '/members', { key: `m${n}@acme.com` })).id);
    const group = await make(call, '/groups', { slug: 'g', name: 'G' });
    await make(call, `/groups/${group.id}/members`, { userId: ids[4] });
    await make(call, `/groups/${group.id}/roles`, { roleId: await roleId(call, 'auditor') });
    const pages = await Promise.all(
      [1, 2, 3, 4].map((page) => call('GET', `/effective-access?page=${page}`)),
    );
    expect(pages.map(({ body }) => body.items.length)).toEqual([3, 3, 1, 0]);
    expect(new Set(pages.map(({ body }) => `${body.total} ${body.revision} ${body.pageSize}`)).size).toBe(1);
    const items = pages.flatMap(({ body }) => body.items);
    expect(items.map(({ memberId }) => memberId)).toEqual([...ids].sort());
    const scopes = [{ scopeId: await rootId(call), permissions: ['audit-logs:read', 'users:read'] }];
    for (const { memberId, scopes: told } of items) expect(told).toEqual(memberId === ids[4] ? scopes : []);
  });

  test('a scope that is not there is refused: "nothing" would be believed', async () => {
    const { id } = await make(call, '/members', { key: 'ann@acme.com' });
    const elsewhere = (await call('GET', '//orgs/other/api/v1/scopes')).body.items[0]?.id;
    for (const scopeId of [elsewhere, id, 'no-uuid', '']) {
      for (const path of [`/members/${id}/effective-access`, '/effective-access']) {
        const { status, body } = await call('GET', `${path}?scopeId=${scopeId}`);
        expect([status, body.code]).toEqual([422, 'unknown-scope']);
      }
    }
  });

  test('members of other organizations, unknown ones and unknown parameters', async () => {
    const { id } = await make(call, '/members', { key: 'ann@acme.com' });
    expect((await call('GET', `//orgs/other/api/v1/members/${id}/effective-access`)).status).toBe(404);
    expect((await call('GET', `/members/${await rootId(call)}/effective-access`)).status).toBe(404);
    expect((await call('GET', `/members/${id}/effective-access?page=1`)).body.code).toBe('invalid-request');
    expect((await call('GET', '/effective-access?pageSize=4')).body.code).toBe('page-too-large');
    expect((await call('POST', `/members/${id}/effective-access`, {})).status).toBe(405);
  });
});
