import { afterEach, expect, test } from 'vitest';
import { type SandboxSeed, startSandbox } from '../../src/sandbox/sandbox.ts';
import { caller, make, roleId, rootId } from './caller.ts';
import { contractChecker } from './contract.ts';
import { ADMIN, PLATFORMS, readPlatform, type TestSandbox } from './start.ts';

/** Rules neither lumoauth nor atrium has, each as a small change to one of them. */

let sandbox: Pick<TestSandbox, 'url' | 'api' | 'close'> & { violations(): string[] };
const call = caller(() => sandbox);

afterEach(async () => {
  await sandbox.close();
  expect(sandbox.violations()).toEqual([]);
});

async function start(
  base: keyof typeof PLATFORMS,
  change: object,
  seed: Omit<SandboxSeed, 'organization'> = {},
) {
  const contract = contractChecker();
  const started = await startSandbox({
    platform: { ...(readPlatform(PLATFORMS[base]) as object), ...change },
    file: ':memory:',
    token: ADMIN,
    organizations: [{ slug: 'acme', name: 'Acme' }],
    seed: { organization: 'acme', ...seed },
    onExchange: contract.onExchange,
  });
  sandbox = { ...started, api: `${started.url}/orgs/acme/api/v1`, violations: contract.violations };
}

test('exactly one role for a member of the organization', async () => {
  await start('lumoauth', { members: { key: 'username', compare: 'exact', roles: 'exactly-one' } });
  const octo = await make(call, '/members', { key: 'Octo' });
  await make(call, '/members', { key: 'octo' });
  const url = `/scopes/${await rootId(call)}/assignments/member/${octo.id}`;
  const [viewer, editor] = [await roleId(call, 'viewer'), await roleId(call, 'editor')];
  for (const roleIds of [[], [viewer, editor]]) {
    expect(await call('PUT', url, { roleIds })).toMatchObject({
      status: 422,
      body: { code: 'exactly-one-role' },
    });
  }
  expect((await call('PUT', url, { roleIds: [viewer] })).status).toBe(201);
  expect((await call('PUT', url, { roleIds: [editor] })).status).toBe(200);
  const deactivate = await call('PATCH', `/members/${octo.id}`, { state: 'deactivated' });
  expect(deactivate).toMatchObject({ status: 422, body: { code: 'deactivation-not-supported' } });
});

test('predefined roles only', async () => {
  await start('lumoauth', { 'custom-roles': null });
  const reply = await call('POST', '/roles', { slug: 'r', name: 'R' });
  expect(reply).toMatchObject({ status: 422, body: { code: 'custom-roles-not-supported' } });
});

test('groups that carry no roles can still be attached', async () => {
  await start('lumoauth', { groups: { homes: ['organization'], carry: ['attachments'] } });
  const group = await make(call, '/groups', { slug: 'g', name: 'G' });
  const viewer = await roleId(call, 'viewer');
  const byRoute = await call('POST', `/groups/${group.id}/roles`, { roleId: viewer });
  expect(byRoute).toMatchObject({ status: 422, body: { code: 'group-roles-not-supported' } });
  const url = `/scopes/${await rootId(call)}/assignments/group/${group.id}`;
  expect((await call('PUT', url, { roleIds: [viewer] })).body.code).toBe('group-roles-not-supported');
  expect((await call('PUT', url, { roleIds: [] })).status).toBe(201);
});

test('a role nobody is assigned is kept by who has it, and can be taken away', async () => {
  const members = [{ key: 'ann@acme.com', state: 'active' as const }];
  const assignments = [{ principal: { type: 'member' as const, name: 'ann@acme.com' }, roles: ['founder'] }];
  await start('atrium', {}, { members, assignments });
  const [ann] = (await call('GET', '/members')).body.items;
  const url = `/scopes/${await rootId(call)}/assignments/member/${ann?.id}`;
  const [founder, steward] = [await roleId(call, 'founder'), await roleId(call, 'steward')];
  expect((await call('PUT', url, { roleIds: [founder, steward] })).status).toBe(200);
  expect((await call('PUT', url, { roleIds: [steward] })).status).toBe(200);
  expect((await call('PUT', url, { roleIds: [founder] })).body.code).toBe('role-not-assignable');
});

test('two holders, when the platform wants two', async () => {
  const rule = { code: 'two-admins', rule: 'minimum-holders', role: 'admin', at: 'organization', count: 2 };
  await start('lumoauth', { invariants: [rule] });
  const root = await rootId(call);
  const admin = await roleId(call, 'admin');
  const urls: string[] = [];
  for (const key of ['a@acme.com', 'b@acme.com', 'c@acme.com']) {
    const { id } = await make(call, '/members', { key });
    urls.push(`/scopes/${root}/assignments/member/${id}`);
    expect((await call('PUT', urls.at(-1) ?? '', { roleIds: [admin] })).status).toBe(201);
  }
  const statuses = [];
  for (const url of urls) statuses.push((await call('DELETE', url)).status);
  expect(statuses).toEqual([204, 409, 409]);
});

test('groups for everybody, where the platform says nothing of who may be in them', async () => {
  const { scopes } = readPlatform(PLATFORMS.atrium) as { scopes: Record<string, object> };
  await start('atrium', {
    scopes: { ...scopes, unit: { ...scopes.unit, members: true } },
    invariants: [],
  });
  const parentId = await rootId(call);
  const unit = await make(call, '/scopes', { kind: 'unit', slug: 'u', parentId, name: 'U' });
  const { memberId } = await make(call, `/scopes/${unit.id}/members`, { key: 'dan@acme.com' });
  const group = await make(call, '/groups', { slug: 'g', name: 'G' });
  expect((await call('POST', `/groups/${group.id}/members`, { userId: memberId })).status).toBe(201);
  const assignment = `/scopes/${parentId}/assignments/member/${memberId}`;
  expect((await call('PUT', assignment, { roleIds: [] })).body.code).toBe('not-a-member');
});
