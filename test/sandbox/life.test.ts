import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { caller, make, roleId, rootId } from './caller.ts';
import { startTestSandbox, type TestSandbox } from './start.ts';

let sandbox: TestSandbox;
const call = caller(() => sandbox);

beforeEach(async () => {
  sandbox = await startTestSandbox();
});
afterEach(() => sandbox.close());

test('the organization, by slug and by id', async () => {
  const bySlug = await call('GET', '');
  expect(bySlug.body).toMatchObject({ slug: 'acme', name: 'Acme', platform: 'lumoauth', revision: 1 });
  expect(await call('GET', `//orgs/${bySlug.body.id}/api/v1`)).toMatchObject({
    status: 200,
    body: bySlug.body,
  });
});

test("LumoAuth's own examples: a group, a member in it, a role on it", async () => {
  const {
    body: group,
    status,
    headers,
  } = await call('POST', '/groups', {
    name: 'Engineering',
    slug: 'engineering',
    description: 'Engineering team',
  });
  expect(status).toBe(201);
  expect(headers.get('location')).toBe(`/orgs/acme/api/v1/groups/${group.id}`);
  const alice = await make(call, '/members', { key: 'Alice@Acme.com' });
  const membership = await make(call, `/groups/${group.id}/members`, { userId: alice.id });
  expect(membership).toMatchObject({ groupId: group.id, userId: alice.id, addedBy: 'admin-token' });
  const editor = await roleId(call, 'editor');
  const assignment = await make(call, `/groups/${group.id}/roles`, { roleId: editor });
  expect(assignment).toMatchObject({ principal: { type: 'group', id: group.id }, roleIds: [editor] });
  expect((await call('GET', `/groups/${group.id}`)).body.memberCount).toBe(1);
  expect((await call('GET', `/groups/${group.id}/roles`)).body.items).toMatchObject([{ slug: 'editor' }]);
  expect((await call('DELETE', `/groups/${group.id}/roles/${editor}`)).status).toBe(204);
  expect((await call('GET', '/assignments')).body.total).toBe(0);
  expect((await call('DELETE', `/groups/${group.id}/members/${alice.id}`)).status).toBe(204);
  expect((await call('GET', '/memberships')).body.total).toBe(0);
});

test('predefined roles are there, with what they include', async () => {
  const { items } = (await call('GET', '/roles')).body;
  expect(items.map(({ slug }) => slug).sort()).toEqual(['admin', 'auditor', 'editor', 'viewer']);
  const viewer = items.find(({ slug }) => slug === 'viewer');
  expect(items.find(({ slug }) => slug === 'editor')).toMatchObject({
    name: 'Editor',
    predefined: true,
    permissions: ['documents:write'],
    includes: [viewer?.id],
  });
});

test('a custom role is made, changed, given, and deleted once nobody needs it', async () => {
  const viewer = await roleId(call, 'viewer');
  const role = await make(call, '/roles', {
    slug: 'writer',
    name: 'W',
    permissions: ['documents:*'],
    includes: [viewer],
  });
  expect(role).toMatchObject({ predefined: false, version: 1, description: '', includes: [viewer] });
  const other = await make(call, '/roles', { slug: 'chief', name: 'C', includes: [role.id] });
  const changed = await call('PATCH', `/roles/${role.id}`, { name: 'Writer', includes: [] });
  expect(changed.body).toMatchObject({
    name: 'Writer',
    includes: [],
    permissions: ['documents:*'],
    version: 2,
  });
  expect(await call('DELETE', `/roles/${role.id}`)).toMatchObject({
    status: 409,
    body: { code: 'role-in-use' },
  });
  expect((await call('DELETE', `/roles/${other.id}`)).status).toBe(204);
  expect((await call('DELETE', `/roles/${role.id}`)).status).toBe(204);
  expect((await call('GET', `/roles/${role.id}`)).status).toBe(404);
});

test('a member is provisioned active, found by any spelling of the key, deactivated and back', async () => {
  const member = await make(call, '/members', { key: 'Alice@Acme.com', displayName: 'Alice' });
  expect(member).toMatchObject({ key: 'Alice@Acme.com', state: 'active' });
  const spelled = await call('GET', `/members?key=${encodeURIComponent('ALICE@acme.COM')}`);
  expect(spelled.body.items).toMatchObject([{ id: member.id }]);
  const url = `/members/${member.id}`;
  expect((await call('PATCH', url, { state: 'deactivated' })).body.state).toBe('deactivated');
  expect((await call('PATCH', url, { state: 'active', displayName: null })).body).toMatchObject({
    state: 'active',
    displayName: null,
    version: 3,
  });
  expect(await call('POST', `${url}/accept`)).toMatchObject({ status: 409, body: { code: 'not-invited' } });
});

