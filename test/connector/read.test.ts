import { describe, expect, test } from 'vitest';
import { modelOf } from '../../src/resource/organization-model.ts';
import {
  behindTheBack,
  codesOf,
  connectionTo,
  fast,
  idOf,
  must,
  plain,
  rawServer,
  readPlain,
  sandboxOf,
  wayTo,
} from './connections.ts';
import { fastTime } from './fast-time.ts';
import { atrium, lumoauth } from './platforms.ts';

const people = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ key: `p${String(n).padStart(4, '0')}@acme.com` }));

describe('a whole read', () => {
  test('costs the pages of each list and nothing else', async () => {
    const members = people(1000);
    const groups = Array.from({ length: 100 }, (_, n) => ({
      slug: `g${n}`,
      members: members.slice(n * 10, n * 10 + 25).map(({ key }) => key),
      roles: ['viewer'],
    }));
    const seed = { organization: 'acme', members, groups };
    const sandbox = await sandboxOf('lumoauth', { seed });
    const reader = fast().openReader(connectionTo(sandbox));
    sandbox.resetRequests();
    const { resources } = must(await reader.read());
    const memberships = groups.reduce((sum, group) => sum + group.members.length, 0);
    // scopes 1, roles 1, members 10, groups 1, memberships, assignments 1; an empty or short list is one page
    const expected = 1 + 1 + 10 + 1 + Math.ceil(memberships / 100) + 1;
    expect(reader.requests()).toBe(expected);
    expect(sandbox.requests()).toHaveLength(expected);
    expect(modelOf(resources).all('member')).toHaveLength(1000);
    expect(
      modelOf(resources)
        .all('group')
        .map((g) => g.attributes.members.size),
    ).toEqual(expect.arrayContaining([25, 10]));
  });

  test('asks for nestings only where the platform stores them', async () => {
    const flat = await sandboxOf('lumoauth');
    const native = await sandboxOf('atrium');
    const a = fast().openReader(connectionTo(flat));
    const b = fast().openReader(connectionTo(native, atrium));
    must(await a.read());
    must(await b.read());
    expect(a.requests()).toBe(6);
    expect(b.requests()).toBe(7);
  });

  test('keeps requests in flight within the bound', async () => {
    let inFlight = 0;
    let most = 0;
    const sandbox = await sandboxOf('lumoauth', {
      seed: { organization: 'acme', members: people(600) },
      pageSize: 20,
      faults: [{ kind: 'latency', ms: 5 }],
    });
    const forward = await wayTo(sandbox.url, {
      before: () => {
        inFlight += 1;
        most = Math.max(most, inFlight);
      },
      after: () => {
        inFlight -= 1;
        return undefined;
      },
    });
    const platform = { ...lumoauth, capabilities: { ...lumoauth.capabilities, pageSize: 20 } };
    const connection = connectionTo({ url: forward.url, token: sandbox.token }, platform, { concurrency: 3 });
    must(await fast().openReader(connection).read());
    expect(most).toBe(3);
    // Read twice at once, as two organizations on one host are: together they ask for no more than one does.
    most = 0;
    const connector = fast();
    const both = [connection, connection].map((one) => connector.openReader(one).read());
    for (const read of await Promise.all(both)) must(read);
    expect(most).toBe(3);
  });

  test('maps everything to canonical resources', async () => {
    const sandbox = await sandboxOf('atrium', {
      seed: {
        organization: 'acme',
        scopes: [
          { path: 'emea', kind: 'unit', name: 'EMEA' },
          { path: 'emea/checkout', kind: 'workspace', name: 'Checkout' },
        ],
        roles: [{ slug: 'all-signing', permissions: ['signing:*'], includes: ['build-viewer'] }],
        members: [{ key: 'Dan@Acme.com', state: 'active' }, { key: 'eve@acme.com' }],
        groups: [
          {
            slug: 'qa',
            home: 'emea',
            members: ['Dan@Acme.com'],
            groups: ['mobile'],
            permissions: ['build:*'],
          },
          { slug: 'mobile' },
        ],
        assignments: [
          { scope: 'emea/checkout', principal: { type: 'group', name: 'qa' } },
          {
            scope: 'emea',
            principal: { type: 'member', name: 'dan@acme.com' },
            roles: ['all-signing', 'build-none'],
          },
        ],
      },
    });
    const connection = connectionTo(sandbox, atrium, { organization: 'house' });
    const { resources, organization, revision, readAt } = must(await fast().openReader(connection).read());
    expect(organization).toBe('house');
    expect(revision).toMatch(/^\d+$/);
    expect(readAt).toBe('2027-03-01T12:00:00.000Z');
    expect(plain(resources)).toEqual({
      'scope:house': {
        path: 'house',
        kind: 'organization',
        title: 'Acme',
        settings: ['openness=closed'],
        parent: null,
      },
      'scope:house/units/emea': {
        path: 'house/units/emea',
        kind: 'unit',
        title: 'EMEA',
        settings: ['listing=listed'],
        parent: 'house',
      },
      'scope:house/units/emea/workspaces/checkout': {
        path: 'house/units/emea/workspaces/checkout',
        kind: 'workspace',
        title: 'Checkout',
        settings: [],
        parent: 'house/units/emea',
      },
      'role:house/all-signing': {
        denies: [],
        home: 'house',
        name: 'all-signing',
        title: 'all-signing',
        description: '',
        permissions: ['signing:use', 'signing:view'],
        includes: ['build-viewer'],
      },
      'member:house/dan@acme.com': {
        scope: 'house',
        member: 'dan@acme.com',
        display: 'Dan@Acme.com',
        state: 'active',
      },
      'member:house/eve@acme.com': {
        scope: 'house',
        member: 'eve@acme.com',
        display: 'eve@acme.com',
        state: 'invited',
      },
      'group:house/mobile': expect.objectContaining({ home: 'house', members: [], groups: [] }),
      'group:house/units/emea/qa': {
        home: 'house/units/emea',
        name: 'qa',
        title: 'qa',
        description: '',
        settings: ['notices=sent', 'privacy=visible'],
        members: ['dan@acme.com'],
        membershipRoles: [],
        groups: ['house/mobile'],
        permissions: ['build:run', 'build:view'],
      },
      'assignment:house/units/emea|member:dan@acme.com': expect.objectContaining({
        roles: ['all-signing', 'build-none'],
      }),
      'assignment:house/units/emea/workspaces/checkout|group:house/units/emea/qa': expect.objectContaining({
        roles: [],
      }),
    });
    for (const { origin } of resources) {
      if (origin.from !== 'live') throw new Error('a live resource with another origin');
      const answer = await fetch(origin.url, { headers: { authorization: `Bearer ${sandbox.token}` } });
      expect(answer.status, origin.url).toBe(200);
    }
  });
});

