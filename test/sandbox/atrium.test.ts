import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { caller, type Json, make, type Reply, roleId, rootId } from './caller.ts';
import { PLATFORMS, startTestSandbox, type TestSandbox } from './start.ts';

let sandbox: TestSandbox;
const call = caller(() => sandbox);
let root: string;

beforeEach(async () => {
  sandbox = await startTestSandbox({ platformFile: PLATFORMS.atrium });
  root = await rootId(call);
});
afterEach(() => sandbox.close());

async function scope(kind: string, slug: string, parentId = root): Promise<Json> {
  return make(call, '/scopes', { kind, slug, parentId, name: slug });
}

async function activeMember(key: string): Promise<string> {
  const { id } = await make(call, '/members', { key });
  expect((await call('POST', `/members/${id}/accept`)).status).toBe(200);
  return id;
}

async function give(scopeId: string, type: string, id: string, ...slugs: string[]): Promise<Reply> {
  const roleIds = await Promise.all(slugs.map((slug) => roleId(call, slug)));
  return call('PUT', `/scopes/${scopeId}/assignments/${type}/${id}`, { roleIds });
}

async function actions(query = ''): Promise<string[]> {
  const { items } = (await call('GET', `/audit-events?pageSize=50${query}`)).body;
  return items.map(({ action, target, related }) => {
    const [of, with_] = [target, related] as ({ label: string } | undefined)[];
    return [action, of?.label, with_?.label].filter(Boolean).join(' ');
  });
}

describe('scopes', () => {
  test('units nest, and a slug is unique within kind and parent only', async () => {
    const emea = await scope('unit', 'emea');
    const berlin = await scope('unit', 'berlin', emea.id);
    await scope('workspace', 'berlin', emea.id);
    await scope('unit', 'emea', berlin.id);
    const again = await call('POST', '/scopes', { kind: 'unit', slug: 'emea', parentId: root, name: 'x' });
    expect(again).toMatchObject({ status: 409, body: { code: 'already-exists', existing: { id: emea.id } } });
    const apac = await scope('unit', 'apac');
    expect(await call('PATCH', `/scopes/${apac.id}`, { slug: 'emea' })).toMatchObject({ status: 409 });
    const renamed = await call('PATCH', `/scopes/${apac.id}`, { slug: 'asia', name: 'Asia' });
    expect(renamed.body).toMatchObject({ slug: 'asia', name: 'Asia', parentId: root, version: 2 });
    expect((await call('GET', `/scopes/${apac.id}`)).etag).toBe(renamed.etag);
  });

  test.each([
    ['annex', 'root', 'parent-not-allowed'],
    ['unit', 'workspace', 'parent-not-allowed'],
    ['archive', 'root', 'scope-kind-not-managed'],
    ['galaxy', 'root', 'unknown-scope-kind'],
    ['unit', 'nowhere', 'unknown-scope'],
  ])('a %s in %s: %s', async (kind, parent, code) => {
    const places: Record<string, string> = {
      root,
      nowhere: crypto.randomUUID(),
      workspace: (await scope('workspace', 'w')).id,
    };
    const reply = await call('POST', '/scopes', { kind, slug: 's', parentId: places[parent], name: 's' });
    expect(reply).toMatchObject({ status: 422, body: { code } });
  });

  test('a deleted scope takes its assignments and home groups along, each told in the log', async () => {
    const emea = await scope('unit', 'emea');
    const shop = await scope('workspace', 'shop', emea.id);
    const ann = await activeMember('ann@acme.com');
    const local = await make(call, '/groups', { slug: 'local', name: 'L', scopeId: emea.id });
    const outer = await make(call, '/groups', { slug: 'outer', name: 'O' });
    await make(call, `/groups/${local.id}/members`, { userId: ann });
    await make(call, `/groups/${outer.id}/groups`, { groupId: local.id });
    await give(root, 'group', local.id, 'steward');
    await give(emea.id, 'member', ann, 'steward');
    expect(await call('DELETE', `/scopes/${emea.id}`)).toMatchObject({
      status: 409,
      body: { code: 'scope-not-empty' },
    });
    expect((await call('DELETE', `/scopes/${shop.id}`)).status).toBe(204);
    const { revision } = (await call('GET', '')).body;
    expect((await call('DELETE', `/scopes/${emea.id}`)).status).toBe(204);
    expect((await actions()).slice(0, 6)).toEqual([
      'scope.deleted emea',
      'assignment.deleted ann@acme.com on emea ann@acme.com',
      'group.deleted local',
      'assignment.deleted local on acme local',
      'group.group-removed outer local',
      'group.member-removed local ann@acme.com',
    ]);
    expect((await call('GET', '/assignments')).body).toMatchObject({ total: 0, revision: revision + 1 });
    expect((await call('GET', '/group-nestings')).body.total).toBe(0);
    expect((await call('GET', '/groups')).body.items).toMatchObject([{ slug: 'outer', version: 3 }]);
  });
});