test('an assignment is one object per scope and principal', async () => {
  const [root, editor, viewer] = [
    await rootId(call),
    await roleId(call, 'editor'),
    await roleId(call, 'viewer'),
  ];
  const member = await make(call, '/members', { key: 'a@acme.com' });
  const url = `/scopes/${root}/assignments/member/${member.id}`;
  expect((await call('GET', url)).status).toBe(404);
  const first = await call('PUT', url, { roleIds: [editor, viewer] });
  expect(first.status).toBe(201);
  expect(first.body.roleIds).toEqual([editor, viewer].sort());
  const same = await call('PUT', url, { roleIds: [viewer, editor] });
  expect(same).toMatchObject({ status: 200, etag: first.etag });
  const fewer = await call('PUT', url, { roleIds: [viewer] });
  expect(fewer).toMatchObject({ status: 200, body: { id: first.body.id, roleIds: [viewer], version: 2 } });
  expect((await call('GET', '/assignments')).body.items).toEqual([fewer.body]);
  expect((await call('DELETE', url)).status).toBe(204);
  expect((await call('DELETE', url)).status).toBe(404);
});

test('what changes nothing is no write: neither version nor revision nor log moves', async () => {
  const member = await make(call, '/members', { key: 'a@acme.com', displayName: 'A' });
  const group = await make(call, '/groups', { slug: 'g', name: 'G' });
  const role = await make(call, '/roles', { slug: 'r', name: 'R', permissions: ['*'] });
  const { revision } = (await call('GET', '')).body;
  const { total } = (await call('GET', '/audit-events')).body;
  for (const [path, body] of [
    [`/members/${member.id}`, { displayName: 'A', state: 'active' }],
    [`/groups/${group.id}`, { slug: 'g', description: '' }],
    [`/roles/${role.id}`, { permissions: ['*'], includes: [] }],
    [`/groups/${group.id}`, {}],
  ] as const) {
    expect(await call('PATCH', path, body)).toMatchObject({ status: 200, body: { version: 1 } });
  }
  expect((await call('GET', '/audit-events')).body).toMatchObject({ total, revision });
});

describe('texts come back as they went in', () => {
  test.each([
    ['template syntax', '${var.x} %{if true} $${y} {{z}}'],
    ['emoji and other planes', '👩‍👩‍👧 𝔘𝔫𝔦'],
    ['right to left and combining', 'עברית e\u0301 \u200f'],
    ['quotes and backslashes', `"'\\ \` <b> ; DROP TABLE members; --`],
    ['spaces at both ends', '  padded  '],
    ['the names of object members', '__proto__'],
  ])('%s', async (_what, text) => {
    const group = await make(call, '/groups', {
      slug: 'g',
      name: text,
      description: `${text}\nsecond line\n`,
    });
    expect((await call('GET', `/groups/${group.id}`)).body).toMatchObject({
      name: text,
      description: `${text}\nsecond line\n`,
    });
  });
});

test('duplicates say what is in the way, whatever the type', async () => {
  const viewer = await roleId(call, 'viewer');
  const member = await make(call, '/members', { key: 'Alice@acme.com' });
  const group = await make(call, '/groups', { slug: 'g', name: 'G' });
  const other = await make(call, '/groups', { slug: 'other', name: 'O' });
  const role = await make(call, '/roles', { slug: 'r', name: 'R' });
  const membership = await make(call, `/groups/${group.id}/members`, { userId: member.id });
  const assignment = await make(call, `/groups/${group.id}/roles`, { roleId: viewer });
  for (const [method, path, body, id] of [
    ['POST', '/members', { key: 'ALICE@acme.com' }, member.id],
    ['POST', '/groups', { slug: 'g', name: 'x' }, group.id],
    ['PATCH', `/groups/${other.id}`, { slug: 'g' }, group.id],
    ['POST', '/roles', { slug: 'r', name: 'x' }, role.id],
    ['PATCH', `/roles/${role.id}`, { slug: 'viewer' }, viewer],
    ['POST', `/groups/${group.id}/members`, { userId: member.id }, membership.id],
    ['POST', `/groups/${group.id}/roles`, { roleId: viewer }, assignment.id],
  ] as const) {
    const reply = await call(method, path, body);
    expect(reply).toMatchObject({ status: 409, body: { code: 'already-exists', existing: { id } } });
  }
});