describe('an incomplete read is a failure', () => {
  test('a page in the middle without items', async () => {
    const sandbox = await sandboxOf('lumoauth', {
      seed: { organization: 'acme', members: people(250) },
      faults: [{ kind: 'missing-page', match: { path: 'members\\?page=2' } }],
    });
    const read = await fast().openReader(connectionTo(sandbox)).read();
    expect(codesOf(read)).toEqual(['connector-incomplete-read']);
    expect(JSON.stringify(read)).toContain('page 2 holds 0 items where 100 are due of 250');
  });

  test('the organization changes between pages: read again, and again in vain', async () => {
    const sandbox = await sandboxOf('lumoauth', { seed: { organization: 'acme', members: people(150) } });
    let moves = 2;
    let renamed = 0;
    const mover = await wayTo(sandbox.url, {
      before: async ({ url }) => {
        if (!url.includes('members?page=2') || moves === 0) return;
        moves -= 1;
        renamed += 1;
        await behindTheBack(sandbox, 'POST', '/groups', { slug: `g${renamed}`, name: 'G' });
      },
    });
    const time = fastTime();
    const connection = connectionTo({ url: mover.url, token: sandbox.token });
    const read = await fast(time).openReader(connection).read();
    expect(modelOf(must(read).resources).all('group')).toHaveLength(2);
    expect(time.slept).toHaveLength(2);
    moves = 1000;
    expect(codesOf(await fast().openReader(connection).read())).toEqual(['connector-incomplete-read']);
  });

  test.each([
    ['a membership of an unlisted group', 'memberships', { groupId: '00000000-0000-4000-8000-000000000000' }],
    ['a membership of an unlisted member', 'memberships', { userId: '00000000-0000-4000-8000-000000000000' }],
    ['a count that does not agree', 'groups', { memberCount: 7 }],
    ['a group at home nowhere', 'groups', { scopeId: '00000000-0000-4000-8000-000000000000' }],
    [
      'an assignment of an unlisted role',
      'assignments',
      { roleIds: ['00000000-0000-4000-8000-000000000000'] },
    ],
    [
      'an assignment on an unlisted scope',
      'assignments',
      { scopeId: '00000000-0000-4000-8000-000000000000' },
    ],
  ])('%s', async (_, list, change) => {
    const connection = await altered(list, (items) => items.map((item) => ({ ...item, ...change })));
    expect(codesOf(await fast().openReader(connection).read())).toContain('connector-incomplete-read');
  });

  test('a repeated object', async () => {
    const connection = await altered('members', ([first]) => [first, first]);
    expect(codesOf(await fast().openReader(connection).read())).toEqual(['connector-incomplete-read']);
  });

  test('another shape is not the API', async () => {
    const connection = await altered('members', (items) =>
      items.map((item) => ({ ...item, state: 'ghost' })),
    );
    const read = await fast().openReader(connection).read();
    expect(codesOf(read)).toEqual(['connector-protocol']);
    expect(JSON.stringify(read)).toContain('items[0].state is not one of active');
  });
});