describe('invitations', () => {
  test('a member is invited, waits outside groups, and accepts', async () => {
    const bob = await make(call, '/members', { key: 'bob@acme.com' });
    expect(bob.state).toBe('invited');
    const group = await make(call, '/groups', { slug: 'g', name: 'G' });
    const add = () => call('POST', `/groups/${group.id}/members`, { userId: bob.id });
    expect(await add()).toMatchObject({ status: 422, body: { code: 'invitation-pending' } });
    for (const state of ['active', 'deactivated']) {
      const reply = await call('PATCH', `/members/${bob.id}`, { state });
      expect(reply).toMatchObject({ status: 422, body: { code: 'invitation-pending' } });
    }
    expect((await call('PATCH', `/members/${bob.id}`, { displayName: 'Bob' })).body.state).toBe('invited');
    expect((await call('POST', `/members/${bob.id}/accept`)).body.state).toBe('active');
    expect((await add()).status).toBe(201);
  });
});

describe('nested groups', () => {
  test('nest, and never in a circle', async () => {
    const [a, b, c] = [
      await make(call, '/groups', { slug: 'a', name: 'A' }),
      await make(call, '/groups', { slug: 'b', name: 'B' }),
      await make(call, '/groups', { slug: 'c', name: 'C' }),
    ];
    const nest = (parent: Json, child: Json) =>
      call('POST', `/groups/${parent.id}/groups`, { groupId: child.id });
    const first = await nest(a, b);
    expect(first).toMatchObject({ status: 201, body: { parentId: a.id, childId: b.id } });
    expect(first.etag).toBe((await call('GET', `/groups/${a.id}`)).etag);
    expect((await nest(b, c)).status).toBe(201);
    for (const [parent, child] of [
      [a, a],
      [b, a],
      [c, a],
    ] as const) {
      expect(await nest(parent, child)).toMatchObject({ status: 422, body: { code: 'group-cycle' } });
    }
    expect(await nest(a, b)).toMatchObject({ status: 409, body: { existing: { id: first.body.id } } });
    expect((await call('GET', `/groups/${a.id}/groups`)).body.items).toMatchObject([{ childId: b.id }]);
    expect((await call('GET', '/group-nestings')).body.total).toBe(2);
    expect((await call('DELETE', `/groups/${a.id}/groups/${c.id}`)).status).toBe(404);
    expect((await call('DELETE', `/groups/${a.id}/groups/${b.id}`)).status).toBe(204);
    expect((await nest(c, a)).status).toBe(201);
  });

  test('a group carries permissions and lives where the platform lets it', async () => {
    const unit = await scope('unit', 'u');
    const shop = await scope('workspace', 'w');
    const group = await make(call, '/groups', {
      slug: 'g',
      name: 'G',
      scopeId: unit.id,
      permissions: ['build:*'],
    });
    expect(group).toMatchObject({ permissions: ['build:*'], scopeId: unit.id });
    expect((await make(call, '/groups', { slug: 'g', name: 'G' })).scopeId).toBe(root);
    const misplaced = await call('POST', '/groups', { slug: 'g', name: 'G', scopeId: shop.id });
    expect(misplaced.body.code).toBe('home-not-allowed');
    const unknown = await call('PATCH', `/groups/${group.id}`, { permissions: ['build:*', 'biuld:*'] });
    expect(unknown.body).toMatchObject({
      code: 'unknown-permission',
      errors: [{ pointer: '/permissions/1' }],
    });
  });
});

describe('roles are given', () => {
  test.each([
    ['workspace', 'owner', 'role-not-assignable-here'],
    ['root', 'editor', 'role-not-assignable-here'],
    ['root', 'founder', 'role-not-assignable'],
  ])('on a %s not: %s', async (where, role, code) => {
    const shop = await scope('workspace', 'w');
    const ann = await activeMember('ann@acme.com');
    const reply = await give(where === 'root' ? root : shop.id, 'member', ann, role);
    expect(reply).toMatchObject({ status: 422, body: { code, errors: [{ pointer: '/roleIds/0' }] } });
  });

  test('one for each module to a member, as many as you like to a group', async () => {
    const ann = await activeMember('ann@acme.com');
    const group = await make(call, '/groups', { slug: 'g', name: 'G' });
    const two = await give(root, 'member', ann, 'build-viewer', 'build-operator');
    expect(two).toMatchObject({ status: 422, body: { code: 'one-role-per-module' } });
    expect((await give(root, 'member', ann, 'build-viewer', 'signer', 'steward')).status).toBe(201);
    expect((await give(root, 'group', group.id, 'build-viewer', 'build-operator')).status).toBe(201);
  });

  test('custom ones have the minimum of permissions, counting what they include, and no circles', async () => {
    const viewer = await roleId(call, 'build-viewer');
    const none = await call('POST', '/roles', { slug: 'none', name: 'N' });
    expect(none.body).toMatchObject({ code: 'too-few-permissions' });
    const a = await make(call, '/roles', { slug: 'a', name: 'A', includes: [viewer] });
    const b = await make(call, '/roles', { slug: 'b', name: 'B', includes: [a.id] });
    const circle = await call('PATCH', `/roles/${a.id}`, { includes: [b.id] });
    expect(circle).toMatchObject({ status: 422, body: { code: 'role-include-cycle' } });
    const annex = await scope('annex', 'x', (await scope('workspace', 'w')).id);
    // Defined in the organization, it can be given there and on all that is below.
    const reply = await give(annex.id, 'member', await activeMember('ann@acme.com'), 'a');
    expect(reply.status).toBe(201);
  });
});