describe('a platform that is not the one described', () => {
  test('another platform is named', async () => {
    const sandbox = await sandboxOf('atrium');
    const read = await fast().openReader(connectionTo(sandbox, lumoauth)).read();
    expect(codesOf(read)).toEqual(['connector-mismatch']);
    expect(JSON.stringify(read)).toContain('platform atrium, not lumoauth');
  });

  test('a new predefined role is a warning until something uses it', async () => {
    const sandbox = await sandboxOf('lumoauth');
    const { auditor: _, ...roles } = Object.fromEntries(lumoauth.roles);
    const older = { ...lumoauth, roles: new Map(Object.entries(roles)) };
    const read = await fast().openReader(connectionTo(sandbox, older)).read();
    expect(read.ok).toBe(true);
    expect(read.diagnostics.map((d) => [d.code, d.severity])).toEqual([['connector-mismatch', 'warning']]);
    const root = await idOf(sandbox, 'scopes', 'acme');
    const member = await behindTheBack(sandbox, 'POST', '/members', { key: 'a@acme.com' });
    const roleIds = [await idOf(sandbox, 'roles', 'auditor')];
    await behindTheBack(sandbox, 'PUT', `/scopes/${root}/assignments/member/${member.id}`, { roleIds });
    expect(codesOf(await fast().openReader(connectionTo(sandbox, older)).read())).toEqual([
      'connector-mismatch',
    ]);
  });

  test('a predefined role that means something else, or is not there, is an error', async () => {
    const sandbox = await sandboxOf('lumoauth');
    const viewer = lumoauth.roles.get('viewer');
    if (viewer === undefined) throw new Error('lumoauth has a viewer');
    const roles = new Map(lumoauth.roles)
      .set('viewer', { ...viewer, permissions: ['documents:read'] })
      .set('ghost', { ...viewer, name: 'ghost' });
    const read = await fast()
      .openReader(connectionTo(sandbox, { ...lumoauth, roles }))
      .read();
    expect(codesOf(read)).toEqual(['connector-mismatch', 'connector-mismatch']);
    expect(JSON.stringify(read)).toContain('live it has also permission users:read');
  });

  test('two people who are one', async () => {
    const connection = await altered('members', (items) =>
      items.map((item, n) => ({ ...item, key: n === 0 ? 'Ann@acme.com' : 'ann@ACME.com' })),
    );
    const read = await fast().openReader(connection).read();
    expect(codesOf(read)).toEqual(['connector-mismatch']);
    expect(JSON.stringify(read)).toContain('both member ann@acme.com');
  });

  test('a page larger than the platform gives', async () => {
    const sandbox = await sandboxOf('lumoauth', { pageSize: 10 });
    expect(codesOf(await fast().openReader(connectionTo(sandbox)).read())).toEqual(['connector-mismatch']);
  });
});

test('equal states read equal, with their origins', async () => {
  const sandbox = await sandboxOf('lumoauth', { seed: { organization: 'acme', members: people(5) } });
  const first = must(await fast().openReader(connectionTo(sandbox)).read());
  const second = must(await fast().openReader(connectionTo(sandbox)).read());
  expect(second).toEqual(first);
  expect(await readPlain(connectionTo(sandbox))).toEqual(plain(first.resources));
});

/** A sandbox with a little of everything, seen through a server that alters one of its lists. */
async function altered(list: string, alter: (items: Record<string, unknown>[]) => unknown[]) {
  const sandbox = await sandboxOf('lumoauth', {
    seed: {
      organization: 'acme',
      members: people(2),
      groups: [{ slug: 'qa', members: ['p0000@acme.com'], roles: ['viewer'] }],
    },
  });
  const { url } = await rawServer(async (request, response) => {
    const headers = { authorization: request.headers.authorization ?? '' };
    const answer = await fetch(`${sandbox.url}${request.url}`, { headers });
    const body = (await answer.json()) as { items: Record<string, unknown>[] };
    const changed = request.url?.includes(`/${list}?`) ? { ...body, items: alter(body.items) } : body;
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(changed));
  });
  return connectionTo({ url, token: sandbox.token });
}