describe('there is always an owner', () => {
  let ann: string;
  const lastOwner = { status: 409, body: { code: 'last-owner' } };

  beforeEach(async () => {
    ann = await activeMember('ann@acme.com');
    expect((await give(root, 'member', ann, 'owner')).status).toBe(201);
  });

  test.each<[string, () => Promise<Reply>]>([
    ['unassigned', () => call('DELETE', `/scopes/${root}/assignments/member/${ann}`)],
    ['given another role', () => give(root, 'member', ann, 'steward')],
    ['deactivated', () => call('PATCH', `/members/${ann}`, { state: 'deactivated' })],
    ['removed', () => call('DELETE', `/members/${ann}`)],
  ])('the last is not %s, and nothing of the attempt is left', async (_what, attempt) => {
    const before = await actions();
    const { revision } = (await call('GET', '')).body;
    expect(await attempt()).toMatchObject(lastOwner);
    expect(await actions()).toEqual(before);
    expect((await call('GET', '')).body.revision).toBe(revision);
    const bob = await activeMember('bob@acme.com');
    await give(root, 'member', bob, 'owner');
    expect((await attempt()).status).toBeLessThan(300);
  });

  test('an invited or deactivated person does not count', async () => {
    const bob = await make(call, '/members', { key: 'bob@acme.com' });
    await give(root, 'member', bob.id, 'owner');
    expect(await call('DELETE', `/members/${ann}`)).toMatchObject(lastOwner);
  });

  test('groups count, nested ones too, and whatever takes the last out of them is refused', async () => {
    const outer = await make(call, '/groups', { slug: 'outer', name: 'O' });
    const inner = await make(call, '/groups', { slug: 'inner', name: 'I' });
    const bob = await activeMember('bob@acme.com');
    await make(call, `/groups/${outer.id}/groups`, { groupId: inner.id });
    await make(call, `/groups/${inner.id}/members`, { userId: bob });
    await give(root, 'group', outer.id, 'owner');
    expect((await call('DELETE', `/members/${ann}`)).status).toBe(204);
    for (const path of [
      `/groups/${outer.id}/groups/${inner.id}`,
      `/groups/${inner.id}/members/${bob}`,
      `/groups/${outer.id}/roles/${await roleId(call, 'owner')}`,
      `/groups/${inner.id}`,
      `/groups/${outer.id}`,
      `/members/${bob}`,
    ]) {
      expect(await call('DELETE', path)).toMatchObject(lastOwner);
    }
    expect((await call('GET', '/memberships')).body.total).toBe(1);
  });
});

test('an organization that has no owner yet can be worked on', async () => {
  const ann = await activeMember('ann@acme.com');
  expect((await call('DELETE', `/members/${ann}`)).status).toBe(204);
});

test('the log tells who, what, before and after, and can be narrowed', async () => {
  const group = await make(call, '/groups', { slug: 'g', name: 'G' });
  await call('PATCH', `/groups/${group.id}`, { name: 'GG' });
  const { items } = (await call('GET', `/audit-events?targetId=${group.id}`)).body;
  expect(items).toMatchObject([
    {
      action: 'group.updated',
      actor: { type: 'token', name: 'admin-token' },
      target: { type: 'group', id: group.id, label: 'g' },
      before: { name: 'G', version: 1 },
      after: { name: 'GG', version: 2 },
    },
    { action: 'group.created', after: { name: 'G' } },
  ]);
  const since = encodeURIComponent(new Date(Date.now() + 60_000).toISOString().replace('Z', '+00:00'));
  expect((await call('GET', `/audit-events?since=${since}`)).body.total).toBe(0);
  expect((await call('GET', '/audit-events?since=2020-01-01T00:00:00Z')).body.total).toBe(3);
});
